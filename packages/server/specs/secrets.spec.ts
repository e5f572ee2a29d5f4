/** Everything this server writes while people sign in, make keys, connect systems and fail: no secret stands in it. */
import { crmMigrations } from '@tandem/crm'
import { run, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, openApp } from '../compose.ts'
import { tellAlerts } from '../jobs/alerts.ts'
import { guardOf } from '../outbound/guard.ts'
import { sealingWith } from '../sealing.ts'
import { makeEmptyCompany } from '../start/first-start.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const KEY = Buffer.alloc(32, 'tandem-key-of-this-spec')
const lines: string[] = []
const secrets = new Map<string, string>([
  ['the key that seals, in base64', KEY.toString('base64')],
  ['the key that seals, in hex', KEY.toString('hex')],
  ['the key that seals, as it is', 'tandem-key-of-this-spec'],
])

let app: App
let tenant: Id
let link: string
const writers = [process.stdout, process.stderr] as const
const kept = writers.map((stream) => stream.write)

beforeAll(async () => {
  for (const stream of writers) {
    stream.write = ((text: string | Uint8Array) => lines.push(String(text)) > 0) as typeof stream.write
  }
  app = await openApp({ databaseUrl: database.url, key: KEY, logLevel: 'trace', logTo: { write: (line) => lines.push(line) } })
  const made = await makeEmptyCompany(app, 'boss@tandem.example')
  tenant = made.tenant
  link = secret('a link', made.path.split('#')[1] ?? '')
})
afterAll(async () => {
  await app.stop()
  writers.forEach((stream, i) => {
    stream.write = kept[i] as typeof stream.write
  })
})

/** Keeps a text as one that may stand nowhere. */
function secret(what: string, text: string): string {
  expect(text.length).toBeGreaterThan(7)
  secrets.set(what, text)
  return text
}

interface Call {
  readonly body?: unknown
  readonly raw?: string
  readonly cookie?: string
  readonly key?: string
}

async function call(method: string, url: string, { body, raw, cookie, key }: Call = {}) {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const reply = await app.http.inject({
    ...{ method: method as 'GET', url },
    headers: {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie ? { cookie } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
    },
    ...(payload === undefined ? {} : { payload }),
  })
  const setCookie = String(reply.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  return { status: reply.statusCode, cookie: setCookie, body: reply.body.startsWith('{') ? reply.json() : reply.body }
}

const SIGN_IN = '/api/v1/platform/sign-in'
const session = (cookie: string) => secret(`a session ${secrets.size}`, cookie.split('=')[1] ?? '')

describe('S1 what the server writes', () => {
  it('holds no password, session, link, key of the API or key that seals', async () => {
    const password = secret('a password', 'correct horse battery 7391')
    const first = await call('POST', '/api/v1/platform/link/use', { body: { secret: link, password } })
    expect(first.status).toBe(200)
    session(first.cookie)
    const wrong = secret('a wrong password', 'not the right one 5520')
    expect((await call('POST', SIGN_IN, { body: { email: 'boss@tandem.example', password: wrong } })).status).toBe(401)
    const { cookie } = await call('POST', SIGN_IN, { body: { email: 'boss@tandem.example', password } })
    session(cookie)
    const next = secret('the next password', 'another long sentence 88')
    const changed = await call('POST', '/api/v1/me/password', { cookie, body: { present: password, password: next } })
    expect(changed.status).toBe(200)
    session(changed.cookie)
    const made = await call('POST', '/api/v1/platform/api-keys', { cookie: changed.cookie, body: { name: 'erp', scopes: ['*'] } })
    const key = secret('a key of the API', made.body.key)
    expect((await call('GET', '/api/v1/me', { key })).status).toBe(200)
    expect((await call('GET', '/api/v1/me', { key: secret('a key nobody has', 'tk_0123456789abcdefghijklmnop') })).status).toBe(
      401,
    )
    await call('GET', '/api/v1/me', { cookie: `tandem_session=${secret('a session nobody has', 'no-session-of-anybody-42')}` })
  })

  it('holds no secret of a connection or of a channel for alerts, tried, started and failing', async () => {
    const { cookie } = await call('POST', SIGN_IN, {
      body: { email: 'boss@tandem.example', password: 'another long sentence 88' },
    })
    session(cookie)
    const settings = {
      url: 'http://127.0.0.1:9/odoo',
      database: 'd',
      login: 'l',
      key: secret('of a connection', 'odoo-key-4711-4711'),
    }
    const body = { name: 'odoo', type: 'odoo', side: 'erp', settings }
    const made = await call('POST', '/api/v1/joint/connections', { cookie, body })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    await call('POST', '/api/v1/joint/connection-test', { cookie, body: { connection: made.body.id } })
    await call('POST', `/api/v1/joint/connections/${made.body.id}/start`, { cookie, body: {} })
    await app.tenants.get(tenant)?.hub.reload()
    const url = `http://127.0.0.1:9/hook?token=${secret('in an address', 'hook-token-0815-0815')}`
    const channel = {
      name: 'ops',
      type: 'webhook',
      url,
      language: 'en',
      secret: secret('of a channel', 'whsec_c2VjcmV0LW9mLWEtY2hhbm5lbA=='),
    }
    const kept = await call('POST', '/api/v1/joint/alert-channels', { cookie, body: channel })
    expect(kept.status, JSON.stringify(kept.body)).toBe(201)
    expect((await call('POST', `/api/v1/joint/alert-channels/${kept.body.id}/test`, { cookie, body: {} })).status).toBe(200)
    await tellAlerts(app.services, tenant, { guard: guardOf(['127.0.0.1']), sealing: sealingWith(KEY) })
    const { body: told } = await call('GET', `/api/v1/joint/alert-channels/${kept.body.id}`, { cookie })
    expect(told.trouble).toContain('not sent')
  })

  it('holds nothing of what was sent when a request fails, not even by a fault', async () => {
    const text = secret('in a body that is no JSON', 'password-in-broken-json')
    expect((await call('POST', SIGN_IN, { raw: `{"password": "${text}"` })).status).toBe(400)
    const query = secret('in an address that is nowhere', 'token-in-an-address')
    expect((await call('GET', `/api/nowhere?token=${query}`)).status).toBe(404)
    const { cookie } = await call('POST', SIGN_IN, {
      body: { email: 'boss@tandem.example', password: 'another long sentence 88' },
    })
    session(cookie)
    await app.database.asOwner((tx) => run(tx, sql`alter table platform.person rename column failures to misses`))
    const lost = secret('a password while the database is broken', 'while the roof falls in 1')
    expect((await call('POST', SIGN_IN, { body: { email: 'boss@tandem.example', password: lost } })).status).toBe(500)
    await app.database.asOwner((tx) => run(tx, sql`alter table platform.api_key rename column scopes to views`))
    const name = secret('a name while the database is broken', 'a-name-of-a-key-9')
    expect((await call('POST', '/api/v1/platform/api-keys', { cookie, body: { name, scopes: ['*'] } })).status).toBe(500)
    const all = lines.join('')
    expect(all).toContain('"msg":"fault"')
    expect(all).toContain('"msg":"answered"')
    const found = [...secrets].filter(([, text]) => all.includes(text) || all.includes(encodeURIComponent(text)))
    expect(found.map(([what]) => what)).toEqual([])
  })
})
