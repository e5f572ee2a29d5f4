/** Keeping what was judged of the money of orders and customers. */
import { run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import { given } from '../engine/sets.ts'
import type { Judged } from './judge.ts'

export interface NewChain extends Judged {
  readonly recordId: Id
  readonly currency: string
  readonly about: 'order' | 'customer'
  readonly subject: string
  readonly customerId: Id | null
}

/** What was read later is never replaced by what was read earlier; `since` stays while the state does. */
export async function keepChain(
  tx: Tx,
  judged: readonly NewChain[],
  targets: readonly { readonly about: string; readonly recordId: Id }[],
  mark: number,
  now: Instant,
): Promise<void> {
  const last = new Map(judged.map((one) => [`${one.recordId} ${one.currency}`, one]))
  const rows = [...last.values()].sort((a, b) => (a.recordId < b.recordId ? -1 : 1))
  await run(
    tx,
    sql`insert into hub.chain as c (record_id, currency, about, subject, customer_id, state, since, moving, figures, reasons,
                                    documents, mark, checked_at)
        select record_id, currency, about, subject, customer_id, state, ${now}, moving, figures, reasons, documents, ${mark}, ${now}
        from ${given(
          rows,
          'record_id uuid, currency text, about text, subject text, customer_id uuid, state text, moving boolean, figures jsonb, reasons jsonb, documents jsonb',
        )}
        on conflict (tenant_id, record_id, currency) do update set
          subject = excluded.subject, customer_id = excluded.customer_id, state = excluded.state,
          since = case when c.state = excluded.state then c.since else excluded.since end, moving = excluded.moving,
          figures = excluded.figures, reasons = excluded.reasons, documents = excluded.documents, mark = excluded.mark,
          checked_at = excluded.checked_at
        where c.mark < excluded.mark`,
  )
  // What no system tells of any more is gone, or has another currency now.
  const ids = uuidArray([...new Set(targets.map(({ recordId }) => recordId))])
  await run(tx, sql`delete from hub.chain where record_id = any(${ids}::uuid[]) and mark < ${mark}`)
}
