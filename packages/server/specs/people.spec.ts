import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { again, callerWith, only, type Somebody, somebody } from './people.fixture.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let admin: Somebody

beforeAll(async () => {
  server = await startTestServer(database.current)
  admin = await somebody(server, { name: 'boss', roles: ['administrator'] })
})
afterAll(() => server.close())
// Between two specs nobody is told to wait.
beforeEach(async () => {
  server.world.pass(10 * 60_000)
  admin = await again(server, admin)
})

const USERS = '/api/v1/platform/users'
const SIGN_IN = '/api/v1/platform/sign-in'
const GOOD = 'the copper kettle sings at dawn'

async function invited(
  name: string,
  roles: readonly string[] = ['sales'],
): Promise<{ id: string; email: string; secret: string }> {
  const body = { name, fullName: `The ${name}`, email: `${name}@Tandem.example`, roles }
  const made = await admin.call('POST', USERS, { body })
  expect(made).toMatchObject({ status: 201, body: { state: 'invited', email: `${name}@tandem.example` } })
  const link = await admin.call('POST', `${USERS}/${made.body.id}/link`)
  return { id: made.body.id, email: made.body.email, secret: String(link.body.path).split('#')[1] ?? '' }
}

async function joined(name: string, roles?: readonly string[]) {
  const { id, email, secret } = await invited(name, roles)
  const reply = await server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password: GOOD } })
  expect(reply.status).toBe(200)
  const cookie = only(reply.headers.get('set-cookie') ?? '')
  return { id, email, secret, cookie, call: callerWith(server, cookie) }
}

const signIn = (email: string, password: string) => server.call('POST', SIGN_IN, { key: null, body: { email, password } })

describe('P3 an invitation', () => {
  it('is a link with which somebody chooses a password and is in', async () => {
    const { secret, email } = await invited('li.na')
    const greeting = await server.call('POST', '/api/v1/platform/link/read', { key: null, body: { secret } })
    expect(greeting.body).toMatchObject({ fullName: 'The li.na', email, hasPassword: false, purpose: 'invitation' })
    const weak = await server.call('POST', '/api/v1/platform/link/use', {
      key: null,
      body: { secret, password: 'li.na-li.na-1' },
    })
    expect(weak).toMatchObject({ status: 422, body: { code: 'password/tells-who' } })
    const used = await server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password: GOOD } })
    const cookie = used.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    const me = await callerWith(server, only(cookie))('GET', '/api/v1/me')
    expect(me.body).toMatchObject({ user: { name: 'li.na', roles: ['sales'] }, actor: { kind: 'user', id: 'li.na' } })
    expect(me.body.permissions).toContain('crm.quote.do:own')
    expect(await signIn(email, GOOD)).toMatchObject({ status: 200, body: { next: 'done' } })
  })

  it('is known to the page from then on, which asks before anybody is in and is told that nobody is', async () => {
    const { secret } = await invited('who.is')
    const who = (headers: Record<string, string>) => server.call('GET', '/api/v1/platform/sign-in/who', { key: null, headers })
    expect(await who({})).toMatchObject({ status: 200, body: { me: null } })
    expect((await who({ cookie: 'tandem_session=made-up' })).body).toEqual({ me: null })
    const used = await server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password: GOOD } })
    const cookie = only(used.headers.get('set-cookie') ?? '')
    const found = await who({ cookie })
    expect(found.body.me).toEqual((await callerWith(server, cookie)('GET', '/api/v1/me')).body)
    expect(found.body.me.user.name).toBe('who.is')
  })

  it('works once, until a newer one, and three days', async () => {
    const { secret, id } = await joined('once')
    const use = (given: string) =>
      server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret: given, password: GOOD } })
    expect(await use(secret)).toMatchObject({ status: 410, body: { code: 'sign-in/link-unknown' } })
    const one = String((await admin.call('POST', `${USERS}/${id}/link`)).body.path).split('#')[1] ?? ''
    const two = String((await admin.call('POST', `${USERS}/${id}/link`)).body.path).split('#')[1] ?? ''
    expect((await use(one)).status).toBe(410)
    server.world.pass(3 * 86_400_000 + 1)
    expect((await use(two)).status).toBe(410)
  })

  it.each([
    ['a name that is taken', { name: 'boss' }, 'user/taken'],
    ['a name with spaces', { name: 'li na' }, 'user/bad-name'],
    ['an address that is none', { email: 'nobody' }, 'user/bad-email'],
    ['no full name', { fullName: ' ' }, 'user/no-full-name'],
    ['a role that is not there', { roles: ['king'] }, 'user/no-such-role'],
    ['roles that are no list', { roles: 'sales' }, 'user/bad-roles'],
  ])('is refused with %s', async (_, change, code) => {
    const body = { name: 'new', fullName: 'New', email: 'new@tandem.example', roles: ['sales'], ...change }
    expect((await admin.call('POST', USERS, { body })).body.code).toBe(code)
  })

  it('to a user that is not there is refused', async () => {
    expect(await admin.call('POST', `${USERS}/${server.world.tenant}/link`)).toMatchObject({
      status: 404,
      body: { code: 'user/not-found' },
    })
  })
})

