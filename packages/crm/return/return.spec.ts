import { rows, sql } from '@tandem/db'
import { type Id, plainDate } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createCustomer } from '../customer/commands.ts'
import { crmMigrations } from '../index.ts'
import { createInvoice } from '../invoice/commands.ts'
import { mergeCustomer } from '../merge/merge.ts'
import { createOrder, recordProgress } from '../order/commands.ts'
import { customerStory } from '../story/customer-story.ts'
import { openShop } from '../testing/shop.ts'
import { changeReturn, createReturn, progressReturn, recordReturn } from './commands.ts'

const database = testDatabase([crmMigrations])
const reason = 'A leg is loose'

/** Ten chairs and two tables were ordered; eight chairs were shipped, and no table. */
async function shipped(seed: number) {
  const world = await makeWorld(database.current, seed)
  const shop = await openShop(world)
  const customer = shop.acme.id
  const lines = [
    { item: shop.chair.id, quantity: '10' },
    { item: shop.table.id, quantity: '2' },
  ]
  const { id: order } = await world.do(createOrder, { customer, lines })
  const progress = [
    { lineNumber: 1, reserved: '2', shipped: '8', invoiced: '8', expectedDate: null },
    { lineNumber: 2, reserved: '0', shipped: '0', invoiced: '0', expectedDate: null },
  ]
  await world.do(recordProgress, { id: order, input: { state: 'placed', erpNumber: 'SO1', progress } })
  return { world, shop, customer, order, ask: asking(world, order) }
}

function asking(world: World, order: Id) {
  return async (quantity: string, orderLineNumber = 1, more: object = {}) => {
    const result = await world.try(createReturn, { order, reason, lines: [{ orderLineNumber, quantity }], ...more })
    return result.ok ? 'asked' : result.refusal.code
  }
}

/** As the ERP tells one that began there. */
const told = (customer: Id, order: Id, item: Id) => ({
  ...{ number: 'SR000007', customer, order, requestedDate: plainDate('2026-02-20'), reason, wish: 'refund' as const },
  ...{ state: 'received' as const, erpNumber: 'SR000007', answer: null, receivedDate: plainDate('2026-03-01') },
  ...{ currency: 'CNY', credited: '0', replacement: null, credits: [] },
  lines: [{ orderLineNumber: 1, item, quantity: '3', unit: 'pcs' }],
  results: [{ orderLineNumber: 1, received: '3', scrapped: '1' }],
})

