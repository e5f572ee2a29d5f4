/** The money of orders from promise to ledger over both of our own sides: each sort of difference, with its reason and amount. */

import type { ChainDetail, ChainList } from '@tandem/hub'
import { hub as hubSurface } from '@tandem/hub'
import { must } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ordered, openTrade, type Trade } from './trade.fixture.ts'

const database = testDatabase([])
let trade: Trade
beforeAll(async () => {
  trade = await openTrade(database.url)
})
afterAll(() => trade?.app.stop())

async function ask<T>(name: string, input: object): Promise<T> {
  const query = hubSurface.queries.find((one) => one.name === name)
  if (!query) throw new Error(`no query ${name}`)
  const by = trade.app.workshop(trade.tenant).context()
  return must(await trade.app.database.transaction(trade.tenant, (tx) => query.run(tx, by, input as never))) as T
}

/** State and reasons as `why step amount [system]`, after everything was looked at. */
async function chainOf({ order }: Pick<Ordered, 'order'>, kind = 'order'): Promise<{ state: string; reasons: string[] }> {
  await trade.hub.followMoney()
  const { state, reasons } = await detailOf(order, kind)
  return {
    state,
    reasons: reasons.map(({ why, step, amount, system, number }) =>
      [why, step, amount, system, number].filter(Boolean).join(' '),
    ),
  }
}

async function detailOf(externalId: string, kind = 'order'): Promise<ChainDetail> {
  const [link] = await trade.read<{ recordId: string }>(
    `select record_id from hub.link where kind = '${kind}' and external_id = '${externalId}'`,
  )
  return ask<ChainDetail>('money-chain-of', { record: link?.recordId ?? '' })
}

const settle = () => trade.hub.runUntilIdle()

