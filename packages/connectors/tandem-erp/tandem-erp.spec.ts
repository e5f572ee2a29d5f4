import { rows, sql } from '@tandem/db'
import { erp, erpMigrations, openBooks } from '@tandem/erp'
import type { Connector, KindName, Outcome, Values, Write } from '@tandem/hub'
import type { Result } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { connectTandemErp } from './index.ts'

const database = testDatabase([erpMigrations])

const acme = {
  code: 'C1',
  name: 'Acme 家具',
  type: 'company',
  taxNumber: null,
  email: null,
  phone: null,
  currency: 'CNY',
  paymentTermDays: 30,
  creditLimit: '2000',
  onHold: false,
  status: 'active',
}
const table = {
  code: 'T1',
  name: 'Table',
  nameZh: '桌子',
  type: 'bought',
  unit: 'pcs',
  category: null,
  taxRate: '13',
  barcode: null,
  status: 'active',
}

interface Shop {
  readonly world: World
  readonly erp: Connector
  readonly customer: string
  readonly item: string
}

async function shop(seed: number): Promise<Shop> {
  const world = await makeWorld(database.current, seed)
  const connector = connectTandemErp(world)
  await world.do(command('warehouse', 'create'), { code: 'W1', name: 'Main', isDefault: true })
  const [customer, item] = [await made(connector, 'customer', acme), await made(connector, 'item', table)]
  return { world, erp: connector, customer, item }
}

/** As any person's: by its name, through the surface. */
function command(document: string, name: string): { run(...all: never[]): Promise<Result<{ id: string }>[]> } {
  const found = erp.commands.find((one) => one.document === document && one.name === name)
  if (!found) throw new Error(`no ${document}/${name}`)
  return found as never
}

let writes = 0
function create(values: Values): Write {
  return { key: `tandem-erp:key-${writes++}:1`, values, changed: Object.keys(values) }
}
function outcomeOf(outcome: Outcome | undefined) {
  if (!outcome || !('done' in outcome)) throw new Error(`not done: ${JSON.stringify(outcome)}`)
  return outcome.done
}
async function made(connector: Connector, kind: KindName, values: Values): Promise<string> {
  return outcomeOf((await connector.apply(kind, [create(values)]))[0]).externalId
}

/** An order of the CRM for 10 tables at 100 CNY and 13 % tax. */
function order({ customer, item }: Shop, changes: Values = {}): Values {
  const line = { lineNumber: 1, item, description: null, quantity: '10', unit: 'pcs', unitPrice: '100' }
  return {
    number: 'O000001',
    erpNumber: null,
    quoteNumber: 'Q000001',
    customer,
    customerReference: 'PO 7',
    state: 'requested',
    cancelRequested: false,
    currency: 'CNY',
    orderDate: '2026-03-02',
    requestedDate: '2026-03-20',
    billingAddress: null,
    shippingAddress: null,
    paymentTermDays: 30,
    net: '1000',
    tax: '130',
    total: '1130',
    lines: [{ ...line, discountPercent: '0', taxRate: '13', net: '1000', tax: '130' }],
    progress: [],
    ...changes,
  }
}

it('J1 a customer is made of what there is when the other system does not keep what we must have', async () => {
  const { erp: connector } = await shop(90)
  const id = await made(connector, 'customer', { code: 'C9', name: 'Beta', currency: 'CNY', status: 'active' })
  const [found] = await connector.read('customer', [id])
  expect(found?.values).toMatchObject({ type: 'company', paymentTermDays: 0, onHold: false, email: null })
})

it('J2 an item is bought when the other system does not say where it comes from', async () => {
  const { erp: connector } = await shop(91)
  const id = await made(connector, 'item', { code: 'T9', name: 'Stool', unit: 'pcs', taxRate: '13', status: 'active' })
  const [found] = await connector.read('item', [id])
  expect(found?.values).toMatchObject({ code: 'T9', type: 'bought', barcode: null })
})

