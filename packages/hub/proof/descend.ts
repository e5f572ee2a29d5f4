/**
 * Finding where a system and the joint differ without reading everything: digests of ranges, parted further only where
 * they differ, until a range is small enough to be read. k differences among n documents so cost about k log n reads.
 */
import { Decimal } from '@tandem/kernel'
import type { Digest, Range } from '../connector.ts'
import { type Engine, type Joined, step } from '../engine/engine.ts'
import type { KindName } from '../kinds.ts'
import { NOTHING, together } from './digest.ts'
import { expectedDigests, splitPoints } from './expected.ts'

/** Parts a range is split into, and how many documents are read rather than split. */
const PARTS = 32
const LEAF = 32
/** Ranges in one question. */
const ASKED_AT_ONCE = 256

export interface Descent {
  readonly count: number
  readonly hash: string
  readonly sums: Readonly<Record<string, string>>
  /** The small ranges in which something differs, ascending. */
  readonly differing: readonly Range[]
  /** Digests asked for. */
  readonly asked: number
}

interface Compared {
  readonly range: Range
  readonly there: Digest
  readonly agreed: Pick<Digest, 'count' | 'hash'>
}

/** Within a range, by default all. Only for systems that give digests. */
export async function descend(
  engine: Engine,
  joined: Joined,
  kind: KindName,
  within: Range = { after: '', upTo: null },
): Promise<Descent> {
  let level = await compare(engine, joined, kind, await split(engine, joined, kind, within))
  let asked = level.length
  const top = totalsOf(level)
  const differing: Range[] = []
  for (;;) {
    const unequal = level.filter(({ there, agreed }) => there.count !== agreed.count || there.hash !== agreed.hash)
    const next: Range[] = []
    for (const one of unequal) {
      // What the joint knows cannot be parted further than its documents.
      if (one.agreed.count <= LEAF) differing.push(one.range)
      else next.push(...(await split(engine, joined, kind, one.range)))
    }
    if (next.length === 0) break
    level = await compare(engine, joined, kind, next)
    asked += level.length
  }
  return { ...top, asked, differing: differing.sort((a, b) => (a.after < b.after ? -1 : 1)) }
}

async function split(engine: Engine, { system }: Joined, kind: KindName, range: Range): Promise<Range[]> {
  const points = await step(engine, (tx) => splitPoints(tx, system, kind, range, PARTS, LEAF))
  const ends = [...points, range.upTo]
  return ends.map((upTo, i) => ({ after: points[i - 1] ?? range.after, upTo }))
}

async function compare(engine: Engine, joined: Joined, kind: KindName, ranges: readonly Range[]): Promise<Compared[]> {
  const compared: Compared[] = []
  for (let i = 0; i < ranges.length; i += ASKED_AT_ONCE) {
    const some = ranges.slice(i, i + ASKED_AT_ONCE)
    const told = await joined.connector.digest?.(kind, some)
    if (!told) return []
    const agreed = await step(engine, (tx) => expectedDigests(tx, joined.system, kind, told.fields, some))
    compared.push(
      ...some.map((range, n) => ({ range, there: told.ranges[n] as Digest, agreed: agreed[n] as Compared['agreed'] })),
    )
  }
  return compared
}

function totalsOf(level: readonly Compared[]): Pick<Descent, 'count' | 'hash' | 'sums'> {
  const sums = new Map<string, Decimal>()
  for (const { there } of level) {
    for (const [currency, sum] of Object.entries(there.sums)) {
      sums.set(currency, (sums.get(currency) ?? Decimal.zero).plus(Decimal.of(sum)))
    }
  }
  return {
    count: level.reduce((count, { there }) => count + there.count, 0),
    hash: level.reduce((hash, { there }) => together(hash, there.hash), NOTHING),
    sums: Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, sum]) => [currency, `${sum}`])),
  }
}
