/**
 * Two documents of one thing become one: the losing one is archived and names the other, and what referred to it refers to
 * the other from then on. What was re-pointed is remembered, so that undoing puts back exactly that. A context that merges
 * has a table `<context>.merge_move`.
 */
import { type Context, type Definition, type Id, type Json, type On, ok, type Result, refuse, type Stored } from '@tandem/kernel'
import { sql } from 'kysely'
import type { CustomValues } from './definitions.ts'
import { changeDocuments, schemaOf } from './documents.ts'
import { giveBackCustom, remembered, takeOverCustom } from './merged-custom.ts'
import { appendEvents } from './outbox.ts'
import { insertRows, loadRows, uuidArray } from './rows.ts'
import { rows, run, type Tx } from './tx.ts'

export interface Mergeable extends Stored {
  readonly code: string
  readonly status: 'active' | 'archived'
  readonly mergedInto: Id | null
}

export interface Merging {
  readonly definition: Definition
  /** Documents that refer to it, and by which column; in the order in which its side locks them. */
  readonly referring: readonly { readonly definition: Definition; readonly column: string }[]
  /** Locks what `afterwards` writes, so that whoever is changing it now has ended before that reads. */
  readonly hold?: (tx: Tx, touched: readonly Id[]) => Promise<unknown>
  /** What else follows from it, for the documents touched: kept sums, say. */
  readonly afterwards?: (tx: Tx, touched: readonly Id[]) => Promise<unknown>
}

/** Refuses `<document>/merge-with-itself`, `/merged-already`, `/merge-into-archived` and `/not-found`. */
export async function mergeDocuments<R extends Mergeable>(
  tx: Tx,
  by: Context,
  how: Merging,
  inputs: readonly On<{ readonly into: Id }>[],
): Promise<Result<R>[]> {
  const { definition } = how
  const ids = [...new Set(inputs.flatMap(({ id, input }) => (input.into ? [id, input.into] : [id])))]
  const losers = [...new Set(inputs.map(({ id }) => id))]
  await yields(tx)
  await holdReferring(tx, how, ({ column }) => ({ column, ids: losers }))
  await how.hold?.(tx, ids)
  // For update: nobody makes a document of the losing one meanwhile.
  const hold = sql`select 1 from ${sql.raw(definition.table)} where id = any(${uuidArray(losers)}::uuid[]) order by id for update`
  const [, found] = await Promise.all([rows(tx, hold), loadRows<R>(tx, definition.table, ids, { lock: true })])
  const known = new Map(found.map((row) => [row.id, row]))
  const losing = new Set(losers)
  const merged: { from: Id; into: Id; was: string }[] = []
  const results = await changeDocuments<R, { readonly into: Id }>(
    tx,
    by,
    definition,
    inputs,
    (row, { into }) => {
      const refused = whyNot(definition.name, row, known.get(into), into, losing)
      if (refused) return refused
      if (row.mergedInto === null) merged.push({ from: row.id, into, was: row.status })
      return ok(row.mergedInto === into ? {} : { mergedInto: into, status: 'archived' }) as Result<Partial<R>>
    },
    `${definition.name}-merged`,
  )
  const taken = await takeOverCustom(tx, by, definition, merged, known)
  await repoint(tx, by, how, merged, taken)
  return results
}

/**
 * A merge locks more than anything else, and may meet somebody who holds one of these and waits for another. It is the one that
 * gives up then (`lock_not_available`), before PostgreSQL would take either of them: trying again costs nothing.
 */
async function yields(tx: Tx): Promise<void> {
  await run(tx, sql`set local lock_timeout = '500ms'`)
}

/**
 * Locks, of each document that refers to what is merged, those whose `column` is one of these ids. In the order of their side,
 * each by its ids: so nobody waits for it in a circle who locks documents alone.
 */
async function holdReferring(
  tx: Tx,
  { referring }: Merging,
  whichOf: (one: Merging['referring'][number]) => { readonly column: string; readonly ids: readonly Id[] },
): Promise<void> {
  await Promise.all(
    referring.map((one) => {
      const { column, ids } = whichOf(one)
      const [table, name] = [sql.raw(one.definition.table), sql.raw(`"${column}"`)]
      return rows(tx, sql`select 1 from ${table} where ${name} = any(${uuidArray(ids)}::uuid[]) order by id for no key update`)
    }),
  )
}

/** Undefined: nothing speaks against it. */
export function whyNot(name: string, row: Mergeable, into: Mergeable | undefined, id: Id, losing: ReadonlySet<Id>) {
  if (!into) return refuse(`${name}/not-found`, { id })
  if (row.mergedInto === into.id) return undefined
  if (into.id === row.id) return refuse(`${name}/merge-with-itself`, { code: row.code })
  if (row.mergedInto !== null) return refuse(`${name}/merged-already`, { code: row.code })
  if (into.status === 'archived' || losing.has(into.id)) return refuse(`${name}/merge-into-archived`, { code: into.code })
  return undefined
}

