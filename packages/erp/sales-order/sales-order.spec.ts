import { readEvents } from '@tandem/db'
import { must, type PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createAddress } from '../address/commands.ts'
import { erpMigrations } from '../index.ts'
import { archiveItem } from '../item/commands.ts'
import { archiveParty, changeParty, createParty } from '../party/commands.ts'
import { creditQuery } from '../party/credit.ts'
import { createPrice } from '../price/commands.ts'
import { createShipment } from '../shipment/commands.ts'
import { acme, expectSound, NOBODY, shop } from '../specs/trade.ts'
import { archiveWarehouse, createWarehouse } from '../warehouse/commands.ts'
import {
  cancelSalesOrder,
  changeSalesOrder,
  confirmSalesOrder,
  createSalesOrder,
  placeSalesOrder,
  placeSalesOrders,
  reserveSalesOrder,
} from './commands.ts'

const database = testDatabase([erpMigrations])
const day = (text: string) => text as PlainDate

describe('E4 a draft order', () => {
  it('takes from customer, item and warehouse what nobody said, and adds up to the cent', async () => {
    const at = await shop(database, 1)
    const order = await at.do(createSalesOrder, {
      party: at.customer,
      origin: 'CRM-1',
      lines: [
        { item: at.widget, quantity: '3', unitPrice: '0.333333', discountPercent: '10' },
        { item: at.service, quantity: '1.5', unitPrice: '100', taxRate: '6' },
      ],
    })
    expect(order).toMatchObject({
      number: 'SO000001',
      state: 'draft',
      currency: 'CNY',
      orderDate: '2026-03-02',
      paymentTermDays: 30,
    })
    expect(order).toMatchObject({ net: '150.9', tax: '9.12', total: '160.02', warehouse: at.main, delivery: 'none' })
    expect(order.lines).toMatchObject([
      { lineNumber: 1, unit: 'pcs', net: '0.9', tax: '0.12', isService: false },
      { lineNumber: 2, net: '150', tax: '9', isService: true },
    ])
    const { events } = await at.run((tx) => readEvents(tx, 'erp', { after: '', limit: 10, documents: ['sales-order'] }))
    expect(events).toMatchObject([{ type: 'sales-order-created', documentId: order.id, payload: { total: '160.02' } }])
    await expectSound(at)
  })

  it('takes the price of the list when none is given: the customer’s own first', async () => {
    const at = await shop(database, 2)
    const row = { item: at.widget, priceList: 'A', currency: 'CNY', unit: 'pcs', minimumQuantity: '1', unitPrice: '9' }
    await at.do(createPrice, row)
    await at.do(createPrice, { ...row, minimumQuantity: '10', unitPrice: '8' })
    await at.do(createPrice, { ...row, party: at.customer, minimumQuantity: '5', unitPrice: '7.5' })
    const priced = async (quantity: string, unit = 'pcs') =>
      (await at.do(createSalesOrder, { party: at.customer, lines: [{ item: at.widget, quantity, unit }] })).lines[0]?.unitPrice
    expect([await priced('1'), await priced('6'), await priced('2', 'dozen')]).toEqual(['9', '7.5', '90'])
  })

  it('is refused when it names what is not there', async () => {
    const at = await shop(database, 3)
    const line = { item: at.widget, quantity: '1', unitPrice: '1' }
    const refusal = async (changes: object, lines: object[] = [line]) => {
      const result = await at.try(createSalesOrder, { party: at.customer, lines, ...changes } as never)
      return result.ok ? 'accepted' : result.refusal.code
    }
    const other = await at.do(createParty, { ...acme, code: 'C2', isCustomer: false })
    const gone = await at.do(createParty, { ...acme, code: 'C3' })
    await at.do(archiveParty, { id: gone.id, input: {} })
    const address = await at.do(createAddress, { party: other.id, use: 'both', line1: 'A', city: 'B', country: 'CN' })
    const closed = await at.do(createWarehouse, { code: 'X', name: 'X' })
    await at.do(archiveWarehouse, { id: closed.id, input: {} })
    expect(await refusal({ party: NOBODY })).toBe('sales-order/no-such-customer')
    expect(await refusal({ party: other.id })).toBe('sales-order/not-a-customer')
    expect(await refusal({ party: gone.id })).toBe('sales-order/customer-archived')
    expect(await refusal({ shippingAddress: address.id })).toBe('sales-order/foreign-address')
    expect(await refusal({ warehouse: closed.id })).toBe('sales-order/no-warehouse')
    expect(await refusal({ currency: 'yuan' })).toBe('sales-order/bad-currency')
    expect(await refusal({ paymentTermDays: -1 })).toBe('sales-order/bad-payment-term')
    expect(await refusal({}, [{ ...line, item: NOBODY }])).toBe('sales-order/no-such-item')
    expect(await refusal({}, [{ ...line, unit: 'crate' }])).toBe('sales-order/unknown-unit')
    expect(await refusal({}, [{ ...line, quantity: '0' }])).toBe('sales-order/bad-quantity')
    expect(await refusal({}, [{ ...line, quantity: '1', unit: 'third' }])).toBe('sales-order/quantity-not-exact')
    expect(await refusal({}, [{ ...line, quantity: '0.0000001' }])).toBe('sales-order/quantity-not-exact')
    expect(await refusal({}, [{ ...line, unitPrice: '-1' }])).toBe('sales-order/bad-price')
    expect(await refusal({}, [{ ...line, unitPrice: null }])).toBe('sales-order/no-price')
    expect(await refusal({}, [{ ...line, discountPercent: '101' }])).toBe('sales-order/bad-percent')
    expect(
      await refusal({}, [
        { ...line, lineNumber: 1 },
        { ...line, lineNumber: 1 },
      ]),
    ).toBe('sales-order/line-twice')
    expect(await refusal({}, [{ ...line, quantity: '3', unit: 'third' }])).toBe('accepted')
  })

  it('can change in everything', async () => {
    const at = await shop(database, 4)
    const id = await at.draft('10')
    const lines = [
      { item: at.service, quantity: '2', unitPrice: '5' },
      { item: at.widget, quantity: '1', unit: 'dozen', unitPrice: '100' },
    ]
    const changed = await at.do(changeSalesOrder, { id, version: 1, input: { lines, requestedDate: day('2026-04-01') } })
    expect(changed).toMatchObject({ version: 2, total: '124.3', requestedDate: '2026-04-01' })
    expect(changed.lines).toMatchObject([{ isService: true }, { unit: 'dozen', numerator: '12' }])
    const same = await at.do(changeSalesOrder, { id, input: { requestedDate: day('2026-04-01') } })
    expect(same.version).toBe(2)
    expect(await at.try(changeSalesOrder, { id, version: 1, input: { lines } })).toMatchObject({
      refusal: { code: 'sales-order/changed-meanwhile' },
    })
    await expectSound(at)
  })
})

