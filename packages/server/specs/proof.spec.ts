/** The proof over both of our own sides: digests reckoned of their rows, and changes made by hand in their tables. */
import { setTimeout as sleep } from 'node:timers/promises'
import { hub as hubSurface } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTrade, type Trade } from './trade.fixture.ts'

const database = testDatabase([])
let trade: Trade
beforeAll(async () => {
  trade = await openTrade(database.url)
  const first = await trade.order('3.5', { discountPercent: '12.5' })
  const second = await trade.order('2')
  await trade.crm('contact', 'create', { customer: first.customer, name: 'Li 李', email: '', phone: null })
  await trade.crm('address', 'create', {
    ...{ customer: first.customer, use: 'both', line1: 'Rue "A"', city: 'Lyon', postalCode: '1', country: 'FR' },
  })
  // Only the CRM keeps these: they are looked at, and travel nowhere.
  await trade.crm('opportunity', 'create', {
    title: '"展厅"',
    customer: first.customer,
    expectedRevenue: '0.10',
    probability: '12.5',
  })
  await trade.crm('ticket', 'create', { customer: first.customer, subject: 'A leg', message: 'Line one\n第二行 \\ "two"' })
  await trade.erp('shipment', 'create', { salesOrder: first.salesOrder })
  await trade.erp('invoice', 'create', { salesOrder: first.salesOrder })
  await trade.erp('payment', 'create', { party: first.party, currency: 'CNY', amount: '100.01', method: 'bank' })
  await trade.hub.runUntilIdle()
  // One that began here and is closed with a credit note, and one that began there and waits for an answer.
  const asked = (quantity: string) => [{ orderLineNumber: 1, quantity }]
  const back = await trade.crm('return', 'create', { order: first.order, reason: '"腿" \\ loose', lines: asked('1.25') })
  await trade.erp('sales-return', 'create', {
    salesOrder: first.salesOrder,
    reason: 'Wrong',
    wish: 'replace',
    lines: asked('0.5'),
  })
  await trade.hub.runUntilIdle()
  const [there] = await trade.read<{ id: Id }>(`select id from erp.sales_return where origin = '${back.number}'`)
  const came = { lines: [{ orderLineNumber: 1, received: '1', scrapped: '0.125' }] }
  for (const [command, input] of [
    ['approve', { answer: 'Gate 3' }],
    ['receive', came],
    ['credit', {}],
  ] as const) {
    await trade.erp('sales-return', command, { id: there?.id, input })
  }
  await trade.erp('sales-order', 'cancel', { id: second.salesOrder, input: {} })
  await trade.hub.runUntilIdle()
})
afterAll(() => trade?.app.stop())

/** The proof with systems that fail when they are read document by document: digests alone must do. */
describe('I8 digests of our own sides', () => {
  it('agree with what was agreed, for every kind, to the last byte', async () => {
    const proof = await trade.hub.proof()
    expect(proof.kinds.flatMap(({ differences }) => differences)).toEqual([])
    expect(proof.inSync).toBe(true)
    const { read } = proof
    expect(read.documents).toBe(0)
    expect(proof.kinds.map(({ kind, counts }) => [kind, counts['tandem-crm'], counts['tandem-erp']])).toEqual([
      ['item', 1, 1],
      ['customer', 2, 2],
      ['contact', 1, 1],
      ['address', 1, 1],
      ['price', 1, 1],
      ['opportunity', 1, undefined],
      ['order', 2, 2],
      ['shipment', 1, 1],
      ['invoice', 2, 2],
      ['payment', 1, 1],
      ['return', 2, 2],
      ['ticket', 1, undefined],
    ])
  })
})

