import { crmMigrations } from '@tandem/crm'
import { rows, run, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { type Connector, type ConnectorType, type Given, hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { defineFields, ok, refuse } from '@tandem/kernel'
import { memorySystem, testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Joining, joinedSystems, marksOf } from '../joint/connect.ts'
import { connectionTestRoute } from '../joint/connection-route.ts'
import { outsideOf } from '../joint/outside.ts'
import { tenantHub } from '../joint/tenant-hub.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const sealing = { seal: (text: string) => `sealed ${text}`, open: (sealed: string) => sealed.slice('sealed '.length) }
const given: Given[] = []

/** A system that is reached with the right key only. */
const shelf: ConnectorType = {
  type: 'shelf',
  label: { en: 'Shelf', zh: '货架' },
  about: { en: 'For specs', zh: '测试用' },
  sides: ['erp'],
  settings: defineFields({
    url: { kind: 'text', label: { en: 'Address', zh: '地址' } },
    key: { kind: 'text', label: { en: 'Key', zh: '密钥' } },
    mode: { kind: 'choice', of: ['slow', 'fast'], optional: true, label: { en: 'Mode', zh: '模式' } },
  }),
  secrets: ['key'],
  kinds: () => ({ customer: { read: true, write: true }, item: { read: true, write: false } }),
  async test({ settings }) {
    if (settings.key !== 'right') return refuse('connection/bad-setting', { field: 'key', expected: 'right' })
    return ok({ summary: { en: 'A shelf', zh: '货架' }, facts: { size: 3 } })
  },
  connect(one): Connector {
    given.push(one)
    return memorySystem({ system: one.system, side: one.side, kinds: ['customer', 'item'], now: one.outside.now })
  },
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer(database.current, {
    sides: [{ surface: hubSurface({}, { types: [shelf], sealing }), messages: hubMessages }],
    more: (services) => ({
      routes: [connectionTestRoute(services, { sealing, outside: outsideOf(services), types: [shelf] })],
      components: {},
    }),
  })
})
afterAll(() => server?.close())

const CONNECTIONS = '/api/v1/joint/connections'
const body = { name: 'depot', type: 'shelf', side: 'erp', settings: { url: 'https://depot.example', key: 'wrong' } }

function joining(): Joining {
  const { world, services } = server
  return {
    ...{ database: world.database, sealing, outside: outsideOf(services), types: [shelf] },
    own: (tenant) => ({ database: world.database, tenant, now: world.now, newId: world.newId }),
    onFault: (fault) => {
      throw fault
    },
  }
}

describe('I1 I3 connecting a system', () => {
  it('I3 shows the form that a connector describes itself', async () => {
    const { body: types } = await server.call('GET', '/api/v1/joint/connector-types')
    expect(types).toMatchObject([
      { type: 'shelf', sides: ['erp'], secrets: ['key'], settings: { url: { kind: 'text', label: { zh: '地址' } } } },
    ])
  })

  it.each([
    ['connection/bad-name', { ...body, name: 'tandem-erp' }],
    ['connection/bad-name', { ...body, name: 'My depot' }],
    ['connection/unknown-type', { ...body, type: 'abacus' }],
    ['connection/wrong-side', { ...body, side: 'crm' }],
    ['connection/setting-missing', { ...body, settings: { url: 'x' } }],
    ['connection/unknown-setting', { ...body, settings: { ...body.settings, colour: 'red' } }],
    ['connection/bad-setting', { ...body, settings: { ...body.settings, mode: 'both' } }],
    ['connection/unknown-kind', { ...body, kinds: { price: { read: true } } }],
  ])('I3 says what is wrong with what was typed in: %s', async (code, wrong) => {
    const reply = await server.call('POST', CONNECTIONS, { body: wrong })
    expect([reply.status, reply.body.code]).toEqual([expect.any(Number), code])
    expect(reply.status).toBeGreaterThanOrEqual(400)
  })

  it('I1 is tried, mended, started, and takes the place of our own; its secrets are never shown', async () => {
    const made = await server.call('POST', CONNECTIONS, { body })
    expect(made.status).toBe(201)
    const { id } = made.body
    expect(JSON.stringify(made.body)).not.toContain('wrong')
    expect((await server.call('POST', CONNECTIONS, { body })).body.code).toBe('connection/name-taken')

    const tried = await server.call('POST', '/api/v1/joint/connection-test', { body: { connection: id } })
    expect(tried.body).toMatchObject({ works: false, trouble: { code: 'connection/bad-setting' } })
    const settings = { url: 'https://depot.example', key: 'right' }
    const typed = await server.call('POST', '/api/v1/joint/connection-test', { body: { connection: id, settings } })
    expect(typed.body).toMatchObject({ works: true, summary: { en: 'A shelf' } })
    await server.call('PATCH', `${CONNECTIONS}/${id}`, { body: { settings } })
    await server.call('POST', '/api/v1/joint/connection-test', { body: { connection: id } })
    const stored = await server.call('GET', `${CONNECTIONS}/${id}`)
    expect(stored.body).toMatchObject({ state: 'draft', found: { facts: { size: 3 } }, settings: { url: settings.url } })
    expect(JSON.stringify(stored.body)).not.toContain('right')
    const [secret] = await server.world.run((tx) => rows(tx, sql<{ sealed: string }>`select sealed from hub.connection_secret`))
    expect(secret?.sealed).toBe('sealed {"key":"right"}')

    const before = await joinedSystems(joining(), server.world.tenant)
    expect(before.connectors.map(({ system }) => system)).toEqual(['tandem-crm', 'tandem-erp'])
    await server.call('POST', `${CONNECTIONS}/${id}/start`)
    const after = await joinedSystems(joining(), server.world.tenant)
    expect(after.connectors.map(({ system }) => system)).toEqual(['tandem-crm', 'depot'])
    expect(given.at(-1)).toMatchObject({ settings, facts: { size: 3 }, side: 'erp' })
    expect((await server.call('POST', `${CONNECTIONS}/${id}/start`)).body.code).toBe('connection/wrong-state')

    await server.call('PATCH', `${CONNECTIONS}/${id}`, { body: { beside: true, kinds: { customer: { read: true } } } })
    const beside = await joinedSystems(joining(), server.world.tenant)
    expect(beside.connectors.map(({ system }) => system)).toEqual(['tandem-crm', 'tandem-erp', 'depot'])
    expect(beside.connectors[2]?.capabilities().kinds).toEqual({
      customer: expect.objectContaining({ read: true, write: false }),
    })
  })

  it('I1 joins anew in the running joint when a connection is started or stopped', async () => {
    const { world } = server
    await world.run((tx) => run(tx, sql`update hub.connection set state = 'stopped'`))
    const systems = () => joinedSystems(joining(), world.tenant)
    const { tenant, now, newId } = world
    const options = { database: world.database, tenant, now, newId, random: () => 0.5 }
    const hub = tenantHub(options, await systems(), systems, () => marksOf(joining(), world.tenant))
    const names = async () => (await hub.status()).filter(({ isJoined }) => isJoined).map(({ system }) => system)
    expect(await names()).toEqual(['tandem-crm', 'tandem-erp'])
    await world.run((tx) => run(tx, sql`update hub.connection set state = 'active', version = version + 1, beside = false`))
    await hub.reload()
    expect(await names()).toEqual(['tandem-crm', 'depot'])
  })

  it('I1 of another company is nobody else’s business', async () => {
    const reply = await server.call('GET', CONNECTIONS, { key: server.strangersKey })
    expect(reply.body.items).toEqual([])
  })
})

describe('connection', () => {
  it('refuses in words what is not there or was changed meanwhile', async () => {
    const missing = await server.call('POST', `${CONNECTIONS}/${server.world.newId()}/stop`)
    expect(missing.body.code).toBe('connection/not-found')
    const { items } = (await server.call('GET', CONNECTIONS)).body
    const stale = await server.call('PATCH', `${CONNECTIONS}/${items[0].id}`, {
      body: { beside: false },
      headers: { 'if-match': '"1"' },
    })
    expect(stale.body.code).toBe('connection/changed-meanwhile')
  })
})
