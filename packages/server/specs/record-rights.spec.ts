/** What the joint tells of a record is told to who may see the document it is: money and lineage of one's own orders, no others. */
import { insertRows } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembership, addPerson, inTenant } from '../auth/people.ts'
import { only } from './people.fixture.ts'
import { type Ordered, openTrade, type Trade } from './trade.fixture.ts'

const database = testDatabase([])
let trade: Trade
let mine: Ordered
let others: Ordered
const cookies = new Map<string, string>()

beforeAll(async () => {
  trade = await openTrade(database.url)
  mine = await ownedBy('li')
  others = await ownedBy('wang')
  for (const role of ['sales', 'planner', 'service', 'accountant', 'buyer']) {
    cookies.set(role, await signedIn(role === 'sales' ? 'li' : role, role))
  }
})
afterAll(() => trade?.app.stop())

/** An order that was shipped and invoiced, of a customer of somebody's. */
async function ownedBy(owner: string): Promise<Ordered> {
  const ordered = await trade.order('4')
  await trade.crm('customer', 'change', { id: ordered.customer, input: { owner } })
  await trade.erp('shipment', 'create', { salesOrder: ordered.salesOrder })
  await trade.erp('invoice', 'create', { salesOrder: ordered.salesOrder })
  await trade.hub.runUntilIdle()
  await trade.hub.followMoney()
  return ordered
}

async function signedIn(name: string, role: string): Promise<string> {
  const { app, tenant } = trade
  const by = app.workshop(tenant).context()
  const stamp = { version: 1, createdAt: by.now, createdBy: 'spec', updatedAt: by.now, updatedBy: 'spec', state: 'active' }
  const [id, person, email] = [by.newId(), by.newId(), `${name}@t.example`]
  app.api.auth.directory.forget(tenant)
  return app.database.asOwner(async (tx) => {
    await inTenant(tx, tenant)
    await insertRows(tx, 'platform.user', [{ id, ...stamp, name, fullName: name, email, roles: [role], team: null }])
    await addPerson(tx, { id: person, email, createdAt: by.now })
    await addMembership(tx, { person, tenantId: tenant, userId: id })
    const whose = { person, tenantId: tenant, userId: id, awaitsSecondFactor: false }
    return only((await app.api.auth.sessions.begin(tx, whose, { address: '127.0.0.1', device: 'spec' })).cookie)
  })
}

async function get(role: string, path: string) {
  const headers = { cookie: cookies.get(role) ?? '' }
  const reply = await trade.app.http.inject({ method: 'GET', url: `/api/v1${path}`, headers })
  return { status: reply.statusCode, body: reply.json() }
}

async function recordOf({ order }: Ordered): Promise<string> {
  const [link] = await trade.read<{ recordId: string }>(`select record_id from hub.link where external_id = '${order}'`)
  return link?.recordId ?? ''
}

describe('J5 J6 P3 the money of an order', () => {
  it('is shown with its journey to who sells, of their own orders, to the cent and without what goods cost', async () => {
    const journey = await get('sales', `/joint/journey/${mine.order}`)
    expect(journey.body.money).toMatchObject({
      ...{ currency: 'CNY', state: 'on-the-way' },
      figures: { 'tandem-crm': { ordered: '452', invoiced: '452', paid: '0' }, 'tandem-erp': { shipped: '452', posted: '452' } },
      reasons: [{ why: 'unpaid', amount: '452' }],
    })
    expect(JSON.stringify(journey.body)).not.toMatch(/cost|margin|"160"/i)
    expect((await get('sales', `/joint/journey/${others.order}`)).status).toBe(404)
  })

  it('is not among the rights of who plans, who sees the order without it', async () => {
    expect((await get('service', `/joint/journey/${mine.order}`)).body.money.state).toBe('on-the-way')
    expect((await get('planner', `/joint/journey/${mine.order}`)).body).toMatchObject({ money: null, order: { state: 'closed' } })
  })

  it('is told by its record, too, but of no order of somebody else', async () => {
    const asked = async (role: string, ordered: Ordered) => {
      const { status, body } = await get(role, `/joint/money-chain-of?record=${await recordOf(ordered)}`)
      return status === 200 ? body.state : body.code
    }
    expect(await asked('sales', mine)).toBe('on-the-way')
    expect(await asked('sales', others)).toBe('document/not-found')
    expect(await asked('accountant', others)).toBe('on-the-way')
    expect((await get('planner', `/joint/money-chain-of?record=${await recordOf(mine)}`)).status).toBe(403)
  })
})

describe('I9 P3 why a value is so', () => {
  it('is told of documents that one may see, by whatever name they are asked for', async () => {
    const ways = async ({ order, customer }: Ordered) => [
      `id=${await recordOf({ order } as Ordered)}`,
      `system=tandem-crm&kind=order&externalId=${order}`,
      `system=tandem-crm&kind=customer&externalId=${customer}`,
    ]
    for (const way of await ways(mine)) expect((await get('sales', `/joint/why?${way}`)).status, way).toBe(200)
    for (const way of await ways(others)) {
      expect(await get('sales', `/joint/why?${way}`), way).toMatchObject({ status: 404, body: { code: 'document/not-found' } })
      expect((await get('accountant', `/joint/why?${way}`)).status, way).toBe(200)
    }
    expect((await get('sales', '/joint/why?system=tandem-crm&kind=order&externalId=nothing')).status).toBe(404)
    expect((await get('buyer', `/joint/why?${(await ways(mine))[1]}`)).status).toBe(403)
  })
})
