/** Writing to a system what is due there, and finding out about what nobody knows. */
import { epochMs } from '@tandem/kernel'
import type { Outcome } from '../connector.ts'
import { spend } from '../flows/quota.ts'
import { tally } from '../flows/rates.ts'
import type { KindName } from '../kinds.ts'
import { type Engine, type Joined, rankOf, step } from './engine.ts'
import { takeAtHand } from './fast-lane.ts'
import { leaseDue, leaseExpired, type Only } from './lease.ts'
import { recordOutcomes } from './outcome.ts'
import type { Told } from './outcome-now.ts'
import { type Leased, REFERENCE_GONE } from './write-key.ts'

/** After so many tries a write travels alone: so one that makes its whole batch fail does not hold up the others. */
const ALONE_AFTER = 3

/**
 * Writes what is at hand, or else the next batch of due deliveries. `held`: kinds of which the system has not told all it has yet, so that nothing
 * may be written there. Answers how many deliveries were moved on in any way, and whether more may be due now: what becomes
 * due by another step wakes pushing itself.
 */
export async function pushDue(
  engine: Engine,
  joined: Joined,
  held: readonly string[],
): Promise<{ readonly count: number; readonly more: boolean }> {
  const next = await nextDue(engine, joined, held)
  await send(engine, joined, next.leased)
  return next
}

interface NextDue {
  readonly leased: readonly Leased[]
  readonly count: number
  readonly more: boolean
}

async function nextDue(engine: Engine, joined: Joined, held: readonly string[]): Promise<NextDue> {
  const atHand = takeAtHand(engine, joined.system)
  if (atHand.length > 0) return { leased: atHand, count: atHand.length, more: true }
  const { leased, settled } = await leaseDue(engine, joined.system, held)
  const count = leased.length + settled
  const wereAll = settled === 0 && leased.length < joined.capabilities.batch && !engine.controls.limited.has(joined.system)
  return { leased, count, more: count > 0 && !wereAll }
}

/**
 * Writes until nothing is due: one batch after the other, and several at once where the system takes that and there is more than fits
 * into one. The lanes know nothing of each other, as several workers do not: what one has leased, the others leave alone.
 */
export async function pushQueue(engine: Engine, joined: Joined, held: () => readonly string[]): Promise<void> {
  const beside = new Set<Promise<void>>()
  const lane = async (): Promise<void> => {
    for (let more = true; more; ) {
      const next = await nextDue(engine, joined, held())
      more = next.more
      if (more && beside.size + 1 < (joined.capabilities.writesAtOnce ?? 1)) startBeside()
      await send(engine, joined, next.leased)
    }
  }
  const startBeside = (): void => {
    const one = lane()
      .catch((fault) => engine.fault(fault, `push ${joined.system}`))
      .finally(() => beside.delete(one))
    beside.add(one)
  }
  try {
    await lane()
  } finally {
    while (beside.size > 0) await Promise.all(beside)
  }
}

/** Writes everything at hand. */
export async function pushAtHand(engine: Engine, joined: Joined): Promise<void> {
  for (let atHand = takeAtHand(engine, joined.system); atHand.length > 0; atHand = takeAtHand(engine, joined.system)) {
    await send(engine, joined, atHand)
  }
}

/** Asks the system what became of writes whose lease ran out; what it knows nothing of is sent again under the same key. */
export async function pushExpired(engine: Engine, joined: Joined): Promise<number> {
  return (await askExpired(engine, joined)).length
}

/**
 * Tries one write of a kind, whether that is paused or not: one whose outcome nobody knows, else the next that is due.
 * Answers whether the system took it; `nothing` when there was none, or when its answer says nothing about the system.
 */
export async function pushOne(engine: Engine, joined: Joined, kind: string): Promise<'done' | 'failed' | 'nothing'> {
  const only: Only = { kind, most: 1 }
  let told = await askExpired(engine, joined, only)
  for (let settled = 1; told.length === 0 && settled > 0; ) {
    const next = await leaseDue(engine, joined.system, [], only)
    settled = next.settled
    told = await send(engine, joined, next.leased)
  }
  if (told.some(({ outcome }) => 'done' in outcome)) return 'done'
  return told.some(({ outcome }) => failureOf(outcome) !== undefined) ? 'failed' : 'nothing'
}