describe('J8 a return of the CRM in the ERP', () => {
  /** Ten tables that were shipped, and a return of three of them. */
  async function shipped(seed: number) {
    const at = await shop(seed)
    await at.world.do(command('goods-receipt', 'create'), { lines: [{ item: at.item, quantity: '10', unitCost: '40' }] })
    const of = await made(at.erp, 'order', order(at))
    await at.world.do(command('shipment', 'create'), { salesOrder: of })
    const asked: Values = {
      ...{
        number: 'R000001',
        erpNumber: null,
        customer: at.customer,
        order: of,
        state: 'requested',
        requestedDate: '2026-03-02',
      },
      ...{ reason: 'A leg is loose', wish: 'refund', answer: null, receivedDate: null, currency: 'CNY', credited: '0' },
      ...{ replacement: null, results: [], credits: [] },
      lines: [{ orderLineNumber: 1, item: at.item, quantity: '3', unit: 'pcs' }],
    }
    return { ...at, asked, of }
  }

  it('is asked for once, however often it is sent, and tells what came of it in numbers of its own', async () => {
    const { erp: connector, world, asked } = await shipped(60)
    const write = create(asked)
    const [first] = await connector.apply('return', [write])
    expect(await connector.apply('return', [write])).toEqual([first])
    // Under another key, as after a restore: it is that same return.
    expect(outcomeOf((await connector.apply('return', [create(asked)]))[0]).externalId).toBe(outcomeOf(first).externalId)
    const { externalId: id } = outcomeOf(first)
    expect((await connector.read('return', [id]))[0]?.values).toEqual({ ...asked, erpNumber: 'SR000001' })
    await world.do(command('sales-return', 'approve'), { id, input: { answer: 'Gate 3' } })
    await world.do(command('sales-return', 'receive'), { id, input: { lines: [{ orderLineNumber: 1, received: '2' }] } })
    expect((await connector.read('return', [id]))[0]?.values).toMatchObject({
      ...{ state: 'received', answer: 'Gate 3', results: [{ orderLineNumber: 1, received: '2', scrapped: '0' }] },
    })
  })

  it('may change until it is answered, and what says nothing of ours is answered with what is there', async () => {
    const { erp: connector, world, asked } = await shipped(61)
    const { externalId, version } = outcomeOf((await connector.apply('return', [create(asked)]))[0])
    const update = (seen: string, changed: Values): Write => {
      return { key: `change-${seen}`, externalId, seen, values: { ...asked, ...changed }, changed: Object.keys(changed) }
    }
    const [done] = await connector.apply('return', [update(version, { wish: 'replace' })])
    expect(outcomeOf(done).version).toBe('2')
    await world.do(command('sales-return', 'approve'), { id: externalId, input: {} })
    expect(await connector.apply('return', [update('3', { reason: 'x' })])).toMatchObject([
      { refused: { code: 'sales-return/wrong-state' } },
    ])
    expect(await connector.apply('return', [{ ...update('3', { credited: '1' }), key: 'nothing' }])).toMatchObject([
      { done: { version: '3' } },
    ])
  })

  it('that was over before the ERP had it is refused, and so is one of more than was shipped', async () => {
    const { erp: connector, asked, item } = await shipped(62)
    const over = create({ ...asked, number: 'R2', state: 'closed' })
    const more = create({
      ...asked,
      number: 'R3',
      lines: [{ orderLineNumber: 1, item, quantity: '11', unit: 'pcs' }],
    })
    expect(await connector.apply('return', [over, more, create(asked)])).toMatchObject([
      { refused: { code: 'tandem/return-over' } },
      { refused: { code: 'sales-return/more-than-shipped' } },
      { done: {} },
    ])
  })
})

