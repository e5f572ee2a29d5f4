/** When each system last answered. A worker notes it for itself, and tells the database now and then. */
import { run, sql } from '@tandem/db'
import { type Engine, later, step } from '../engine/engine.ts'
import { given } from '../engine/sets.ts'

/** Told no more often than this: a system that was heard of so recently is not silent. */
const EVERY_MS = 5_000

/** A system has answered a question of the joint, whatever the answer. */
export function heard({ controls, now }: Pick<Engine, 'controls' | 'now'>, system: string): void {
  controls.heard.set(system, now())
}

export async function flushHeard(engine: Engine): Promise<void> {
  const answered = [...engine.controls.heard].map(([system, at]) => ({ system, at, before: later(at, -EVERY_MS) }))
  engine.controls.heard.clear()
  if (answered.length === 0) return
  await step(engine, (tx) =>
    run(
      tx,
      sql`update hub.system s set heard_at = given.at
          from ${given(answered, 'system text, at timestamptz, before timestamptz')}
          where s.name = given.system and (s.heard_at is null or s.heard_at <= given.before)`,
    ),
  )
}
