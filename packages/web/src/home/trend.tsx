import { Decimal } from '@tandem/kernel'
import type { ReactNode } from 'react'
import { type DocumentType, type ListQuery, type Summary, useSummary } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { listSearch } from '../lists/list-state.ts'
import { Figure } from '../parts/figure.tsx'
import { daysBefore } from './days.ts'

const MONTH = 30

export interface SpanOf {
  readonly type: DocumentType
  /** The field that says when: a day, or a moment. */
  readonly date: string
  readonly today: string
  readonly filter?: ListQuery['filter']
  /** The field that is added up, by currency; left out: documents are counted. */
  readonly amount?: string
}

export interface TrendProps extends SpanOf {
  readonly label: string
  readonly to: string
}

interface Span {
  readonly text: string
  /** What is compared; undefined where it cannot be, as with several currencies. */
  readonly value: Decimal | undefined
}

/** A figure of the last 30 days beside the 30 before, both as the server counts them. */
export function Trend(props: TrendProps) {
  const { t } = useWords()
  const { label, to, today } = props
  const { now, before } = useTrend(props)
  return (
    <Figure
      label={label}
      to={to}
      search={listSearch(spanOf(props, daysBefore(today, MONTH - 1), today))}
      value={
        <>
          {now?.text ?? '…'}
          <Arrow now={now?.value} before={before?.value} />
        </>
      }
      {...(before ? { note: t('home.before', { value: before.text }) } : {})}
    />
  )
}

/** What came in 30 days beside the 30 before: the trend of a figure that says how many there are now. */
export function Inflow(props: SpanOf) {
  const { t } = useWords()
  const { now, before } = useTrend(props)
  if (!now || !before) return null
  return (
    <>
      {t('home.inflow', { now: now.text, before: before.text })}
      <Arrow now={now.value} before={before.value} />
    </>
  )
}

/** Which way it goes; nothing where it stays, or cannot be compared. */
export function Arrow({ now, before }: { now: Decimal | undefined; before: Decimal | undefined }): ReactNode {
  const { t } = useWords()
  const turn = now && before ? now.compare(before) : 0
  if (turn === 0) return null
  return (
    <span role="img" aria-label={t(turn > 0 ? 'home.up' : 'home.down')}>
      {turn > 0 ? ' ↑' : ' ↓'}
    </span>
  )
}

function useTrend(props: SpanOf): { now: Span | undefined; before: Span | undefined } {
  const { today } = props
  const now = useSpan(props, daysBefore(today, MONTH - 1), today)
  const before = useSpan(props, daysBefore(today, 2 * MONTH - 1), daysBefore(today, MONTH))
  return { now, before }
}

function spanOf({ type, date, filter }: SpanOf, from: string, to: string): ListQuery['filter'] & object {
  const isMoment = type.definition.fields[date]?.kind !== 'date'
  const [first, last] = isMoment ? [`${from}T00:00:00Z`, `${to}T23:59:59.999999Z`] : [from, to]
  return { ...filter, [`${date}[from]`]: first, [`${date}[to]`]: last }
}

function useSpan(props: SpanOf, from: string, to: string): Span | undefined {
  const words = useWords()
  const { type, amount } = props
  const { data } = useSummary(type, { filter: spanOf(props, from, to), ...(amount ? { sum: amount } : {}) })
  return data && spanText(data, amount, words)
}

function spanText(
  { count, sums }: Summary,
  amount: string | undefined,
  { money, decimal, t }: ReturnType<typeof useWords>,
): Span {
  if (!amount) return { text: decimal(String(count)), value: Decimal.of(count) }
  const said = sums.map((sum) => ({ currency: String(sum.currency), sum: String(sum[amount]) }))
  const text = said.map(({ currency, sum }) => money(sum, currency)).join(' + ') || t('home.nothing')
  return { text, value: said.length > 1 ? undefined : Decimal.of(said[0]?.sum ?? '0') }
}