describe('J4 an order of the CRM in the ERP', () => {
  it('is placed whole, once, and tells its number, state and progress', async () => {
    const at = await shop(1)
    const write = create(order(at))
    const [first] = await at.erp.apply('order', [write])
    expect(await at.erp.apply('order', [write])).toEqual([first])
    const { changes } = await at.erp.changesSince('order', '', 10)
    const { quoteNumber: _, cancelRequested: __, ...told } = order(at)
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({
      externalId: outcomeOf(first).externalId,
      version: outcomeOf(first).version,
      cause: { system: 'joint', change: write.key },
      values: {
        ...told,
        erpNumber: 'SO000001',
        state: 'placed',
        progress: [{ lineNumber: 1, reserved: '0', shipped: '0', invoiced: '0', expectedDate: null }],
      },
    })
    expect(changes[0]?.values).not.toHaveProperty('quoteNumber')
    expect(changes[0]?.values).not.toHaveProperty('cancelRequested')
  })

  it('carries until when its lines were promised, and takes another promise without touching the rest', async () => {
    const at = await shop(8)
    const promised = (day: string) => [{ lineNumber: 1, promisedDate: `2026-03-${day}` }]
    const { externalId, version } = outcomeOf((await at.erp.apply('order', [create(order(at, { promises: promised('20') }))]))[0])
    expect(await at.erp.read('order', [externalId])).toMatchObject([{ values: { promises: promised('20') } }])
    const later = {
      key: 'later',
      externalId,
      seen: version,
      values: order(at, { promises: promised('24') }),
      changed: ['promises'],
    }
    expect(await at.erp.apply('order', [later])).toMatchObject([{ done: {} }])
    const [now] = await at.erp.read('order', [externalId])
    expect(now).toMatchObject({ values: { promises: promised('24'), total: order(at).total, state: 'placed' } })
    const { promises: _, ...silent } = order(at)
    const back = { ...later, key: 'back', seen: now?.version ?? '', values: { ...silent, promises: null } }
    expect(await at.erp.apply('order', [back])).toMatchObject([{ done: {} }])
    expect(await at.erp.read('order', [externalId])).toMatchObject([{ values: { promises: null } }])
  })

  it('is not there at all when it is refused, and may come again', async () => {
    const at = await shop(2)
    const big = create(order(at, { number: 'O000002' }))
    const outcomes = await at.erp.apply('order', [create(order(at)), big])
    expect(outcomes).toMatchObject([
      { done: {} },
      { refused: { code: 'sales-order/credit-exceeded', details: { limit: '2000', over: '260' } } },
    ])
    expect(await at.erp.list('order', '', 10)).toHaveLength(1)
    const raised = {
      key: 'raise',
      externalId: at.customer,
      seen: '1',
      values: { ...acme, creditLimit: '5000' },
      changed: ['creditLimit'],
    }
    await at.erp.apply('customer', [raised])
    expect(await at.erp.apply('order', [big])).toMatchObject([{ done: {} }])
  })

  it('is not placed when the ERP counts another total than sales promised', async () => {
    const at = await shop(3)
    const customer = await made(at.erp, 'customer', { ...acme, code: 'C2', creditLimit: null })
    const good = create(order(at, { customer }))
    const cheap = create(order(at, { customer, number: 'O000002', net: '999.99', total: '1129.99' }))
    expect(await at.erp.apply('order', [good, cheap])).toMatchObject([
      { done: {} },
      { refused: { code: 'tandem/total-differs', details: { promised: '1129.99', placed: '1130' } } },
    ])
    expect(await at.erp.list('order', '', 10)).toHaveLength(1)
  })

  it('is the one that is there already when its number is, and it is the same; never a second', async () => {
    const at = await shop(4)
    const first = outcomeOf((await at.erp.apply('order', [create(order(at))]))[0])
    expect(await at.erp.apply('order', [create(order(at))])).toEqual([{ done: first }])
    const other = create(order(at, { customer: await made(at.erp, 'customer', { ...acme, code: 'C2' }) }))
    expect(await at.erp.apply('order', [other])).toMatchObject([{ refused: { code: 'sales-order/origin-taken' } }])
    expect(await at.erp.list('order', '', 10)).toHaveLength(1)
  })

  it('is kept as cancelled when it was called off before it came, whatever its credit', async () => {
    const at = await shop(5)
    const broke = await made(at.erp, 'customer', { ...acme, code: 'C2', creditLimit: '0' })
    const write = create(order(at, { customer: broke, cancelRequested: true }))
    const id = outcomeOf((await at.erp.apply('order', [write]))[0]).externalId
    expect(await at.erp.read('order', [id])).toMatchObject([{ values: { number: 'O000001', state: 'cancelled' } }])
    const over = create(order(at, { number: 'O000002', state: 'closed' }))
    expect(await at.erp.apply('order', [over])).toMatchObject([{ refused: { code: 'tandem/order-over' } }])
  })

  it('is cancelled when sales asks for it, once', async () => {
    const at = await shop(6)
    const { externalId, version } = outcomeOf((await at.erp.apply('order', [create(order(at))]))[0])
    const values = order(at, { cancelRequested: true })
    const cancel = { key: 'cancel', externalId, seen: version, values, changed: ['cancelRequested'] }
    expect(await at.erp.apply('order', [{ ...cancel, key: 'early', seen: '0' }])).toMatchObject([{ later: { reason: 'stale' } }])
    expect(await at.erp.apply('order', [cancel])).toMatchObject([{ done: {} }])
    const [cancelled] = await at.erp.read('order', [externalId])
    expect(cancelled).toMatchObject({ values: { state: 'cancelled' } })
    const again = { ...cancel, key: 'again', seen: cancelled?.version ?? '' }
    expect(await at.erp.apply('order', [again])).toEqual([{ done: { externalId, version: cancelled?.version } }])
    const { changes } = await at.erp.changesSince('order', '', 10)
    expect(changes).toMatchObject([{ cause: { change: 'cancel' } }])
  })

  it('is left alone by what only the CRM keeps', async () => {
    const at = await shop(7)
    const { externalId, version } = outcomeOf((await at.erp.apply('order', [create(order(at))]))[0])
    const renamed = { key: 'k', externalId, values: order(at, { quoteNumber: 'Q2' }), changed: ['quoteNumber', 'number'] }
    expect(await at.erp.apply('order', [renamed])).toEqual([{ done: { externalId, version } }])
    const lost = { ...renamed, key: 'l', externalId: at.item }
    expect(await at.erp.apply('order', [lost])).toMatchObject([{ refused: { code: 'tandem/not-found' } }])
  })
})

