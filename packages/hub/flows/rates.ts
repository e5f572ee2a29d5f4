/**
 * What flows, counted in this worker and added to the database now and then: charts, alerts and the circuit breaker read
 * it there, and the hot path pays nothing for it.
 */
import { rows, run, sql } from '@tandem/db'
import { epochMs, type Instant, instantOf } from '@tandem/kernel'
import type { Tally } from '../engine/controls.ts'
import { type Engine, later, step } from '../engine/engine.ts'
import { given } from '../engine/sets.ts'

export const SLICE_MS = 10_000
/** How long slices are kept. */
const KEPT_MS = 2 * 86_400_000

export function tally(
  { tallies }: Pick<Engine, 'tallies'>,
  flow: Pick<Tally, 'system' | 'kind' | 'direction'>,
  count: { readonly done?: number; readonly failed?: number; readonly last?: string | undefined },
): void {
  const key = `${flow.system} ${flow.kind} ${flow.direction}`
  const sofar = tallies.get(key) ?? { ...flow, done: 0, failed: 0, last: '' }
  sofar.done += count.done ?? 0
  sofar.failed += count.failed ?? 0
  if (count.last) sofar.last = count.last
  tallies.set(key, sofar)
}

export function sliceOf(at: Instant): Instant {
  return instantOf(Math.floor(epochMs(at) / SLICE_MS) * SLICE_MS)
}

/** Adds what was counted since the last time to the database. Answers it. */
export async function flushTallies(engine: Engine): Promise<readonly Tally[]> {
  const counted = [...engine.tallies.values()].filter(({ done, failed }) => done + failed > 0)
  engine.tallies.clear()
  if (counted.length === 0) return []
  const at = sliceOf(engine.now())
  const slices = counted.map(({ last: _, ...flow }) => ({ ...flow, at }))
  slices.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  await step(engine, async (tx) => {
    await run(
      tx,
      sql`insert into hub.flow_rate as r (system, kind, direction, at, done, failed)
          select given.* from ${given(slices, 'system text, kind text, direction text, at timestamptz, done integer, failed integer')}
          on conflict (tenant_id, at, system, kind, direction)
          do update set done = r.done + excluded.done, failed = r.failed + excluded.failed`,
    )
    // The first slice of a minute clears away what is too old.
    if (epochMs(at) % 60_000 === 0) await rows(tx, sql`delete from hub.flow_rate where at < ${later(at, -KEPT_MS)} returning 1`)
  })
  return counted
}

function keyOf({ system, kind, direction }: Pick<Tally, 'system' | 'kind' | 'direction'>): string {
  return `${system} ${kind} ${direction}`
}
