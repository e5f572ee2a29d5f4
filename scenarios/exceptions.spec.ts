import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { type Company, openCompany, type Row } from './company.ts'
import { type Trade, tradeOf } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

async function openShop(seed: number, terms: object = {}): Promise<Trade> {
  const company = await openCompany(database.current, seed)
  const trade = tradeOf(company)
  await trade.customer('ACME', terms)
  await trade.item('CHAIR', '100')
  await company.settle()
  return trade
}

interface Cause {
  readonly code: string
  readonly count: number
  readonly money: Readonly<Record<string, string>>
  readonly text: { readonly en: string }
}

function inbox(company: Company): Promise<Cause[]> {
  return company.ask<Cause[]>('joint', 'inbox-causes')
}

function openEntries({ company }: Trade): Promise<Row[]> {
  return company.world.run((tx) => rows(tx, sql<Row>`select * from hub.inbox_entry where state = 'open'`))
}

async function isInSync({ company }: Trade): Promise<boolean> {
  const proof = await company.proof()
  expect(proof.kinds.flatMap(({ differences }) => differences)).toEqual([])
  return proof.inSync
}

describe('I7 an order the ERP refuses', () => {
  it('waits in the inbox with its money, and is placed once the credit limit is raised', async () => {
    const trade = await openShop(1, { creditLimit: '1000' })
    const { company } = trade
    const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await company.settle()
    expect(await inbox(company)).toMatchObject([{ code: 'sales-order/credit-exceeded', count: 1, money: { CNY: '1130' } }])
    expect(await trade.erpOrders(number)).toEqual([])
    expect(await trade.crmOrder(number)).toMatchObject({ state: 'requested', erpNumber: null })
    expect((await company.proof()).inSync).toBe(false)

    const party = await trade.find('erp', 'party', 'code', 'ACME')
    await company.act('erp', 'party', 'change', { creditLimit: '2000' }, party.id)
    const [entry] = await openEntries(trade)
    await company.act('joint', 'inbox-entry', 'retry', {}, entry?.id)
    await company.settle()
    expect(await trade.crmOrder(number)).toMatchObject({ state: 'placed' })
    expect(await trade.erpOrders(number)).toHaveLength(1)
    expect(await inbox(company)).toEqual([])
    expect(await isInSync(trade)).toBe(true)
  })
})

describe('J1 I5 a customer changed on both sides at once', () => {
  it('keeps what each side said, field by field; the owner’s word counts, else the newest', async () => {
    const trade = await openShop(2, { creditLimit: '1000' })
    const { company } = trade
    const inCrm = await trade.find('crm', 'customer', 'code', 'ACME')
    const inErp = await trade.find('erp', 'party', 'code', 'ACME')
    await company.act('crm', 'customer', 'change', { phone: '123', name: 'Acme Ltd', creditLimit: '9000' }, inCrm.id)
    company.world.pass(1_000)
    await company.act(
      'erp',
      'party',
      'change',
      { email: 'pay@acme.example', name: 'Acme Limited', paymentTermDays: 45 },
      inErp.id,
    )
    await company.settle()
    const agreed = {
      name: 'Acme Limited',
      phone: '123',
      email: 'pay@acme.example',
      creditLimit: '1000',
      paymentTermDays: 45,
    }
    expect(await trade.find('crm', 'customer', 'code', 'ACME')).toMatchObject(agreed)
    expect(await trade.find('erp', 'party', 'code', 'ACME')).toMatchObject(agreed)
    expect(await isInSync(trade)).toBe(true)
  })

  it('has its contacts and addresses on both sides, whoever makes, changes or archives them', async () => {
    const trade = await openShop(3)
    const { company } = trade
    const customer = await trade.find('crm', 'customer', 'code', 'ACME')
    const contact = await company.act('crm', 'contact', 'create', { customer: customer.id, name: 'Ann' })
    const party = await trade.find('erp', 'party', 'code', 'ACME')
    const street = { use: 'shipping', line1: 'Road 1', city: 'Hangzhou', country: 'CN' }
    await company.act('erp', 'address', 'create', { party: party.id, ...street })
    await company.settle()
    const twin = await trade.find('erp', 'contact', 'name', 'Ann')
    expect(twin.party).toBe(party.id)
    expect(await trade.find('crm', 'address', 'line1', 'Road 1')).toMatchObject({ ...street, customer: customer.id })
    await company.act('crm', 'contact', 'change', { phone: '456' }, contact.id)
    await company.settle()
    // People to talk to are sales' own: what the ERP makes of them is put right.
    await company.act('erp', 'contact', 'change', { phone: '789' }, twin.id)
    await company.settle()
    await company.act('crm', 'contact', 'archive', {}, contact.id)
    await company.settle()
    expect(await trade.find('erp', 'contact', 'name', 'Ann')).toMatchObject({ phone: '456', status: 'archived' })
    expect(await trade.all('crm', 'contact')).toHaveLength(1)
    expect(await isInSync(trade)).toBe(true)
  })
})

