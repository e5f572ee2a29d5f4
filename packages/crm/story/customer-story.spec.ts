import { plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { changeActivity, completeActivity, createActivity } from '../activity/commands.ts'
import { createContact } from '../contact/commands.ts'
import { createCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { createInvoice } from '../invoice/commands.ts'
import { createOrder, recordProgress } from '../order/commands.ts'
import { createPayment } from '../payment/commands.ts'
import { createQuote } from '../quote/commands.ts'
import { createShipment } from '../shipment/commands.ts'
import { openShop } from '../testing/shop.ts'
import { customerStory } from './customer-story.ts'
import { openInvoices } from './open-invoices.ts'

const database = testDatabase([crmMigrations])

const story = (world: World, customer: Parameters<typeof customerStory.run>[2]['customer'], limit?: number) =>
  world.run((tx) => customerStory.run(tx, world.context(), { customer, limit }))

describe('C6 an activity', () => {
  it('has happened when it is written down; a task is open until it is completed', async () => {
    const world = await makeWorld(database.current, 1)
    const { acme, contact } = await openShop(world)
    const call = { customer: acme.id, contact: contact.id, kind: 'call', subject: '询价' } as const
    expect(await world.do(createActivity, call)).toMatchObject({ done: true, at: '2026-03-02T08:00:00Z' })
    const dueDate = plainDate('2026-03-09')
    const { id } = await world.do(createActivity, { customer: acme.id, kind: 'task', subject: 'Send samples', dueDate })
    expect(await world.do(changeActivity, { id, input: { text: 'oak and beech' } })).toMatchObject({ done: false, version: 2 })
    expect(await world.do(completeActivity, { id, input: {} })).toMatchObject({ done: true, version: 3 })
    expect(await world.try(completeActivity, { id, input: {} })).toMatchObject({
      refusal: { code: 'activity/already-done', details: { subject: 'Send samples' } },
    })
  })

  it('has a subject, a customer, and a contact of that customer', async () => {
    const world = await makeWorld(database.current, 2)
    const { acme } = await openShop(world)
    const fields = { code: 'B', name: 'B', type: 'company', currency: 'CNY', paymentTermDays: 0, onHold: false } as const
    const other = await world.do(createCustomer, fields)
    const stranger = await world.do(createContact, { customer: other.id, name: 'S' })
    const note = { customer: acme.id, kind: 'note', subject: 'x' } as const
    const inputs = [
      { ...note, subject: '' },
      { ...note, customer: world.newId() },
      { ...note, contact: stranger.id },
    ]
    expect(await world.run((tx) => createActivity.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'activity/empty-field' } },
      { refusal: { code: 'activity/unknown-reference' } },
      { refusal: { code: 'activity/contact-of-another' } },
    ])
  })
})

/** An order, its first delivery, invoices in two currencies, a credit note and a payment. */
async function history(world: World) {
  const shop = await openShop(world)
  const customer = shop.acme.id
  const lines = [{ item: shop.chair.id, quantity: '10' }]
  const quote = await world.do(createQuote, { customer, lines })
  const { id: order } = await world.do(createOrder, { customer, lines })
  const progress = [{ lineNumber: 1, reserved: '6', shipped: '4', invoiced: '4', expectedDate: null }]
  await world.do(recordProgress, { id: order, input: { state: 'placed', erpNumber: 'SO1', progress } })
  const shippedDate = plainDate('2026-01-10')
  await world.do(createShipment, { number: 'SH1', order, shippedDate, lines: [] })
  const dates = { invoiceDate: plainDate('2026-01-10'), dueDate: plainDate('2026-02-20') }
  const amounts = { net: '800', tax: '104', total: '904', paid: '500' }
  const first = {
    ...{ number: 'I1', type: 'invoice' as const, customer, order, currency: 'CNY', lines: [] },
    ...dates,
    ...amounts,
  } as const
  const { id: invoice } = await world.do(createInvoice, first)
  await world.do(createInvoice, { ...first, number: 'I2', dueDate: plainDate('2026-03-02') })
  await world.do(createInvoice, { ...first, number: 'C1', type: 'credit-note', net: '100', tax: '13', total: '113', paid: '0' })
  await world.do(createInvoice, { ...first, number: 'I3', currency: 'USD', paid: '904' })
  const payment = { number: 'P1', customer, paymentDate: plainDate('2026-02-01'), currency: 'CNY', amount: '500', method: 'bank' }
  await world.do(createPayment, { ...payment, allocations: [{ invoice, amount: '500' }] })
  return { ...shop, customer, quote, order }
}

