/** The inbox by cause: one line for a thousand orders that fail for the same reason. */
import { rows, sql, type Tx } from '@tandem/db'
import { type Details, type Instant, type Label, type Messages, ok, type Query } from '@tandem/kernel'
import { fixOf } from './fix-of.ts'
import { type FixAction, fieldAtFault } from './fixes.ts'
import { detailsInWords } from './in-words.ts'
import { filled } from './words.ts'

export interface Cause {
  readonly code: string
  /** What is wrong and what to do, with the details of the newest case filled in. */
  readonly text: Label
  readonly system: string
  readonly kind: string
  /** The same missing document or field; empty: the cause alone. */
  readonly dependsOn: string
  readonly fix: { readonly action: FixAction; readonly text: Label; readonly field: string | null }
  readonly owners: readonly string[]
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
  readonly dependsOn: string
  readonly owners: readonly string[]
}

/** Open entries grouped by cause. `messages` are the words of all joined systems' refusals and of the joint itself. */
const narrowed = {
  owner: { kind: 'text', optional: true, label: { en: 'Only of this owner', zh: '仅限负责人' } },
  entry: {
    kind: 'reference',
    to: 'inbox-entry',
    optional: true,
    label: { en: 'Only this entry, open or settled', zh: '仅此事项（无论是否已处理）' },
  },
} as const

export function causesQuery(messages: Messages): Query<Tx, typeof narrowed, readonly Cause[]> {
  return {
    name: 'inbox-causes',
    label: { en: 'Inbox by cause', zh: '按原因汇总的待处理事项' },
    input: narrowed,
    async run(tx, _by, { owner = null, entry = null }) {
      const found = await rows(
        tx,
        sql<CauseRow>`
          select code, system, kind, currency, count(*) as count, sum(money) as money, min(created_at) as oldest,
                 max(created_at) as newest, (array_agg(details order by created_at desc, id))[1] as details, depends_on,
                 coalesce(json_agg(distinct owner) filter (where owner is not null), '[]') as owners
          from hub.inbox_entry
          where (case when ${entry}::uuid is null then state = 'open' else id = ${entry}::uuid end) and (${owner}::text is null or owner = ${owner}::text)
          group by code, system, kind, depends_on, currency
          order by count(*) desc, code, system, kind, depends_on, currency`,
      )
      return ok(groupByCause(found, messages, await systemLabels(tx)))
    },
  }
}

async function systemLabels(tx: Tx): Promise<ReadonlyMap<string, Label>> {
  const found = await rows(tx, sql<{ name: string } & Label>`select name, label_en as en, label_zh as zh from hub.system`)
  return new Map(found.map(({ name, en, zh }) => [name, { en, zh }]))
}

function groupByCause(found: readonly CauseRow[], messages: Messages, systems: ReadonlyMap<string, Label>): Cause[] {
  const causes = new Map<string, Cause>()
  for (const row of found) {
    const { code, system, kind, currency, count, money, oldest, newest, details } = row
    const key = `${code} ${system} ${kind} ${row.dependsOn}`
    const sofar = causes.get(key)
    const own = money !== null && currency !== null ? { [currency]: money } : {}
    const { action, todo } = fixOf(code)
    causes.set(key, {
      dependsOn: row.dependsOn,
      fix: { action, text: todo, field: fieldAtFault(details, code) },
      owners: [...new Set([...(sofar?.owners ?? []), ...row.owners])],
      ...{ code, system, kind, text: sofar?.text ?? say(messages, row, systems) },
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

function say(messages: Messages, { code, kind, details }: CauseRow, systems: ReadonlyMap<string, Label>): Label {
  const template = messages[code] ?? UNKNOWN
  const said = (language: keyof Label) => ({ code, ...detailsInWords(details, kind, systems, language) })
  return { en: filled(template.en, said('en')), zh: filled(template.zh, said('zh')) }
}
