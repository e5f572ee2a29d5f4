/** A database and an API that nobody here wrote, joined by the real joint. */
import { type Connector, createHub, hubMigrations } from '@tandem/hub'
import { randomNumbers } from '@tandem/kernel'
import { freshDatabaseUrl, makeWorld, memorySystem, postgresUrl, testDatabase, type World } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outsideOf } from './outside.fixture.ts'
import { connectRest } from './rest/index.ts'
import { type MisbehavingApi, misbehavingApi } from './rest/misbehaving-api.fixture.ts'
import { acme, CUSTOMERS, placeOf } from './sql/sql.fixture.ts'

const database = testDatabase([hubMigrations])
let api: MisbehavingApi
beforeAll(async () => {
  api = await misbehavingApi()
})
afterAll(() => api.close())

const KINDS = { customer: CUSTOMERS } as never

function hubOf(world: World, ...connectors: Connector[]) {
  return createHub({
    ...{
      database: world.database,
      tenant: world.tenant,
      connectors,
      now: world.now,
      newId: world.newId,
      random: randomNumbers(7),
    },
  })
}

/** Until nothing is left to do, also what has to wait. */
async function settle(world: World, hub: ReturnType<typeof hubOf>): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await hub.runUntilIdle().catch(() => {})
    world.pass(60_000)
  }
  await hub.runUntilIdle()
}

describe('I1 I3 a database in the place of the ERP', () => {
  it('customers go to it and come from it, and a lost answer makes no second row', async () => {
    const world = await makeWorld(database.current, 1)
    const place = await placeOf(await freshDatabaseUrl(postgresUrl()), KINDS)
    const real = place.connect(KINDS)
    let lost = 1
    const shop: Connector = Object.assign(Object.create(real) as Connector, {
      async apply(...given: Parameters<Connector['apply']>) {
        const outcomes = await real.apply(...given)
        if (lost-- > 0) throw new Error('the answer was lost')
        return outcomes
      },
    })
    const crm = memorySystem({ system: 'crm', side: 'crm', kinds: ['customer'], now: world.now })
    const hub = hubOf(world, crm, shop)
    crm.add('customer', acme)
    crm.add('customer', { ...acme, code: 'C2', name: 'Beta', email: 'b@beta.cn', creditLimit: null })
    await settle(world, hub)
    const rows = await place.sql`select client_no, name, credit::text from clients order by client_no`
    expect(rows).toMatchObject([
      { client_no: 'C1', name: 'Acme', credit: '1000.5000' },
      { client_no: 'C2', name: 'Beta', credit: null },
    ])
    await place.sql`update clients set phone = '+86 571 88888888', blocked = 'Y' where client_no = 'C2'`
    await place.sql`insert into clients (client_no, name, is_firm, term) values ('C3', '丙', true, 60)`
    await settle(world, hub)
    const known = [...crm.documents('customer').values()].sort((a, b) => (String(a.code) < String(b.code) ? -1 : 1))
    expect(known).toMatchObject([
      { code: 'C1' },
      { code: 'C2', phone: '+86 571 88888888', onHold: true },
      { code: 'C3', name: '丙', paymentTermDays: 60 },
    ])
    expect(await hub.proof()).toMatchObject({ inSync: true })
    await place.sql`update clients set name = 'by hand' where client_no = 'C1'`
    await settle(world, hub)
    expect(await hub.proof()).toMatchObject({ inSync: true })
    await place.close()
  })
})

describe('I1 I3 an API that misbehaves in the place of the CRM', () => {
  it('everything arrives, nothing twice, and the proof says so', async () => {
    api.reset()
    const world = await makeWorld(database.current, 2)
    const fields = {
      code: 'no',
      name: 'name',
      type: 'kind',
      currency: 'ccy',
      paymentTermDays: 'days',
      onHold: 'blocked',
      status: 'state',
      email: 'mail',
      creditLimit: 'limit',
    }
    const customer = {
      ...{ path: '/customers', items: 'data.items', pageSize: 3, paging: { by: 'page', page: 'page', size: 'size' }, fields },
      since: { at: 'updatedAt', query: 'since', overlapSeconds: 60 },
      ...{ create: true, update: true, etag: true, keyAt: 'reference', find: { reference: '{key}' } },
    }
    const description = { base: `${api.url}/v1`, auth: { by: 'bearer' }, kinds: { customer } }
    const sales = connectRest({
      ...{ id: 'sales', system: 'sales', side: 'crm', label: { en: 'Sales', zh: '销售' }, facts: null },
      outside: { ...outsideOf(() => Date.parse(world.now())), now: world.now },
      settings: { description: description as never, token: 'secret', everySeconds: 0 },
    })
    const erp = memorySystem({ system: 'erp', side: 'erp', kinds: ['customer'], now: world.now })
    const hub = hubOf(world, sales, erp)
    const theirs = { kind: 'company', ccy: 'CNY', days: 30, blocked: false, state: 'active', limit: 99.9 }
    for (let i = 1; i <= 7; i++) api.add({ no: `A${i}`, name: `Alpha ${i}`, mail: `a${i}@alpha.cn`, ...theirs })
    for (let i = 1; i <= 5; i++)
      erp.add('customer', { ...acme, code: `B${i}`, name: `Beta ${i} 有限公司`, email: `b${i}@beta.cn` })
    api.misbehave({ tooMany: ['2', 'date+5'], failAfterCommit: 2, hangUpAfterCommit: 1, failBefore: 1 })
    await settle(world, hub)
    const codes = (all: readonly unknown[]) => all.map(String).sort()
    const expected = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'B1', 'B2', 'B3', 'B4', 'B5']
    expect(codes(api.all().map(({ no }) => no))).toEqual(expected)
    expect(codes([...erp.documents('customer').values()].map(({ code }) => code))).toEqual(expected)
    expect(await hub.proof()).toMatchObject({ inSync: true })
  })
})