async function askExpired(engine: Engine, joined: Joined, only?: Only): Promise<Told[]> {
  const leased = await leaseExpired(engine, joined.system, only)
  const answered: Told[] = []
  const unknown: Leased[] = []
  for (const [kind, group] of byKind(leased)) {
    const answers = await probe(engine, joined, kind, group)
    const told: Told[] = []
    for (const [i, one] of group.entries()) {
      const outcome = answers[i] ?? withoutSending(one)
      if (outcome) told.push({ leased: one, outcome })
      else unknown.push(one)
    }
    await record(engine, joined, told)
    answered.push(...told)
  }
  if (unknown.length > 0) await step(engine, (tx) => spend(tx, engine, joined.system, unknown.length))
  return [...answered, ...(await send(engine, joined, unknown))]
}

/** What becomes of a write that its system knows nothing of and that may not be sent again as it is. */
function withoutSending({ linkedMeanwhile, lacks }: Leased): Outcome | undefined {
  if (linkedMeanwhile) return { later: { afterMs: 0, reason: 'linked-meanwhile' } }
  return lacks ? { later: { afterMs: 0, reason: REFERENCE_GONE } } : undefined
}

async function probe(engine: Engine, joined: Joined, kind: KindName, group: readonly Leased[]): Promise<(Outcome | undefined)[]> {
  try {
    return await joined.connector.probe(
      kind,
      group.map(({ write }) => write),
    )
  } catch (fault) {
    engine.fault(fault, `probe ${joined.system} ${kind}`)
    return group.map(() => ({ unknown: { reason: reasonOf(fault) } }))
  }
}

/** What this worker was held up with for too long is left alone: it may be another's by now, which asks about it first. */
function stillHeld(engine: Engine, leased: readonly Leased[]): Leased[] {
  const now = epochMs(engine.now())
  return leased.filter(({ until }) => epochMs(until) > now)
}

async function send(engine: Engine, joined: Joined, leased: readonly Leased[]): Promise<Told[]> {
  const all: Told[] = []
  const alone = leased.filter(({ attempts }) => attempts > ALONE_AFTER)
  for (const [kind, group] of byKind(leased.filter(({ attempts }) => attempts <= ALONE_AFTER))) {
    const told = await apply(engine, joined, kind, stillHeld(engine, group))
    await record(engine, joined, told)
    all.push(...told)
  }
  for (const one of alone) {
    const told = await apply(engine, joined, one.kind as KindName, stillHeld(engine, [one]))
    await record(engine, joined, told)
    all.push(...told)
  }
  return all
}

/** Reasons to wait that say nothing against the health of a system. */
const HARMLESS = new Set(['stale', 'rate-limit', 'linked-meanwhile', REFERENCE_GONE])

/** Why a write failed, if it did. */
function failureOf(outcome: Outcome): string | undefined {
  if ('refused' in outcome) return outcome.refused.code
  if ('unknown' in outcome) return outcome.unknown.reason
  return 'later' in outcome && !HARMLESS.has(outcome.later.reason) ? outcome.later.reason : undefined
}

async function apply(engine: Engine, joined: Joined, kind: KindName, group: readonly Leased[]): Promise<Told[]> {
  if (group.length === 0) return []
  try {
    const outcomes = await joined.connector.apply(
      kind,
      group.map(({ write }) => write),
    )
    return group.map((leased, i) => ({ leased, outcome: outcomes[i] ?? { unknown: { reason: 'no outcome was told' } } }))
  } catch (fault) {
    engine.fault(fault, `apply ${joined.system} ${kind}`)
    return group.map((leased) => ({ leased, outcome: { unknown: { reason: reasonOf(fault) } } }))
  }
}

async function record(engine: Engine, joined: Joined, told: readonly Told[]): Promise<void> {
  const { system } = joined
  const done = await engine.echoes.recording(system, recordOutcomes(engine, system, told))
  const kind = told[0]?.leased.kind ?? ''
  const failures = told.flatMap(({ outcome }) => failureOf(outcome) ?? [])
  if (told.length > 0) tally(engine, { system, kind, direction: 'out' }, { done, failed: failures.length, last: failures.at(-1) })
  if (done > 0) engine.progress({ step: 'delivered', system, kind, count: done })
  if (told.length > done) engine.progress({ step: 'parked', system, kind, count: told.length - done })
}

/** Groups in order of urgency; among equals, what others refer to goes first. */
function byKind(leased: readonly Leased[]): [KindName, Leased[]][] {
  const groups = new Map<string, Leased[]>()
  for (const one of leased) {
    const group = groups.get(one.kind)
    if (group) group.push(one)
    else groups.set(one.kind, [one])
  }
  const urgency = ([kind, [first]]: [string, Leased[]]) => (first?.priority ?? 0) * 100 + rankOf(kind)
  return [...groups].sort((a, b) => urgency(a) - urgency(b)) as [KindName, Leased[]][]
}

function reasonOf(fault: unknown): string {
  return (fault instanceof Error ? fault.message : String(fault)).slice(0, 200)
}
