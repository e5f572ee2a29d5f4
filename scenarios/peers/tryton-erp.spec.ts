import { postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeerCompany, type PeerCompany, type Row } from './company.ts'
import { AGREED, disagreements, eventually, killedAt, type Wire, wireTo } from './lossy.ts'
import { restart, type TrytonPeer, trytonPeer } from './peers.ts'
import { acceptedOrder, namesOf, quoteFor } from './selling.ts'
import { TrytonClerk } from './tryton-clerk.ts'

const tryton = await trytonPeer()
const { run: RUN, name: NAME } = namesOf(Date.now())
const [CHAIR, LAMP] = [`CHAIR-${RUN}`, `LAMP-${RUN}`] as const

describe.runIf(tryton)('I1 our CRM with Tryton as ERP', () => {
  let company: PeerCompany
  let wire: Wire
  const clerk = new TrytonClerk(tryton as TrytonPeer)
  beforeAll(async () => {
    await clerk.furnish()
    await clerk.product(CHAIR, '40', 100)
    await clerk.product(LAMP, '19.99', 50)
    await clerk.party(`OLD-${RUN}`, `${NAME} 旧客户`, { street: `Alt 1\nHinterhaus`, city: 'Köln', postal_code: '50667' })
    wire = await wireTo(tryton?.url ?? '')
    company = await openPeerCompany(postgresUrl(), 'USD')
    await company.connect({
      ...{ name: 'tryton', type: 'tryton', side: 'erp' },
      settings: { url: wire.url, database: tryton?.database, login: tryton?.login, password: tryton?.password, everySeconds: 0 },
    })
    await company.settle()
  })
  afterAll(async () => {
    await company?.close()
    wire?.close()
  })

  it('I12 what Tryton has is in the CRM: parties, addresses, products and prices', async () => {
    expect(await disagreements(company)).toEqual(AGREED)
    expect(await company.all('crm/customers')).toHaveLength((await clerk.count('party.party', [])) - 1)
    const old = await company.find('crm/customers', 'code', `OLD-${RUN}`)
    expect(old).toMatchObject({ name: `${NAME} 旧客户`, type: 'company', status: 'active' })
    expect(await company.all(`crm/addresses?filter[customer]=${old.id}`)).toMatchObject([
      { line1: 'Alt 1', line2: 'Hinterhaus', city: 'Köln', postalCode: '50667' },
    ])
    expect(await company.all('crm/items')).toHaveLength(await clerk.count('product.product', [['template.salable', '=', true]]))
    const chair = await company.find('crm/items', 'code', CHAIR)
    expect(chair).toMatchObject({ unit: 'Unit', taxRate: '10' })
    expect(await company.all(`crm/prices?filter[item]=${chair.id}`)).toMatchObject([{ unitPrice: '40', currency: 'USD' }])
  })

  it('J4 I6 from quote to invoice, though the joint is killed twice and Tryton is restarted: one sale, and all of it comes back', async () => {
    const customer = await company.api<Row>('POST', 'crm/customers', {
      ...{ code: `ACME-${RUN}`, name: `${NAME} 家具 GmbH`, type: 'company', currency: 'USD', paymentTermDays: 0, onHold: false },
      email: `acme-${RUN}@example.com`,
    })
    await company.settle()
    expect(await clerk.rows('party.party', [['code', '=', `ACME-${RUN}`]], ['name', 'email'])).toMatchObject([
      { name: `${NAME} 家具 GmbH`, email: `acme-${RUN}@example.com` },
    ])
    const lines = [[CHAIR, '3'] as const, [LAMP, '2'] as const]
    const { number, total } = await acceptedOrder(company, customer, lines)
    // Tryton has the draft and the joint is dead; then Tryton has confirmed it, and the joint is dead again.
    await killedAt(company, wire, /model\.sale\.sale\.create/)
    await killedAt(company, wire, /model\.sale\.sale\.confirm/)
    await eventually(async () => {
      await company.settle()
      return (await company.find('crm/orders', 'number', number)).state === 'placed'
    })
    const placed = await clerk.rows(
      'sale.sale',
      [['party.code', '=', `ACME-${RUN}`]],
      [...['description', 'state', 'total_amount', 'number']],
    )
    expect(placed).toMatchObject([
      { description: number, state: 'processing', total_amount: { decimal: expect.stringMatching(new RegExp(`^${total}`)) } },
    ])

    await clerk.deliver(Number(placed[0]?.id))
    wire.cut()
    await company.settle()
    await restart('TRYTON')
    wire.mend()
    await clerk.postInvoices(Number(placed[0]?.id))
    await company.settle()

    const { id } = await company.find('crm/orders', 'number', number)
    const done = await company.api<Row>('GET', `crm/orders/${id}`)
    expect(done).toMatchObject({ erpNumber: placed[0]?.number, total })
    expect(done.progress).toMatchObject([
      { shipped: '3', invoiced: '3' },
      { shipped: '2', invoiced: '2' },
    ])
    const story = await company.api<{ balances: object[]; invoices: object[] }>(
      'GET',
      `crm/customer-story?customer=${customer.id}`,
    )
    expect(story.balances).toMatchObject([{ currency: 'USD', invoiced: total, open: total }])
    expect(await company.all(`crm/shipments?filter[order]=${id}`)).toHaveLength(1)
    expect(await disagreements(company)).toEqual(AGREED)
  })

  it('J3 stock and prices edited in Tryton show in the next quote', async () => {
    await clerk.price(LAMP, '24.50')
    await company.settle()
    const customer = await company.find('crm/customers', 'code', `ACME-${RUN}`)
    const quote = await quoteFor(company, customer, [[LAMP, '6']])
    expect(quote).toMatchObject({ net: '147' })
    const live = await company.api<{ lines: object[] }>('GET', `joint/quotes/${quote.id}/live`)
    expect(live.lines).toMatchObject([{ availability: { available: '48', onHand: '48', reason: 'in-stock' } }])
  })
})