describe('J4 an order made in the ERP', () => {
  it('is told once it is confirmed, by its own number', async () => {
    const at = await shop(11)
    const lines = [{ item: at.item, quantity: '2', unitPrice: '50' }]
    const { id } = await at.world.do(command('sales-order', 'create'), { party: at.customer, lines } as never)
    expect((await at.erp.changesSince('order', '', 10)).changes).toEqual([])
    expect(await at.erp.list('order', '', 10)).toEqual([])
    await at.world.do(command('sales-order', 'confirm'), { id, input: {} } as never)
    const { changes } = await at.erp.changesSince('order', '', 10)
    expect(changes).toMatchObject([
      { externalId: id, actor: 'tester', values: { number: 'SO000001', erpNumber: 'SO000001', state: 'placed', total: '113' } },
    ])
    expect(changes[0]).not.toHaveProperty('cause')
  })
})

describe('J1 the ERP’s customers', () => {
  it('are the parties that are customers, with their contacts and addresses; vendors are nobody else’s business', async () => {
    const at = await shop(21)
    const vendor = { ...acme, code: 'V1', isCustomer: false, isVendor: true, status: undefined }
    const { id } = await at.world.do(command('party', 'create'), vendor as never)
    await at.world.do(command('contact', 'create'), { party: id, name: 'Vera' } as never)
    await made(at.erp, 'contact', { customer: at.customer, name: 'Carl', email: null, phone: null, role: null, status: 'active' })
    const codes = (await at.erp.changesSince('customer', '', 10)).changes.map(({ values }) => values.code)
    expect(codes).toEqual(['C1'])
    expect((await at.erp.list('customer', '', 10)).map(({ values }) => values.code)).toEqual(['C1'])
    expect((await at.erp.list('contact', '', 10)).map(({ values }) => values.name)).toEqual(['Carl'])
    expect((await at.erp.changesSince('contact', '', 10)).changes).toMatchObject([
      { values: { customer: at.customer, name: 'Carl' } },
    ])
    const flags = await at.world.run((tx) => rows(tx, sql`select code, is_vendor from erp.party where is_customer`))
    expect(flags).toEqual([{ code: 'C1', isVendor: false }])
  })

  it('can be asked for their credit', async () => {
    const at = await shop(22)
    const ask = (amount: string) => at.erp.ask?.({ ask: 'credit', customer: at.customer, amount, currency: 'CNY' })
    expect(await ask('1000')).toEqual({ ask: 'credit', state: 'good', limit: '2000', used: '0', free: '2000', currency: 'CNY' })
    await at.erp.apply('order', [create(order(at))])
    expect(await ask('1000')).toMatchObject({ state: 'exceeded', used: '1130', free: '870' })
    expect(await at.erp.ask?.({ ask: 'credit', customer: at.item, amount: '1', currency: 'CNY' })).toBeUndefined()
  })
})

describe('J3 the ERP’s stock', () => {
  it('can be asked for what can be delivered when', async () => {
    const at = await shop(31)
    await at.world.run((tx) => openBooks(tx, at.world.context()))
    await at.world.do(command('goods-receipt', 'create'), { lines: [{ item: at.item, quantity: '7', unitCost: '60' }] } as never)
    const line = { item: at.item, unit: 'pcs', date: null }
    const lines = [
      { ...line, quantity: '5' },
      { ...line, quantity: '8' },
    ]
    expect(await at.erp.ask?.({ ask: 'availability', lines })).toMatchObject({
      ask: 'availability',
      lines: [
        { available: '7', onHand: '7', date: '2026-03-02', reason: 'in-stock' },
        { available: '7', onHand: '7', date: null, reason: 'unknown' },
      ],
    })
  })
})