describe('E4 confirming an order', () => {
  it('reserves what is there and back-orders the rest with its date', async () => {
    const at = await shop(database, 10)
    await at.receive('4')
    await at.expectGoods('3', '2026-03-10')
    await at.expectGoods('9', '2026-03-20')
    const order = await at.do(confirmSalesOrder, { id: await at.draft('10'), input: {} })
    expect(order).toMatchObject({ state: 'confirmed', version: 2, confirmedAt: at.now() })
    expect(order.lines).toMatchObject([{ reserved: '4', expectedDate: '2026-03-20' }])
    expect(await at.balance()).toEqual({ onHand: '4', reserved: '4', backOrdered: '6', value: '40' })
    await expectSound(at)
  })

  it('gives nobody what another one has been waiting for', async () => {
    const at = await shop(database, 11)
    await at.do(confirmSalesOrder, { id: await at.draft('3'), input: {} })
    await at.run(async (tx) => {
      const { createGoodsReceipt } = await import('../goods-receipt/commands.ts')
      return createGoodsReceipt.run(tx, at.context(), [{ lines: [{ item: at.widget, quantity: '5', unitCost: '1' }] }])
    })
    const second = await at.do(confirmSalesOrder, { id: await at.draft('4'), input: {} })
    expect(second.lines[0]).toMatchObject({ reserved: '2' })
    await expectSound(at)
  })

  it('is refused while the customer is on hold, archived or beyond the credit limit', async () => {
    const at = await shop(database, 12)
    const id = await at.draft('10')
    const refusal = () => at.try(confirmSalesOrder, { id, input: {} })
    await at.do(changeParty, { id: at.customer, input: { onHold: true } })
    expect(await refusal()).toMatchObject({ refusal: { code: 'sales-order/customer-on-hold' } })
    await at.do(changeParty, { id: at.customer, input: { onHold: false, creditLimit: '141.24' } })
    expect(await refusal()).toMatchObject({
      refusal: { code: 'sales-order/credit-exceeded', details: { limit: '141.24', used: '0', total: '141.25', over: '0.01' } },
    })
    await at.do(changeParty, { id: at.customer, input: { creditLimit: '141.25' } })
    const dollars = await at.draft('1', { currency: 'USD' })
    expect(await at.try(confirmSalesOrder, { id: dollars, input: {} })).toMatchObject({
      refusal: { code: 'sales-order/other-currency' },
    })
    await at.do(confirmSalesOrder, { id, input: {} })
    expect(must(await at.run((tx) => creditQuery.run(tx, at.context(), { party: at.customer, amount: '0.01' })))).toEqual({
      state: 'exceeded',
      limit: '141.25',
      used: '141.25',
      free: '0',
      currency: 'CNY',
    })
    const last = await at.draft('1')
    await at.do(archiveParty, { id: at.customer, input: {} })
    expect(await at.try(confirmSalesOrder, { id: last, input: {} })).toMatchObject({
      refusal: { code: 'sales-order/customer-archived' },
    })
    await expectSound(at)
  })

  it('is refused without lines, with an archived item, twice, and for an order that is not there', async () => {
    const at = await shop(database, 13)
    const empty = await at.draft('1', { lines: [] })
    expect(await at.try(confirmSalesOrder, { id: empty, input: {} })).toMatchObject({ refusal: { code: 'sales-order/no-lines' } })
    const id = await at.draft('1')
    const other = await at.draft('1')
    await at.do(confirmSalesOrder, { id, input: {} })
    expect(await at.try(confirmSalesOrder, { id, input: {} })).toMatchObject({
      refusal: { code: 'sales-order/wrong-state', details: { command: 'confirm', state: 'confirmed' } },
    })
    await at.do(archiveItem, { id: at.widget, input: {} })
    expect(await at.try(confirmSalesOrder, { id: other, input: {} })).toMatchObject({
      refusal: { code: 'sales-order/item-archived', details: { item: 'W1', line: 1 } },
    })
    expect(await at.try(confirmSalesOrder, { id: NOBODY, input: {} })).toMatchObject({
      refusal: { code: 'sales-order/not-found' },
    })
  })

  it('goes on with the others of a batch when one is refused', async () => {
    const at = await shop(database, 14)
    await at.receive('5')
    await at.do(changeParty, { id: at.customer, input: { creditLimit: '60' } })
    const ids = [await at.draft('2'), await at.draft('4'), await at.draft('2')]
    const inputs = ids.map((id) => ({ id, input: {} }))
    const results = await at.run((tx) => confirmSalesOrder.run(tx, at.context(), inputs))
    expect(results.map((result) => result.ok)).toEqual([true, false, true])
    expect(await at.balance()).toMatchObject({ reserved: '4', backOrdered: '0' })
    await expectSound(at)
  })

  it('reserves whole units where a part of one cannot be said exactly', async () => {
    const at = await shop(database, 15)
    await at.receive('31')
    const lines = [{ item: at.widget, quantity: '3', unit: 'dozen', unitPrice: '100' }]
    const order = await at.do(confirmSalesOrder, { id: await at.draft('1', { lines }), input: {} })
    expect(order.lines[0]).toMatchObject({ reserved: '2' })
    expect(await at.balance()).toMatchObject({ reserved: '24', backOrdered: '12' })
    await expectSound(at)
  })
})

