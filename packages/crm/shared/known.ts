/** What other documents a batch of inputs names, read with one statement a table. */
import { loadRows, type Tx } from '@tandem/db'
import { type Definition, type Id, type Refusal, refuse, type Stored } from '@tandem/kernel'

export type Known<R = Stored> = ReadonlyMap<Id, R>

/** The documents with these ids, without their lines; unknown ids are missing, empty ones are skipped. */
export async function known<R extends Stored = Stored>(
  tx: Tx,
  definition: Definition,
  ids: readonly (Id | null | undefined)[],
): Promise<Known<R>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null && id !== undefined)
  if (wanted.length === 0) return new Map()
  const found = await loadRows<R>(tx, definition.table, wanted)
  return new Map(found.map((row) => [row.id, row]))
}

/** `<document>/unknown-reference` for the first given reference that leads nowhere. */
export function unknownReference(
  document: string,
  values: object,
  references: Readonly<Record<string, Known<unknown>>>,
): Refusal | undefined {
  for (const [field, targets] of Object.entries(references)) {
    const id = (values as Record<string, Id | null | undefined>)[field]
    if (id !== null && id !== undefined && !targets.has(id)) {
      return refuse(`${document}/unknown-reference`, { field, id }).refusal
    }
  }
  return undefined
}