describe('I8 drift made by hand in a table', () => {
  const differences = async (repair = false) => {
    const proof = await trade.hub.proof({ repair })
    return proof.kinds.flatMap(({ kind, differences: found }) =>
      found.map(({ system, field, agreed, found: there, why }) => [kind, system, field, agreed, there, why]),
    )
  }

  it('is found to the field and repaired by the rules: a value changed', async () => {
    await trade.byHand(`update erp.party set name = 'By hand', credit_limit = 5 where code = 'K1'`)
    await trade.byHand(`update crm.customer set payment_term_days = 99 where code = 'K2'`)
    expect(await differences(true)).toEqual([
      ['customer', 'tandem-crm', 'paymentTermDays', 30, 99, 'drift'],
      ['customer', 'tandem-erp', 'name', 'Kunde K1', 'By hand', 'drift'],
      ['customer', 'tandem-erp', 'creditLimit', null, '5', 'drift'],
    ])
    await trade.hub.runUntilIdle()
    expect(await differences()).toEqual([])
    // The name and the credit limit are the ERP's to say, too; the payment term is not the CRM's.
    expect(await trade.read(`select name, credit_limit, payment_term_days from crm.customer order by code`)).toEqual([
      { name: 'By hand', creditLimit: '5', paymentTermDays: 30 },
      { name: 'Kunde K2', creditLimit: null, paymentTermDays: 30 },
    ])
  })

  it('is found and repaired: an amount in the CRM that the company never invoiced', async () => {
    await trade.byHand(`update crm.invoice set net = net + 1000000, total = total + 1000000 where type = 'invoice'`)
    const found = await differences(true)
    expect(found).toEqual([
      ['invoice', 'tandem-crm', 'net', '306.25', '1000306.25', 'drift'],
      ['invoice', 'tandem-crm', 'total', '346.06', '1000346.06', 'drift'],
    ])
    await trade.hub.runUntilIdle()
    expect(await differences()).toEqual([])
    expect(await trade.read(`select total from crm.invoice where type = 'invoice'`)).toEqual([{ total: '346.06' }])
  })

  it('is found, and travels as the rules of its kind say: a row deleted', async () => {
    await trade.byHand(`delete from crm.contact`)
    expect(await differences(true)).toMatchObject([['contact', 'tandem-crm', null, { name: 'Li 李' }, null, 'drift']])
    await trade.hub.runUntilIdle()
    expect(await trade.read('select kind, policy, state from hub.deletion')).toEqual([
      { kind: 'contact', policy: 'archive', state: 'settled' },
    ])
    expect(await trade.read('select status from erp.contact')).toEqual([{ status: 'archived' }])
    expect(await differences()).toEqual([])
  })

  it('is found and taken in: a row inserted without an event', async () => {
    await trade.byHand(`
      insert into crm.contact (id, version, created_at, created_by, updated_at, updated_by, customer, name, status)
      select '019cad8f-ac00-7000-8000-000000000001', 1, now(), 'x', now(), 'x', id, 'Nobody told', 'active' from crm.customer where code = 'K2'`)
    expect(await differences(true)).toContainEqual([
      ...['contact', 'tandem-crm', null, null],
      expect.objectContaining({ name: 'Nobody told' }),
      'drift',
    ])
    await trade.hub.runUntilIdle()
    expect(await trade.read(`select name from erp.contact where name = 'Nobody told'`)).toHaveLength(1)
  })
})

describe('I8 proofs that were asked for, and the continuous one', () => {
  it('are begun by a working joint, kept with what they found, and listed', async () => {
    await trade.byHand(`update erp.address set city = 'Paris'`)
    const [asked] = await start({ kinds: 'address' })
    expect(asked).toMatchObject({ ok: true, value: { state: 'waiting', result: null } })
    expect(await start({ kinds: 'cars' })).toMatchObject([{ ok: false, refusal: { code: 'proof/unknown-kind' } }])
    await trade.app.startJoint(trade.tenant)
    const found = await until(
      () =>
        trade.read<{ inSync: boolean; differenceCount: number; result: object }>(
          `select in_sync, difference_count, result from hub.proof where state = 'done' and kinds = 'address'`,
        ),
      (rows) => rows.length > 0,
    )
    // Whoever came first, the proof or the continuous one, it is settled now.
    expect(found[0]?.result).toMatchObject({ kinds: [{ kind: 'address', counts: { 'tandem-crm': 1, 'tandem-erp': 1 } }] })
  })

  it('find and settle by themselves what somebody did by hand, and tell of it', async () => {
    const rounds = `select kind from hub.proof_round where finished_at is not null`
    await until(
      () => trade.read(rounds),
      // Ten kinds of both sides, and two of the CRM alone.
      (rows) => rows.length === 22,
    )
    await trade.byHand(`update crm.customer set payment_term_days = 7 where code = 'K1'`)
    const term = `select payment_term_days from crm.customer where code = 'K1'`
    await until(
      () => trade.read<{ paymentTermDays: number }>(term),
      ([row]) => row?.paymentTermDays === 30,
    )
    const told = await trade.read(`select payload from hub.event where type = 'drift-found' and payload->>'kind' = 'customer'`)
    expect(told).toEqual([{ payload: { system: 'tandem-crm', kind: 'customer', count: 1 } }])
    await trade.hub.stop()
  })

  function start(input: object) {
    const command = hubSurface.commands.find(({ document, name }) => document === 'proof' && name === 'create')
    const by = trade.app.workshop(trade.tenant).context()
    return trade.app.database.transaction(trade.tenant, (tx) => command?.run(tx, by, [input as never]) as Promise<object[]>)
  }
})

/** At most a minute and a half: the continuous proof rests long where it works slowly. */
async function until<T>(read: () => Promise<T>, isGood: (found: T) => boolean): Promise<T> {
  const end = performance.now() + 90_000
  for (;;) {
    const found = await read()
    if (isGood(found)) return found
    if (performance.now() > end) throw new Error(`it did not come: ${JSON.stringify(found)}`)
    await sleep(20)
  }
}
