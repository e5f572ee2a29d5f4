/** Token buckets in the database: however many workers write to a system, together they keep to its quotas. */
import { insertRows, rows, run, sql, type Tx } from '@tandem/db'
import type { Instant } from '@tandem/kernel'
import type { Engine } from '../engine/engine.ts'
import type { System } from '../systems/definition.ts'

interface Bucket {
  readonly seconds: number
  readonly most: number
  readonly tokens: string
}

/**
 * How many writes a system may get now, at most `wanted`; when none, pushing is woken as soon as one may be made. The
 * buckets stay locked until the transaction ends: call `spend` in it.
 */
export async function allowedWrites(tx: Tx, engine: Engine, system: string, wanted: number): Promise<number> {
  if (!engine.controls.limited.has(system)) return wanted
  const now = engine.now()
  const buckets = await rows(
    tx,
    sql<Bucket>`
      update hub.quota set filled_at = greatest(filled_at, ${now}),
             tokens = least(most, tokens + most * greatest(0, extract(epoch from ${now}::timestamptz - filled_at)) / seconds)
      where system = ${system} returning seconds, most, tokens`,
  )
  const allowed = Math.min(wanted, ...buckets.map(({ tokens }) => Math.floor(Number(tokens))))
  if (allowed >= 1) return allowed
  engine.wake.push(system, Math.max(...buckets.map(msUntilOne)))
  return 0
}

function msUntilOne({ tokens, most, seconds }: Bucket): number {
  return Math.ceil((Math.max(0, 1 - Number(tokens)) * seconds * 1000) / most)
}

export async function spend(tx: Tx, engine: Engine, system: string, writes: number): Promise<void> {
  if (writes === 0 || !engine.controls.limited.has(system)) return
  await run(tx, sql`update hub.quota set tokens = tokens - ${writes} where system = ${system}`)
}

/** Makes the buckets what the systems' limits say now; a new one starts full. */
export async function setBuckets(tx: Tx, now: Instant, systems: readonly System[]): Promise<void> {
  const wanted = systems.flatMap((one) =>
    [
      { seconds: 1, most: one.writesASecond },
      { seconds: 60, most: one.writesAMinute },
      { seconds: 86_400, most: one.writesADay },
    ].flatMap(({ seconds, most }) => (most === null ? [] : [{ system: one.name, seconds, most, tokens: most, filledAt: now }])),
  )
  for (const { name } of systems) await run(tx, sql`delete from hub.quota where system = ${name}`)
  await insertRows(tx, 'hub.quota', wanted)
}
