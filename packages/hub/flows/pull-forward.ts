/** What something urgent names is as urgent: the customer of an order overtakes the back-fill of customers. */
import { run, sql, type Tx } from '@tandem/db'
import type { Batch } from '../engine/plan-batch.ts'
import { given } from '../engine/sets.ts'
import { CREATING, SENDING } from '../engine/under-way.ts'
import { kindOf } from '../kinds.ts'

/** Changes of documents that a more urgent change waits for are planned as early as that. */
export async function pullChangesForward(tx: Tx, { fates }: Batch): Promise<void> {
  const named = fates.flatMap(({ change, fate: { state, waitsKind, waitsFor } }) => {
    if (state !== 'waiting' || !waitsKind || waitsFor === CREATING || waitsFor === SENDING) return []
    const { priority } = kindOf(change.kind)
    return priority < kindOf(waitsKind).priority
      ? [{ system: change.system, kind: waitsKind, externalId: waitsFor, priority }]
      : []
  })
  if (named.length === 0) return
  await run(
    tx,
    sql`update hub.change c set priority = given.priority
        from ${given(named, 'system text, kind text, external_id text, priority smallint')}
        where c.system = given.system and c.kind = given.kind and c.external_id = given.external_id
          and c.state = 'new' and c.priority > given.priority`,
  )
}

/** Deliveries of records that a more urgent delivery waits for, and of those that they wait for in turn. */
export async function pullDeliveriesForward(
  tx: Tx,
  system: string,
  waiting: readonly { readonly waitsFor: string; readonly priority: number }[],
): Promise<void> {
  if (waiting.length === 0) return
  await run(
    tx,
    sql`with recursive named (record_id, priority) as (
          select given.waits_for, given.priority from ${given(waiting, 'waits_for uuid, priority smallint')}
          union
          select d.waits_for::uuid, named.priority from named
          join hub.delivery d on d.record_id = named.record_id and d.system = ${system} and d.state = 'waiting')
        update hub.delivery d set priority = least(d.priority, most.priority)
        from (select record_id, min(priority) as priority from named group by record_id) most
        where d.record_id = most.record_id and d.system = ${system} and d.state in ('pending', 'waiting')
          and d.priority > most.priority`,
  )
}
