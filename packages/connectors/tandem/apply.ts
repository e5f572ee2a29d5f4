/** Writes of the joint: one transaction a batch, each write whole or not at all, and the same key done once. */
import { BY_KEY, type Database, type Tx } from '@tandem/db'
import type { KindName, Outcome, Write } from '@tandem/hub'
import type { Context, Id, Result } from '@tandem/kernel'
import { reasonOf, type Trouble, troubleOf } from '../trouble.ts'
import { HalfDone, type Writer, type Written } from './binding.ts'
import { beginWriting, doneKeys, JOINT, keepWritten } from './written.ts'

export interface Applying {
  readonly database: Database
  readonly tenant: Id
  readonly system: string
  readonly kind: KindName
  readonly write: Writer
  /** The context of the commands without its cause. */
  readonly context: (tx: Tx) => Promise<Context>
}

const TRIES = 3
const BUSY: Outcome = { later: { afterMs: 50, reason: 'busy' } }
const UNREACHABLE: Outcome = { later: { afterMs: 1_000, reason: 'unreachable' } }

/** One outcome per write, in order. */
export async function applyWrites(applying: Applying, writes: readonly Write[]): Promise<Outcome[]> {
  if (writes.length === 0) return []
  let failed: Failed | undefined
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const result = await attemptBatch(applying, writes)
    if ('outcomes' in result) return result.outcomes
    failed = result
    if (!failed.again) break
  }
  return failed ? applyApart(applying, writes, failed) : []
}

interface Failed {
  readonly fault: unknown
  readonly trouble: Trouble
  readonly again: boolean
}

async function attemptBatch(applying: Applying, writes: readonly Write[]): Promise<{ outcomes: Outcome[] } | Failed> {
  try {
    const outcomes = await applying.database.transaction(applying.tenant, (tx) => applyIn(tx, applying, writes), BY_KEY)
    return { outcomes }
  } catch (fault) {
    const trouble = troubleOf(fault)
    return { fault, trouble, again: trouble === 'busy' || isTaken(fault) }
  }
}

/** What fails the whole batch and would again is looked for by halving it, until it stands alone and is refused. */
async function applyApart(applying: Applying, writes: readonly Write[], failed: Failed): Promise<Outcome[]> {
  if (failed.trouble === 'unknown') return writes.map(() => ({ unknown: { reason: reasonOf(failed.fault) } }))
  if (failed.trouble === 'unreachable') return writes.map(() => UNREACHABLE)
  if (failed.trouble === 'busy') return writes.map(() => BUSY)
  if (writes.length === 1) return [refusedAlone(applying, failed.fault)]
  const half = Math.ceil(writes.length / 2)
  const first = await applyWrites(applying, writes.slice(0, half))
  return [...first, ...(await applyWrites(applying, writes.slice(half)))]
}

function refusedAlone({ system, kind }: Applying, fault: unknown): Outcome {
  if (fault instanceof HalfDone) return { refused: fault.refusal }
  return { refused: { code: 'tandem/not-accepted', details: { system, kind, reason: reasonOf(fault) } } }
}

async function applyIn(tx: Tx, applying: Applying, writes: readonly Write[]): Promise<Outcome[]> {
  const { system, kind } = applying
  const keys = writes.map(({ key }) => key)
  const [known, context] = await Promise.all([doneKeys(tx, system, keys), applying.context(tx), beginWriting(tx, system)])
  const fresh = writes.filter(({ key }) => !known.has(key))
  const by: Context = { ...context, cause: { system: JOINT, change: fresh[0]?.key ?? '' } }
  const results = fresh.length > 0 ? await applying.write(tx, by, fresh) : []
  const done = fresh.flatMap(({ key }, i) => {
    const result = results[i]
    return result?.ok ? [{ key, written: result.value }] : []
  })
  tx.post(keepWritten(tx, context, system, kind, done))
  // The same write may have come twice at once: then it was refused for what the other has just done.
  const refused = fresh.flatMap(({ key }, i) => (results[i]?.ok ? [] : [key]))
  const twin = refused.length > 0 ? await doneKeys(tx, system, refused) : new Map<string, Outcome>()
  const told = fresh.map(({ key }, i) => [key, outcomeOf(results[i] as Result<Written>)] as const)
  const outcomes = new Map([...known, ...told, ...twin])
  return keys.map((key) => outcomes.get(key) as Outcome)
}

function outcomeOf(result: Result<Written>): Outcome {
  if (result.ok) return { done: { externalId: result.value.id, version: String(result.value.version) } }
  if (result.refusal.code.endsWith('/changed-meanwhile')) return { later: { afterMs: 0, reason: 'stale' } }
  return { refused: result.refusal }
}

/** Somebody made a document with the same code or number in the same moment: the next try sees it. */
function isTaken(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === '23505'
}
