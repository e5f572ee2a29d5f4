/** The inbox by cause: one line for a thousand orders that fail for the same reason. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Details, type Instant, type Label, type Messages, ok, type Query } from '@tandem/kernel'

export interface Cause {
  readonly code: string
  /** What is wrong and what to do, with the details of the newest case filled in. */
  readonly text: Label
  readonly system: string
  readonly kind: string
  readonly count: number
  /** Money blocked, by currency. */
  readonly money: Readonly<Record<string, string>>
  readonly oldest: Instant
  readonly newest: Instant
}

interface CauseRow {
  readonly code: string
  readonly system: string
  readonly kind: string
  readonly currency: string | null
  readonly count: number
  readonly money: string | null
  readonly oldest: Instant
  readonly newest: Instant
  readonly details: Details
}

/** Open entries grouped by cause. `messages` are the words of all joined systems' refusals and of the joint itself. */
export function causesQuery(messages: Messages): Query<Tx, Record<never, never>, readonly Cause[]> {
  return {
    name: 'inbox-causes',
    label: { en: 'Inbox by cause', zh: '按原因汇总的待处理事项' },
    input: {},
    async run(tx) {
      const found = await rows(
        tx,
        sql<CauseRow>`
          select code, system, kind, currency, count(*) as count, sum(money) as money, min(created_at) as oldest,
                 max(created_at) as newest, (array_agg(details order by created_at desc, id))[1] as details
          from hub.inbox_entry where state = 'open' group by code, system, kind, currency
          order by count(*) desc, code, system, kind, currency`,
      )
      return ok(groupByCause(found, messages))
    },
  }
}

function groupByCause(found: readonly CauseRow[], messages: Messages): Cause[] {
  const causes = new Map<string, Cause>()
  for (const row of found) {
    const { code, system, kind, currency, count, money, oldest, newest, details } = row
    const key = `${code} ${system} ${kind}`
    const sofar = causes.get(key)
    const own = money !== null && currency !== null ? { [currency]: money } : {}
    causes.set(key, {
      ...{ code, system, kind, text: sofar?.text ?? say(messages, code, details) },
      count: (sofar?.count ?? 0) + count,
      money: { ...sofar?.money, ...own },
      oldest: sofar && sofar.oldest < oldest ? sofar.oldest : oldest,
      newest: sofar && sofar.newest > newest ? sofar.newest : newest,
    })
  }
  return [...causes.values()]
}

const UNKNOWN: Label = {
  en: '{system} refused this ({code}). Look at the document there, then try again.',
  zh: '{system} 拒绝了该单据（{code}）。请在该系统中检查单据后重试。',
}

function say(messages: Messages, code: string, details: Details): Label {
  const template = messages[code] ?? UNKNOWN
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = name === 'code' && !('code' in details) ? code : details[name]
      return value === undefined ? whole : typeof value === 'string' ? value : JSON.stringify(value)
    })
  return { en: fill(template.en), zh: fill(template.zh) }
}
