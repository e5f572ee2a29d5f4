/**
 * A record's log played once more through the same `plan` that made it: with the values and rules of today, or with
 * others. Pure. What was delivered when is played, too, so that two people who changed a field at once still do.
 */
import type { Instant, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { type Agreed, firstRecord, type Incoming, plan, type Rules } from '../engine/merge.ts'
import type { FieldSteps } from '../lineage/steps.ts'
import type { Side } from '../rules.ts'

export interface Log {
  readonly changes: readonly LogChange[]
  readonly deliveries: readonly LogDelivery[]
  readonly decisions: readonly LogDecision[]
}

export interface LogChange {
  readonly id: string
  readonly seq: number
  readonly system: string
  readonly actor: string
  readonly at: Instant
  readonly plannedAt: Instant
  /** In the joint's terms, references as records; null when the mapping cannot read it. */
  readonly values: Values | null
  readonly isEcho: boolean
}

export interface LogDelivery {
  readonly id: string
  readonly system: string
  readonly changeId: string | null
  readonly sentAt: Instant
  readonly doneAt: Instant
  readonly changed: readonly string[]
}

export interface LogDecision {
  readonly at: Instant
  readonly by: string
  readonly changes: FieldSteps
}

/** How it is played. */
export interface Play {
  readonly fields: readonly string[]
  readonly lines: ReadonlySet<string>
  readonly rules: Rules
  readonly sideOf: (system: string) => Side
}

interface Event {
  readonly at: Instant
  /** Among things of the same moment: the change that something followed, then what it is. */
  readonly seq: number
  readonly rank: number
  readonly play: (stage: Stage) => void
}

interface Stage {
  readonly how: Play
  record: Agreed | undefined
  readonly bases: Map<string, Values>
  readonly sent: Map<string, Values>
  readonly wrote: Map<string, ReadonlySet<string>>
}

/** What the record would be; undefined when nothing that made it can be read. */
export function replay(log: Log, how: Play): Agreed | undefined {
  const stage: Stage = { how, record: undefined, bases: new Map(), sent: new Map(), wrote: new Map() }
  for (const event of eventsOf(log)) event.play(stage)
  return stage.record
}

function eventsOf({ changes, deliveries, decisions }: Log): Event[] {
  const seqs = new Map(changes.map(({ id, seq }) => [id, seq]))
  const last = Math.max(0, ...seqs.values())
  const told = changes.map((change): Event => {
    return { at: change.plannedAt, seq: change.seq, rank: 0, play: (stage) => tell(stage, change) }
  })
  const carried = deliveries.flatMap((delivery): Event[] => {
    const seq = seqs.get(delivery.changeId ?? '') ?? last
    return [
      { at: delivery.sentAt, seq, rank: 2, play: (stage) => send(stage, delivery) },
      { at: delivery.doneAt, seq, rank: 3, play: (stage) => arrive(stage, delivery) },
    ]
  })
  const decided = decisions.map((decision): Event => {
    return { at: decision.at, seq: last, rank: 1, play: (stage) => decide(stage, decision) }
  })
  return [...told, ...carried, ...decided].sort(
    (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0) || a.seq - b.seq || a.rank - b.rank,
  )
}

function tell(stage: Stage, change: LogChange): void {
  const { how, bases, wrote } = stage
  if (!change.values) return
  const { system, actor, at, id, values } = change
  const incoming: Incoming = { values, system, side: how.sideOf(system), actor, at, change: id }
  if (!stage.record) {
    stage.record = firstRecord(how.fields, incoming, how.lines)
    bases.set(system, values)
    return
  }
  const written = change.isEcho ? (wrote.get(system) ?? new Set<string>()) : undefined
  const sides = new Map([...bases.keys(), system].map((name) => [name, how.sideOf(name)]))
  const known = { ...stage.record, sides }
  const merged = plan(bases.get(system), written ? { ...incoming, wrote: written } : incoming, known, how.rules)
  bases.set(system, merged.base)
  stage.record = { values: merged.values, stamps: merged.stamps, disputed: merged.disputed, sides }
}

function send({ record, sent }: Stage, { id }: LogDelivery): void {
  if (record) sent.set(id, record.values)
}

function arrive({ bases, sent, wrote }: Stage, { id, system, changed }: LogDelivery): void {
  const values = sent.get(id)
  if (!values) return
  bases.set(system, values)
  wrote.set(system, new Set(changed))
}

/** A person's word counts whatever the rules say. Of lines only what differed is kept: those stay as they are. */
function decide(stage: Stage, { at, by, changes }: LogDecision): void {
  if (!stage.record) return
  const decided = Object.entries(changes).flatMap(([field, step]): [string, Json][] =>
    'after' in step ? [[field, step.after ?? null]] : [],
  )
  const stamp = { by, at, system: 'joint', change: null, rule: 'person' }
  stage.record = {
    ...stage.record,
    values: { ...stage.record.values, ...Object.fromEntries(decided) },
    stamps: { ...stage.record.stamps, ...Object.fromEntries(decided.map(([field]) => [field, stamp])) },
    disputed: stage.record.disputed.filter((field) => !decided.some(([name]) => name === field)),
  }
}
