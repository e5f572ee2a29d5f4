/** Pure decisions on tickets. */
import {
  type Context,
  follow,
  type Id,
  type Input,
  ok,
  type Refusal,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { changesOf } from '../shared/values.ts'
import { type messageInput, type ticket, ticketChange, type ticketInput, ticketRecord, ticketTransitions } from './definition.ts'

export type Ticket = Row<typeof ticket>
type Message = Ticket['messages'][number]
type Speaking = Pick<Context, 'now' | 'actor'>

/** A conversation longer than this is begun anew. */
const MOST_MESSAGES = 200

export interface TicketWorld {
  readonly customers: ReadonlyMap<Id, { readonly status: string; readonly code: string }>
  readonly orders: ReadonlyMap<Id, { readonly customer: Id }>
}

export function newTicket(
  input: Input<typeof ticketInput>,
  stamp: Stored,
  by: Speaking,
  known: TicketWorld,
): Result<Omit<Ticket, 'number'>> {
  const { customer, subject, order = null, priority, message, custom = null } = input
  const found = known.customers.get(customer)
  if (!found) return refuse('ticket/unknown-reference', { field: 'customer', id: customer })
  if (found.status === 'archived') return refuse('ticket/customer-archived', { code: found.code })
  const refusal = badTicket({ subject, message }) ?? strangeOrder(customer, order, known)
  if (refusal) return { ok: false, refusal }
  const messages = [said(by, message, false)]
  const asked = { customer, subject, order, priority: priority ?? 'normal', custom }
  return ok({ ...stamp, ...asked, state: 'open', assignee: null, messages })
}

export function changedTicket(
  row: Ticket,
  input: Input<typeof ticketChange>,
  known: Pick<TicketWorld, 'orders'>,
): Result<Partial<Ticket>> {
  const changes = changesOf<Ticket>(ticketChange, row, input)
  const refusal = badTicket(changes) ?? strangeOrder(row.customer, changes.order ?? null, known)
  return refusal ? { ok: false, refusal } : ok(changes)
}

/** One that began in another system; where nobody wrote down what was asked, its subject says so. */
export function recordedTicket(
  { description, state, assignee = null, ...input }: Input<typeof ticketRecord>,
  stamp: Stored,
  by: Speaking,
  known: TicketWorld,
): Result<Omit<Ticket, 'number'>> {
  const made = newTicket({ ...input, message: description?.trim() || input.subject }, stamp, by, known)
  return made.ok ? ok({ ...made.value, state: state ?? 'open', assignee }) : made
}

/** What that system says now. Who is to speak next is not for it to say: only whether it is solved. */
export function toldTicket(
  row: Ticket,
  { description, state, ...rest }: Partial<Input<typeof ticketRecord>>,
  { customers }: Pick<TicketWorld, 'customers'>,
): Result<Partial<Ticket>> {
  const changes = changesOf<Ticket>(ticketRecord, row, rest)
  const { customer = row.customer } = changes
  if (!customers.has(customer) && customer !== row.customer) {
    return refuse('ticket/unknown-reference', { field: 'customer', id: customer })
  }
  // An order is of one customer.
  const moved = customer === row.customer ? {} : { order: null }
  const refusal = badTicket(changes)
  if (refusal) return { ok: false, refusal }
  return ok({ ...changes, ...(changes.customer ? moved : {}), ...toldState(row, state), ...firstSaid(row, description) })
}

function toldState({ state: now }: Ticket, told: 'open' | 'solved' | null | undefined): Partial<Ticket> {
  if (!told || (told === 'solved') === (now === 'solved')) return {}
  return { state: told }
}

function firstSaid({ messages }: Ticket, description: string | null | undefined): Partial<Ticket> {
  const [first, ...others] = messages
  const text = description?.trim()
  return !first || !text || text === first.text ? {} : { messages: [{ ...first, text }, ...others] }
}

/** The house answers, or the customer says more. */
export function spoken(
  row: Ticket,
  command: 'answer' | 'reply',
  { message }: Input<typeof messageInput>,
  by: Speaking,
): Result<Partial<Ticket>> {
  const refusal = badTicket({ message })
  if (refusal) return { ok: false, refusal }
  if (row.messages.length >= MOST_MESSAGES) return refuse('ticket/too-long', { max: MOST_MESSAGES })
  const state = follow(ticketTransitions, 'ticket', row.state, command)
  if (!state.ok) return state
  const messages = [...row.messages, said(by, message, command === 'answer')]
  // Who answers first sees to it from then on.
  const taken = command === 'answer' && row.assignee === null ? { assignee: by.actor.id.slice(0, 60) } : {}
  return ok({ state: state.value, messages, ...taken })
}

export function steppedTicket(row: Ticket, command: 'solve' | 'reopen'): Result<Partial<Ticket>> {
  const state = follow(ticketTransitions, 'ticket', row.state, command)
  return state.ok ? ok({ state: state.value }) : state
}

function said({ now, actor }: Speaking, text: string, ours: boolean): Message {
  return { at: now, ours, author: actor.id.slice(0, 100), text: text.trim() }
}

function badTicket(values: object): Refusal | undefined {
  return badValue('ticket', values, { filled: ['subject', 'message'] })
}

function strangeOrder(customer: Id, order: Id | null, { orders }: Pick<TicketWorld, 'orders'>): Refusal | undefined {
  if (!order || orders.get(order)?.customer === customer) return undefined
  return refuse('ticket/order-of-another', { id: order }).refusal
}
