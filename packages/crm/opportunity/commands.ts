import { decideRead, readCustomInputs, stamp, type Tx } from '@tandem/db'
import type { CreateCommand, Id, Input, Label } from '@tandem/kernel'
import type { Contact } from '../contact/contact.ts'
import { contact } from '../contact/definition.ts'
import type { Customer } from '../customer/customer.ts'
import { customer } from '../customer/definition.ts'
import { changeCommand, createNumbered } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { loseInput, opportunity, opportunityChange, opportunityInput, opportunityRecord } from './definition.ts'
import {
  changedOpportunity,
  newOpportunity,
  type Opportunity,
  type OpportunityWorld,
  recordedOpportunity,
  steppedOpportunity,
} from './opportunity.ts'

export const createOpportunity: CreateCommand<Tx, typeof opportunityInput, Opportunity> = {
  name: 'create',
  document: 'opportunity',
  on: 'new',
  label: { en: 'New opportunity', zh: '新建商机' },
  input: opportunityInput,
  async run(tx, by, inputs) {
    const [world, read] = await Promise.all([worldOf(tx, inputs), readCustomInputs(tx, opportunity, inputs)])
    const decided = decideRead(read, (input) => newOpportunity(input, stamp(by), world))
    return createNumbered<Opportunity>(tx, by, opportunity, 'OP', decided)
  },
}

export const changeOpportunity = changeCommand(opportunity, {
  input: opportunityChange,
  prepare: worldOf,
  decide: changedOpportunity,
})

export const recordOpportunity = changeCommand(opportunity, {
  name: 'record-change',
  label: { en: 'Record what another system says', zh: '登记其他系统的变更' },
  input: opportunityRecord,
  prepare: worldOf,
  decide: recordedOpportunity,
})

export const qualifyOpportunity = step('qualify', { en: 'Qualified', zh: '确认有效' }, 'opportunity-qualified')
export const proposeOpportunity = step('propose', { en: 'Proposition made', zh: '已提方案' }, 'opportunity-proposed')
export const winOpportunity = step('win', { en: 'Won', zh: '赢单' }, 'opportunity-won')
export const reopenOpportunity = step('reopen', { en: 'Open again', zh: '重新打开' }, 'opportunity-reopened')

export const loseOpportunity = changeCommand(opportunity, {
  name: 'lose',
  label: { en: 'Lost', zh: '丢单' },
  input: loseInput,
  prepare: async () => undefined,
  decide: (row: Opportunity, { reason }: Input<typeof loseInput>) => steppedOpportunity(row, 'lose', reason),
  event: 'opportunity-lost',
})

function step(name: 'qualify' | 'propose' | 'win' | 'reopen', label: Label, event: string) {
  return changeCommand(opportunity, {
    ...{ name, label, event, input: {} },
    prepare: async () => undefined,
    decide: (row: Opportunity) => steppedOpportunity(row, name),
  })
}

interface Naming {
  readonly customer?: Id | null | undefined
  readonly contact?: Id | null | undefined
}

async function worldOf(tx: Tx, inputs: readonly Naming[]): Promise<OpportunityWorld> {
  const [customers, contacts] = await Promise.all([
    known<Customer>(
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
  return { customers, contacts }
}
