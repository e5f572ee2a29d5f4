import type { duplicate } from '@tandem/hub/definitions'
import { kinds } from '@tandem/hub/definitions'
import type { Row } from '@tandem/kernel'
import { Button, Card, Checkbox, Empty, Flex, Segmented, Select, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useAnswer, useList } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'
import { CommandButton } from '../erp/command-button.tsx'
import { useWords } from '../i18n/use-words.ts'
import { useClearing } from '../parts/clearing.tsx'
import { Loaded } from '../parts/page.tsx'
import { StateTag } from '../parts/state-tag.tsx'
import { DUPLICATES, type SayCommand, SayMany } from './say-many.tsx'
import { useFieldLabel } from './use-field-label.ts'
import { useSystems } from './use-joint.ts'
import { useSystemTitle, useWho } from './use-who.ts'
import { fieldLabel, fieldText, kindLabel } from './words.ts'

type Duplicate = Row<typeof duplicate>
type Values = Readonly<Record<string, unknown>>

const MOST_AT_ONCE = 100
const VIEWS = { open: ['open'], same: ['linked', 'merged'], apart: ['apart'] } as const
type View = keyof typeof VIEWS

interface Narrow {
  readonly kind?: string
  readonly system?: string
  readonly type?: string
  /** At least so sure, per cent. */
  readonly 'score[from]'?: string
}

/** What may be there twice, the surest first: a person says whether it is, one by one or many at once, and may take it back. */
export function DuplicateList() {
  const { t } = useWords()
  const [view, setView] = useState<View>('open')
  const [narrow, setNarrow] = useState<Narrow>({})
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const filter = { state: [...VIEWS[view]], ...narrow }
  const found = useList(DUPLICATES, { filter, sort: view === 'open' ? '-score' : '-updatedAt', limit: MOST_AT_ONCE })
  const rows = found.data?.items ?? []
  const choose = (id: string, on: boolean) =>
    setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((other) => other !== id)))
  const look = (next: View) => {
    setView(next)
    setChosen(new Set())
  }
  return (
    <Flex vertical gap={12}>
      <Flex gap={8} wrap>
        <Segmented<View>
          aria-label={t('flow.state')}
          value={view}
          onChange={look}
          options={(['open', 'same', 'apart'] as const).map((value) => ({ value, label: t(`identity.views.${value}`) }))}
        />
        <Narrowed narrow={narrow} onChange={setNarrow} />
      </Flex>
      {view === 'open' && rows.length > 1 && <Many rows={rows} chosen={chosen} onChoose={setChosen} />}
      <Loaded query={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('joint.noDuplicates')} />
          ) : (
            <Flex vertical gap={12}>
              {items.map((row) => (
                <OneDuplicate key={row.id} row={row} isChosen={chosen.has(row.id)} onChoose={(on) => choose(row.id, on)} />
              ))}
            </Flex>
          )
        }
      </Loaded>
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

/** Only one kind, system or question; only the sure ones. */
function Narrowed({ narrow, onChange }: { narrow: Narrow; onChange: (narrow: Narrow) => void }) {
  const { t, label } = useWords()
  const systems = useSystems()
  const set = (name: keyof Narrow) => (next: string | undefined) => {
    const { [name]: _, ...others } = narrow
    onChange(next ? { ...others, [name]: next } : others)
  }
  const kindsOffered = Object.keys(kinds).map((value) => ({ value, label: label(kindLabel(value)) }))
  const systemsOffered = (systems.data ?? []).map(({ system, label: name }) => ({ value: system, label: label(name) }))
  const questions = (['link', 'merge'] as const).map((value) => ({ value, label: t(`identity.questions.${value}`) }))
  const scores = ['90', '75', '50'].map((value) => ({ value, label: `≥ ${value} %` }))
  return (
    <>
      <Pick text={t('joint.kind')} value={narrow.kind} onChange={set('kind')} options={kindsOffered} />
      <Pick text={t('joint.system')} value={narrow.system} onChange={set('system')} options={systemsOffered} />
      <Pick text={t('identity.question')} value={narrow.type} onChange={set('type')} options={questions} />
      <Pick text={t('identity.atLeast')} value={narrow['score[from]']} onChange={set('score[from]')} options={scores} />
    </>
  )
}

interface PickProps {
  readonly text: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
  readonly options: { value: string; label: string }[]
}

function Pick({ text, value, onChange, options }: PickProps) {
  const clearing = useClearing()
  return (
    <Select
      allowClear={clearing}
      aria-label={text}
      placeholder={text}
      style={{ minWidth: 130 }}
      value={value ?? null}
      onChange={(next: string | null | undefined) => onChange(next ?? undefined)}
      options={options}
    />
  )
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
