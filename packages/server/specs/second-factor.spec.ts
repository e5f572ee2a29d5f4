/** A second factor: set up, asked for, taken once, lost, taken away, needed by a company. */
import { crmMigrations } from '@tandem/crm'
import { first, sql } from '@tandem/db'
import { epochMs } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hotp, stepAt } from '../auth/totp.ts'
import { callerWith, only, type Somebody, somebody } from './people.fixture.ts'
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
// Who is slowed down for the attempts of one spec is not in the next.
beforeEach(() => server.world.pass(10 * 60_000))

const SIGN_IN = '/api/v1/platform/sign-in'
const MINE = '/api/v1/me/second-factor'
const PASSWORD = 'a sentence nobody guesses'

interface Person {
  readonly id: string
  readonly email: string
}

async function person(roles: readonly string[] = ['sales']): Promise<Person> {
  const name = `two${++count}`
  const body = { name, fullName: `The ${name}`, email: `${name}@acme.example`, roles }
  const { id, email } = (await admin.call('POST', '/api/v1/platform/users', { body })).body
  const link = await admin.call('POST', `/api/v1/platform/users/${id}/link`)
  const secret = String(link.body.path).split('#')[1]
  expect(
    (await server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password: PASSWORD } })).status,
  ).toBe(200)
  return { id, email }
}

const open = (path: string, body: object, cookie = ''): Promise<Reply> =>
  server.call('POST', path, { key: null, body, headers: { cookie, origin: server.url } })
const signIn = ({ email }: Person) => open(SIGN_IN, { email, password: PASSWORD })
const cookieOf = ({ headers }: Reply) => only(String(headers.get('set-cookie')))
const pass = (reply: Reply, code: string) => open(`${SIGN_IN}/second-factor`, { code }, cookieOf(reply))

/** Of the secret as an app was told it. */
function codeOf(secret: string, steps = 0): string {
  const bits = [...secret]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
  return hotp(bytes, stepAt(epochMs(server.world.now())) + steps)
}

async function enrolled(
  roles?: readonly string[],
): Promise<Person & { secret: string; recovery: string[]; call: Somebody['call'] }> {
  const who = await person(roles)
  const call = callerWith(server, cookieOf(await signIn(who)))
  const begun = await call('POST', `${MINE}/begin`, { body: { password: PASSWORD } })
  const { secret } = begun.body
  const confirmed = await call('POST', `${MINE}/confirm`, { body: { code: codeOf(secret) } })
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200)
  server.world.pass(60_000)
  return { ...who, secret, recovery: confirmed.body.recovery, call }
}

