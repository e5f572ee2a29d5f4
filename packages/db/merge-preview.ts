/** What a merge would re-point and what undoing one would put back, told before anybody does it. Changes nothing. */
import { type Definition, type Id, ok, type Result, refuse, snakeCase } from '@tandem/kernel'
import { sql } from 'kysely'
import { schemaOf } from './documents.ts'
import { type Mergeable, type Merging, whyNot } from './merging.ts'
import { loadRows } from './rows.ts'
import { rows, type Tx } from './tx.ts'

/** Documents named one by one, so that a person sees what is meant. */
const NAMED = 10

export interface Repointed {
  /** The definition's name. */
  readonly document: string
  readonly count: number
  /** The newest of them: id and the fields that name them. */
  readonly some: readonly (Readonly<Record<string, unknown>> & { readonly id: Id })[]
}

export interface MergePreview<R> {
  readonly loser: R
  readonly winner: R
  /** What goes to the other. */
  readonly goes: readonly Repointed[]
}

export interface UnmergePreview<R> {
  readonly loser: R
  readonly winner: R
  /** What the merge brought and is still there: it goes back. */
  readonly back: readonly Repointed[]
  /** Made or re-pointed since: it stays. */
  readonly stays: readonly Repointed[]
}

/** Refuses what merging would refuse. */
export async function previewMerge<R extends Mergeable>(
  tx: Tx,
  how: Merging,
  { id, into }: { readonly id: Id; readonly into: Id },
): Promise<Result<MergePreview<R>>> {
  const { definition } = how
  const found = await loadRows<R>(tx, definition.table, [id, into])
  const [loser, winner] = [found.find((row) => row.id === id), found.find((row) => row.id === into)]
  if (!loser) return refuse(`${definition.name}/not-found`, { id })
  const refused = whyNot(definition.name, loser, winner, into, new Set([id]))
  if (refused) return refused
  const goes = await Promise.all(
    how.referring.map((one) => countOf(tx, one.definition, sql`d.${sql.raw(`"${one.column}"`)} = ${id}`)),
  )
  return ok({ loser, winner: winner as R, goes: goes.filter(({ count }) => count > 0) })
}

/** Refuses what undoing would refuse. */
export async function previewUnmerge<R extends Mergeable>(
  tx: Tx,
  how: Merging,
  { id }: { readonly id: Id },
): Promise<Result<UnmergePreview<R>>> {
  const { definition } = how
  const [loser] = await loadRows<R>(tx, definition.table, [id])
  if (!loser) return refuse(`${definition.name}/not-found`, { id })
  if (loser.mergedInto === null) return refuse(`${definition.name}/not-merged`, { code: loser.code })
  const [winner] = await loadRows<R>(tx, definition.table, [loser.mergedInto])
  if (!winner || winner.mergedInto !== null) return refuse(`${definition.name}/merged-further`, { code: loser.code })
  const moves = sql.raw(`${schemaOf(definition)}.merge_move`)
  const parts = await Promise.all(
    how.referring.map(async ({ definition: referring, column }) => {
      const here = sql`d.${sql.raw(`"${column}"`)} = ${winner.id}`
      const moved = sql`exists (select from ${moves} m where m.loser = ${id} and m.document = ${referring.name} and m.document_id = d.id)`
      const [back, stays] = await Promise.all([
        countOf(tx, referring, sql`${here} and ${moved}`),
        countOf(tx, referring, sql`${here} and not ${moved}`),
      ])
      return { back, stays }
    }),
  )
  const filled = (some: readonly Repointed[]) => some.filter(({ count }) => count > 0)
  return ok({ loser, winner, back: filled(parts.map(({ back }) => back)), stays: filled(parts.map(({ stays }) => stays)) })
}

async function countOf(tx: Tx, { name, table, title }: Definition, which: ReturnType<typeof sql>): Promise<Repointed> {
  const columns = sql.raw(['id', ...title.map(snakeCase)].map((column) => `d."${column}"`).join(', '))
  const found = await rows(
    tx,
    sql<Repointed['some'][number] & { readonly ofAll: number }>`
      select ${columns}, (count(*) over ())::integer as of_all from ${sql.raw(table)} d where ${which}
      order by d.created_at desc, d.id limit ${NAMED}`,
  )
  return {
    document: name,
    count: found[0]?.ofAll ?? 0,
    some: found.map(({ ofAll: _, ...row }) => row as Repointed['some'][number]),
  }
}
