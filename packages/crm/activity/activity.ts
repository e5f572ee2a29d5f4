/** Pure decisions on activities. */
import { type Id, type Input, type Instant, ok, type Refusal, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { strangers } from '../shared/parties.ts'
import { changesOf, filled } from '../shared/values.ts'
import { type activity, activityFields, type activityInput } from './definition.ts'

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

function badActivity(values: Partial<Input<typeof activityInput>>, customer: Id, known: ActivityWorld): Refusal | undefined {
  return (
    badValue('activity', values, { filled: ['subject'] }) ??
    unknownReference('activity', values, { customer: known.customers }) ??
    strangers('activity', customer, values, { customers: new Map(), contacts: known.contacts, addresses: new Map() })
  )
}
