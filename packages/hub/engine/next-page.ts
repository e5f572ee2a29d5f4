/**
 * While a system tells all it has for the first time, its next page is asked for while the last one is still being kept: so
 * neither waits for the other, and the first page of the next kind likewise. Only systems that can be asked so; what was asked for in vain is asked for again.
 */
import type { KindName } from '../kinds.ts'
import type { ReadPage } from './controls.ts'
import type { Engine, Joined } from './engine.ts'

interface Place {
  readonly cursor: string
  readonly complete: boolean
}

/** The page after a cursor: the one that was asked for ahead, when it is that. */
export async function pageAfter(
  engine: Engine,
  joined: Joined,
  kind: KindName,
  place: Place,
  readMark: number,
): Promise<ReadPage> {
  const key = `${joined.system} ${kind}`
  const ahead = engine.nextPages.get(key)
  engine.nextPages.delete(key)
  const read = await (ahead?.cursor === place.cursor ? ahead.coming : ask(engine, joined, kind, place.cursor, readMark))
  const { more, next } = read.page
  if (joined.capabilities.readsAhead && !place.complete && more) {
    const coming = ask(engine, joined, kind, next, readMark)
    // Who takes it hears of its failure.
    coming.catch(() => {})
    engine.nextPages.set(key, { cursor: next, coming })
  }
  return read
}

/** Of a kind whose turn comes next: its first page is asked for while that of the kind before it is still being kept. */
export function askForFirst(engine: Engine, joined: Joined, kind: KindName, place: Place | undefined, readMark: number): void {
  const key = `${joined.system} ${kind}`
  if (!joined.capabilities.readsAhead || !place || place.complete || engine.nextPages.has(key)) return
  const coming = ask(engine, joined, kind, place.cursor, readMark)
  coming.catch(() => {})
  engine.nextPages.set(key, { cursor: place.cursor, coming })
}

async function ask(
  { limits }: Engine,
  { connector }: Joined,
  kind: KindName,
  cursor: string,
  readMark: number,
): Promise<ReadPage> {
  return { page: await connector.changesSince(kind, cursor, limits.pullPage), readMark }
}