describe('P3 signing in', () => {
  it('says the same of a wrong password and of a name nobody has', async () => {
    const { email } = await joined('same')
    const wrong = { status: 401, body: { code: 'sign-in/wrong' } }
    expect(await signIn(email, 'not the password')).toMatchObject(wrong)
    expect(await signIn('nobody@tandem.example', GOOD)).toMatchObject(wrong)
  })

  it('locks a name after a row of failures, for longer each time, and tells the trail', async () => {
    const { email, id } = await joined('locked')
    for (let i = 0; i < 8; i++) expect((await signIn(email, 'wrong password')).status).toBe(401)
    const told = await signIn(email, GOOD)
    expect(told).toMatchObject({ status: 429, body: { code: 'sign-in/too-often' } })
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0)
    server.world.pass(10 * 60_000)
    expect((await signIn(email, GOOD)).status).toBe(200)
    const trail = (await admin.call('GET', `${USERS}/${id}/events`)).body.items.map(({ type }: { type: string }) => type)
    expect(trail.filter((type: string) => type === 'user-sign-in-failed')).toHaveLength(8)
    expect(trail).toEqual(expect.arrayContaining(['user-invited', 'user-link-made', 'user-joined', 'user-signed-in']))
  })

  it('is slowed down for names that nobody has, too', async () => {
    const statuses = []
    for (let i = 0; i < 12; i++) statuses.push((await signIn('ghost@tandem.example', `try ${i}`)).status)
    expect(statuses.slice(-2)).toEqual([429, 429])
  })

  it('keeps passwords and secrets where the application cannot read them, and only as hashes', async () => {
    const { cookie } = await joined('kept')
    for (const table of ['person', 'session', 'link', 'membership']) {
      const read = server.world.run((tx) => rows(tx, sql.raw(`select * from platform.${table}`)))
      await expect(read, table).rejects.toThrow(/permission denied/)
    }
    const kept = await database.current.asOwner(async (tx) =>
      JSON.stringify([await rows(tx, sql`select * from platform.person`), await rows(tx, sql`select * from platform.session`)]),
    )
    expect(kept).not.toContain(GOOD)
    expect(kept).not.toContain(cookie.split('=')[1])
  })

  it('by a click is for the demo only', async () => {
    expect((await server.call('GET', SIGN_IN, { key: null })).body).toEqual({ demo: [], providers: [], next: null })
    expect(await server.call('POST', `${SIGN_IN}/demo`, { key: null, body: {} })).toMatchObject({
      status: 403,
      body: { code: 'sign-in/no-demo' },
    })
  })
})