async function repoint(
  tx: Tx,
  by: Context,
  how: Merging,
  merged: readonly { from: Id; into: Id; was: string }[],
  taken: ReadonlyMap<Id, CustomValues>,
): Promise<void> {
  if (merged.length === 0) return
  const context = schemaOf(how.definition)
  const moves: object[] = merged.map(({ from, was }) => {
    return { loser: from, document: how.definition.name, documentId: from, was, custom: remembered(taken, from) }
  })
  for (const { definition, column } of how.referring) {
    const moved = await move(
      tx,
      by,
      definition,
      column,
      merged.map(({ from, into }) => ({ from, into, id: null })),
    )
    moves.push(...moved.map(({ id, loser }) => ({ loser, document: definition.name, documentId: id, was: null, custom: null })))
  }
  await insertRows(tx, `${context}.merge_move`, moves)
  await how.afterwards?.(tx, [...new Set(merged.flatMap(({ from, into }) => [from, into]))])
}

interface Moved {
  readonly id: Id
  readonly version: number
  readonly loser: Id
  readonly holder: Id
}

/** Re-points all documents of `from`, or the one that is named. */
async function move(
  tx: Tx,
  by: Context,
  definition: Definition,
  column: string,
  pairs: readonly { readonly from: Id; readonly into: Id; readonly id: Id | null }[],
): Promise<Moved[]> {
  const reference = sql.raw(`"${column}"`)
  const moved = await rows(
    tx,
    sql<Moved>`
      update ${sql.raw(definition.table)} d
      set ${reference} = p."into", version = d.version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
      from json_to_recordset(${JSON.stringify(pairs)}::json) as p("from" uuid, "into" uuid, id uuid)
      where d.${reference} = p."from" and (p.id is null or d.id = p.id)
      returning d.id, d.version, p."from" as loser, p."into" as holder`,
  )
  await appendEvents(
    tx,
    schemaOf(definition),
    by,
    moved.map(({ id, version, holder }) => ({
      document: definition.name,
      documentId: id,
      documentVersion: version,
      type: `${definition.name}-repointed`,
      payload: { [column]: holder } as Json,
    })),
  )
  return moved
}

/**
 * Undoes merges: what was re-pointed goes back as far as it still is where the merge put it; what was made later stays, and
 * the event says how many of each. Refuses `<document>/not-merged`, and `/merged-further` when the other one has been
 * merged, too: that is to be undone first.
 */
export async function unmergeDocuments<R extends Mergeable>(
  tx: Tx,
  by: Context,
  how: Merging,
  inputs: readonly On<unknown>[],
): Promise<Result<R>[]> {
  const { definition } = how
  const context = schemaOf(definition)
  const losers = inputs.map(({ id }) => id)
  await yields(tx)
  const moves = await rows(
    tx,
    sql<{ loser: Id; document: string; documentId: Id; was: string | null; custom: CustomValues | null }>`
      select loser, document, document_id, was, custom from ${sql.raw(context)}.merge_move
      where loser = any(${uuidArray(losers)}::uuid[]) order by loser, document, document_id for update`,
  )
  await holdReferring(tx, how, ({ definition: { name } }) => {
    return { column: 'id', ids: moves.flatMap(({ document, documentId }) => (document === name ? [documentId] : [])) }
  })
  const before = new Map((await loadRows<R>(tx, definition.table, losers, { lock: true })).map((row) => [row.id, row]))
  const holders = [...before.values()].flatMap(({ mergedInto }) => mergedInto ?? [])
  const [further] = await Promise.all([
    loadRows<R>(tx, definition.table, holders),
    how.hold?.(tx, [...new Set([...losers, ...holders])]),
  ])
  const gone = new Set(further.flatMap(({ id, mergedInto }) => (mergedInto ? [id] : [])))
  const undone: { from: Id; into: Id }[] = []
  const was = new Map(moves.flatMap((one) => (one.was === null ? [] : [[one.loser, one.was] as const])))
  const results = await changeDocuments<R, unknown>(
    tx,
    by,
    definition,
    inputs,
    (row) => {
      const { mergedInto, code } = row
      if (mergedInto === null) return refuse(`${definition.name}/not-merged`, { code })
      if (gone.has(mergedInto)) return refuse(`${definition.name}/merged-further`, { code })
      undone.push({ from: mergedInto, into: row.id })
      return ok({ mergedInto: null, status: was.get(row.id) ?? 'active' }) as Result<Partial<R>>
    },
    `${definition.name}-unmerged`,
  )
  await giveBackCustom(tx, by, definition, undone, moves)
  for (const { definition: referring, column } of how.referring) {
    const back = undone.flatMap(({ from, into }) =>
      moves.flatMap(({ loser, document, documentId }) =>
        loser === into && document === referring.name ? [{ from, into, id: documentId }] : [],
      ),
    )
    if (back.length > 0) await move(tx, by, referring, column, back)
  }
  if (undone.length === 0) return results
  await run(
    tx,
    sql`delete from ${sql.raw(context)}.merge_move where loser = any(${uuidArray(undone.map(({ into }) => into))}::uuid[])`,
  )
  await how.afterwards?.(tx, [...new Set(undone.flatMap(({ from, into }) => [from, into]))])
  return results
}
