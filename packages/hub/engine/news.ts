/** Which kinds of a system are worth a look now, asked for while the joint's own place in them is looked up. */
import type { KindName } from '../kinds.ts'
import { type Engine, type Joined, readKinds } from './engine.ts'

/** How far a system has been read. */
export interface Cursors {
  readonly active: boolean
  /** How many writes were recorded when this was read: what is read from now on is not older than those. */
  readonly readMark: number
  readonly byKind: ReadonlyMap<KindName, Place>
}

export interface Place {
  readonly cursor: string
  readonly complete: boolean
  readonly isPaused: boolean
  /** Its last reading failed. */
  readonly isInTrouble: boolean
}

/** What a system said of its news, and after which cursors it was asked. */
export interface News {
  readonly after: Readonly<Partial<Record<KindName, string>>>
  readonly kinds: ReadonlySet<KindName>
}

/** So few named kinds are read without asking first whether they have news. */
const FEW = 3

/** Asks with the cursors this worker knew last, if it has read everything once. */
export async function newsAhead(engine: Engine, joined: Joined): Promise<News | undefined> {
  const after = engine.places.get(joined.system)
  if (!after || !joined.connector.hasNews) return undefined
  return ask(joined, after)
}

/** The kinds to read, and whether the system named them: then something is there, though perhaps not final yet. */
export async function kindsToRead(
  engine: Engine,
  joined: Joined,
  { byKind }: Cursors,
  ahead: News | undefined,
  wanted?: ReadonlySet<KindName>,
): Promise<{ kinds: readonly KindName[]; told: boolean }> {
  const isOpen = (kind: KindName) => (!wanted || wanted.has(kind)) && !byKind.get(kind)?.isPaused
  const kinds = readKinds(joined).filter(isOpen)
  const isAfter = (kind: KindName, cursor: string | undefined) => cursor !== undefined && cursor === byKind.get(kind)?.cursor
  if (!joined.connector.hasNews || [...byKind.values()].some(({ complete }) => !complete)) return { kinds, told: false }
  if (wanted && kinds.length <= FEW) return { kinds, told: true }
  const after = Object.fromEntries(readKinds(joined).map((kind) => [kind, byKind.get(kind)?.cursor ?? '']))
  engine.places.set(joined.system, after)
  // Another worker may have read on, or a crash of the database may have taken a cursor back.
  const isGood = ahead !== undefined && kinds.every((kind) => isAfter(kind, ahead.after[kind]))
  const news = isGood ? ahead : await ask(joined, after)
  // What failed is read once more, whatever is new: so it is known that it works again.
  const isWanted = (kind: KindName) => news?.kinds.has(kind) || byKind.get(kind)?.isInTrouble
  return news ? { kinds: kinds.filter(isWanted), told: true } : { kinds, told: false }
}

async function ask({ connector }: Joined, after: News['after']): Promise<News | undefined> {
  try {
    return { after, kinds: new Set(await connector.hasNews?.(after)) }
  } catch {
    // Then all kinds are read, and say what is wrong.
    return undefined
  }
}

/** Notes how far this worker has read. */
export function moveOn(engine: Engine, system: string, kind: KindName, cursor: string): void {
  const places = engine.places.get(system)
  if (places) engine.places.set(system, { ...places, [kind]: cursor })
}

const FIRST_LOOK_MS = 4
const LONGEST_LOOK_MS = 256

/**
 * News that are told of but cannot be read yet, since an older transaction is still open there: looked for again soon, less
 * and less often.
 */
export function lookAgain(engine: Engine, system: string, isNothingThere: boolean): void {
  if (!isNothingThere) {
    engine.looks.delete(system)
    return
  }
  const wait = engine.looks.get(system) ?? FIRST_LOOK_MS
  engine.looks.set(system, Math.min(2 * wait, LONGEST_LOOK_MS))
  engine.wake.pull(system, wait)
}
