/** What guards a session: its cookie behind https, another secret after each change of how somebody signs in, and an end for good. */
import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addMembership, sessionsOf } from '../auth/people.ts'
import { hotp, stepAt } from '../auth/totp.ts'
import { again, callerWith, only, type Somebody, somebody } from './people.fixture.ts'
import { type Reply, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let admin: Somebody
let count = 0

beforeAll(async () => {
  server = await startTestServer(database.current)
  admin = await somebody(server, { name: 'admin', roles: ['administrator'] })
})
afterAll(() => server.close())
beforeEach(async () => {
  server.world.pass(10 * 60_000)
  admin = await again(server, admin)
})

const PASSWORD = 'a lantern swings above the quay'
const USERS = '/api/v1/platform/users'

const setCookie = ({ headers }: Reply) => String(headers.get('set-cookie'))
const open = (at: TestServer, path: string, body: object) => at.call('POST', path, { key: null, body })

async function link(by: Somebody, id: string): Promise<string> {
  const made = await by.call('POST', `${USERS}/${id}/link`)
  return String(made.body.path).split('#')[1] ?? ''
}

async function joined(at: TestServer, by: Somebody): Promise<{ id: string; reply: Reply; call: Somebody['call'] }> {
  const name = `guard${++count}`
  const body = { name, fullName: 'The Guard', email: `${name}@mail.example`, roles: ['sales'] }
  const { id } = (await by.call('POST', USERS, { body })).body
  const reply = await open(at, '/api/v1/platform/link/use', { secret: await link(by, id), password: PASSWORD })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return { id, reply, call: callerWith(at, only(setCookie(reply))) }
}

const statusOf = async (call: Somebody['call']) => (await call('GET', '/api/v1/me')).status

describe('S1 a session behind https', () => {
  it('stands in a cookie that no other host and no plain page can set, and is read from no other', async () => {
    const behind = await startTestServer(database.current, { secure: true })
    try {
      const boss = await somebody(behind, { name: 'boss', roles: ['administrator'] })
      const { reply } = await joined(behind, boss)
      expect(setCookie(reply)).toMatch(
        /^__Host-tandem_session=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
      )
      const cookie = only(setCookie(reply))
      expect(await statusOf(callerWith(behind, cookie))).toBe(200)
      expect(await statusOf(callerWith(behind, cookie.replace('__Host-', '')))).toBe(401)
    } finally {
      await behind.close()
    }
  })
})

describe('S1 a session', () => {
  it('has another secret once the password is another, and the old one opens nothing', async () => {
    const { reply, call } = await joined(server, admin)
    const [before] = (await call('GET', '/api/v1/me/sessions')).body.items
    const body = { present: PASSWORD, password: 'another lantern over the harbour' }
    const old = callerWith(server, only(setCookie(reply)))
    const changed = await call('POST', '/api/v1/me/password', { body })
    expect(changed.status).toBe(200)
    expect(only(setCookie(changed))).not.toBe(only(setCookie(reply)))
    expect(await statusOf(old)).toBe(401)
    const next = callerWith(server, only(setCookie(changed)))
    const { items } = (await next('GET', '/api/v1/me/sessions')).body
    expect(items).toMatchObject([{ id: before.id, isThis: true, expiresAt: before.expiresAt }])
  })

  it('ends when it was not used for as long, and at the latest, as the operator says', async () => {
    const strict = await startTestServer(database.current, { sessionHours: { longest: 12, idle: 1 } })
    const hour = 3_600_000
    try {
      const used = (await somebody(strict, { name: 'used', roles: ['sales'] })).call
      const unused = (await somebody(strict, { name: 'unused', roles: ['sales'] })).call
      strict.world.pass(hour - 1_000)
      expect(await statusOf(used)).toBe(200)
      strict.world.pass(2_000)
      expect([await statusOf(used), await statusOf(unused)]).toEqual([200, 401])
      for (let i = 0; i < 11; i++) {
        strict.world.pass(hour - 60_000)
        expect(await statusOf(used)).toBe(200)
      }
      strict.world.pass(hour - 60_000)
      expect(await statusOf(used)).toBe(401)
    } finally {
      await strict.close()
    }
  })

  it('has another one once a second factor is set, and once it is gone; others end', async () => {
    const { reply, call } = await joined(server, admin)
    const mine = '/api/v1/me/second-factor'
    const { secret } = (await call('POST', `${mine}/begin`, { body: { password: PASSWORD } })).body
    const confirmed = await call('POST', `${mine}/confirm`, { body: { code: codeOf(secret) } })
    expect(await statusOf(callerWith(server, only(setCookie(reply))))).toBe(401)
    const whole = callerWith(server, only(setCookie(confirmed)))
    const old = callerWith(server, only(setCookie(confirmed)))
    server.world.pass(60_000)
    const removed = await whole('POST', `${mine}/remove`, { body: { password: PASSWORD, code: codeOf(secret) } })
    expect(removed.body).toEqual({ on: false })
    expect(await statusOf(old)).toBe(401)
    expect(await statusOf(callerWith(server, only(setCookie(removed))))).toBe(200)
  })

  it('of somebody sent away does not come back with them, though they work elsewhere, too', async () => {
    const { id, reply } = await joined(server, admin)
    const { database } = server.services
    const all = await database.asOwner((tx) => sessionsOf(tx, server.world.now(), { tenant: server.world.tenant }))
    const row = all.find(({ userId }) => userId === id)
    if (!row) throw new Error('the session should be there')
    // From now on they are somebody in another company, too.
    await database.asOwner((tx) =>
      addMembership(tx, { person: row.person, tenantId: server.stranger.tenant, userId: server.stranger.newId() }),
    )
    await admin.call('POST', `${USERS}/${id}/disable`)
    const old = callerWith(server, only(setCookie(reply)))
    expect(await statusOf(old)).toBe(401)
    await admin.call('POST', `${USERS}/${id}/enable`)
    const used = await open(server, '/api/v1/platform/link/use', { secret: await link(admin, id), password: PASSWORD })
    expect(used.status, JSON.stringify(used.body)).toBe(200)
    expect(await statusOf(callerWith(server, only(setCookie(used))))).toBe(200)
    expect(await statusOf(old)).toBe(401)
  })
})

/** Of the secret as an app was told it. */
function codeOf(secret: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
  return hotp(bytes, stepAt(Date.parse(server.world.now())))
}
