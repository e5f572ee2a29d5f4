import { readDocuments, rows, sql } from '@tandem/db'
import { plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { crmMigrations } from '../index.ts'
import { createOrder } from '../order/commands.ts'
import { changePayment, createPayment } from '../payment/commands.ts'
import { payment } from '../payment/definition.ts'
import type { Payment } from '../payment/payment.ts'
import { changeShipment, createShipment } from '../shipment/commands.ts'
import { openShop } from '../testing/shop.ts'
import { changeInvoice, createInvoice } from './commands.ts'

const database = testDatabase([crmMigrations])

async function delivering(seed: number) {
  const world = await makeWorld(database.current, seed)
  const shop = await openShop(world)
  const customer = shop.acme.id
  const order = await world.do(createOrder, { customer, lines: [{ item: shop.chair.id, quantity: '10' }] })
  const shipment = {
    ...{ number: 'SH1', order: order.id, shippedDate: plainDate('2026-03-05'), carrier: '顺丰' },
    lines: [{ orderLineNumber: 1, item: shop.chair.id, quantity: '4', unit: 'pcs' }],
  }
  const invoice = {
    ...{ number: 'INV1', type: 'invoice' as const, customer, order: order.id, currency: 'CNY' },
    ...{ invoiceDate: plainDate('2026-03-05'), dueDate: plainDate('2026-04-04') },
    ...{ net: '799.6', tax: '103.95', total: '903.55', paid: '0' },
    lines: [{ orderLineNumber: 1, description: 'Chair', quantity: '4', unit: 'pcs', net: '799.6', tax: '103.95' }],
  } as const
  return { world, ...shop, customer, order, shipment, invoice }
}

describe('J5 a shipment', () => {
  it('is told by the ERP, and corrected by it', async () => {
    const { world, shipment, chair } = await delivering(1)
    const { id, ...made } = await world.do(createShipment, shipment)
    expect(made).toMatchObject({ ...shipment, trackingNumber: null, version: 1 })
    const lines = [
      { orderLineNumber: 1, item: chair.id, quantity: '3', unit: 'pcs' },
      { orderLineNumber: 1, item: chair.id, quantity: '1', unit: 'pcs' },
    ]
    expect(await world.do(changeShipment, { id, input: { trackingNumber: 'SF1', lines } })).toMatchObject({ version: 2, lines })
    expect(await world.do(changeShipment, { id, input: { trackingNumber: 'SF1', lines } })).toMatchObject({ version: 2 })
  })

  it('is of an order and of items that are known, and has a number of its own', async () => {
    const { world, shipment } = await delivering(2)
    await world.do(createShipment, shipment)
    const [line] = shipment.lines
    const inputs = [
      shipment,
      { ...shipment, number: ' ' },
      { ...shipment, number: 'SH2', order: world.newId() },
      { ...shipment, number: 'SH2', lines: [{ ...line, orderLineNumber: 1, quantity: '1', unit: 'pcs', item: world.newId() }] },
    ]
    expect(await world.run((tx) => createShipment.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'shipment/number-taken', details: { number: 'SH1' } } },
      { refusal: { code: 'shipment/empty-field' } },
      { refusal: { code: 'shipment/unknown-reference', details: { field: 'order' } } },
      { refusal: { code: 'shipment/unknown-reference', details: { field: 'item' } } },
    ])
  })
})

describe('J7 an invoice', () => {
  it('is told by the ERP, and paid by and by', async () => {
    const { world, invoice } = await delivering(11)
    const { id, ...made } = await world.do(createInvoice, invoice)
    expect(made).toMatchObject(invoice)
    expect(await world.do(changeInvoice, { id, input: { paid: '900.00' } })).toMatchObject({ paid: '900', version: 2 })
    expect(await world.try(changeInvoice, { id, input: { paid: '903.56' } })).toMatchObject({
      refusal: { code: 'invoice/overpaid', details: { total: '903.55' } },
    })
  })

  it('adds up, names what is known, and has a number of its own', async () => {
    const { world, invoice } = await delivering(12)
    await world.do(createInvoice, invoice)
    const second = { ...invoice, number: 'INV2' }
    const inputs = [
      invoice,
      { ...invoice, number: '' },
      { ...second, total: '903.54' },
      { ...second, customer: world.newId() },
      { ...second, order: world.newId() },
      { ...second, currency: '???' },
      second,
      second,
    ]
    expect(await world.run((tx) => createInvoice.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'invoice/number-taken' } },
      { refusal: { code: 'invoice/empty-field' } },
      { refusal: { code: 'invoice/totals-differ' } },
      { refusal: { code: 'invoice/unknown-reference', details: { field: 'customer' } } },
      { refusal: { code: 'invoice/unknown-reference', details: { field: 'order' } } },
      { refusal: { code: 'invoice/not-a-currency' } },
      { ok: true },
      { refusal: { code: 'invoice/number-taken' } },
    ])
  })
})

describe('J7 a payment', () => {
  it('is spread over invoices, never further than it goes', async () => {
    const { world, invoice, customer } = await delivering(21)
    const { id: first } = await world.do(createInvoice, invoice)
    const { id: second } = await world.do(createInvoice, { ...invoice, number: 'INV2' })
    const input = {
      ...{ number: 'PAY1', customer, paymentDate: plainDate('2026-03-20'), currency: 'CNY', amount: '1000', method: 'bank' },
      allocations: [
        { invoice: first, amount: '903.55' },
        { invoice: second, amount: '96.45' },
      ],
    }
    const { id } = await world.do(createPayment, input)
    const [stored] = await world.run((tx) => readDocuments<Payment>(tx, payment, [id]))
    expect(stored).toMatchObject({ ...input, reference: null })
    expect(await world.try(changePayment, { id, input: { amount: '999.99' } })).toMatchObject({
      refusal: { code: 'payment/over-allocated', details: { allocated: '1000' } },
    })
    const more = world.run((tx) =>
      rows(
        tx,
        sql`insert into crm.payment_allocation (parent_id, line_number, invoice, amount) values (${id}, 3, ${second}, 0.01)`,
      ),
    )
    await expect(more).rejects.toThrow(/allocations of payment .* go beyond its amount/)
  })

  it('names what is known, and has a number of its own', async () => {
    const { world, customer } = await delivering(22)
    const day = plainDate('2026-03-20')
    const good = { number: 'P', customer, paymentDate: day, currency: 'CNY', amount: '10', method: 'bank', allocations: [] }
    await world.do(createPayment, good)
    const second = { ...good, number: 'P2' }
    const inputs = [
      good,
      { ...good, number: ' ' },
      { ...second, customer: world.newId() },
      { ...second, allocations: [{ invoice: world.newId(), amount: '1' }] },
      { ...second, currency: 'Fr.' },
    ]
    expect(await world.run((tx) => createPayment.run(tx, world.context(), inputs))).toMatchObject([
      { refusal: { code: 'payment/number-taken' } },
      { refusal: { code: 'payment/empty-field' } },
      { refusal: { code: 'payment/unknown-reference', details: { field: 'customer' } } },
      { refusal: { code: 'payment/unknown-reference', details: { field: 'invoice' } } },
      { refusal: { code: 'payment/not-a-currency' } },
    ])
  })
})
