/**
 * The continuous proof: goes round all documents of all systems, some thousand at a time, by digests; what was changed by
 * hand behind everybody's back is so found without anybody asking, settled by the rules, and told as an event.
 */
import { appendEvents, insertRows, rows, run, sql, type Tx } from '@tandem/db'
import { type Instant, type Json, ok, type Query } from '@tandem/kernel'
import { type Engine, type Joined, jointContext, later, readKinds, step } from '../engine/engine.ts'
import type { KindName } from '../kinds.ts'
import { examine, explainAll, settle } from './prove.ts'

/** Documents looked at in one go, and how long a kind of a system then rests. */
const AT_ONCE = 5_000
const EVERY_MS = 5_000

interface Turn {
  readonly system: string
  readonly kind: KindName
  readonly after: string
}

/** Answers how many documents were proved. */
export async function proveRound(engine: Engine): Promise<number> {
  let count = 0
  while (count < AT_ONCE) {
    const turn = await claim(engine)
    if (!turn) break
    count += await take(engine, turn, AT_ONCE - count)
  }
  return count
}

/** Once, before the first round. */
export async function beginRounds(engine: Engine): Promise<void> {
  for (const joined of engine.systems.values()) await begin(engine, joined)
}

async function begin(engine: Engine, joined: Joined): Promise<void> {
  if (!joined.connector.digest) return
  const tickedAt = later(engine.now(), -EVERY_MS)
  const rounds = readKinds(joined).map((kind) => ({ system: joined.system, kind, tickedAt }))
  await step(engine, (tx) => insertRows(tx, 'hub.proof_round', rounds, { onConflict: 'nothing' }))
}

/** The kind of a system that has rested longest, when it has rested long enough: for one worker. */
async function claim(engine: Engine): Promise<Turn | undefined> {
  const now = engine.now()
  const [turn] = await step(engine, (tx) =>
    rows(
      tx,
      sql<Turn>`
        update hub.proof_round set ticked_at = ${now} where (system, kind) = (
          select r.system, r.kind from hub.proof_round r join hub.system s on s.name = r.system and s.state = 'active'
          where r.ticked_at <= ${later(now, -EVERY_MS)} order by r.ticked_at, r.system, r.kind limit 1 for update of r skip locked)
        returning system, kind, after`,
    ),
  )
  return turn
}

async function take(engine: Engine, { system, kind, after }: Turn, most: number): Promise<number> {
  const joined = engine.systems.get(system)
  if (!joined?.connector.digest) return 0
  const [end] = await step(engine, (tx) =>
    rows(
      tx,
      sql<{ externalId: string }>`
        select external_id from hub.link where system = ${system} and kind = ${kind} and not gone and external_id > ${after}
        order by external_id offset ${most} limit 1`,
    ),
  )
  const upTo = end?.externalId ?? null
  let [found, drifted] = [0, 0]
  const read = await examine(
    engine,
    joined,
    kind,
    async (findings) => {
      const explained = await explainAll(engine, joined, kind, findings)
      found += explained.length
      drifted += explained.filter(({ why }) => why === 'drift').length
      await settle(engine, system, kind, explained)
    },
    { after, upTo },
  )
  await step(engine, async (tx) => {
    await run(
      tx,
      upTo === null
        ? sql`update hub.proof_round set after = '', found = 0, finished_at = ${engine.now()}, differences = found + ${found}
              where system = ${system} and kind = ${kind}`
        : sql`update hub.proof_round set after = ${upTo}, found = found + ${found} where system = ${system} and kind = ${kind}`,
    )
    if (drifted > 0) await tellDrift(tx, engine, system, kind, drifted)
  })
  return read.count
}

/** Whoever sends alerts hears of it like of anything else that happens. */
function tellDrift(tx: Tx, engine: Engine, system: string, kind: string, count: number): Promise<void> {
  const payload = { system, kind, count } as Json
  return appendEvents(tx, 'hub', jointContext(engine), [
    { document: 'proof', documentId: engine.newId(), documentVersion: 1, type: 'drift-found', payload },
  ])
}

export interface ProofRound {
  readonly system: string
  readonly kind: string
  /** The end of the last whole round, and what differed in it; null before the first. */
  readonly finishedAt: Instant | null
  readonly differences: number | null
  readonly tickedAt: Instant
}

export const proofRoundsQuery: Query<Tx, Record<never, never>, readonly ProofRound[]> = {
  name: 'proof-rounds',
  label: { en: 'The continuous proof', zh: '持续核对' },
  input: {},
  run: async (tx) =>
    ok(
      await rows(
        tx,
        sql<ProofRound>`select system, kind, finished_at, differences, ticked_at from hub.proof_round order by kind, system`,
      ),
    ),
}
