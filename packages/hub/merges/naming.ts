/** Whose is what names one of two customers, when those that were one are two again. */
import { rows, sql, type Tx, textArray } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { repointRecords, repointThere, wantIn } from './carry-out.ts'

interface Parting {
  /** Who has had the losing one's documents. */
  readonly holder: Id
  readonly loser: Id
  /** Where the other had no document of its own, so that the losing one's was its document. */
  readonly systems: readonly string[]
  /** The systems that can be written to, by kind. */
  readonly writers: ReadonlyMap<string, readonly string[]>
}

export async function settleNaming(tx: Tx, by: Context, parting: Parting): Promise<void> {
  await stayWithHolder(tx, by, parting)
  await goWithDocument(tx, by, parting)
}

/**
 * What named the other while it had the losing one's document there stays with the other, but names that document. So it is
 * agreed to name the losing one, also where it is under way, and is written anew once the other has a document of its own.
 */
async function stayWithHolder(tx: Tx, by: Context, { holder, loser, systems, writers }: Parting): Promise<void> {
  if (systems.length === 0) return
  const there = sql`system = any(${textArray(systems)}::text[])`
  const naming = sql`(select id from hub.record where customer = ${holder} and state = 'active')`
  const renamed = (column: string) => sql`jsonb_set(${sql.raw(column)}, '{customer}', to_jsonb(${loser}::text))`
  const named = await rows(
    tx,
    sql<{ system: string; kind: string; recordId: Id }>`
      with linked as (
        update hub.link set base = ${renamed('base')}
        where ${there} and record_id in ${naming} and base ->> 'customer' = ${holder} and not gone
        returning system, kind, record_id),
      sending as (
        update hub.delivery set sent = ${renamed('sent')}
        where ${there} and record_id in ${naming} and state = 'sending' and sent ->> 'customer' = ${holder}
        returning system, kind, record_id)
      select * from linked union select * from sending order by system, record_id`,
  )
  const taken = named.filter(({ system, kind }) => writers.get(kind)?.includes(system))
  await wantIn(
    tx,
    by,
    taken.map((one) => ({ ...one, version: 1, changeId: null })),
  )
}

/** What cannot be written in its system (an invoice in an ERP) is his whom its document names there. */
async function goWithDocument(tx: Tx, by: Context, { holder, loser, writers }: Parting): Promise<void> {
  const named = await rows(
    tx,
    sql<{ system: string; kind: string; recordId: Id }>`
      select l.system, l.kind, l.record_id
      from (select id from hub.record where customer = ${holder} and state = 'active') r join hub.link l on l.record_id = r.id
      where not l.gone and l.base ->> 'customer' = ${loser}
      order by l.system, l.record_id`,
  )
  const left = named.filter(({ system, kind }) => !writers.get(kind)?.includes(system))
  for (const [system, documents] of Map.groupBy(left, (one) => one.system)) {
    const ids = documents.map(({ recordId }) => recordId)
    await repointThere(tx, by, await repointRecords(tx, 'customer', holder, loser, ids, [system]), [system])
  }
}
