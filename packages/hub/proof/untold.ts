/** Whether a system has something to tell of a kind that the joint has not heard yet. */
import type { Engine, Joined } from '../engine/engine.ts'
import { loadCursors } from '../engine/pull.ts'
import type { KindName } from '../kinds.ts'

export async function hasUntold(engine: Engine, joined: Joined, kind: KindName): Promise<boolean> {
  const { byKind } = await loadCursors(engine, joined.system)
  const { changes } = await joined.connector.changesSince(kind, byKind.get(kind)?.cursor ?? '', 1)
  return changes.length > 0
}
