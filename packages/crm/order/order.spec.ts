import { readDocuments, readEvents, rows, sql } from '@tandem/db'
import { asId, Decimal, plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { archiveCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { openShop } from '../testing/shop.ts'
import {
  cancelOrder,
  closeOrder,
  createOrder,
  placeOrder,
  promiseOrder,
  recordOrder,
  recordProgress,
  requestCancel,
} from './commands.ts'
import { order } from './definition.ts'
import type { Order } from './order.ts'
import { badProgress } from './progress.ts'

const database = testDatabase([crmMigrations])

async function selling(seed: number) {
  const world = await makeWorld(database.current, seed)
  const shop = await openShop(world)
  const customer = shop.acme.id
  const lines = [
    { item: shop.chair.id, quantity: '10' },
    { item: shop.table.id, quantity: '2' },
  ]
  const make = (input: object = {}) => world.do(createOrder, { customer, lines, ...input })
  const read = async (id: Order['id']) => (await world.run((tx) => readDocuments<Order>(tx, order, [id])))[0]
  const events = async () =>
    (await world.run((tx) => readEvents(tx, 'crm', { after: '', limit: 99, documents: ['order'] }))).events
  return { world, ...shop, customer, lines, make, read, events }
}

async function placed(world: Awaited<ReturnType<typeof selling>>['world'], id: Order['id']) {
  await world.do(placeOrder, { id, input: {} })
  return { id }
}

const none = { reserved: '0', shipped: '0', invoiced: '0', expectedDate: null } as const

describe('C5 an order as sales sees it', () => {
  it('is asked for with prices from the list, and waits for the ERP', async () => {
    const { make, read } = await selling(1)
    const made = await make({ customerReference: 'PO-1' })
    expect(made).toMatchObject({
      ...{ number: 'O000001', state: 'requested', erpNumber: null, quote: null, currency: 'CNY', orderDate: '2026-03-02' },
      ...{ paymentTermDays: 30, net: '4499', tax: '584.87', total: '5083.87', cancelRequested: false, progress: [] },
    })
    expect(await read(made.id)).toEqual({ ...made, createdAt: expect.anything(), updatedAt: expect.anything() })
  })

  it('is refused in words where it cannot be', async () => {
    const { world, make, customer, chair, contact } = await selling(2)
    await make({ number: 'SO-1' })
    const line = { item: chair.id, quantity: '1' }
    const given = [
      [{ lines: [] }, 'order/no-lines'],
      [{ number: 'SO-1' }, 'order/number-taken'],
      [{ number: 'O000009' }, 'order/number-reserved'],
      [{ customer: world.newId() }, 'order/unknown-reference'],
      [{ billingAddress: contact.id }, 'order/address-of-another'],
      [{ currency: 'cny' }, 'order/not-a-currency'],
      [{ paymentTermDays: -1 }, 'order/below-zero'],
      [{ priceList: ' ' }, 'order/empty-field'],
      [{ lines: [{ ...line, item: world.newId() }] }, 'order/item-not-found'],
      [{ lines: [{ ...line, taxRate: '-1' }] }, 'order/not-a-percent'],
      [{ currency: 'USD' }, 'order/no-price'],
      [{ lines: [{ ...line, quantity: '0' }] }, 'order/quantity-not-positive'],
      [{ lines: [{ ...line, unitPrice: '99999999999', quantity: '9999999' }] }, 'order/too-large'],
      [{ lines: [{ ...line, lineNumber: -1 }] }, 'order/bad-line-number'],
    ] as const
    const inputs = given.map(([input]) => ({ customer, lines: [line], ...input }))
    const results = await world.run((tx) => createOrder.run(tx, world.context(), inputs))
    expect(results.map((result) => (result.ok ? 'good' : result.refusal.code))).toEqual(given.map(([, code]) => code))
    await world.do(archiveCustomer, { id: customer, input: {} })
    expect(await world.try(createOrder, { customer, lines: [line] })).toMatchObject({
      refusal: { code: 'order/customer-archived' },
    })
  })

  it('goes its way without an ERP, too: placed, then closed', async () => {
    const { world, make, events } = await selling(3)
    const { id } = await make()
    expect(await world.try(closeOrder, { id, input: {} })).toMatchObject({ refusal: { code: 'order/wrong-state' } })
    expect(await world.do(placeOrder, { id, input: {} })).toMatchObject({ state: 'placed' })
    expect(await world.do(closeOrder, { id, input: {} })).toMatchObject({ state: 'closed' })
    expect(await world.try(requestCancel, { id, input: {} })).toMatchObject({
      refusal: { code: 'order/wrong-state', details: { state: 'closed' } },
    })
    expect((await events()).map(({ type }) => type)).toEqual(['order-created', 'order-placed', 'order-closed'])
  })

  it('is cancelled unless something was shipped', async () => {
    const { world, make, events } = await selling(4)
    const [a, b] = [await make(), await make()]
    await world.do(requestCancel, { id: a.id, input: {} })
    expect(await world.do(requestCancel, { id: a.id, input: {} })).toMatchObject({ cancelRequested: true, version: 2 })
    expect(await world.do(cancelOrder, { id: a.id, input: {} })).toMatchObject({ state: 'cancelled' })
    const progress = [{ ...none, lineNumber: 1, shipped: '1' }]
    await world.do(recordProgress, { id: b.id, input: { state: 'placed', progress } })
    expect(await world.try(cancelOrder, { id: b.id, input: {} })).toMatchObject({
      refusal: { code: 'order/already-shipped', details: { lineNumber: 1 } },
    })
    const types = (await events()).filter(({ documentId }) => documentId === a.id).map(({ type }) => type)
    expect(types).toEqual(['order-created', 'order-cancel-requested', 'order-cancelled'])
  })
})

describe('J5 progress of an order', () => {
  it('comes per line, and its events tell it in facts', async () => {
    const { world, make, read, events, chair } = await selling(11)
    const { id } = await make()
    const expectedDate = plainDate('2026-03-20')
    const first = [
      { ...none, lineNumber: 1, reserved: '10' },
      { ...none, lineNumber: 2, expectedDate },
    ]
    await world.do(recordProgress, { id, input: { state: 'placed', erpNumber: 'SO000007', progress: first } })
    const second = [
      { ...none, lineNumber: 1, reserved: '6', shipped: '4' },
      { ...none, lineNumber: 2, expectedDate },
    ]
    await world.do(recordProgress, { id, input: { progress: second } })
    expect(await read(id)).toMatchObject({ state: 'placed', erpNumber: 'SO000007', progress: second, version: 3 })
    expect(await events()).toMatchObject([
      { type: 'order-created' },
      {
        type: 'order-placed',
        payload: {
          ...{ number: 'O000001', erpNumber: 'SO000007', state: 'placed' },
          facts: [
            { fact: 'reserved', lineNumber: 1, item: chair.id, quantity: '10', sofar: '10', ordered: '10', unit: 'pcs' },
            { fact: 'expected', lineNumber: 2, date: '2026-03-20', before: null },
          ],
        },
      },
      {
        type: 'order-progressed',
        payload: {
          facts: [
            { fact: 'reserved', lineNumber: 1, quantity: '-4', sofar: '6' },
            { fact: 'shipped', lineNumber: 1, quantity: '4', sofar: '4', ordered: '10' },
          ],
        },
      },
    ])
  })

  it('takes lines of nothing: the ERP has called them off, and they stay for whoever looks', async () => {
    const { world, make, read } = await selling(29)
    const { id, lines, net, tax, total } = await make()
    const [first, second] = lines
    if (!first || !second) throw new Error('two lines are sold')
    const off = [first, { ...second, quantity: '0', net: '0', tax: '0' }]
    const less = (sum: string, by: string) => Decimal.of(sum).minus(Decimal.of(by)).toString()
    const sums = { net: less(net, second.net), tax: less(tax, second.tax), total: less(less(total, second.net), second.tax) }
    await world.do(recordProgress, { id, input: { state: 'placed', lines: off, ...sums } })
    expect(await read(id)).toMatchObject({ state: 'placed', lines: [{ quantity: first.quantity }, { quantity: '0', net: '0' }] })
  })

  it('told twice has the effect of once', async () => {
    const { world, make, events } = await selling(12)
    const { id } = await make()
    const input = { state: 'placed', progress: [{ ...none, lineNumber: 1, reserved: '2.50' }] } as const
    await world.do(recordProgress, { id, input })
    expect(await world.do(recordProgress, { id, input })).toMatchObject({ version: 2 })
    expect(await events()).toHaveLength(2)
  })

  it('may skip states, but never goes back', async () => {
    const { world, make } = await selling(13)
    const { id } = await make()
    expect(await world.do(recordProgress, { id, input: { state: 'closed' } })).toMatchObject({ state: 'closed' })
    expect(await world.try(recordProgress, { id, input: { state: 'placed' } })).toMatchObject({
      refusal: { code: 'order/wrong-state', details: { state: 'closed', command: 'record-progress placed' } },
    })
  })

  it('changes lines and totals together with what became of them', async () => {
    const { world, make, read, chair } = await selling(14)
    const { id, lines } = await make()
    const fewer = lines
      .filter((line) => line.lineNumber === 1)
      .map((line) => ({ ...line, quantity: '5', net: '999.5', tax: '129.94' }))
    const totals = { net: '999.5', tax: '129.94', total: '1129.44' }
    const progress = [{ ...none, lineNumber: 1, shipped: '5', invoiced: '5' }]
    await world.do(recordProgress, { id, input: { state: 'placed', lines: fewer, ...totals, progress } })
    expect(await read(id)).toMatchObject({ ...totals, lines: [{ item: chair.id, quantity: '5' }], progress })
  })

  it('is refused where it says what cannot be', async () => {
    const { world, make } = await selling(15)
    const { id, lines } = await make()
    const p = { ...none, lineNumber: 1 }
    const given = [
      [{ progress: [{ ...p, lineNumber: 3 }] }, 'order/unknown-line'],
      [{ progress: [p, p] }, 'order/line-number-twice'],
      [{ progress: [{ ...p, reserved: '6', shipped: '5' }] }, 'order/beyond-order'],
      [{ progress: [{ ...p, invoiced: '10.000001' }] }, 'order/beyond-order'],
      [{ progress: [{ ...p, shipped: '-1' }] }, 'order/below-zero'],
      [{ total: '1' }, 'order/totals-differ'],
      [{ currency: 'yuan' }, 'order/not-a-currency'],
      [{ shippingAddress: world.newId() }, 'order/unknown-reference'],
      [{ lines: lines.map((line) => ({ ...line, item: world.newId() })) }, 'order/item-not-found'],
      [{ lines: lines.map((line) => ({ ...line, quantity: '-1' })) }, 'order/quantity-not-positive'],
      [{ lines: lines.map((line) => ({ ...line, lineNumber: 0 })).slice(1) }, 'order/bad-line-number'],
      [{ orderDate: null }, 'order/empty-field'],
    ] as const
    const inputs = given.map(([input]) => ({ id, input }))
    const results = await world.run((tx) => recordProgress.run(tx, world.context(), inputs))
    expect(results.map((result) => (result.ok ? 'good' : result.refusal.code))).toEqual(given.map(([, code]) => code))
    expect(await world.try(recordProgress, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'order/not-found' },
    })
    expect(await world.try(recordProgress, { id, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'order/changed-meanwhile' },
    })
  })

  it('takes an order that began in the ERP as it is', async () => {
    const { world, customer, chair, read } = await selling(16)
    const line = { ...{ lineNumber: 10, item: chair.id, quantity: '1', unit: 'pcs', unitPrice: '-5' }, discountPercent: '0' }
    const input = {
      ...{
        number: 'SO000031',
        erpNumber: 'SO000031',
        customer,
        state: 'placed' as const,
        cancelRequested: false,
        currency: 'CNY',
      },
      ...{ orderDate: plainDate('2026-02-01'), paymentTermDays: 0, net: '-5', tax: '-0.65', total: '-5.65' },
      lines: [{ ...line, taxRate: '13', net: '-5', tax: '-0.65' }],
      progress: [{ ...none, lineNumber: 10, shipped: '1' }],
    } as const
    const { id } = await world.do(recordOrder, input)
    expect(await read(id)).toMatchObject(input)
    const { progress: _, ...plain } = input
    expect(await world.do(recordOrder, { ...plain, number: null })).toMatchObject({ number: 'O000001', progress: [] })
    expect(await world.try(recordOrder, input)).toMatchObject({ refusal: { code: 'order/number-taken' } })
    expect(await world.try(recordOrder, { ...input, number: null, total: '0' })).toMatchObject({
      refusal: { code: 'order/totals-differ', details: { total: '0' } },
    })
  })
})

describe('J5 until when a line was promised', () => {
  const march = (day: number) => plainDate(`2026-03-${day}`)

  it('is said of a new order line by line, and stays whatever the ERP tells of the lines', async () => {
    const { world, customer, chair, table, read } = await selling(31)
    const lines = [
      { item: chair.id, quantity: '10', promisedDate: march(20) },
      { item: table.id, quantity: '2' },
    ]
    const { id, lines: made } = await world.do(createOrder, { customer, lines })
    expect(made).toMatchObject([{ promisedDate: '2026-03-20' }, { promisedDate: null }])
    const told = made.map(({ promisedDate: _, ...line }) => (line.lineNumber === 1 ? { ...line, description: 'oak' } : line))
    await world.do(recordProgress, { id, input: { state: 'placed', lines: told } })
    expect((await read(id))?.lines).toMatchObject([{ description: 'oak', promisedDate: '2026-03-20' }, { promisedDate: null }])
    await world.do(recordProgress, { id, input: { promises: [{ lineNumber: 2, promisedDate: march(22) }] } })
    expect((await read(id))?.lines).toMatchObject([{ promisedDate: '2026-03-20' }, { promisedDate: '2026-03-22' }])
  })

  it('is promised anew by who sells while the order runs, and the event tells from when to when', async () => {
    const { world, make, read, events } = await selling(32)
    const { id } = await make()
    const promise = (lineNumber: number, day: number) => ({
      id,
      input: { promises: [{ lineNumber, promisedDate: march(day) }] },
    })
    await world.do(promiseOrder, promise(1, 20))
    await world.do(promiseOrder, promise(1, 24))
    expect((await read(id))?.lines).toMatchObject([{ promisedDate: '2026-03-24' }, { promisedDate: null }])
    expect((await events()).slice(1)).toMatchObject([
      { type: 'order-promised', payload: { facts: [{ fact: 'promised', lineNumber: 1, date: '2026-03-20', before: null }] } },
      { type: 'order-promised', payload: { facts: [{ fact: 'promised', date: '2026-03-24', before: '2026-03-20' }] } },
    ])
    expect(await world.try(promiseOrder, promise(3, 20))).toMatchObject({ refusal: { code: 'order/no-such-line' } })
    await world.do(closeOrder, { ...(await placed(world, id)), input: {} })
    expect(await world.try(promiseOrder, promise(1, 25))).toMatchObject({ refusal: { code: 'order/wrong-state' } })
  })
})

describe('J5 progress never goes beyond the order', () => {
  const quantity = fc.integer({ min: -2, max: 14 }).map(String)
  const told = fc.record({
    lineNumber: fc.integer({ min: 1, max: 3 }),
    ...{ reserved: quantity, shipped: quantity, invoiced: quantity },
  })
  const ordered = [
    { lineNumber: 1, quantity: '10' },
    { lineNumber: 2, quantity: '2' },
  ]

  it('decides: refused exactly when some line would', () => {
    fc.assert(
      fc.property(fc.uniqueArray(told, { maxLength: 3, selector: ({ lineNumber }) => lineNumber }), (progress) => {
        const fits = progress.every(({ lineNumber, reserved, shipped, invoiced }) => {
          const limit = lineNumber === 1 ? 10 : lineNumber === 2 ? 2 : -1
          const values = [reserved, shipped, invoiced].map(Number)
          return values.every((value) => value >= 0) && Number(reserved) + Number(shipped) <= limit && Number(invoiced) <= limit
        })
        expect(badProgress(ordered, progress) === undefined).toBe(fits)
      }),
    )
  })

  it('stores: the tables take nothing else, whichever is written last', async () => {
    const { world, make } = await selling(21)
    const { id } = await make()
    const write = (statement: ReturnType<typeof sql>) => world.run((tx) => rows(tx, statement))
    const insert = (line: number, reserved: string, shipped: string, invoiced: string) =>
      write(sql`insert into crm.order_progress (parent_id, line_number, reserved, shipped, invoiced)
                values (${id}, ${line}, ${reserved}, ${shipped}, ${invoiced})`)
    await expect(insert(1, '6', '4.000001', '0')).rejects.toThrow(/beyond what line 1 ordered/)
    await expect(insert(1, '0', '0', '11')).rejects.toThrow(/beyond what line 1 ordered/)
    await expect(insert(1, '-1', '0', '0')).rejects.toThrow(/check constraint/)
    await expect(insert(3, '0', '0', '0')).rejects.toThrow(/foreign key/)
    await insert(1, '6', '4', '10')
    await expect(write(sql`update crm.order_line set quantity = 9 where parent_id = ${id}`)).rejects.toThrow(/beyond/)
    await expect(write(sql`delete from crm.order_line where parent_id = ${asId(id)}`)).rejects.toThrow(/foreign key/)
  })
})
