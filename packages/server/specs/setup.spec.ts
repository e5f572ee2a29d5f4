import { crmMigrations } from '@tandem/crm'
import { baseCurrency, rows, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setupMessages } from '../start/messages.ts'
import { leaveOpen, setupRoutes } from '../start/setup-routes.ts'
import { type Somebody, somebody } from './people.fixture.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations])
const sides = [{ ...crmSide, messages: { ...crmSide.messages, ...setupMessages } }]
const SETUP = '/api/v1/platform/setup'
const loaded: string[] = []
let server: TestServer
let boss: Somebody
let other: Somebody

beforeAll(async () => {
  const loadDemo = async (tenant: string) => void loaded.push(tenant)
  server = await startTestServer(database.current, {
    sides,
    more: (services) => ({
      routes: setupRoutes(services, { known: services.tenants as never, loadDemo }),
      components: {},
    }),
  })
  boss = await somebody(server, { name: 'boss', roles: ['administrator'] })
  other = await somebody(server, { name: 'other', roles: ['administrator'], world: server.stranger })
  for (const world of [server.world, server.stranger]) await world.run(leaveOpen)
})
afterAll(() => server.close())

const answers = { name: 'Berg & Co', baseCurrency: 'EUR', timeZone: 'Europe/Berlin', startWith: 'empty' }

describe('P6 the first run', () => {
  it('asks an administrator, sets the company up with open books, and asks no second time', async () => {
    const seller = await somebody(server, { name: 'sales', roles: ['sales'] })
    expect(await seller.call('GET', SETUP)).toMatchObject({ status: 403 })
    expect(await boss.call('GET', SETUP)).toMatchObject({ status: 200, body: { state: 'open' } })
    const nowhere = { ...answers, timeZone: 'Mars/North' }
    expect(await boss.call('POST', SETUP, { body: nowhere })).toMatchObject({ body: { code: 'company/no-such-time-zone' } })
    expect(await boss.call('POST', SETUP, { body: answers })).toMatchObject({ status: 200, body: { state: 'done' } })
    expect(await boss.call('POST', SETUP, { body: answers })).toMatchObject({ body: { code: 'setup/done' } })
    const me = await boss.call('GET', '/api/v1/me')
    expect(me.body.tenant).toMatchObject({ name: 'Berg & Co', baseCurrency: 'EUR', timeZone: 'Europe/Berlin' })
    expect(await server.world.run(baseCurrency)).toBe('EUR')
    const [accounts] = await server.world.run((tx) =>
      rows(tx, sql<{ count: number }>`select count(*)::int as count from erp.account`),
    )
    expect(accounts?.count).toBeGreaterThan(5)
  })

  it('loads the demo when asked to, in its own currency', async () => {
    const demo = { ...answers, startWith: 'demo' }
    expect(await other.call('POST', SETUP, { body: demo })).toMatchObject({ body: { code: 'setup/demo-currency' } })
    const started = await other.call('POST', SETUP, { body: { ...demo, baseCurrency: 'CNY' } })
    expect(started).toMatchObject({ status: 200, body: { state: 'loading' } })
    await expect.poll(async () => (await other.call('GET', SETUP)).body.state).toBe('done')
    expect(loaded).toEqual([server.stranger.tenant])
  })
})