describe('J4 placing orders', () => {
  it('creates and confirms as one, whole or not at all, and one origin makes one order', async () => {
    const at = await shop(database, 20)
    await at.receive('10')
    await at.do(changeParty, { id: at.customer, input: { creditLimit: '100' } })
    const input = (origin: string, quantity: string) => ({
      party: at.customer,
      origin,
      lines: [{ item: at.widget, quantity, unitPrice: '12.5' }],
    })
    const results = await at.run((tx) =>
      placeSalesOrders(tx, at.context(), [input('Q1', '4'), input('Q2', '99'), input('Q3', '3')]),
    )
    expect(results).toMatchObject([
      { value: { state: 'confirmed', origin: 'Q1', version: 1 } },
      { refusal: { code: 'sales-order/credit-exceeded' } },
      { value: { state: 'confirmed', origin: 'Q3' } },
    ])
    expect(await at.try(placeSalesOrder, input('Q1', '1'))).toMatchObject({
      refusal: { code: 'sales-order/origin-taken', details: { number: 'SO000001' } },
    })
    expect(await at.balance()).toMatchObject({ reserved: '7' })
    const { events } = await at.run((tx) => readEvents(tx, 'erp', { after: '', limit: 10, documents: ['sales-order'] }))
    expect(events.map(({ type }) => type)).toEqual(['sales-order-placed', 'sales-order-placed'])
    await expectSound(at)
  })
})

