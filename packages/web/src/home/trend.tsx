import { Decimal } from '@tandem/kernel'
import { type DocumentType, type ListQuery, useList } from '../api/documents.ts'
import { useWords } from '../i18n/use-words.ts'
import { listSearch } from '../lists/list-state.ts'
import { Figure } from '../parts/figure.tsx'
import { daysBefore } from './days.ts'

const MOST = 500
const MONTH = 30

export interface TrendProps {
  readonly label: string
  readonly to: string
  readonly type: DocumentType
  /** The field that says when. */
  readonly date: string
  readonly today: string
  readonly filter?: ListQuery['filter']
  /** The field that is added up, by currency; left out: documents are counted. */
  readonly amount?: string
}

interface Span {
  readonly text: string
  /** What is compared; undefined where it cannot be, as with several currencies. */
  readonly value: Decimal | undefined
}

/** A figure of the last 30 days beside the 30 before. */
export function Trend(props: TrendProps) {
  const { t } = useWords()
  const { label, to, today } = props
  const now = useSpan(props, daysBefore(today, MONTH - 1), today)
  const then = useSpan(props, daysBefore(today, 2 * MONTH - 1), daysBefore(today, MONTH))
  const turn = now?.value && then?.value ? now.value.compare(then.value) : 0
  const arrow = turn > 0 ? ' ↑' : turn < 0 ? ' ↓' : ''
  return (
    <Figure
      label={label}
      to={to}
      search={listSearch(spanOf(props, daysBefore(today, MONTH - 1), today))}
      value={
        <>
          {now?.text ?? '…'}
          {arrow && (
            <span role="img" aria-label={t(turn > 0 ? 'home.up' : 'home.down')}>
              {arrow}
            </span>
          )}
        </>
      }
      {...(then ? { note: t('home.before', { value: then.text }) } : {})}
    />
  )
}

function spanOf({ date, filter }: Pick<TrendProps, 'date' | 'filter'>, from: string, to: string): ListQuery['filter'] & object {
  return { ...filter, [`${date}[from]`]: from, [`${date}[to]`]: to }
}

function useSpan({ type, date, filter, amount }: TrendProps, from: string, to: string): Span | undefined {
  const { money, t } = useWords()
  const { data } = useList(type, { filter: spanOf({ date, filter }, from, to), limit: MOST })
  if (!data) return undefined
  const more = data.next ? '+' : ''
  if (!amount) return { text: `${data.items.length}${more}`, value: Decimal.of(data.items.length) }
  const rows = data.items as readonly Readonly<Record<string, unknown>>[]
  const sums = [...Map.groupBy(rows, (row) => String(row.currency))].map(([currency, all]) => ({
    currency,
    sum: Decimal.sum(all.map((row) => Decimal.of(String(row[amount])))),
  }))
  const text = sums.map(({ currency, sum }) => money(sum.toString(), currency) + more).join(' + ') || t('home.nothing')
  return { text, value: sums.length > 1 ? undefined : (sums[0]?.sum ?? Decimal.of(0)) }
}
