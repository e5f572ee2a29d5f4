/** Hands for specs in which many do something to the same documents at the same time. */
import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { World } from './world.ts'

/** Does something to one of what is in a table, chosen by its age: `from` is its name, with a condition if need be. */
export async function onOneOf(world: World, from: string, choice: number, act: (id: Id) => Promise<unknown>): Promise<void> {
  const found = await world.run((tx) => rows(tx, sql<{ id: Id }>`select id from ${sql.raw(from)} order by created_at, id`))
  const row = found[choice % Math.max(found.length, 1)]
  if (row) await act(row.id)
}

/** For what meets somebody in a circle and gives up, to be tried again; other faults are thrown on. */
export function unlessYielded(fault: unknown): void {
  if ((fault as { code?: unknown }).code !== '55P03') throw fault
}