describe('P3 S1 a second factor', () => {
  it('is set up by who knows the password and shows a code of the app', async () => {
    const who = await person()
    const call = callerWith(server, cookieOf(await signIn(who)))
    expect((await call('GET', MINE)).body).toEqual({ on: false, needed: false, recoveryCodes: 0 })
    expect((await call('POST', `${MINE}/begin`, { body: { password: 'wrong' } })).body.code).toBe('password/wrong')
    expect((await call('POST', `${MINE}/confirm`, { body: { code: '123456' } })).body.code).toBe('second-factor/not-begun')
    const { secret, uri } = (await call('POST', `${MINE}/begin`, { body: { password: PASSWORD } })).body
    expect(uri).toContain(`secret=${secret}`)
    expect(uri).toContain(encodeURIComponent(who.email))
    expect((await call('POST', `${MINE}/confirm`, { body: { code: '000000' } })).body.code).toBe('second-factor/wrong')
    expect((await call('GET', MINE)).body.on).toBe(false)
    const { recovery } = (await call('POST', `${MINE}/confirm`, { body: { code: codeOf(secret) } })).body
    expect(new Set(recovery).size).toBe(10)
    // Five bits a letter: what has fewer than 112 would need more than a plain hash.
    for (const one of recovery) expect(one.replaceAll('-', '')).toMatch(/^[A-Z2-7]{24}$/)
    expect((await call('GET', MINE)).body).toEqual({ on: true, needed: false, recoveryCodes: 10 })
    const kept = await server.services.database.asOwner((tx) =>
      first(tx, sql<{ row: string }>`select p::text as row from platform.person p where email = ${who.email}`),
    )
    for (const text of [secret, ...recovery]) expect(kept?.row).not.toContain(text)
    const events = await admin.call('GET', `/api/v1/platform/users/${who.id}/events`)
    expect(events.body.items.map(({ type }: { type: string }) => type)).toContain('user-second-factor-set')
  })

  it('is asked for after the password, and half a session opens nothing', async () => {
    const who = await enrolled()
    const half = await signIn(who)
    expect(half.body).toEqual({ next: 'second-factor' })
    const me = callerWith(server, cookieOf(half))
    expect(await me('GET', '/api/v1/me')).toMatchObject({ status: 401, body: { code: 'http/second-factor' } })
    expect((await me('GET', `${SIGN_IN}/who`)).body).toEqual({ me: null })
    expect((await me('POST', `${MINE}/remove`, { body: { password: PASSWORD } })).status).toBe(401)
    expect((await open(`${SIGN_IN}/second-factor/begin`, {}, cookieOf(half))).body.code).toBe('http/second-factor')
    const ways = await server.call('GET', SIGN_IN, { key: null, headers: { cookie: cookieOf(half) } })
    expect(ways.body.next).toBe('second-factor')
    const whole = await pass(half, codeOf(who.secret))
    expect(whole.body).toEqual({ next: 'done' })
    expect((await callerWith(server, cookieOf(whole))('GET', '/api/v1/me')).status).toBe(200)
    expect((await pass(half, codeOf(who.secret, 1))).body.code).toBe('http/not-signed-in')
  })

  it('takes no code twice, neither of the app nor of those for recovery', async () => {
    const who = await enrolled()
    const code = codeOf(who.secret)
    expect((await pass(await signIn(who), code)).status).toBe(200)
    expect((await pass(await signIn(who), code)).body.code).toBe('second-factor/wrong')
    server.world.pass(30_000)
    expect((await pass(await signIn(who), code)).body.code).toBe('second-factor/wrong')
    expect((await pass(await signIn(who), codeOf(who.secret))).status).toBe(200)
    const [first = '', second = ''] = who.recovery
    expect((await pass(await signIn(who), first.toLowerCase().replaceAll('-', ' '))).status).toBe(200)
    expect((await pass(await signIn(who), first)).body.code).toBe('second-factor/wrong')
    expect((await pass(await signIn(who), second)).status).toBe(200)
    server.world.pass(11_000)
    expect((await who.call('GET', MINE)).body.recoveryCodes).toBe(8)
  })

  it('is no thing to guess: after a row of wrong codes nothing is taken for a while, not even the right one', async () => {
    const who = await enrolled()
    const codes: string[] = []
    for (let turn = 0; turn < 12; turn++) codes.push((await pass(await signIn(who), '000000')).body.code)
    expect(codes.slice(0, 8)).toEqual(Array(8).fill('second-factor/wrong'))
    expect(codes.at(-1)).not.toBe('second-factor/wrong')
    const locked = await signIn(who)
    expect(locked).toMatchObject({ status: 429, body: { code: 'sign-in/too-often' } })
    server.world.pass(60 * 60_000)
    expect((await pass(await signIn(who), codeOf(who.secret))).status).toBe(200)
  })

  it('is changed and removed only by who shows a code of it', async () => {
    const who = await enrolled()
    const bare = await who.call('POST', `${MINE}/remove`, { body: { password: PASSWORD } })
    expect(bare).toMatchObject({ status: 401, body: { code: 'second-factor/wrong' } })
    expect((await who.call('POST', `${MINE}/begin`, { body: { password: PASSWORD } })).status).toBe(401)
    expect((await who.call('POST', `${MINE}/remove`, { body: { password: PASSWORD, code: codeOf(who.secret) } })).status).toBe(
      200,
    )
    expect((await signIn(who)).body).toEqual({ next: 'done' })
  })

  it('that is lost is taken away by an administrator, which ends all sessions and is in the trail', async () => {
    const who = await enrolled()
    const path = `/api/v1/platform/users/${who.id}/reset-second-factor`
    const clerk = await somebody(server, { name: `clerk${++count}`, roles: ['sales'] })
    expect((await clerk.call('POST', path)).status).toBe(403)
    expect((await admin.call('POST', path)).status).toBe(200)
    expect((await who.call('GET', '/api/v1/me')).status).toBe(401)
    expect((await signIn(who)).body).toEqual({ next: 'done' })
    const events = await admin.call('GET', `/api/v1/platform/users/${who.id}/events`)
    expect(events.body.items.at(-2)).toMatchObject({ type: 'user-second-factor-reset', actorId: 'admin' })
    expect((await admin.call('POST', '/api/v1/platform/users/7/reset-second-factor')).status).toBe(404)
  })

  it('that guards another company, too, is not one company’s to take away', async () => {
    const boss = await somebody(server, { name: 'boss', roles: ['administrator'], world: server.stranger })
    const who = await enrolled()
    const body = { name: `both${count}`, fullName: 'Both', email: who.email, roles: ['sales'] }
    const { id } = (await boss.call('POST', '/api/v1/platform/users', { body })).body
    const secret = String((await boss.call('POST', `/api/v1/platform/users/${id}/link`)).body.path).split('#')[1]
    const half = await open('/api/v1/platform/link/use', { secret, password: PASSWORD })
    expect(half.body).toEqual({ next: 'second-factor' })
    expect(await boss.call('POST', `/api/v1/platform/users/${id}/reset-second-factor`)).toMatchObject({
      status: 403,
      body: { code: 'user/elsewhere' },
    })
  })

  it('is needed by the roles a company names: who has none sets one up before anything opens', async () => {
    const POLICY = '/api/v1/platform/second-factor'
    expect((await admin.call('POST', POLICY, { body: { roles: ['accountant', 'wizard'] } })).body.code).toBe('user/no-such-role')
    expect((await admin.call('POST', POLICY, { body: { roles: ['accountant'] } })).status).toBe(200)
    const late = await admin.call('POST', POLICY, { body: { roles: ['buyer'], was: [] } })
    expect(late).toMatchObject({ status: 409, body: { code: 'second-factor/changed-meanwhile' } })
    const who = await person(['accountant'])
    const half = await signIn(who)
    expect(half.body).toEqual({ next: 'enrol' })
    const cookie = cookieOf(half)
    expect((await callerWith(server, cookie)('GET', '/api/v1/me')).body.code).toBe('http/second-factor')
    expect((await open(`${SIGN_IN}/second-factor`, { code: '123456' }, cookie)).body.code).toBe('second-factor/not-begun')
    const { secret } = (await open(`${SIGN_IN}/second-factor/begin`, {}, cookie)).body
    const whole = await open(`${SIGN_IN}/second-factor/confirm`, { code: codeOf(secret) }, cookie)
    expect(whole.body).toMatchObject({
      next: 'done',
      recovery: expect.arrayContaining([expect.stringMatching(/^[A-Z2-7-]{29}$/)]),
    })
    const me = callerWith(server, cookieOf(whole))
    expect((await me('GET', MINE)).body).toMatchObject({ on: true, needed: true })
    server.world.pass(60_000)
    const removal = await me('POST', `${MINE}/remove`, { body: { password: PASSWORD, code: codeOf(secret) } })
    expect(removal.body.code).toBe('second-factor/needed')
    const { users, roles } = (await admin.call('GET', POLICY)).body
    expect(roles).toEqual(['accountant'])
    expect(users.find(({ id }: { id: string }) => id === who.id)).toEqual({ id: who.id, on: true })
    expect((await admin.call('POST', POLICY, { body: { roles: [] } })).status).toBe(200)
    const { secret: mine } = await enrolled(['sales'])
    expect(mine).toHaveLength(32)
  })

  it('is needed by everybody where the operator says so, whatever a company says', async () => {
    const strict = await startTestServer(database.current, { secondFactorByEverybody: true })
    const invited = { name: 'all', fullName: 'All', email: 'all@acme.example', roles: ['warehouse'] }
    const { id } = (await strict.call('POST', '/api/v1/platform/users', { body: invited })).body
    const secret = String((await strict.call('POST', `/api/v1/platform/users/${id}/link`)).body.path).split('#')[1]
    const used = await strict.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password: PASSWORD } })
    expect(used.body).toEqual({ next: 'enrol' })
    const half = callerWith(strict, cookieOf(used))
    expect((await half('GET', '/api/v1/me')).body.code).toBe('http/second-factor')
    const told = await strict.call('GET', '/api/v1/platform/second-factor')
    expect(told.body).toMatchObject({ everybody: true, roles: [] })
    await strict.close()
  })
})
