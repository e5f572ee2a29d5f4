/** Fields that a company has added to documents of trade: kept, carried by the joint, proved, and going on from quote to order. */
import type { Id, Json } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTrade, type Trade } from './trade.fixture.ts'

const database = testDatabase([])
let trade: Trade
beforeAll(async () => {
  trade = await openTrade(database.url)
})
afterAll(() => trade?.app.stop())

type Custom = Record<string, Json> | null

const ABOUT = { labelEn: 'Channel', labelZh: '渠道', type: 'text', required: false, decimals: null, options: null }

async function define(side: 'crm' | 'erp', document: string, code: string, more: object = {}): Promise<Id> {
  const { id } = await trade[side]('custom-field', 'create', { ...ABOUT, document, code, ...more })
  await trade.hub.reload()
  return id
}

async function customOf(table: string, id: Id): Promise<Custom> {
  const [row] = await trade.read<{ custom: Custom }>(`select custom from ${table} where id = '${id}'`)
  return row?.custom ?? null
}

async function agrees() {
  await trade.hub.runUntilIdle()
  const proof = await trade.hub.proof()
  expect(proof.kinds.flatMap(({ differences }) => differences)).toEqual([])
  expect(proof.inSync).toBe(true)
}

describe('C8 J4 custom fields of orders', () => {
  it('travel to the ERP with the order, are its own from then on, and come back', async () => {
    await define('crm', 'order', 'channel')
    await define('erp', 'sales-order', 'channel')
    await define('erp', 'sales-order', 'weight', { type: 'number', decimals: 2 })
    await define('crm', 'order', 'weight', { type: 'number', decimals: 2 })
    const first = await trade.order('1')
    expect(await customOf('erp.sales_order', first.salesOrder)).toBeNull()
    const lines = [{ item: await onlyItem(), quantity: '2' }]
    const { id, number } = await trade.crm('order', 'create', {
      ...{ customer: first.customer, lines, custom: { channel: '展会', weight: '12.50' } },
    })
    await trade.hub.runUntilIdle()
    const [there] = await trade.read<{ id: Id; custom: Custom }>(
      `select id, custom from erp.sales_order where origin = '${number}'`,
    )
    expect(there?.custom).toEqual({ channel: '展会', weight: '12.5' })
    await agrees()
    await trade.erp('sales-order', 'change', { id: there?.id, input: { custom: { channel: 'Fair' } } })
    await agrees()
    expect(await customOf('crm."order"', id)).toEqual({ channel: 'Fair', weight: '12.5' })
    // One that began in the ERP.
    const party = first.party
    const item = (await trade.read<{ id: Id }>(`select id from erp.item where code = 'OAK'`))[0]?.id
    const born = await trade.erp('sales-order', 'place', { party, lines: [{ item, quantity: '1' }], custom: { weight: '3' } })
    await agrees()
    const [here] = await trade.read<{ custom: Custom }>(`select custom from crm."order" where number = '${born.number}'`)
    expect(here?.custom).toEqual({ weight: '3' })
    await trade.byHand(`update erp.sales_order set custom = custom || '{"channel": "By hand"}' where id = '${there?.id}'`)
    const proof = await trade.hub.proof({ repair: true })
    const found = proof.kinds.flatMap(({ differences }) => differences)
    expect(found.map((one) => [one.subject, one.field, one.found])).toEqual([[number, 'custom.channel', 'By hand']])
    await agrees()
    expect(await customOf('crm."order"', id)).toEqual({ channel: 'By hand', weight: '12.5' })
  })

  it('of an accepted quote go on to the order where that has a field of the code that fits', async () => {
    await define('crm', 'quote', 'channel')
    await define('crm', 'quote', 'weight')
    await define('crm', 'quote', 'mood')
    const { customer } = await trade.order('1')
    const lines = [{ item: await onlyItem(), quantity: '1' }]
    const custom = { channel: 'Fair', weight: 'heavy', mood: 'good' }
    const { id } = await trade.crm('quote', 'create', { customer, lines, custom })
    await trade.crm('quote', 'change', { id, input: { custom: { mood: 'better' } } })
    await trade.crm('quote', 'send', { id, input: {} })
    await trade.crm('quote', 'accept', { id, input: {} })
    const [order] = await trade.read<{ custom: Custom; number: string }>(
      `select number, custom from crm."order" where quote = '${id}'`,
    )
    expect(order?.custom).toEqual({ channel: 'Fair' })
    expect(await customOf('crm.quote', id)).toEqual({ ...custom, mood: 'better' })
    await trade.hub.runUntilIdle()
    const [there] = await trade.read<{ custom: Custom }>(`select custom from erp.sales_order where origin = '${order?.number}'`)
    expect(there?.custom).toEqual({ channel: 'Fair' })
  })

  it('that the ERP asks for and an order has not, stand in the inbox in words; corrected and tried again it goes', async () => {
    const { customer } = await trade.order('1')
    const needed = await define('erp', 'sales-order', 'project', { labelEn: 'Project', labelZh: '项目', required: true })
    const lines = [{ item: await onlyItem(), quantity: '1' }]
    const { number } = await trade.crm('order', 'create', { customer, lines })
    await trade.hub.runUntilIdle()
    const [entry] = await trade.read<{ id: Id; code: string; details: object; subject: string }>(
      `select id, code, details, subject from hub.inbox_entry where state = 'open' and kind = 'order'`,
    )
    expect(entry).toMatchObject({ code: 'custom/missing', subject: number, details: { label: 'Project / 项目' } })
    await trade.joint('inbox-entry', 'edit-and-retry', { id: entry?.id, input: { values: { 'custom.project': 'Tower 3' } } })
    await trade.hub.runUntilIdle()
    const [there] = await trade.read<{ custom: Custom }>(`select custom from erp.sales_order where origin = '${number}'`)
    expect(there?.custom).toEqual({ project: 'Tower 3' })
    expect(await trade.read(`select id from hub.inbox_entry where state = 'open'`)).toEqual([])
    await trade.erp('custom-field', 'retire', { id: needed, input: {} })
    await trade.hub.reload()
  })
})

