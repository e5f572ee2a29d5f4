/** Tells every worker that mappings, custom fields or rules on what comes in have changed. */
import { run, sql, type Tx } from '@tandem/db'

/** Takes the planner's lock: what is being planned ends before, what comes after is read by the new mapping. */
export async function moveMark(tx: Tx): Promise<void> {
  await run(tx, sql`update hub.planner set mapping_mark = mapping_mark + 1`)
}
