import type { duplicate } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Button, Card, Checkbox, Flex, Segmented, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useAnswer, useList } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { RowList } from '../lists/row-list.tsx'
import type { RowColumn } from '../lists/rows.ts'
import { Loaded } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { OnlyFirst } from './only-first.tsx'
import { useDuplicateColumns } from './queue-columns.ts'
import { DUPLICATES, type SayCommand, SayMany } from './say-many.tsx'
import { useFieldLabel } from './use-field-label.ts'
import { useSystemTitle, useWho } from './use-who.ts'
import { fieldLabel, fieldText, kindLabel } from './words.ts'

type Duplicate = Row<typeof duplicate>
type Values = Readonly<Record<string, unknown>>

const MOST_AT_ONCE = 100
const VIEWS = { open: ['open'], same: ['linked', 'merged'], apart: ['apart'] } as const
type View = keyof typeof VIEWS

/** What may be there twice, the surest first: a person says whether it is, one by one or many at once, and may take it back. */
export function DuplicateList() {
  const { t } = useWords()
  const [view, setView] = useState<View>('open')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const sort = view === 'open' ? '-score' : '-updatedAt'
  const found = useList(DUPLICATES, { filter: { state: [...VIEWS[view]] }, sort, limit: MOST_AT_ONCE })
  const columns = useDuplicateColumns((found.data?.items ?? []) as never) as unknown as RowColumn<Duplicate>[]
  const look = (next: View) => {
    setView(next)
    setChosen(new Set())
  }
  const cards = (rows: readonly Duplicate[]) => (
    <Cards rows={rows} chosen={chosen} onChoose={setChosen} isOpen={view === 'open'} />
  )
  return (
    <Flex vertical gap={12}>
      <div>
        <Segmented<View>
          aria-label={t('flow.state')}
          value={view}
          onChange={look}
          options={(['open', 'same', 'apart'] as const).map((value) => ({ value, label: t(`identity.views.${value}`) }))}
        />
      </div>
      <Loaded query={found}>
        {(page) => (
          <>
            <OnlyFirst page={page} />
            <RowList
              list="joint/duplicate"
              rows={page.items as readonly Duplicate[]}
              rowKey={({ id }) => id}
              columns={columns}
              empty={t('joint.noDuplicates')}
              cards={cards}
            />
          </>
        )}
      </Loaded>
    </Flex>
  )
}

/** Those that fit; of those to be decided several may be chosen. */
function Cards({ rows, chosen, onChoose, isOpen }: ManyProps & { readonly isOpen: boolean }) {
  const choose = (id: string, on: boolean) =>
    onChoose(new Set(on ? [...chosen, id] : [...chosen].filter((other) => other !== id)))
  return (
    <Flex vertical gap={12}>
      {isOpen && rows.length > 1 && <Many rows={rows} chosen={chosen} onChoose={onChoose} />}
      {rows.map((row) => (
        <OneDuplicate key={row.id} row={row} isChosen={chosen.has(row.id)} onChoose={(on) => choose(row.id, on)} />
      ))}
    </Flex>
  )
}

interface ManyProps {
  readonly rows: readonly Duplicate[]
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
}

/** Choosing all that are shown, and saying of all that are chosen what they are. */
function Many({ rows, chosen, onChoose }: ManyProps) {
  const { t } = useWords()
  const [saying, setSaying] = useState<SayCommand>()
  const picked = rows.filter(({ id }) => chosen.has(id))
  const offered = useMaySay()
  const close = () => {
    setSaying(undefined)
    onChoose(new Set())
  }
  return offered.length === 0 ? null : (
    <Flex gap={8} wrap align="center">
      <Checkbox
        checked={picked.length === rows.length}
        indeterminate={picked.length > 0 && picked.length < rows.length}
        onChange={(event) => onChoose(new Set(event.target.checked ? rows.map(({ id }) => id) : []))}
      >
        {t('identity.chooseAll', { count: rows.length })}
      </Checkbox>
      {offered.map((say) => (
        <Button key={say} disabled={picked.length === 0} onClick={() => setSaying(say)}>
          {t(`identity.sayMany.${say}`, { count: picked.length })}
        </Button>
      ))}
      {saying && <SayMany rows={picked} say={saying} onClose={close} />}
    </Flex>
  )
}

