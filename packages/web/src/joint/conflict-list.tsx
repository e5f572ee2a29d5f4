import { kinds } from '@tandem/hub/definitions'
import type { Field } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import { Button, Card, Collapse, Flex, Input, Segmented, Select, Typography } from 'antd'
import { useState } from 'react'
import { useAnswer, useList } from '../api/documents.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import { useClearing } from '../parts/clearing.tsx'
import { May } from '../parts/may.tsx'
import { Loaded } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { DecideMany } from './decide-many.tsx'
import { EntrySubject } from './entry-subject.tsx'
import { OnlyFirst } from './only-first.tsx'
import { useConflictColumns } from './queue-columns.ts'
import { useFieldLabel } from './use-field-label.ts'
import { CONFLICTS, type Conflict } from './use-joint.ts'
import { useWho } from './use-who.ts'
import { fieldText, kindLabel, ruleText, valueText } from './words.ts'

const MOST_AT_ONCE = 200

type View = 'open' | 'by-rule' | 'decided'

/** Where systems say different things: both values, who, when, why; decided one by one or all that are shown at once. */
export function ConflictList() {
  const { t } = useWords()
  const [view, setView] = useState<View>('open')
  const found = useList(CONFLICTS, { filter: { state: view }, sort: '-updatedAt', limit: MOST_AT_ONCE })
  return (
    <Flex vertical gap={12}>
      <div>
        <Segmented<View>
          aria-label={t('flow.state')}
          value={view}
          onChange={setView}
          options={[
            { value: 'open', label: t('rules.open') },
            { value: 'by-rule', label: t('rules.byRule') },
            { value: 'decided', label: t('rules.decided') },
          ]}
        />
      </div>
      <Loaded query={found}>
        {(page) => (
          <>
            <OnlyFirst page={page} />
            <Queue rows={page.items} isDecided={view === 'decided'} />
          </>
        )}
      </Loaded>
    </Flex>
  )
}

function Queue({ rows, isDecided }: { rows: readonly Conflict[]; isDecided: boolean }) {
  const { t } = useWords()
  const columns = useConflictColumns(rows)
  return (
    <RowList
      list="joint/conflict"
      rows={rows}
      rowKey={({ id }) => id}
      columns={columns}
      empty={t('joint.noConflicts')}
      action={
        <May right="joint.who-decides.ask">
          <Link to="/joint/rules">
            <Button>{t('rules.title')}</Button>
          </Link>
        </May>
      }
      cards={(shown) => <Cards rows={shown} isDecided={isDecided} />}
    />
  )
}

/** Those that fit, all of which may be decided at once. */
function Cards({ rows, isDecided }: { rows: readonly Conflict[]; isDecided: boolean }) {
  const { t } = useWords()
  const [deciding, setDeciding] = useState(false)
  return (
    <Flex vertical gap={12}>
      {!isDecided && rows.length > 1 && (
        <May right="joint.conflict.decide">
          <div>
            <Button onClick={() => setDeciding(true)}>{t('rules.bulk', { count: rows.length })}</Button>
          </div>
        </May>
      )}
      {deciding && <DecideMany rows={rows} onClose={() => setDeciding(false)} />}
      {rows.map((row) => (
        <OneConflict key={row.id} row={row} />
      ))}
    </Flex>
  )
}

function OneConflict({ row }: { row: Conflict }) {
  const words = useWords()
  const { t, label, instant } = words
  const say = (value: unknown) => fieldText(row.kind, row.field, value, words)
  const decide = { type: CONFLICTS, row, command: 'decide', done: t('joint.decided') }
  const isDecided = row.state === 'decided'
  const who = useWho()
  return (
    <Card
      size="small"
      title={
        <span style={{ whiteSpace: 'normal' }}>
          {label(kindLabel(row.kind))} <Whose record={row.record} kind={row.kind} /> · {useFieldLabel()(row.kind, row.field)}
        </span>
      }
      extra={<StateTag state={row.state} />}
    >
      <div className="beside">
        <Said
          title={t('joint.kept')}
          value={say(row.kept)}
          who={who(row.keptSystem, row.keptBy)}
          at={row.keptAt && instant(row.keptAt)}
        />
        <Said title={t('joint.other')} value={say(row.other)} who={who(row.system, row.otherBy)} at={instant(row.otherAt)} />
        <Said title={t('joint.agreed')} value={say(row.agreed)} who={[]} at={null} />
        {isDecided && (
          <Said
            title={t('rules.decision')}
            value={say(row.decision)}
            who={who(null, row.updatedBy)}
            at={instant(row.updatedAt)}
          />
        )}
      </div>
      <Flex gap={8} wrap align="center" style={{ marginBlockStart: 8 }}>
        {isDecided ? (
          <CommandButton type={CONFLICTS} row={row} command="undo" text={t('rules.undo')} done={t('rules.undone')} />
        ) : (
          <>
            <CommandButton {...decide} text={t('joint.takeKept')} input={{ choice: 'kept' }} />
            <CommandButton {...decide} text={t('joint.takeOther')} input={{ choice: 'other' }} />
            <May right="joint.conflict.decide">
              <Another row={row} />
            </May>
          </>
        )}
        <Typography.Text type="secondary" className="small">
          {t('joint.rule', { rule: ruleText(row.rule, words) })}
        </Typography.Text>
      </Flex>
      <Collapse
        ghost
        size="small"
        destroyOnHidden
        items={[{ key: 'whole', label: t('rules.whole'), children: <Whole record={row.record} kind={row.kind} /> }]}
      />
    </Card>
  )
}