describe('P3 a session of the page', () => {
  it('is seen, and ended by its owner or an administrator', async () => {
    const one = await joined('two.places')
    const second = await signIn(one.email, GOOD)
    const there = callerWith(server, only(second.headers.get('set-cookie') ?? ''))
    const list = (await one.call('GET', '/api/v1/me/sessions')).body.items as { id: string; isThis: boolean }[]
    expect(list).toHaveLength(2)
    const other = list.find(({ isThis }) => !isThis)?.id
    // Who only found the page open cannot end the others.
    const end = (body?: object) => one.call('POST', `/api/v1/me/sessions/${other}/end`, body && { body })
    expect((await end()).body.code).toBe('password/wrong')
    expect((await end({ password: 'not this one at all' })).body.code).toBe('password/wrong')
    expect((await there('GET', '/api/v1/me')).status).toBe(200)
    expect((await end({ password: GOOD })).body).toEqual({ ended: 1 })
    expect((await there('GET', '/api/v1/me')).status).toBe(401)
    expect((await end({ password: GOOD })).body.code).toBe('document/not-found')
    const all = (await admin.call('GET', '/api/v1/platform/sessions')).body.items as { id: string; user: string }[]
    const last = all.find(({ user }) => user === 'two.places')?.id
    expect((await admin.call('POST', `/api/v1/platform/sessions/${last}/end`)).body).toEqual({ ended: 1 })
    expect((await one.call('GET', '/api/v1/me')).status).toBe(401)
  })

  it('ends when somebody signs out, when it was not used for a week, and after a month', async () => {
    const one = await joined('leaves')
    expect((await one.call('POST', '/api/v1/me/sign-out')).headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await one.call('GET', '/api/v1/me')).status).toBe(401)
    const idle = await joined('idles')
    server.world.pass(8 * 86_400_000)
    expect((await idle.call('GET', '/api/v1/me')).status).toBe(401)
    admin = await again(server, admin)
    const busy = await joined('stays')
    for (let week = 0; week < 5; week++) {
      expect((await busy.call('GET', '/api/v1/me')).status).toBe(200)
      server.world.pass(6 * 86_400_000 + 1000)
    }
    expect((await busy.call('GET', '/api/v1/me')).status).toBe(401)
  })

  it('does not let a page of another origin change anything, nor sign anybody in', async () => {
    const headers = { origin: 'https://evil.example' }
    const body = { name: 'x', fullName: 'X', email: 'x@tandem.example', roles: [] }
    expect(await admin.call('POST', USERS, { headers, body })).toMatchObject({
      status: 403,
      body: { code: 'http/foreign-origin' },
    })
    const login = await server.call('POST', SIGN_IN, { key: null, headers, body: { email: 'a@b.c', password: 'x' } })
    expect(login.body.code).toBe('http/foreign-origin')
    const silent = await admin.call('POST', USERS, { headers: { origin: '', 'sec-fetch-site': 'cross-site' }, body })
    expect(silent.status).toBe(403)
  })

  it('opens nothing while it waits for a second factor', async () => {
    const { id: userId, person } = admin
    const whose = { person, userId, tenantId: server.world.tenant, awaitsSecondFactor: true }
    const begun = await database.current.asOwner((tx) => server.api.auth.sessions.begin(tx, whose, { address: '', device: '' }))
    expect(await callerWith(server, only(begun.cookie))('GET', '/api/v1/me')).toMatchObject({
      status: 401,
      body: { code: 'http/second-factor' },
    })
  })

  it('is no thing of API keys', async () => {
    expect(await server.call('POST', '/api/v1/me/sign-out')).toMatchObject({ status: 403, body: { code: 'http/no-session' } })
  })

  it.each(['', 'x', 'tandem', 'A'.repeat(43), 'é'])('is refused with the secret %j', async (secret) => {
    const headers = { cookie: `tandem_session=${encodeURIComponent(secret)}` }
    expect(await server.call('GET', '/api/v1/me', { key: null, headers })).toMatchObject({
      status: 401,
      body: { code: 'http/not-signed-in' },
    })
  })
})

