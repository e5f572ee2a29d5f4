/** Running a command for a request: retried when it meets others, and done once however often it is sent with one key. */
import { createHash } from 'node:crypto'
import { BY_KEY, type Database, first, insertRows, run, sql, type Tx } from '@tandem/db'
import { Fault, ok, type Refusal, RefusedFault, type Result, refuse } from '@tandem/kernel'
import { withRetries } from './faults.ts'
import type { Answer, ApiRequest } from './route.ts'

/** An answer was kept for this key: the transaction is rolled back, so what ran a second time has no effect. */
export class AnsweredBefore extends Fault {
  readonly kept: Kept | undefined

  constructor(kept?: Kept) {
    super('this request was answered before')
    this.kept = kept
  }
}

export interface Kept {
  readonly requestHash: string
  readonly answer: Answer
}

/**
 * Runs work in a transaction of the request's tenant; a refusal rolls it back. With an Idempotency-Key the answer is kept
 * in the same transaction, and a repeat of the request gets it again, also when both run at the same time. A refused
 * request leaves nothing behind: its key may be used again.
 */
export async function write(
  database: Database,
  random: () => number,
  request: ApiRequest<never>,
  work: (tx: Tx) => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const once = request.idempotencyKey === undefined ? undefined : keyOf(request, request.idempotencyKey)
  try {
    const attempt = async (tx: Tx) => {
      const result = await (once ? runOnce(tx, once, request, work) : work(tx))
      if (!result.ok) throw new RefusedFault(result.refusal)
      return result
    }
    return await withRetries(random, () => database.transaction(request.tenant, attempt, BY_KEY))
  } catch (error) {
    // A twin of this request may have been first: then its answer counts, not what became of this one.
    const kept = (error instanceof AnsweredBefore && error.kept) || (once && (await keptAnswer(database, request, once)))
    if (once && kept) return replay(once, kept)
    if (error instanceof RefusedFault) return refused(error.refusal)
    throw error
  }
}

export interface Once {
  readonly scope: string
  readonly key: string
  readonly requestHash: string
}

export function keyOf(request: ApiRequest<never>, key: string): Once {
  const requestHash = createHash('sha256').update(request.fingerprint()).digest('base64url')
  return { scope: `http:${request.actor.kind}:${request.actor.id}`, key, requestHash }
}

/** The question for a kept answer travels with the command's first statements: a key costs no wait of its own before it. */
async function runOnce(
  tx: Tx,
  once: Once,
  request: ApiRequest<never>,
  work: (tx: Tx) => Promise<Result<Answer>>,
): Promise<Result<Answer>> {
  const [kept, result] = await Promise.all([lookUp(tx, once), work(tx)])
  if (kept) throw new AnsweredBefore(kept)
  if (!result.ok) return result
  const row = { ...once, answer: result.value, at: request.context().now }
  if ((await insertRows(tx, 'platform.answer', [row], { onConflict: 'nothing' })) === 1) return result
  const other = await lookUp(tx, once)
  throw other ? new AnsweredBefore(other) : new Fault('an answer is neither new nor kept')
}

function lookUp(tx: Tx, { scope, key }: Once): Promise<Kept | undefined> {
  return first(tx, keptOf(sql`scope = ${scope} and key = ${key}`))
}

/** The answers kept under some keys. */
export function keptOf(condition: ReturnType<typeof sql>): ReturnType<typeof sql<Kept>> {
  return sql<Kept>`select request_hash, answer from platform.answer where ${condition}`
}

async function keptAnswer(database: Database, request: ApiRequest<never>, once: Once): Promise<Kept | undefined> {
  return database.transaction(request.tenant, (tx) => lookUp(tx, once)).catch(() => undefined)
}

function replay(once: Once, { requestHash, answer }: Kept): Result<Answer> {
  if (requestHash !== once.requestHash) return refuse('http/key-reused', { key: once.key })
  return ok({ ...answer, headers: { ...answer.headers, 'idempotent-replayed': 'true' } })
}

function refused(refusal: Refusal): Result<never> {
  return { ok: false, refusal }
}

const KEEP_DAYS = 7

/** Forgets answers that nobody will ask for again. */
export async function forgetOldAnswers(tx: Tx): Promise<void> {
  await run(tx, sql`delete from platform.answer where scope like 'http:%' and at < now() - make_interval(days => ${KEEP_DAYS})`)
}
