/** Custom values when two documents become one: the one that is kept keeps its own, and takes over what it has none of. */
import { type Context, type Definition, type Id, type Json, ok, type Result, type Stored } from '@tandem/kernel'
import type { CustomHolder } from './custom-fields.ts'
import type { CustomValues } from './definitions.ts'
import { changeDocuments } from './documents.ts'
import type { Tx } from './tx.ts'

type Holder = Stored & CustomHolder

interface Merged {
  readonly from: Id
  readonly into: Id
}

/** `known`: both of each, locked. Answers what was taken over from whom; those without are left out. */
export async function takeOverCustom(
  tx: Tx,
  by: Context,
  definition: Definition,
  merged: readonly Merged[],
  known: ReadonlyMap<Id, Holder>,
): Promise<ReadonlyMap<Id, CustomValues>> {
  const kept = new Map([...known].map(([id, { custom }]) => [id, custom ?? {}]))
  const taken = new Map<Id, CustomValues>()
  for (const { from, into } of merged) {
    const own = kept.get(into) ?? {}
    const missing = Object.entries(kept.get(from) ?? {}).filter(([code, value]) => value !== null && (own[code] ?? null) === null)
    if (missing.length === 0) continue
    const values = Object.fromEntries(missing)
    taken.set(from, values)
    kept.set(into, { ...own, ...values })
  }
  const inputs = merged.flatMap(({ from, into }) => {
    const values = taken.get(from)
    return values ? [{ id: into, input: values }] : []
  })
  await write(tx, by, definition, inputs, (row, values) => ({ ...row.custom, ...values }))
  return taken
}

/**
 * Empties what was taken over, as far as it still is as it was then: who has changed it since has said so. `undone`: from whom
 * into which; `moves`: what was remembered of the losing ones.
 */
export async function giveBackCustom(
  tx: Tx,
  by: Context,
  definition: Definition,
  undone: readonly Merged[],
  moves: readonly { readonly loser: Id; readonly custom: CustomValues | null }[],
): Promise<void> {
  const taken = new Map(moves.flatMap(({ loser, custom }) => (custom ? [[loser, custom] as const] : [])))
  const inputs = undone.flatMap(({ from, into }) => {
    const custom = taken.get(into)
    return custom ? [{ id: from, input: custom }] : []
  })
  await write(tx, by, definition, inputs, (row, values) => {
    const still = Object.entries(values).filter(([code, value]) => row.custom?.[code] === value)
    return { ...row.custom, ...Object.fromEntries(still.map(([code]) => [code, null])) }
  })
}

async function write(
  tx: Tx,
  by: Context,
  definition: Definition,
  inputs: readonly { readonly id: Id; readonly input: CustomValues }[],
  next: (row: Holder, values: CustomValues) => CustomValues,
): Promise<void> {
  if (inputs.length === 0) return
  await changeDocuments<Holder, CustomValues>(tx, by, definition, inputs, (row, values): Result<Partial<Holder>> => {
    const custom = next(row, values)
    return ok(JSON.stringify(custom) === JSON.stringify(row.custom) ? {} : { custom })
  })
}

/** As it is remembered beside what was re-pointed. */
export function remembered(taken: ReadonlyMap<Id, CustomValues>, loser: Id): Json {
  return (taken.get(loser) ?? null) as Json
}
