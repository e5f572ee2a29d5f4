import { decideRead, readCustomInputs, stamp, type Tx } from '@tandem/db'
import { type CreateCommand, type Id, type Label, partial } from '@tandem/kernel'
import type { Customer } from '../customer/customer.ts'
import { customer } from '../customer/definition.ts'
import { order } from '../order/definition.ts'
import type { Order } from '../order/order.ts'
import { changeCommand, createNumbered } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { messageInput, ticket, ticketChange, ticketInput, ticketRecord } from './definition.ts'
import { changedTicket, newTicket, recordedTicket, spoken, steppedTicket, type Ticket, toldTicket } from './ticket.ts'

export const createTicket: CreateCommand<Tx, typeof ticketInput, Ticket> = {
  name: 'create',
  document: 'ticket',
  on: 'new',
  label: { en: 'New ticket', zh: '新建工单' },
  input: ticketInput,
  async run(tx, by, inputs) {
    const world = { customers: await customersOf(tx, inputs), orders: await ordersOf(tx, inputs) }
    // Customers ask, too, and are told nothing of fields of the house.
    const decided = decideRead(await readCustomInputs(tx, ticket, inputs, false), (input) =>
      newTicket(input, stamp(by), by, world),
    )
    return createNumbered<Ticket>(tx, by, ticket, 'T', decided)
  },
}

export const recordTicket: CreateCommand<Tx, typeof ticketRecord, Ticket> = {
  name: 'record',
  document: 'ticket',
  on: 'new',
  label: { en: 'Record a ticket of another system', zh: '登记其他系统的工单' },
  input: ticketRecord,
  async run(tx, by, inputs) {
    const world = { customers: await customersOf(tx, inputs), orders: new Map() }
    const decided = decideRead(await readCustomInputs(tx, ticket, inputs), (input) => recordedTicket(input, stamp(by), by, world))
    return createNumbered<Ticket>(tx, by, ticket, 'T', decided)
  },
}

/** What another system says of one that both have. */
export const tellTicket = changeCommand(ticket, {
  name: 'record-change',
  label: { en: 'Record what another system says', zh: '登记其他系统的变更' },
  input: partial(ticketRecord),
  prepare: async (tx, inputs) => ({ customers: await customersOf(tx, inputs) }),
  decide: (row: Ticket, input, world) => toldTicket(row, input as Parameters<typeof toldTicket>[1], world),
})

export const changeTicket = changeCommand(ticket, {
  input: ticketChange,
  prepare: async (tx, inputs) => ({ orders: await ordersOf(tx, inputs) }),
  decide: (row: Ticket, input, world) => changedTicket(row, input, world),
})

export const answerTicket = speaking('answer', { en: 'Answer', zh: '答复' }, 'ticket-answered')
export const replyTicket = speaking('reply', { en: 'Reply as the customer', zh: '客户回复' }, 'ticket-replied')
export const solveTicket = step('solve', { en: 'Solved', zh: '标记为已解决' }, 'ticket-solved')
export const reopenTicket = step('reopen', { en: 'Open again', zh: '重新打开' }, 'ticket-reopened')

function speaking(name: 'answer' | 'reply', label: Label, event: string) {
  return changeCommand(ticket, {
    ...{ name, label, event, input: messageInput },
    prepare: async (_tx, _inputs, by) => by,
    decide: (row: Ticket, input, by) => spoken(row, name, input, by),
  })
}

function step(name: 'solve' | 'reopen', label: Label, event: string) {
  return changeCommand(ticket, {
    ...{ name, label, event, input: {} },
    prepare: async () => undefined,
    decide: (row: Ticket) => steppedTicket(row, name),
  })
}

function customersOf(tx: Tx, inputs: readonly { readonly customer?: Id | null | undefined }[]) {
  return known<Customer>(
    tx,
    customer,
    inputs.map((input) => input.customer),
  )
}

function ordersOf(tx: Tx, inputs: readonly { readonly order?: Id | null | undefined }[]) {
  return known<Order>(
    tx,
    order,
    inputs.map((input) => input.order),
  )
}