describe('J6 J8 custom fields of invoices, opportunities and tickets', () => {
  it('of an invoice are set where it is made, told to the CRM, and its credit note has them, too', async () => {
    await define('erp', 'invoice', 'tour')
    await define('crm', 'invoice', 'tour')
    const { salesOrder } = await trade.order('1')
    await trade.erp('shipment', 'create', { salesOrder })
    const { id, number } = await trade.erp('invoice', 'create', { salesOrder, custom: { tour: 'North 7' } })
    await agrees()
    const toured = () => trade.read<{ custom: Custom }>(`select custom from crm.invoice where custom is not null order by number`)
    expect(await toured()).toEqual([{ custom: { tour: 'North 7' } }])
    await trade.erp('invoice', 'credit', { id, input: { reason: `wrong ${number}` } })
    await agrees()
    expect(await toured()).toHaveLength(2)
  })

  it('of opportunities and tickets are kept and changed as typed values, and refused like those of customers', async () => {
    const { customer } = await trade.order('1')
    await define('crm', 'opportunity', 'area', { type: 'number', decimals: 1, required: true })
    await define('crm', 'ticket', 'since', { type: 'date' })
    const chance = { title: 'Showroom', customer }
    await expect(trade.crm('opportunity', 'create', chance)).rejects.toThrow('custom/missing')
    const { id } = await trade.crm('opportunity', 'create', { ...chance, custom: { area: '120.50' } })
    await trade.crm('opportunity', 'change', { id, input: { custom: { area: '80' } } })
    expect(await customOf('crm.opportunity', id)).toEqual({ area: '80' })
    const asked = { customer, subject: 'A leg', message: 'Loose' }
    await expect(trade.crm('ticket', 'create', { ...asked, custom: { since: 'May' } })).rejects.toThrow('custom/wrong-type')
    const ticket = await trade.crm('ticket', 'create', { ...asked, custom: { since: '2026-05-01' } })
    await trade.crm('ticket', 'change', { id: ticket.id, input: { custom: { since: null } } })
    expect(await customOf('crm.ticket', ticket.id)).toEqual({ since: null })
    await agrees()
  })
})

async function onlyItem(): Promise<Id> {
  const [item] = await trade.read<{ id: Id }>(`select id from crm.item where code = 'OAK'`)
  return (item as { id: Id }).id
}