describe('E4 changing a confirmed order', () => {
  it('reserves and releases as quantities change, never below what is shipped', async () => {
    const at = await shop(database, 30)
    await at.receive('10')
    const id = await at.draft('6')
    await at.do(confirmSalesOrder, { id, input: {} })
    await at.do(createShipment, { salesOrder: id, lines: [{ orderLineNumber: 1, quantity: '2' }] })
    const to = (quantity: string, more = {}) => ({
      id,
      input: { lines: [{ lineNumber: 1, item: at.widget, quantity, ...more }] },
    })
    const more = await at.do(changeSalesOrder, to('12'))
    expect(more.lines[0]).toMatchObject({ reserved: '8', shipped: '2', net: '150' })
    const less = await at.do(changeSalesOrder, to('3'))
    expect(less).toMatchObject({ net: '37.5', lines: [{ reserved: '1' }] })
    expect(await at.balance()).toMatchObject({ onHand: '8', reserved: '1', backOrdered: '0' })
    expect(await at.try(changeSalesOrder, to('1'))).toMatchObject({
      refusal: { code: 'sales-order/below-shipped', details: { shipped: '2' } },
    })
    expect(await at.try(changeSalesOrder, to('3', { unitPrice: '1' }))).toMatchObject({
      refusal: { code: 'sales-order/fixed-once-confirmed', details: { field: 'unitPrice' } },
    })
    expect(await at.try(changeSalesOrder, to('3', { lineNumber: 2 }))).toMatchObject({
      refusal: { code: 'sales-order/no-such-line' },
    })
    expect(await at.try(changeSalesOrder, { id, input: { currency: 'USD' } })).toMatchObject({
      refusal: { code: 'sales-order/fixed-once-confirmed', details: { field: 'currency' } },
    })
    await expectSound(at)
  })

  it('is refused when it would exceed the credit limit', async () => {
    const at = await shop(database, 31)
    await at.do(changeParty, { id: at.customer, input: { creditLimit: '50' } })
    const id = await at.draft('2')
    await at.do(confirmSalesOrder, { id, input: {} })
    const input = { lines: [{ lineNumber: 1, item: at.widget, quantity: '4' }] }
    expect(await at.try(changeSalesOrder, { id, input })).toMatchObject({
      refusal: { code: 'sales-order/credit-exceeded', details: { used: '28.25', total: '28.25', over: '6.5' } },
    })
    await expectSound(at)
  })

  it('moves the expected date with the wish', async () => {
    const at = await shop(database, 32)
    await at.receive('10')
    const id = await at.draft('1')
    await at.do(confirmSalesOrder, { id, input: {} })
    const changed = await at.do(changeSalesOrder, { id, input: { requestedDate: day('2026-05-05') } })
    expect(changed.lines[0]).toMatchObject({ expectedDate: '2026-05-05', reserved: '1' })
  })
})

