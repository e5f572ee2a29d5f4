/** Pure decisions on activities. */
import {
  type Actor,
  type Id,
  type Input,
  type Instant,
  ok,
  type Refusal,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { strangers } from '../shared/parties.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type activity, activityFields, type activityInput, type assignInput } from './definition.ts'

export type Activity = Row<typeof activity>

export interface ActivityWorld {
  readonly now: Instant
  readonly customers: Known
  readonly contacts: ReadonlyMap<Id, { readonly customer: Id }>
}

/** A task is open until completed; everything else has happened when it is written down. */
export function newActivity(input: Input<typeof activityInput>, stamp: Stored, known: ActivityWorld): Result<Activity> {
  const { at, done, kind, customer } = input
  const refusal = badActivity(input, customer, known)
  if (refusal) return { ok: false, refusal }
  return ok({ ...filled(activityFields, { ...input, at: at ?? known.now, done: done ?? kind !== 'task' }), ...stamp })
}

export function changedActivity(row: Activity, input: object, known: ActivityWorld): Result<Partial<Activity>> {
  const changes = changesOf<Activity>(activityFields, row, input)
  const refusal = badActivity(changes, changes.customer ?? row.customer, known)
  return refusal ? { ok: false, refusal } : ok(changes)
}

export function completedActivity(row: Activity): Result<Partial<Activity>> {
  return row.done ? refuse('activity/already-done', { subject: row.subject }) : ok({ done: true })
}

/** A task is given to somebody, or to nobody; what is done is nobody's to do any more. */
export function assignedActivity(row: Activity, { assignee }: Input<typeof assignInput>): Result<Partial<Activity>> {
  if (row.done) return refuse('activity/already-done', { subject: row.subject })
  const next = assignee || null
  return ok(next === row.assignee ? {} : { assignee: next })
}

/** Somebody takes a task that nobody has yet: two who take it at once do not both have it. */
export function takenActivity(row: Activity, by: Actor): Result<Partial<Activity>> {
  if (by.kind !== 'user') return refuse('activity/only-people-take')
  if (row.done) return refuse('activity/already-done', { subject: row.subject })
  if (row.assignee === by.id) return ok({})
  return row.assignee
    ? refuse('activity/already-taken', { subject: row.subject, assignee: row.assignee })
    : ok({ assignee: by.id })
}

function badActivity(values: Partial<Input<typeof activityInput>>, customer: Id, known: ActivityWorld): Refusal | undefined {
  return (
    badValue('activity', values, { filled: ['subject'] }) ??
    unknownReference('activity', values, { customer: known.customers }) ??
    strangers('activity', customer, values, { customers: new Map(), contacts: known.contacts, addresses: new Map() })
  )
}
