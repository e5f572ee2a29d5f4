import { postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPeerCompany, type PeerCompany, type Row } from './company.ts'
import { eventually, jointProcess, type Wire, wireTo } from './lossy.ts'
import { trytonPeer } from './peers.ts'
import { TrytonClerk } from './tryton-clerk.ts'

const tryton = await trytonPeer()
const RUN = Date.now().toString(36).toUpperCase()

describe.runIf(tryton)('I1 our CRM with Tryton as ERP', () => {
  let company: PeerCompany
  let wire: Wire
  const clerk = new TrytonClerk(tryton as never)
  beforeAll(async () => {
    await clerk.furnish()
    await clerk.product(`CHAIR-${RUN}`, '40', 100)
    await clerk.product(`LAMP-${RUN}`, '19.99', 50)
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

  it('I12 what Tryton has is in the CRM: parties, products and prices', async () => {
    expect(await company.all('crm/customers')).toHaveLength((await clerk.count('party.party', [])) - 1)
    expect(await company.all('crm/items')).toHaveLength(await clerk.count('product.product', [['template.salable', '=', true]]))
    const chair = await company.find('crm/items', 'code', `CHAIR-${RUN}`)
    expect(chair).toMatchObject({ unit: 'Unit', taxRate: '10' })
    expect(await company.all(`crm/prices?filter[item]=${chair.id}`)).toMatchObject([{ unitPrice: '40', currency: 'USD' }])
    expect((await company.proof()).kinds.flatMap(({ differences }) => differences)).toEqual([])
  })

  it('J4 I6 from quote to invoice, though the joint is killed twice and Tryton goes away: one sale, and all of it comes back', async () => {
    const customer = await company.api<Row>('POST', 'crm/customers', {
      ...{ code: `ACME-${RUN}`, name: 'Acme 家具 GmbH', type: 'company', currency: 'USD', paymentTermDays: 0, onHold: false },
      email: `acme-${RUN}@example.com`,
    })
    await company.settle()
    expect(await clerk.rows('party.party', [['code', '=', `ACME-${RUN}`]], ['name', 'email'])).toMatchObject([
      { name: 'Acme 家具 GmbH', email: `acme-${RUN}@example.com` },
    ])
    const { number, total } = await acceptedOrder(customer)
    await killedAt(/model\.sale\.sale\.create/)
    await killedAt(/model\.sale\.sale\.confirm/)
    await eventually(async () => {
      await company.settle()
      return (await company.find('crm/orders', 'number', number)).state === 'placed'
    })
    const placed = await clerk.rows('sale.sale', [['description', '=', number]], ['state', 'total_amount', 'number'])
    expect(placed).toMatchObject([
      { state: 'processing', total_amount: { decimal: expect.stringMatching(new RegExp(`^${total}`)) } },
    ])

    await clerk.deliver(Number(placed[0]?.id))
    wire.cut()
    await company.settle()
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
    const proof = await company.proof()
    expect(proof.kinds.flatMap(({ differences }) => differences)).toEqual([])
    expect(proof.inSync).toBe(true)
    expect(await company.all('joint/inbox-entries?filter[state]=open')).toEqual([])
  })

  it('J3 stock and prices edited in Tryton show in the next quote', async () => {
    await clerk.price(`LAMP-${RUN}`, '24.50')
    await company.settle()
    const customer = await company.find('crm/customers', 'code', `ACME-${RUN}`)
    const lamp = await company.find('crm/items', 'code', `LAMP-${RUN}`)
    const quote = await company.api<Row>('POST', 'crm/quotes', {
      customer: customer.id,
      lines: [{ item: lamp.id, quantity: '6' }],
    })
    expect(quote).toMatchObject({ net: '147' })
    const live = await company.api<{ lines: object[] }>('GET', `joint/quotes/${quote.id}/live`)
    expect(live.lines).toMatchObject([{ availability: { available: '48', onHand: '48', reason: 'in-stock' } }])
  })

  async function acceptedOrder(customer: Row): Promise<{ number: string; total: string }> {
    const [chair, lamp] = await Promise.all(
      [`CHAIR-${RUN}`, `LAMP-${RUN}`].map((code) => company.find('crm/items', 'code', code)),
    )
    const lines = [
      { item: chair?.id, quantity: '3' },
      { item: lamp?.id, quantity: '2' },
    ]
    const quote = await company.api<Row>('POST', 'crm/quotes', { customer: customer.id, lines })
    await company.api('POST', `crm/quotes/${quote.id}/send`)
    const accepted = await company.api<Row>('POST', `crm/quotes/${quote.id}/accept`)
    const order = await company.api<Row>('GET', `crm/orders/${String(accepted.order)}`)
    return { number: String(order.number), total: String(order.total) }
  }

  async function killedAt(fits: RegExp): Promise<void> {
    const before = wire.lost()
    await eventually(async () => {
      const { child, ended } = jointProcess(company.databaseUrl, 'Peer company')
      wire.loseAnswer(fits, () => child.kill('SIGKILL'))
      await ended
      return wire.lost() > before
    })
  }
})
