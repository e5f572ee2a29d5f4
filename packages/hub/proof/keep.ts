/** Proofs that were asked for: run one after the other, kept with what they found. */
import { appendEvents, insertRows, rows, run, sql, stamp } from '@tandem/db'
import type { Id, Instant, Json } from '@tandem/kernel'
import { type Engine, jointContext, later, step } from '../engine/engine.ts'
import type { KindName } from '../kinds.ts'
import { kindsOf } from './commands.ts'
import type { Proof } from './proof.ts'
import { prove } from './prove.ts'
import { tellRepaired } from './repaired.ts'

/** Differences kept of a kind; the proof itself counts all. */
const KEPT = 200
/** A proof that says nothing for so long has died with its process, and is begun again. */
const DEAD_AFTER_MS = 600_000

/** Runs a proof now and keeps it, for who waits for the answer. */
export async function proveAndKeep(
  engine: Engine,
  options: { readonly kinds?: readonly KindName[]; readonly repair?: boolean },
): Promise<Proof> {
  const by = jointContext(engine)
  const { id, ...stamped } = stamp(by)
  const asked = { kinds: options.kinds?.join(',') ?? null, repair: options.repair ?? false }
  await step(engine, (tx) => insertRows(tx, 'hub.proof', [{ id, ...stamped, ...asked, state: 'running', startedAt: by.now }]))
  return finish(engine, id, options)
}

/** Answers how many proofs were run. */
export async function proveWaiting(engine: Engine): Promise<number> {
  for (let count = 0; ; count++) {
    const [next] = await step(engine, (tx) =>
      rows(
        tx,
        sql<{ id: Id; kinds: string | null; repair: boolean }>`
          update hub.proof set state = 'running', started_at = ${engine.now()}, updated_at = ${engine.now()}, version = version + 1
          where id = (
            select id from hub.proof where state in ('waiting', 'running')
              and (state = 'waiting' or updated_at < ${later(engine.now(), -DEAD_AFTER_MS)})
            order by created_at limit 1 for update skip locked)
          returning id, kinds, repair`,
      ),
    )
    if (!next) return count
    const kinds = kindsOf(next.kinds)
    await finish(engine, next.id, { repair: next.repair, ...(kinds.ok && kinds.value ? { kinds: kinds.value } : {}) })
  }
}

async function finish(engine: Engine, id: Id, options: Parameters<typeof prove>[1]): Promise<Proof> {
  const begunAt = engine.now()
  try {
    const proof = await prove(engine, options)
    await keep(engine, id, 'done', proof, begunAt)
    return proof
  } catch (fault) {
    await keep(engine, id, 'failed', undefined, begunAt)
    throw fault
  }
}

async function keep(engine: Engine, id: Id, state: 'done' | 'failed', proof: Proof | undefined, begunAt: Instant): Promise<void> {
  const count = proof?.kinds.reduce((sum, { differenceCount }) => sum + differenceCount, 0) ?? null
  const kinds = proof?.kinds.map((kind) => ({ ...kind, differences: kind.differences.slice(0, KEPT) }))
  const result = proof ? JSON.stringify({ ...proof, kinds }) : null
  const now: Instant = engine.now()
  await step(engine, async (tx) => {
    await run(
      tx,
      sql`update hub.proof set state = ${state}, finished_at = ${now}, updated_at = ${now}, version = version + 1,
                 in_sync = ${proof?.inSync ?? null}, difference_count = ${count}, result = ${result}::text::jsonb where id = ${id}`,
    )
    if (proof) await tellRepaired(tx, proof, begunAt, now)
    const payload = { inSync: proof?.inSync ?? null, differenceCount: count } as Json
    await appendEvents(tx, 'hub', jointContext(engine), [
      { document: 'proof', documentId: id, documentVersion: 3, type: `proof-${state}`, payload },
    ])
  })
}