/** What the reader may say to many at once: "the same" links or merges, whatever the question is. */
function useMaySay(): readonly SayCommand[] {
  const [link, merge, apart] = [
    useMay('joint.duplicate.link'),
    useMay('joint.duplicate.merge'),
    useMay('joint.duplicate.keep-apart'),
  ]
  return [...(link && merge ? (['same'] as const) : []), ...(apart ? (['apart'] as const) : [])]
}

interface OneProps {
  readonly row: Duplicate
  readonly isChosen: boolean
  readonly onChoose: (on: boolean) => void
}

function OneDuplicate({ row, isChosen, onChoose }: OneProps) {
  const { t, label } = useWords()
  const mayChoose = useMaySay().length > 0
  const known = useAnswer<{ readonly values: Values }>('joint', 'record', { id: row.record as string })
  const titleOf = useSystemTitle()
  const title = `${label(kindLabel(row.kind))} · ${titleOf(row.system)}`
  return (
    <Card
      size="small"
      title={
        row.state === 'open' && mayChoose ? (
          <Checkbox checked={isChosen} onChange={(event) => onChoose(event.target.checked)}>
            {title}
          </Checkbox>
        ) : (
          title
        )
      }
      extra={row.state !== 'open' && <StateTag state={row.state} />}
    >
      <div className="beside">
        <Facts title={t('identity.found')} kind={row.kind} values={(row.document ?? {}) as Values} />
        <Facts title={t('identity.known')} kind={row.kind} values={known.data?.values ?? {}} />
      </div>
      <FoundBy row={row} />
      <Answers row={row} />
    </Card>
  )
}

/** What may be said now. */
function Answers({ row }: { row: Duplicate }) {
  const { t, instant } = useWords()
  const who = useWho()
  const send = { type: DUPLICATES, row }
  if (row.state !== 'open') {
    return (
      <Flex gap={8} wrap align="center">
        <CommandButton {...send} command="undo" text={t('rules.undo')} done={t('rules.undone')} />
        <Typography.Text type="secondary" className="small">
          {t('identity.saidBy', { by: who(null, row.updatedBy).join(', '), at: instant(row.updatedAt) })}
        </Typography.Text>
      </Flex>
    )
  }
  const keep = (which: 'known' | 'found') => ({ ...send, command: 'merge', input: { keep: which }, done: t('identity.merged') })
  return (
    <Flex gap={8} wrap>
      {row.type === 'link' ? (
        <CommandButton {...send} command="link" text={t('joint.same')} done={t('joint.linkedNow')} primary />
      ) : (
        <>
          <CommandButton {...keep('known')} text={t('identity.keepKnown')} primary />
          <CommandButton {...keep('found')} text={t('identity.keepFound')} />
        </>
      )}
      <CommandButton {...send} command="keep-apart" text={t('joint.apart')} done={t('joint.apartNow')} />
    </Flex>
  )
}
function Facts({ title, kind, values }: { title: string; kind: string; values: Values }) {
  const words = useWords()
  const fieldName = useFieldLabel()
  const filled = Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== '')
  return (
    <div>
      <Typography.Text type="secondary" className="small">
        {title}
      </Typography.Text>
      <dl className="facts">
        {filled.slice(0, 10).map(([name, value]) => (
          <div key={name}>
            <dt>{fieldName(kind, name)}</dt>
            <dd>{fieldText(kind, name, value, words)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const SIGN = { same: '=', similar: '≈', different: '≠' } as const
const COLOUR = { same: 'green', similar: 'gold', different: 'red' } as const

function FoundBy({ row }: { row: Duplicate }) {
  const { t, label } = useWords()
  const reasons = (row.foundBy ?? []) as readonly { readonly field: string; readonly is: keyof typeof SIGN }[]
  return (
    <Flex gap={4} wrap style={{ marginBlock: 8 }}>
      {row.score !== null && (
        <Tag>
          {t('identity.byLikeness')} {row.score} %
        </Tag>
      )}
      {reasons.map(({ field, is }) => (
        <Tag key={field} color={COLOUR[is]}>
          {SIGN[is]} {label(fieldLabel(row.kind, field))}
        </Tag>
      ))}
    </Flex>
  )
}
