/** What a load works with: the commands of both sides, run in batches as any caller runs them, and the joint. */
import { type Database, rows, sql, type Tx, textArray } from '@tandem/db'
import type { Context, Id, Refusal, Result, Surface } from '@tandem/kernel'

export interface Workshop {
  readonly database: Database
  readonly tenant: Id
  context(): Context
  /** Lets the joint work until nothing is left to do. */
  settle(): Promise<void>
  /** Told after each batch. */
  progress(stage: string, done: number, total: number): void
}

/** Documents in one transaction. */
export const BATCH = 500

/** Runs a command of a side on many inputs in the caller's transaction, one result each. */
export function perform<T>(
  tx: Tx,
  by: Context,
  side: Surface<Tx>,
  document: string,
  name: string,
  inputs: readonly object[],
): Promise<Result<T>[]> {
  const command = side.commands.find((one) => one.document === document && one.name === name)
  if (!command) throw new RangeError(`${side.name} has no command ${document}/${name}`)
  if (inputs.length === 0) return Promise.resolve([])
  return command.run(tx, by, inputs as never) as Promise<Result<T>[]>
}

/** Runs a command on many inputs, a transaction a batch. `refused` is told which inputs were, and why. */
export async function performAll<I extends object>(
  shop: Workshop,
  side: Surface<Tx>,
  document: string,
  inputs: readonly I[],
  refused: (input: I, refusal: Refusal, index: number) => void,
): Promise<void> {
  for (let start = 0; start < inputs.length; start += BATCH) {
    const batch = inputs.slice(start, start + BATCH)
    const results = await shop.database.transaction(shop.tenant, (tx) =>
      perform(tx, shop.context(), side, document, 'create', batch),
    )
    results.forEach((result, i) => {
      if (!result.ok) refused(batch[i] as I, result.refusal, start + i)
    })
    shop.progress(document, Math.min(start + BATCH, inputs.length), inputs.length)
  }
}

/** The ids of documents by the value of a text column; those that do not exist are missing. */
export async function idsBy(shop: Workshop, table: string, column: string, values: readonly string[]): Promise<Map<string, Id>> {
  const found = await shop.database.transaction(shop.tenant, (tx) =>
    rows(
      tx,
      sql<{ key: string; id: Id }>`
        select ${sql.raw(column)} as key, id from ${sql.raw(table)} where ${sql.raw(column)} = any(${textArray(values)}::text[])`,
    ),
  )
  return new Map(found.map(({ key, id }) => [key, id]))
}

export function mustFind<V>(map: ReadonlyMap<string, V>, key: string): V {
  const value = map.get(key)
  if (value === undefined) throw new RangeError(`${key} should be there by now`)
  return value
}

const PATIENCE_MS = 120_000

/**
 * Lets the joint work until everything wanted is written: also what a killed process had begun and holds for the time of
 * its lease, and what a system asked to try again later.
 */
export async function settleAll(shop: Workshop): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    await shop.settle()
    const [open] = await shop.database.transaction(shop.tenant, (tx) =>
      rows(tx, sql<{ count: number }>`select count(*)::int as count from hub.delivery where state in ('pending', 'sending')`),
    )
    if (!open?.count || performance.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