describe('E4 cancelling an order in the CRM', () => {
  async function placed(seed: number) {
    const trade = await openShop(seed)
    const order = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await trade.company.settle()
    const cancel = async () => {
      await trade.company.act('crm', 'order', 'request-cancel', {}, order.id)
      await trade.company.settle()
    }
    return { trade, number: order.number, cancel }
  }

  it('cancels it in the ERP and sets its goods free while nothing is shipped', async () => {
    const { trade, number, cancel } = await placed(4)
    await cancel()
    expect(await trade.crmOrder(number)).toMatchObject({ state: 'cancelled', progress: [{ reserved: '0' }] })
    expect(await trade.erpOrders(number)).toMatchObject([{ state: 'cancelled' }])
    expect(await isInSync(trade)).toBe(true)
  })

  it('cancels the rest when a part is shipped', async () => {
    const { trade, number, cancel } = await placed(5)
    await trade.ship(number, '4 CHAIR')
    await trade.company.settle()
    await cancel()
    expect(await trade.crmOrder(number)).toMatchObject({
      state: 'placed',
      total: '452',
      lines: [{ quantity: '4' }],
      progress: [{ shipped: '4', reserved: '0' }],
    })
    expect(await isInSync(trade)).toBe(true)
  })

  it('is for a person to settle when all is shipped', async () => {
    const { trade, number, cancel } = await placed(6)
    await trade.ship(number)
    await trade.company.settle()
    await cancel()
    expect(await inbox(trade.company)).toMatchObject([{ code: 'sales-order/nothing-to-cancel', money: { CNY: '1130' } }])
    expect(await trade.crmOrder(number)).toMatchObject({ state: 'placed', progress: [{ shipped: '10' }] })
  })

  it('that was asked for before the ERP had it leaves one cancelled order on both sides', async () => {
    const trade = await openShop(7)
    const order = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await trade.company.act('crm', 'order', 'request-cancel', {}, order.id)
    await trade.company.settle()
    expect(await trade.crmOrder(order.number)).toMatchObject({ state: 'cancelled' })
    expect(await trade.erpOrders(order.number)).toMatchObject([{ state: 'cancelled' }])
    expect(await isInSync(trade)).toBe(true)
  })
})

describe('J5 an order made directly in the ERP', () => {
  it('appears in the CRM with its progress, shipment, invoice and payment', async () => {
    const trade = await openShop(8)
    const { company } = trade
    const [party, item] = [await trade.find('erp', 'party', 'code', 'ACME'), await trade.find('erp', 'item', 'code', 'CHAIR')]
    const lines = [{ item: item.id, quantity: '5', unitPrice: '80' }]
    const order = await company.act('erp', 'sales-order', 'create', { party: party.id, lines })
    await company.settle()
    expect(await trade.all('crm', 'order')).toEqual([])
    await company.act('erp', 'sales-order', 'confirm', {}, order.id)
    await company.settle()
    expect(await trade.crmOrder('SO000001')).toMatchObject({ state: 'placed', total: '452', cancelRequested: false })
    await company.act('erp', 'shipment', 'create', { salesOrder: order.id })
    await company.act('erp', 'invoice', 'create', { salesOrder: order.id })
    await trade.pay('ACME', '452')
    await company.settle()
    expect(await trade.crmOrder('SO000001')).toMatchObject({ state: 'closed', progress: [{ shipped: '5', invoiced: '5' }] })
    const invoice = await trade.find('crm', 'invoice', 'customer', (await trade.find('crm', 'customer', 'code', 'ACME')).id)
    expect(invoice.paid).toBe('452')
    const [payment] = await trade.all('crm', 'payment')
    expect(payment?.allocations).toMatchObject([{ invoice: invoice.id, amount: '452' }] as unknown as Json[])
    expect(await isInSync(trade)).toBe(true)
  })
})