/** What may be chosen among, in words; undefined: it is typed. */
function useChoices(field: Field | undefined) {
  const { t, choice } = useWords()
  if (field?.kind === 'choice') return field.of.map((one) => ({ value: one, label: choice(one) }))
  if (field?.kind !== 'flag') return undefined
  return [
    { value: 'true', label: t('lists.yes') },
    { value: 'false', label: t('lists.no') },
  ]
}

/** A third value, for fields that fit into one line. */
function Another({ row }: { row: Conflict }) {
  const { t } = useWords()
  const clearing = useClearing()
  const [text, setText] = useState('')
  const fields: Readonly<Record<string, Field>> = kinds[row.kind as keyof typeof kinds]?.fields ?? {}
  const is = fields[row.field]?.kind ?? 'text'
  const words = useChoices(fields[row.field])
  if (['lines', 'json', 'reference'].includes(is)) return null
  const value = is === 'integer' ? Number(text) : is === 'flag' ? text === 'true' : text
  return (
    <Flex gap={4}>
      {words ? (
        <Select
          allowClear={clearing}
          aria-label={t('rules.another')}
          placeholder={t('rules.another')}
          style={{ minWidth: 150 }}
          value={text || null}
          options={words}
          onChange={(chosen: string | undefined) => setText(chosen ?? '')}
        />
      ) : (
        <Input
          aria-label={t('rules.another')}
          placeholder={t('rules.another')}
          style={{ width: 150 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {text !== '' && (
        <CommandButton
          type={CONFLICTS}
          row={row}
          command="decide"
          input={{ choice: 'value', value }}
          text={t('rules.takeAnother')}
          done={t('joint.decided')}
        />
      )}
    </Flex>
  )
}

/** Which customer, which order: by its number, code or name, with the way to its page. */
function Whose({ record, kind }: { record: string; kind: string }) {
  const { data } = useAnswer<{ readonly values: unknown }>('joint', 'record', { id: record })
  return data ? <EntrySubject subject={valueText(data.values)} kind={kind} record={record} /> : null
}

/** What the record says in every field now. */
function Whole({ record, kind }: { record: string; kind: string }) {
  const words = useWords()
  const fieldName = useFieldLabel()
  const story = useAnswer<{ readonly values: Readonly<Record<string, unknown>> }>('joint', 'record', { id: record })
  return (
    <Loaded query={story}>
      {({ values }) => (
        <dl className="facts">
          {Object.entries(values)
            .filter(([, value]) => !Array.isArray(value))
            .map(([name, value]) => (
              <div key={name}>
                <dt>{fieldName(kind, name)}</dt>
                <dd>{fieldText(kind, name, value, words)}</dd>
              </div>
            ))}
        </dl>
      )}
    </Loaded>
  )
}

interface SaidProps {
  readonly title: string
  readonly value: string
  readonly who: readonly (string | null)[]
  readonly at: string | null
}

function Said({ title, value, who, at }: SaidProps) {
  return (
    <div>
      <Typography.Text type="secondary" className="small">
        {title}
      </Typography.Text>
      <div>
        <strong style={{ overflowWrap: 'anywhere' }}>{value}</strong>
      </div>
      <Typography.Text type="secondary" className="small">
        {[...who, at].filter(Boolean).join(' · ')}
      </Typography.Text>
    </div>
  )
}