describe('P3 a password', () => {
  it('is changed by who knows it, and ends all other sessions', async () => {
    const one = await joined('changer')
    const other = callerWith(server, only((await signIn(one.email, GOOD)).headers.get('set-cookie') ?? ''))
    const change = (present: string, password: string) => one.call('POST', '/api/v1/me/password', { body: { present, password } })
    expect((await change('not mine at all', 'seven brass lanterns swing')).body.code).toBe('password/wrong')
    expect((await change(GOOD, 'short')).body.code).toBe('password/too-short')
    expect((await change(GOOD, 'seven brass lanterns swing')).body).toEqual({ next: 'done' })
    expect((await other('GET', '/api/v1/me')).status).toBe(401)
    expect((await one.call('GET', '/api/v1/me')).status).toBe(200)
    expect((await signIn(one.email, GOOD)).status).toBe(401)
    expect((await signIn(one.email, 'seven brass lanterns swing')).status).toBe(200)
  })

  it('is chosen anew with a link, which ends every session', async () => {
    const one = await joined('forgot')
    const secret = String((await admin.call('POST', `${USERS}/${one.id}/link`)).body.path).split('#')[1] ?? ''
    const read = await server.call('POST', '/api/v1/platform/link/read', { key: null, body: { secret } })
    expect(read.body.purpose).toBe('reset')
    const body = { secret, password: 'seven brass lanterns swing' }
    expect((await server.call('POST', '/api/v1/platform/link/use', { key: null, body })).status).toBe(200)
    expect((await one.call('GET', '/api/v1/me')).status).toBe(401)
  })
})

describe('P3 a user', () => {
  it('who is disabled is out at once; enabled again they sign in as before, and what was open stays closed', async () => {
    const one = await joined('leaver')
    const unused = String((await admin.call('POST', `${USERS}/${one.id}/link`)).body.path).split('#')[1] ?? ''
    expect((await admin.call('POST', `${USERS}/${one.id}/disable`)).body.state).toBe('disabled')
    expect((await one.call('GET', '/api/v1/me')).status).toBe(401)
    expect(await signIn(one.email, GOOD)).toMatchObject({ status: 403, body: { code: 'sign-in/no-company' } })
    expect((await admin.call('POST', `${USERS}/${one.id}/enable`)).body.state).toBe('active')
    expect((await signIn(one.email, GOOD)).status).toBe(200)
    expect((await one.call('GET', '/api/v1/me')).status).toBe(401)
    const body = { secret: unused, password: GOOD }
    expect((await server.call('POST', '/api/v1/platform/link/use', { key: null, body })).body.code).toBe('sign-in/link-unknown')
  })

  it('who was never here is invited again', async () => {
    const one = await invited('never.here')
    for (const verb of ['disable', 'enable']) await admin.call('POST', `${USERS}/${one.id}/${verb}`)
    expect((await admin.call('GET', `${USERS}/${one.id}`)).body.state).toBe('invited')
  })

  it('gets another role, which counts at once', async () => {
    const one = await joined('riser')
    expect((await one.call('GET', USERS)).status).toBe(403)
    await admin.call('PATCH', `${USERS}/${one.id}`, { body: { roles: ['auditor'] } })
    expect((await one.call('GET', USERS)).status).toBe(200)
  })

  it('who is the last administrator stays one', async () => {
    const world = server.stranger
    const only = await somebody(server, { name: 'only', roles: ['administrator'], world })
    const path = `${USERS}/${only.id}`
    expect((await only.call('POST', `${path}/disable`)).body.code).toBe('user/last-administrator')
    expect((await only.call('PATCH', path, { body: { roles: ['sales'] } })).body.code).toBe('user/last-administrator')
    const second = await somebody(server, { name: 'second', roles: ['administrator'], world })
    expect((await second.call('POST', `${path}/disable`)).status).toBe(200)
  })

  it('works for two companies with one password, and goes from one to the other', async () => {
    const one = await joined('both')
    const world = server.stranger
    const theirs = await somebody(server, { name: 'their.boss', roles: ['administrator'], world })
    const body = { name: 'both', fullName: 'Both', email: one.email, roles: ['sales'] }
    const made = await theirs.call('POST', USERS, { body })
    const secret = String((await theirs.call('POST', `${USERS}/${made.body.id}/link`)).body.path).split('#')[1] ?? ''
    const use = (password: string) => server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password } })
    expect((await use('seven brass lanterns swing')).body.code).toBe('sign-in/has-password')
    const cookie = only((await use(GOOD)).headers.get('set-cookie') ?? '')
    const there = callerWith(server, cookie)
    const me = (await there('GET', '/api/v1/me')).body
    expect(me.tenant.id).toBe(world.tenant)
    expect(me.companies).toHaveLength(2)
    const back = await there('POST', '/api/v1/me/company', { body: { company: server.world.tenant } })
    const here = callerWith(server, only(back.headers.get('set-cookie') ?? ''))
    expect((await here('GET', '/api/v1/me')).body.tenant.id).toBe(server.world.tenant)
    expect((await callerWith(server, cookie)('GET', '/api/v1/me')).status).toBe(401)
    expect((await one.call('POST', '/api/v1/me/company', { body: { company: 'elsewhere' } })).status).toBe(404)
  })
})