describe('J6 the money chain of an order, from promise to ledger', () => {
  it('says at each step what is still to come, to the cent, and agrees at the end', async () => {
    const of = await trade.order('4')
    expect(await chainOf(of)).toEqual({ state: 'on-the-way', reasons: ['not-shipped shipped 452'] })
    await trade.erp('shipment', 'create', { salesOrder: of.salesOrder, lines: [{ orderLineNumber: 1, quantity: '3' }] })
    await settle()
    expect(await chainOf(of)).toEqual({ state: 'on-the-way', reasons: ['not-shipped shipped 113', 'not-invoiced invoiced 339'] })
    await trade.erp('shipment', 'create', { salesOrder: of.salesOrder })
    await trade.erp('invoice', 'create', { salesOrder: of.salesOrder })
    await settle()
    expect(await chainOf(of)).toEqual({ state: 'on-the-way', reasons: ['unpaid receivable 452'] })
    await trade.erp('payment', 'create', { party: of.party, currency: 'CNY', amount: '452', method: 'bank' })
    await settle()
    expect(await chainOf(of)).toEqual({ state: 'agreed', reasons: [] })
    const { figures, documents, customer } = await detailOf(of.order)
    expect(customer).toBe('Kunde K1')
    expect(figures).toEqual({
      'tandem-crm': { ordered: '452', shipped: '452', invoiced: '452', settled: '452', paid: '452' },
      'tandem-erp': { ordered: '452', shipped: '452', invoiced: '452', settled: '452', paid: '452', posted: '452' },
    })
    expect(documents.map(({ kind }) => kind).sort()).toEqual(['invoice', 'order', 'payment', 'shipment', 'shipment'])
    for (const { ids } of documents) expect(Object.keys(ids).sort()).toEqual(['tandem-crm', 'tandem-erp'])
    expect(await chainOf({ order: of.customer }, 'customer')).toEqual({ state: 'agreed', reasons: [] })
  })

  it('says of an invoice that the CRM has not got yet that it is on its way', async () => {
    const of = await trade.order('1')
    await trade.erp('shipment', 'create', { salesOrder: of.salesOrder })
    await settle()
    const invoice = await trade.erp('invoice', 'create', { salesOrder: of.salesOrder })
    const untold = await chainOf(of)
    expect(untold.state).toBe('on-the-way')
    expect(untold.reasons).toContain(`on-its-way invoiced 113 tandem-crm ${invoice.number}`)
    await trade.hub.pull()
    await trade.hub.plan()
    const planned = await chainOf(of)
    expect(planned.reasons).toContain(`on-its-way invoiced 113 tandem-crm ${invoice.number}`)
    await settle()
    expect((await chainOf(of)).reasons).toEqual(['unpaid receivable 113'])
  })

  it('explains credit notes, and payments that are allocated to nothing', async () => {
    const of = await trade.order('2')
    await trade.erp('shipment', 'create', { salesOrder: of.salesOrder })
    const invoice = await trade.erp('invoice', 'create', { salesOrder: of.salesOrder })
    await trade.erp('invoice', 'credit', {
      id: invoice.id,
      input: { reason: 'scratched', lines: [{ lineNumber: 1, quantity: '1' }] },
    })
    await settle()
    expect((await chainOf(of)).reasons).toEqual(expect.arrayContaining(['credit-note invoiced 113']))
    expect((await detailOf(of.order)).figures['tandem-crm']).toMatchObject({ invoiced: '113' })
    await trade.erp('payment', 'create', { party: of.party, currency: 'CNY', amount: '500', method: 'bank' })
    await settle()
    const { reasons } = await chainOf({ order: of.customer }, 'customer')
    expect(reasons.filter((reason) => reason.startsWith('payment-unallocated'))).toEqual([
      expect.stringMatching(/^payment-unallocated paid \d+$/),
    ])
    expect(reasons.filter((reason) => /by-hand|differs/.test(reason))).toEqual([])
  })

  it('says what was edited by hand, where and by how much, and what no longer is in the ledger', async () => {
    const of = await trade.order('1')
    await trade.erp('shipment', 'create', { salesOrder: of.salesOrder })
    const invoice = await trade.erp('invoice', 'create', { salesOrder: of.salesOrder })
    await settle()
    await chainOf(of)
    await trade.byHand(`update crm.invoice set net = net + 7, total = total + 7 where number = '${invoice.number}'`)
    // Nothing tells of it: it is found when everything is looked at again.
    await trade.byHand(`update hub.chain set checked_at = checked_at - interval '1 hour'`)
    expect(await chainOf(of)).toEqual({
      state: 'differs',
      reasons: [`by-hand invoiced -7 tandem-crm ${invoice.number}`, 'unpaid receivable 113'],
    })
    expect((await trade.hub.proof({ repair: true })).inSync).toBe(false)
    await settle()
    expect((await chainOf(of)).reasons).toEqual(['unpaid receivable 113'])
  })

  it('shows an order that the ERP refuses as held up in the inbox, with the money it blocks', async () => {
    const good = await trade.order('1')
    const party = `update erp.party set on_hold = true where id = '${good.party}'`
    await trade.byHand(party)
    const [item] = await trade.read<{ id: string }>(`select id from crm.item`)
    const order = await trade.crm('order', 'create', { customer: good.customer, lines: [{ item: item?.id, quantity: '2' }] })
    await settle()
    expect(await chainOf({ order: order.id })).toEqual({
      state: 'differs',
      reasons: [`in-the-inbox ordered 226 tandem-crm ${order.number}`],
    })
  })

  it('is listed by state, with figures in total for every system', async () => {
    const list = await ask<ChainList>('money-chain', { about: 'order', limit: 500 })
    expect(list.items[0]?.state).toBe('differs')
    const sumOf = (system: string) =>
      list.sums.find((sum) => sum.system === system && sum.step === 'invoiced' && sum.currency === 'CNY')?.amount
    expect(sumOf('tandem-crm')).toBe(sumOf('tandem-erp'))
    const differing = await ask<ChainList>('money-chain', { about: 'order', state: 'differs' })
    expect(differing.items.map(({ state }) => state)).toEqual(['differs'])
  })

  /** That it is within two seconds is reckoned on the product's own clock (scenarios/money-in-time.spec.ts). */
  it('is followed by a working joint that nobody asks: what goes well, and what is refused, with its reason', async () => {
    const of = await trade.order('1')
    await trade.app.startJoint(trade.tenant)
    const told: string[] = []
    const stop = trade.hub.onProgress(({ step }) => told.push(step))
    await trade.erp('shipment', 'create', { salesOrder: of.salesOrder })
    await until(async () => (await detailOf(of.order)).figures['tandem-erp']?.shipped === '113')
    expect(told).toContain('proved')
    await trade.byHand(`update erp.party set on_hold = true where id = '${of.party}'`)
    const [item] = await trade.read<{ id: string }>(`select id from crm.item`)
    const refused = await trade.crm('order', 'create', { customer: of.customer, lines: [{ item: item?.id, quantity: '3' }] })
    await until(async () => (await detailOf(refused.id)).reasons.some(({ why }) => why === 'in-the-inbox'))
    expect(await detailOf(refused.id)).toMatchObject({
      state: 'differs',
      reasons: [{ why: 'in-the-inbox', step: 'ordered', amount: '339', number: refused.number }],
    })
    stop()
    await trade.hub.stop()
  })
})

/** Waits for a state, not for a time: so many looks are a minute and more. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 3_000; look++) {
    if (await isSo().catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('it never came to be')
}