describe('J5 until when a line was promised', () => {
  it('is kept from the draft on, and no reserving, wish or change of quantity moves it', async () => {
    const at = await shop(database, 33)
    await at.receive('10')
    const id = await at.draft('1')
    const { lines } = await at.do(changeSalesOrder, { id, input: {} })
    const [line] = lines
    if (!line) throw new Error('a line is needed')
    const promised = { ...line, promisedDate: day('2026-04-01') }
    await at.do(changeSalesOrder, { id, input: { lines: [promised] } })
    await at.do(confirmSalesOrder, { id, input: {} })
    const { promisedDate: _, ...silent } = promised
    const input = { requestedDate: day('2026-05-05'), lines: [{ ...silent, quantity: '2' }] }
    const changed = await at.do(changeSalesOrder, { id, input })
    expect(changed.lines).toMatchObject([{ promisedDate: '2026-04-01', expectedDate: '2026-05-05', quantity: '2' }])
    const again = { lines: [{ ...promised, quantity: '2', promisedDate: day('2026-04-09') }] }
    expect((await at.do(changeSalesOrder, { id, input: again })).lines).toMatchObject([{ promisedDate: '2026-04-09' }])
  })
})

describe('E4 cancelling an order', () => {
  it('gives back stock and credit', async () => {
    const at = await shop(database, 40)
    await at.receive('4')
    const id = await at.draft('6')
    await at.do(confirmSalesOrder, { id, input: {} })
    expect(await at.do(cancelSalesOrder, { id, input: {} })).toMatchObject({ state: 'cancelled', lines: [{ reserved: '0' }] })
    expect(await at.balance()).toMatchObject({ reserved: '0', backOrdered: '0' })
    expect(await at.try(changeSalesOrder, { id, input: {} })).toMatchObject({ refusal: { code: 'sales-order/wrong-state' } })
    await expectSound(at)
  })

  it('cuts a partly shipped one to what was done', async () => {
    const at = await shop(database, 41)
    await at.receive('10')
    const id = await at.draft('6')
    await at.do(confirmSalesOrder, { id, input: {} })
    await at.do(createShipment, { salesOrder: id, lines: [{ orderLineNumber: 1, quantity: '2' }] })
    const cut = await at.do(cancelSalesOrder, { id, input: {} })
    expect(cut).toMatchObject({ state: 'confirmed', delivery: 'complete', net: '25', lines: [{ quantity: '2', reserved: '0' }] })
    expect(await at.balance()).toMatchObject({ onHand: '8', reserved: '0' })
    expect(await at.try(cancelSalesOrder, { id, input: {} })).toMatchObject({
      refusal: { code: 'sales-order/nothing-to-cancel' },
    })
    await expectSound(at)
  })
})

describe('E4 reserving again', () => {
  it('happens as goods come in, oldest order first, and by hand for a chosen one', async () => {
    const at = await shop(database, 50)
    const [first, second] = [await at.draft('3'), await at.draft('3')]
    await at.do(confirmSalesOrder, { id: first, input: {} })
    at.pass(1000)
    await at.do(confirmSalesOrder, { id: second, input: {} })
    await at.receive('4')
    const reserved = async (id: typeof first) => (await at.do(reserveSalesOrder, { id, input: {} })).lines[0]?.reserved
    expect([await reserved(second), await reserved(first)]).toEqual(['1', '3'])
    expect(await at.balance()).toMatchObject({ onHand: '4', reserved: '4', backOrdered: '2' })
    await expectSound(at)
  })
})
