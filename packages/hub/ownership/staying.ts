/**
 * New documents that stay alone by rule, or since the other system passes them by: which may not be made in a system now. They sleep as deliveries of the state
 * `stays`, so nothing is forgotten: they go on when the rule changes, when something that travels names them (if the rule
 * says so), or, for parts of another document, when that one is made there.
 */
import { rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { Engine } from '../engine/engine.ts'
import type { Reference } from '../identity/references.ts'
import type { KindName } from '../kinds.ts'

/** What belongs to another document stays where that one stays: it does not call for it. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  contact: ['customer'],
  address: ['customer'],
  price: ['customer', 'item'],
  shipment: ['order'],
  invoice: ['order'],
  payment: ['invoice'],
}

export function staysWith(kind: string, reference: Reference): boolean {
  return PARTS[kind]?.includes(reference.kind) ?? false
}

interface Holding {
  readonly id: Id
  readonly kind: string
  /** Systems that have it. */
  readonly systems: readonly string[]
  /** It is on its way, or something that is no part of it waits for it there. */
  readonly isCalled: boolean
  readonly values: Values
}

/** Of records without a document in a system: those that stay where they are. */
export async function stayingAway(tx: Tx, engine: Engine, system: string, ids: readonly Id[]): Promise<ReadonlySet<Id>> {
  const { connector } = engine.systems.get(system) ?? {}
  if (ids.length === 0 || !(engine.book.somethingStays() || connector?.passesBy)) return new Set()
  const parts = Object.keys(PARTS)
  const found = await rows(
    tx,
    sql<Holding>`
      select r.id, r.kind, r.values,
        array(select l.system from hub.link l where l.record_id = r.id and not l.gone) as systems,
        exists (select from hub.delivery d where d.record_id = r.id and d.system = ${system} and d.state = 'sending')
          or exists (select from hub.delivery d where d.system = ${system} and d.waits_for = r.id::text and d.state = 'waiting'
                       and not (d.kind = any(${sql.val(`{${parts.join(',')}}`)}::text[]))) as is_called
      from hub.record r
      where r.id = any(${uuidArray([...new Set(ids)])}::uuid[])
        and not exists (select from hub.link l where l.record_id = r.id and l.system = ${system})`,
  )
  const passesBy = ({ kind, values }: Holding) => connector?.passesBy?.(kind as KindName, values) ?? false
  return new Set(found.flatMap((one) => (staysAlone(engine, one) || passesBy(one) ? [one.id] : [])))
}

function staysAlone(engine: Engine, { kind, systems, isCalled }: Holding): boolean {
  const policies = systems.map((name) => engine.book.travelOf(kind, engine.systems.get(name)?.side ?? 'crm').create)
  if (policies.length === 0 || policies.includes('travel')) return false
  return !(isCalled && policies.includes('when-named'))
}

/** What is named by something that travels is looked at again: its rule may let it go now. */
export async function callFor(tx: Tx, system: string, records: readonly Id[], now: Instant): Promise<void> {
  if (records.length === 0) return
  await run(
    tx,
    sql`update hub.delivery d set state = 'pending', waits_for = null, due_at = ${now}
        where d.record_id = any(${uuidArray(records)}::uuid[]) and d.system = ${system} and d.state = 'stays'`,
  )
}

/** After a rule was changed everything that stays is looked at again. */
export async function lookAtStaying(tx: Tx, now: Instant): Promise<void> {
  await run(tx, sql`update hub.delivery set state = 'pending', waits_for = null, due_at = ${now} where state = 'stays'`)
}
