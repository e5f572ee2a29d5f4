import type { Tx } from '@tandem/db'
import { type Context, type Id, partial } from '@tandem/kernel'
import type { Contact } from '../contact/contact.ts'
import { contact } from '../contact/definition.ts'
import { customer } from '../customer/definition.ts'
import { changeCommand, createCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { type Activity, assignedActivity, changedActivity, completedActivity, newActivity, takenActivity } from './activity.ts'
import { activity, activityFields, activityInput, assignInput } from './definition.ts'

export const createActivity = createCommand(activity, {
  label: { en: 'New activity', zh: '新建跟进' },
  input: activityInput,
  prepare,
  decide: newActivity,
})

export const changeActivity = changeCommand(activity, {
  input: partial(activityFields),
  prepare,
  decide: changedActivity,
})

export const completeActivity = changeCommand(activity, {
  name: 'complete',
  label: { en: 'Complete', zh: '完成' },
  input: {},
  prepare: async () => undefined,
  decide: (row: Activity) => completedActivity(row),
  event: 'activity-completed',
})

export const assignActivity = changeCommand(activity, {
  name: 'assign',
  label: { en: 'Assign', zh: '指派' },
  input: assignInput,
  prepare: async () => undefined,
  decide: (row: Activity, input) => assignedActivity(row, input),
  event: 'activity-assigned',
})

export const takeActivity = changeCommand(activity, {
  name: 'take',
  label: { en: 'Take', zh: '领取' },
  input: {},
  prepare: async (_tx, _inputs, by) => by.actor,
  decide: (row: Activity, _input, actor) => takenActivity(row, actor),
  event: 'activity-assigned',
})

interface Naming {
  readonly customer?: Id | null | undefined
  readonly contact?: Id | null | undefined
}

async function prepare(tx: Tx, inputs: readonly Naming[], by: Context) {
  const [customers, contacts] = await Promise.all([
    known(
      tx,
      customer,
      inputs.map((input) => input.customer),
    ),
    known<Contact>(
      tx,
      contact,
      inputs.map((input) => input.contact),
    ),
  ])
  return { now: by.now, customers, contacts }
}