describe("C5 a customer's story", () => {
  it('tells orders with their progress, invoices with what is open and late, payments, and what happened', async () => {
    const world = await makeWorld(database.current, 11)
    const { customer, quote, order } = await history(world)
    await world.do(createActivity, { customer, kind: 'visit', subject: '拜访' })
    const told = await story(world, customer)
    expect(told).toMatchObject({
      value: {
        customer: { code: 'ACME' },
        contacts: [{ name: '李雷' }],
        addresses: [{ city: '杭州' }],
        quotes: [{ id: quote.id }],
        orders: [{ id: order, erpNumber: 'SO1', lines: [{ quantity: '10' }], progress: [{ shipped: '4', reserved: '6' }] }],
        payments: [{ number: 'P1', allocations: [{ amount: '500' }] }],
        activities: [{ subject: '拜访' }],
        balances: [
          { currency: 'CNY', open: '695', overdue: '291', invoiced: '1695', paid: '1000' },
          { currency: 'USD', open: '0', overdue: '0', invoiced: '904', paid: '904' },
        ],
      },
    })
    if (!told.ok) return
    const open = told.value.invoices.map(({ number, open, overdueDays }) => [number, open, overdueDays])
    expect(open.sort()).toEqual([
      ['C1', '-113', 0],
      ['I1', '404', 10],
      ['I2', '404', 0],
      ['I3', '0', 0],
    ])
    expect(told.value.events.map(({ type }) => type)).toEqual([
      ...['activity-created', 'payment-created', 'invoice-created', 'invoice-created', 'invoice-created', 'invoice-created'],
      ...['shipment-created', 'order-placed', 'order-created', 'quote-created', 'address-created', 'contact-created'],
      'customer-created',
    ])
  })

  it('is short when asked to be, yet its balances count everything', async () => {
    const world = await makeWorld(database.current, 12)
    const { customer } = await history(world)
    expect(await story(world, customer, 1)).toMatchObject({
      value: { invoices: { length: 1 }, events: { length: 1 }, balances: [{ open: '695' }, { open: '0' }] },
    })
  })

  it('says for the customer alone what is open: what is due first first, settled invoices left out', async () => {
    const world = await makeWorld(database.current, 15)
    const { customer } = await history(world)
    const told = await world.run((tx) => openInvoices.run(tx, world.context(), { customer }))
    const invoices = [
      { number: 'C1', open: '-113', overdueDays: 0 },
      { number: 'I1', open: '404', overdueDays: 10 },
      { number: 'I2', open: '404', overdueDays: 0 },
    ]
    expect(told).toMatchObject({ value: { balances: [{ currency: 'CNY', open: '695' }, { open: '0' }], invoices } })
  })

  it("holds nothing of other customers, nor of another company's", async () => {
    const [world, other] = [await makeWorld(database.current, 13), await makeWorld(database.current, 14)]
    const { customer } = await history(world)
    await history(other)
    const fields = { code: 'B', name: 'B', type: 'company', currency: 'CNY', paymentTermDays: 0, onHold: false } as const
    const second = await world.do(createCustomer, fields)
    expect(await story(world, second.id)).toMatchObject({
      value: { orders: [], invoices: [], payments: [], activities: [], balances: [], events: [{ type: 'customer-created' }] },
    })
    expect(await story(other, customer)).toMatchObject({ refusal: { code: 'customer/not-found' } })
  })
})
