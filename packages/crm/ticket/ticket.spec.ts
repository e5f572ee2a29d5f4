import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { archiveCustomer, createCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { mergeCustomer } from '../merge/merge.ts'
import {
  answerTicket,
  changeTicket,
  createTicket,
  recordTicket,
  reopenTicket,
  replyTicket,
  solveTicket,
  tellTicket,
} from './commands.ts'

const database = testDatabase([crmMigrations])
const acme = { code: 'C1', name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false } as const

async function begun(seed: number) {
  const world = await makeWorld(database.current, seed)
  const customer = (await world.do(createCustomer, acme)).id
  const ticket = await world.do(createTicket, { customer, subject: 'A leg is loose', message: 'It wobbles. ' })
  const code = async (command: typeof replyTicket, id: Id, message: string) => {
    const result = await world.try(command, { id, input: { message } })
    return result.ok ? result.value.state : result.refusal.code
  }
  return { world, customer, ticket, code }
}

describe('C10 a ticket', () => {
  it('begins with what the customer says, and goes between them and the house until it is solved', async () => {
    const { world, ticket } = await begun(1)
    expect(ticket).toMatchObject({
      ...{ number: expect.stringMatching(/^T/), state: 'open', priority: 'normal', assignee: null },
      messages: [{ ours: false, text: 'It wobbles.' }],
    })
    const { id } = ticket
    const answered = await world.do(answerTicket, { id, input: { message: 'A new one is on its way.' } })
    expect(answered).toMatchObject({ state: 'answered', assignee: answered.updatedBy })
    expect(await world.do(solveTicket, { id, input: {} })).toMatchObject({ state: 'solved' })
    const again = await world.do(replyTicket, { id, input: { message: 'It came broken.' } })
    expect(again).toMatchObject({
      state: 'open',
      messages: [{ ours: false }, { ours: true }, { ours: false, text: 'It came broken.' }],
    })
    await world.do(solveTicket, { id, input: {} })
    expect(await world.do(reopenTicket, { id, input: {} })).toMatchObject({ state: 'open' })
  })

  it('is refused without words, for a customer that is gone, for an order of somebody else, and out of turn', async () => {
    const { world, customer, ticket, code } = await begun(2)
    const make = async (input: object) => {
      const result = await world.try(createTicket, { customer, subject: 'x', message: 'y', ...input })
      return result.ok ? 'made' : result.refusal.code
    }
    expect(await make({ subject: ' ' })).toBe('ticket/empty-field')
    expect(await make({ message: ' ' })).toBe('ticket/empty-field')
    expect(await make({ customer: world.newId() })).toBe('ticket/unknown-reference')
    expect(await make({ order: world.newId() })).toBe('ticket/order-of-another')
    expect(await code(answerTicket, ticket.id, ' ')).toBe('ticket/empty-field')
    const reopened = await world.try(reopenTicket, { id: ticket.id, input: {} })
    expect(reopened).toMatchObject({ refusal: { code: 'ticket/wrong-state' } })
    const change = await world.try(changeTicket, { id: ticket.id, input: { order: world.newId() } })
    expect(change).toMatchObject({ refusal: { code: 'ticket/order-of-another' } })
    await world.do(archiveCustomer, { id: customer, input: {} })
    expect(await make({})).toBe('ticket/customer-archived')
  })

  it('holds two hundred messages', async () => {
    const { world, ticket, code } = await begun(3)
    const many = Array.from({ length: 199 }, () => ({ id: ticket.id, input: { message: 'more' } }))
    await world.run((tx) => replyTicket.run(tx, world.context(), many))
    expect(await code(replyTicket, ticket.id, 'one too many')).toBe('ticket/too-long')
  })

  it('goes along when its customer is merged into another', async () => {
    const { world, customer, ticket } = await begun(4)
    const keep = await world.do(createCustomer, { ...acme, code: 'C2' })
    await world.do(mergeCustomer, { id: customer, input: { into: keep.id } })
    const changed = await world.do(changeTicket, { id: ticket.id, input: { priority: 'high', assignee: 'li' } })
    expect(changed).toMatchObject({ customer: keep.id, priority: 'high', assignee: 'li' })
  })

  it('is told by another system: whether it is solved and what was asked, while who speaks next stays here', async () => {
    const { world, customer } = await begun(5)
    const made = await world.do(recordTicket, { customer, subject: 'A leg is loose', state: 'solved', assignee: 'li.na' })
    expect(made).toMatchObject({ state: 'solved', assignee: 'li.na', messages: [{ ours: false, text: 'A leg is loose' }] })
    const tell = (input: object) => world.do(tellTicket, { id: made.id, input })
    expect(await tell({ state: 'open', description: 'It wobbles.' })).toMatchObject({
      state: 'open',
      messages: [{ text: 'It wobbles.' }],
    })
    await world.do(answerTicket, { id: made.id, input: { message: 'A new one is on its way.' } })
    expect(await tell({ state: 'open', priority: 'high' })).toMatchObject({ state: 'answered', priority: 'high' })
    const unknown = await world.try(tellTicket, { id: made.id, input: { customer: world.newId() } })
    expect(unknown).toMatchObject({ refusal: { code: 'ticket/unknown-reference' } })
    const other = await world.do(createCustomer, { ...acme, code: 'C2' })
    expect(await tell({ customer: other.id })).toMatchObject({ customer: other.id, order: null })
  })
})