describe('C11 a return in the CRM', () => {
  it('asks for lines of an order back, with the reason and what the customer wants', async () => {
    const { world, shop, customer, order } = await shipped(1)
    const lines = [{ orderLineNumber: 1, quantity: '2.50' }]
    const made = await world.do(createReturn, { order, reason: ` ${reason} `, wish: 'replace', lines })
    expect(made).toMatchObject({
      ...{ number: 'R000001', state: 'requested', customer, order, reason, wish: 'replace', requestedDate: '2026-03-02' },
      ...{ currency: 'CNY', credited: '0', erpNumber: null, results: [], credits: [] },
      lines: [{ orderLineNumber: 1, item: shop.chair.id, quantity: '2.5', unit: 'pcs' }],
    })
    const { id } = made
    const changed = await world.do(changeReturn, {
      id,
      input: { wish: 'refund', lines: [{ orderLineNumber: 1, quantity: '8' }] },
    })
    expect(changed).toMatchObject({ wish: 'refund', lines: [{ quantity: '8' }], version: 2 })
  })

  it('asks for all that was shipped when no lines are named', async () => {
    const { world, order } = await shipped(2)
    expect(await world.do(createReturn, { order, reason })).toMatchObject({ wish: 'refund', lines: [{ quantity: '8' }] })
    const again = await world.try(createReturn, { order, reason })
    expect(again).toMatchObject({ refusal: { code: 'return/nothing-to-return' } })
  })

  it('asks for no more than was shipped, less what came back and what others ask, whoever asks at the same time', async () => {
    const { world, customer, order, shop, ask } = await shipped(3)
    expect(await ask('9')).toBe('return/more-than-shipped')
    expect(await ask('1', 2)).toBe('return/more-than-shipped')
    expect(await ask('1', 7)).toBe('return/unknown-line')
    expect(await ask('0')).toBe('return/quantity-not-positive')
    const twice = [1, 1].map((orderLineNumber) => ({ orderLineNumber, quantity: '1' }))
    expect(await ask('1', 1, { lines: twice })).toBe('return/line-twice')
    expect(await ask('1', 1, { reason: ' ' })).toBe('return/empty-field')
    expect(await ask('1', 1, { order: world.newId() })).toBe('return/unknown-reference')
    await world.do(recordReturn, told(customer, order, shop.chair.id))
    expect(await Promise.all([ask('3'), ask('3')])).toEqual(expect.arrayContaining(['asked', 'return/more-than-shipped']))
    const [row] = await world.run((tx) => rows(tx, sql<{ id: Id }>`select id from crm.return where state = 'requested'`))
    await world.do(progressReturn, { id: row?.id as Id, input: { state: 'rejected', answer: 'It was dropped' } })
    expect(await ask('5')).toBe('asked')
  })

  it('is not changed any more once it is answered', async () => {
    const { world, order } = await shipped(4)
    const { id } = await world.do(createReturn, { order, reason })
    await world.do(progressReturn, { id, input: { state: 'approved', answer: 'To gate 3' } })
    const late = await world.try(changeReturn, { id, input: { reason: 'other' } })
    expect(late).toMatchObject({ refusal: { code: 'return/wrong-state', details: { state: 'approved' } } })
  })

  it('that began in the ERP is there as it is told, with what came of it', async () => {
    const { world, shop, customer, order } = await shipped(5)
    const record = told(customer, order, shop.chair.id)
    const made = await world.do(recordReturn, record)
    expect(made).toMatchObject({ number: 'SR000007', state: 'received', results: [{ received: '3', scrapped: '1' }] })
    const refused = async (input: object) => {
      const result = await world.try(recordReturn, { ...record, number: 'SR8', ...input })
      return result.ok ? 'made' : result.refusal.code
    }
    expect(await refused({ number: 'SR000007' })).toBe('return/number-taken')
    expect(await refused({ number: 'R000007' })).toBe('return/number-reserved')
    expect(await refused({ customer: world.newId() })).toBe('return/unknown-reference')
    expect(await refused({ lines: [{ ...record.lines[0], item: world.newId() }] })).toBe('return/unknown-reference')
    expect(await refused({ credits: [{ invoice: world.newId(), amount: '1' }] })).toBe('return/unknown-reference')
    expect(await refused({ credited: '-1' })).toBe('return/below-zero')
    expect(await refused({ currency: 'Yuan' })).toBe('return/not-a-currency')
    const gone = await world.try(changeReturn, { id: world.newId(), input: {} })
    expect(gone).toMatchObject({ refusal: { code: 'return/not-found' } })
    const stale = await world.try(changeReturn, { id: made.id, version: 9, input: {} })
    expect(stale).toMatchObject({ refusal: { code: 'return/changed-meanwhile' } })
    expect(await refused({ number: null })).toBe('made')
  })
})

describe("C5 a customer's returns", () => {
  it('stand in its story with what came of them, and what happened to them', async () => {
    const { world, customer, order } = await shipped(11)
    const { id } = await world.do(createReturn, { order, reason })
    const amounts = { net: '500', tax: '65', total: '565', paid: '0' }
    const dates = { invoiceDate: plainDate('2026-03-02'), dueDate: plainDate('2026-03-02') }
    const note = await world.do(createInvoice, {
      ...{ number: 'CN1', type: 'credit-note' as const, customer, order, currency: 'CNY', lines: [] },
      ...amounts,
      ...dates,
    })
    const credits = [{ invoice: note.id, amount: '565' }]
    await world.do(progressReturn, { id, input: { state: 'approved' } })
    await world.do(progressReturn, { id, input: { state: 'closed', erpNumber: 'SR1', credited: '565', credits } })
    const story = await world.run((tx) => customerStory.run(tx, world.context(), { customer }))
    expect(story).toMatchObject({ value: { returns: [{ number: 'R000001', state: 'closed', credited: '565', credits }] } })
    if (!story.ok) return
    const types = story.value.events.filter(({ document }) => document === 'return').map(({ type }) => type)
    expect(types).toEqual(['return-closed', 'return-approved', 'return-created'])
  })

  it('go along when it is merged into another', async () => {
    const { world, customer, order } = await shipped(12)
    const { id } = await world.do(createReturn, { order, reason })
    const acme = { code: 'C2', name: 'B', type: 'company', currency: 'CNY', paymentTermDays: 0, onHold: false } as const
    const keep = await world.do(createCustomer, acme)
    await world.do(mergeCustomer, { id: customer, input: { into: keep.id } })
    expect(await world.do(changeReturn, { id, input: { wish: 'replace' } })).toMatchObject({ customer: keep.id })
  })
})
