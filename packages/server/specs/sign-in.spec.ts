import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current)
})
afterAll(() => server.close())

const CUSTOMERS = '/api/v1/crm/customers'
const acme = { code: 'S1', name: 'Acme', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

describe('P3 an API key', () => {
  it('is needed for everything but health and the description', async () => {
    expect(await server.call('GET', CUSTOMERS, { key: null })).toMatchObject({
      status: 401,
      body: { code: 'http/not-signed-in' },
    })
    expect(await server.call('GET', '/api/health', { key: null })).toMatchObject({ status: 200, body: { status: 'ok' } })
  })

  it.each(['', 'x', 'tandem_short', `tandem_${'A'.repeat(64)}`, `tandem_${'é'.repeat(30)}`])(
    'is refused when it is %j',
    async (key) => {
      const headers = { authorization: `Bearer ${encodeURIComponent(key)}` }
      expect(await server.call('GET', CUSTOMERS, { key: null, headers })).toMatchObject({
        status: 401,
        body: { code: 'http/key-unknown' },
      })
    },
  )

  it('is refused when its tenant is right and its secret is not', async () => {
    const wrong = `${server.key.slice(0, -4)}AAAA`
    expect((await server.call('GET', CUSTOMERS, { key: wrong })).status).toBe(401)
  })

  it('is made and revoked through the API, shown once, kept only as its hash', async () => {
    const made = await server.call('POST', '/api/v1/platform/api-keys', { body: { name: 'shop', scopes: ['crm:read'] } })
    expect(made).toMatchObject({ status: 201, body: { key: expect.stringMatching(/^tandem_/), scopes: ['crm:read'] } })
    const list = await server.call('GET', '/api/v1/platform/api-keys')
    expect(JSON.stringify(list.body)).not.toContain(made.body.key)
    expect((await server.call('GET', CUSTOMERS, { key: made.body.key })).status).toBe(200)
    const write = await server.call('POST', CUSTOMERS, { body: acme, key: made.body.key })
    expect(write).toMatchObject({
      status: 403,
      body: { code: 'http/not-allowed', details: { permission: 'crm.customer.create' } },
    })
    expect((await server.call('POST', `/api/v1/platform/api-keys/${made.body.id}/revoke`)).body.revokedAt).toEqual(
      expect.any(String),
    )
    expect((await server.call('GET', CUSTOMERS, { key: made.body.key })).status).toBe(401)
    expect(await server.call('POST', '/api/v1/platform/api-keys/7/revoke')).toMatchObject({
      status: 404,
      body: { code: 'document/not-found' },
    })
  })

  it('tells who it is', async () => {
    const me = await server.call('GET', '/api/v1/me')
    expect(me.body).toMatchObject({
      tenant: { id: server.world.tenant },
      actor: { kind: 'key', id: 'spec' },
      today: '2026-03-02',
    })
  })
})

describe('P2 another tenant', () => {
  it('sees and changes nothing of ours, whatever ids it names', async () => {
    const { body } = await server.call('POST', CUSTOMERS, { body: acme })
    const key = server.strangersKey
    const path = `${CUSTOMERS}/${body.id}`
    const notFound = { status: 404, body: { code: 'customer/not-found' } }
    expect(await server.call('GET', path, { key })).toMatchObject(notFound)
    expect(await server.call('GET', `${path}/events`, { key })).toMatchObject(notFound)
    expect(await server.call('PATCH', path, { key, body: { name: 'Mine' } })).toMatchObject(notFound)
    expect(await server.call('POST', `${path}/archive`, { key })).toMatchObject(notFound)
    expect((await server.call('GET', `${CUSTOMERS}?filter[id]=${body.id}`, { key })).body.items).toEqual([])
    const address = { customer: body.id, use: 'billing', line1: '1', city: 'X', country: 'CN' }
    const named = await server.call('POST', '/api/v1/crm/addresses', { key, body: address })
    expect(named.status).toBeGreaterThanOrEqual(400)
    expect(named.status).toBeLessThan(500)
    expect((await server.call('GET', path)).body).toEqual(expect.objectContaining({ name: 'Acme', version: 1 }))
  })

  it('may use the codes and Idempotency-Keys that we use', async () => {
    const headers = { 'idempotency-key': 'same' }
    const body = { ...acme, code: 'S2' }
    const ours = await server.call('POST', CUSTOMERS, { body, headers })
    const theirs = await server.call('POST', CUSTOMERS, { body, headers, key: server.strangersKey })
    expect([ours.status, theirs.status]).toEqual([201, 201])
    expect(theirs.body.id).not.toBe(ours.body.id)
  })
})