describe('P3 roles', () => {
  const ROLES = '/api/v1/platform/roles'
  const night = { code: 'night', name: 'Night shift', nameZh: '夜班', permissions: ['crm.item.read'] }

  it('of a company are made, changed, given, and not thrown away while somebody has them', async () => {
    const made = await admin.call('POST', ROLES, { body: night })
    expect(made).toMatchObject({ status: 201, body: { builtIn: false, status: 'active' } })
    const one = await joined('guard', ['night'])
    expect((await one.call('GET', '/api/v1/crm/items')).status).toBe(200)
    expect((await one.call('GET', '/api/v1/crm/customers')).body).toMatchObject({
      code: 'http/not-allowed',
      details: { permission: 'crm.customer.read' },
    })
    const path = `${ROLES}/${made.body.id}`
    expect((await admin.call('PATCH', path, { body: { permissions: ['crm.*.read'] } })).status).toBe(200)
    expect((await one.call('GET', '/api/v1/crm/customers')).status).toBe(200)
    expect((await admin.call('POST', `${path}/archive`)).body.code).toBe('role/in-use')
    await admin.call('POST', `${USERS}/${one.id}/disable`)
    expect((await admin.call('POST', `${path}/archive`)).body.status).toBe('archived')
  })

  it.each([
    ['a code with spaces', { code: 'Night shift' }, 'role/bad-code'],
    ['a code that is taken', { code: 'sales' }, 'role/code-taken'],
    ['no Chinese name', { nameZh: ' ' }, 'role/no-name'],
    ['a permission that is none', { permissions: ['crm.quote'] }, 'role/bad-permission'],
    ['too many permissions', { permissions: Array.from({ length: 501 }, (_, i) => `crm.x${i}.read`) }, 'role/too-many'],
  ])('are refused with %s', async (_, change, code) => {
    expect((await admin.call('POST', ROLES, { body: { ...night, code: 'new', ...change } })).body.code).toBe(code)
  })

  it('that come with Tandem stay as they are', async () => {
    const [sales] = (await admin.call('GET', `${ROLES}?filter[code]=sales`)).body.items
    const change = await admin.call('PATCH', `${ROLES}/${sales.id}`, { body: { permissions: ['*'] } })
    expect(change.body.code).toBe('role/built-in')
    expect(await admin.call('PATCH', `${ROLES}/${server.world.tenant}`, { body: {} })).toMatchObject({
      status: 404,
      body: { code: 'role/not-found' },
    })
    const headers = { 'if-match': '"99"' }
    expect((await admin.call('PATCH', `${ROLES}/${sales.id}`, { body: {}, headers })).body.code).toBe('role/changed-meanwhile')
    const changed = await admin.call('POST', `${USERS}/${admin.id}/enable`, { headers })
    expect(changed.body.code).toBe('user/changed-meanwhile')
  })
})
