/** Signing in through a company's own provider (OpenID Connect). */
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { ISSUER_CLIENT as CLIENT, type Issuer, startIssuer, testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { again, callerWith, only, type Somebody, somebody } from './people.fixture.ts'
import { type Reply, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let issuer: Issuer
let admin: Somebody
let provider: string
let count = 0

beforeAll(async () => {
  issuer = await startIssuer(Date.now)
  server = await startTestServer(database.current)
  admin = await somebody(server, { name: 'admin', roles: ['administrator'] })
  provider = await added({ name: 'Acme login' })
})
afterAll(async () => {
  await server.close()
  await issuer.close()
})
beforeEach(async () => {
  server.world.pass(10 * 60_000)
  admin = await again(server, admin)
})

const PROVIDERS = '/api/v1/platform/providers'
const SIGN_IN = '/api/v1/platform/sign-in/provider'

async function added(more: object, by: Somebody = admin): Promise<string> {
  const reply = await by.call('POST', PROVIDERS, { body: { issuer: issuer.url, ...CLIENT, ...more } })
  expect(reply.status, JSON.stringify(reply.body)).toBe(201)
  return reply.body.id
}

async function invited(by: Somebody = admin): Promise<string> {
  const name = `sso${++count}`
  const body = { name, fullName: 'Li Na', email: `${name}@acme.example`, roles: ['sales'] }
  return (await by.call('POST', '/api/v1/platform/users', { body })).body.email
}

interface Begun {
  readonly url: string
  readonly cookie: string
}

async function begin(at = provider): Promise<Begun> {
  const reply = await server.call('POST', SIGN_IN, { key: null, body: { provider: at } })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return { url: reply.body.url, cookie: only(String(reply.headers.get('set-cookie'))) }
}

const finish = ({ cookie }: Pick<Begun, 'cookie'>, query: string): Promise<Reply> =>
  server.call('POST', `${SIGN_IN}/finish`, { key: null, body: { query }, headers: { cookie, origin: server.url } })

async function comes(email: string, claims: object = {}, at = provider): Promise<Reply> {
  const begun = await begin(at)
  return finish(begun, issuer.authorize(begun.url, email, claims as Record<string, unknown>))
}

const within = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

describe('P3 a provider that changes', () => {
  it('goes on with what was not said anew; another issuer takes its own secret', async () => {
    const id = await added({ name: 'Before' })
    const change = (body: object, by: Somebody = admin) => by.call('PATCH', `${PROVIDERS}/${id}`, { body })
    const mail = await invited()
    expect((await change({ name: 'After', newcomerRoles: ['sales'] })).body).toMatchObject({ name: 'After', clientId: 'tandem' })
    expect((await comes(mail, {}, id)).body).toEqual({ next: 'done' })
    expect((await change({ newcomerRoles: null })).body.newcomerRoles).toBeNull()
    const elsewhere = 'https://login.elsewhere.example'
    expect(await change({ issuer: elsewhere })).toMatchObject({ body: { code: 'provider/secret-needed' } })
    expect((await change({ issuer: elsewhere, secret: 'another' })).body).toMatchObject({ issuer: elsewhere, name: 'After' })
    expect((await change({ secret: CLIENT.secret, issuer: issuer.url })).status).toBe(200)
    expect((await comes(mail, {}, id)).body).toEqual({ next: 'done' })
    expect((await change({ secret: 'wrong' })).status).toBe(200)
    expect((await comes(mail, {}, id)).body.code).toBe('provider/failed')
    expect((await change({ name: 'Acme login' })).body.code).toBe('provider/taken')
    expect((await change({ newcomerRoles: ['king'] })).body.code).toBe('user/no-such-role')
    expect((await change({ issuer: 'ftp://x' })).body.code).toBe('provider/bad-issuer')
    const clerk = await somebody(server, { name: 'outsider', roles: ['sales'] })
    expect((await change({ name: 'Mine' }, clerk)).status).toBe(403)
    await admin.call('POST', `${PROVIDERS}/${id}/remove`)
    expect((await change({ name: 'Gone' })).body.code).toBe('provider/not-found')
  })
})

describe('P3 a provider', () => {
  it('is offered to who signs in, and asked with PKCE, state and nonce', async () => {
    const ways = await server.call('GET', '/api/v1/platform/sign-in', { key: null })
    expect(ways.body.providers).toContainEqual({ id: provider, name: 'Acme login' })
    const asked = new URL((await begin()).url)
    expect(asked.origin).toBe(issuer.url)
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(asked.searchParams)
    for (const random of [state, nonce, code_challenge]) expect(random).toMatch(/^[\w-]{43}$/)
    expect(rest).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      client_id: 'tandem',
      scope: 'openid email profile',
    })
    expect(rest.redirect_uri).toBe(`${server.url}/signed-in`)
  })

  it('lets in who was invited, and the trail says how', async () => {
    const email = await invited()
    const reply = await comes(email.toUpperCase())
    expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200, body: { next: 'done' } })
    const me = (await callerWith(server, only(String(reply.headers.get('set-cookie'))))('GET', '/api/v1/me')).body
    expect(me).toMatchObject({ user: { fullName: 'Li Na', roles: ['sales'] }, companies: [] })
    const [user] = (await admin.call('GET', `/api/v1/platform/users?filter[email]=${email}`)).body.items
    expect(user.state).toBe('active')
    const events = (await admin.call('GET', `/api/v1/platform/users/${user.id}/events`)).body.items
    expect(events.at(-1)).toMatchObject({ type: 'user-signed-in', payload: { way: 'provider' } })
    const later = await comes(email)
    expect(later, JSON.stringify(later.body)).toMatchObject({ status: 200 })
  })

  it.each([
    ['another nonce', 'provider/not-for-us', { nonce: 'of-somebody-else' }],
    ['no nonce', 'provider/not-for-us', { nonce: undefined }],
    ['a token for another client', 'provider/not-for-us', { aud: 'another-client' }],
    ['a token of another issuer', 'provider/not-for-us', { iss: 'https://elsewhere.example' }],
    ['a token that has run out', 'provider/expired', { exp: within(-600), iat: within(-900) }],
    ['an e-mail nobody verified', 'provider/email-not-verified', { email_verified: false }],
    ['no e-mail', 'provider/no-email', { email: undefined }],
  ])('is refused with %s', async (_, code, claims) => {
    const reply = await comes(await invited(), claims)
    expect(reply.body.code).toBe(code)
    expect(reply.headers.get('set-cookie')).toBeNull()
    expect(reply.body.detail).toContain('Acme login')
  })

  it('does not let in who is unknown here, disabled, or turned away there', async () => {
    expect(await comes('stranger@acme.example')).toMatchObject({ status: 403, body: { code: 'provider/no-such-user' } })
    const email = await invited()
    expect((await comes(email)).status).toBe(200)
    const [user] = (await admin.call('GET', `/api/v1/platform/users?filter[email]=${email}`)).body.items
    expect((await admin.call('POST', `/api/v1/platform/users/${user.id}/disable`)).status).toBe(200)
    expect((await comes(email)).body.code).toBe('provider/no-such-user')
    const begun = await begin()
    const state = new URL(begun.url).searchParams.get('state')
    expect((await finish(begun, `?error=access_denied&state=${state}`)).body.code).toBe('provider/denied')
  })

  it('knows somebody by its own word for them, not by an address that may be given to somebody else', async () => {
    const email = await invited()
    expect((await comes(email, { sub: 'li-1' })).status).toBe(200)
    const heir = await comes(email, { sub: 'heir-2' })
    expect(heir).toMatchObject({ status: 403, body: { code: 'provider/somebody-else' } })
    expect(heir.headers.get('set-cookie')).toBeNull()
    const renamed = await comes('married@acme.example', { sub: 'li-1' })
    const me = await callerWith(server, only(String(renamed.headers.get('set-cookie'))))('GET', '/api/v1/me')
    expect(`${me.body.user.name}@acme.example`).toBe(email)
    const [user] = (await admin.call('GET', `/api/v1/platform/users?filter[email]=${email}`)).body.items
    for (const verb of ['disable', 'enable']) await admin.call('POST', `/api/v1/platform/users/${user.id}/${verb}`)
    expect((await comes(email, { sub: 'heir-2' })).status).toBe(200)
    expect((await comes(email, { sub: 'li-1' })).body.code).toBe('provider/somebody-else')
  })

  it('is where somebody signs in again before they end their other sessions', async () => {
    const email = await invited()
    await comes(email)
    const me = callerWith(server, only(String((await comes(email)).headers.get('set-cookie'))))
    const end = () => me('POST', '/api/v1/me/sessions/others/end')
    server.world.pass(11 * 60_000)
    expect((await end()).body.code).toBe('provider/sign-in-again')
    const again = callerWith(server, only(String((await comes(email)).headers.get('set-cookie'))))
    expect((await again('POST', '/api/v1/me/sessions/others/end')).body).toEqual({ ended: 2 })
  })

  it('must tell that somebody signed in well enough, where the company asks for it', async () => {
    const strict = await added({ name: 'Strict', mustTell: ['mfa', 'urn:acme:silver'] })
    const email = await invited()
    for (const claims of [{}, { acr: '0' }, { amr: ['pwd'] }, { acr: 'mfa2', amr: [['mfa']] }])
      expect((await comes(email, claims, strict)).body.code, JSON.stringify(claims)).toBe('provider/too-weak')
    const [user] = (await admin.call('GET', `/api/v1/platform/users?filter[email]=${email}`)).body.items
    expect(user.state).toBe('invited')
    expect((await comes(email, { amr: ['pwd', 'mfa'] }, strict)).body).toEqual({ next: 'done' })
    expect((await comes(email, { acr: 'urn:acme:silver' }, strict)).body).toEqual({ next: 'done' })
    const eased = await admin.call('PATCH', `${PROVIDERS}/${strict}`, { body: { mustTell: null } })
    expect(eased.body).toMatchObject({ name: 'Strict', mustTell: null })
    expect((await comes(email, {}, strict)).body).toEqual({ next: 'done' })
  })

  it('takes an answer once, from the browser that began, within ten minutes', async () => {
    const email = await invited()
    const [mine, other] = [await begin(), await begin()]
    const query = issuer.authorize(mine.url, email)
    expect((await finish(other, query)).body.code).toBe('provider/not-for-us')
    expect((await finish({ cookie: '' }, query)).body.code).toBe('provider/not-begun')
    expect((await finish({ cookie: 'tandem_provider=eyJzdGF0ZSI6MX0' }, query)).body.code).toBe('provider/not-begun')
    const again = issuer.authorize(mine.url, email)
    expect((await finish(mine, again)).status).toBe(200)
    expect((await finish(mine, again)).body.code).toBe('provider/failed')
    const late = await begin()
    const slow = issuer.authorize(late.url, email)
    server.world.pass(11 * 60_000)
    expect((await finish(late, slow)).body.code).toBe('provider/not-begun')
  })

  it('lets newcomers in where the company says so, with the roles it says', async () => {
    const wide = await added({ name: 'Wide', newcomerRoles: ['service'] })
    const reply = await comes('new.comer@acme.example', { name: 'New Comer' }, wide)
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    const [user] = (await admin.call('GET', '/api/v1/platform/users?filter[email]=new.comer@acme.example')).body.items
    expect(user).toMatchObject({ name: 'new.comer', fullName: 'New Comer', roles: ['service'], state: 'active' })
  })

  it('opens its own company only: what it says of a person holds nowhere else', async () => {
    const boss = await somebody(server, { name: 'boss', roles: ['administrator'], world: server.stranger })
    const email = `boss@${server.stranger.tenant}.example`
    const wide = await added({ name: 'Wider', newcomerRoles: ['sales'] })
    expect(await comes(email, {}, wide)).toMatchObject({ status: 403, body: { code: 'provider/elsewhere' } })
    expect((await boss.call('GET', '/api/v1/me')).status).toBe(200)
    const there = await comes(await invited())
    const me = callerWith(server, only(String(there.headers.get('set-cookie'))))
    const elsewhere = await me('POST', '/api/v1/me/company', { body: { company: server.stranger.tenant } })
    expect(elsewhere).toMatchObject({ status: 403, body: { code: 'provider/only-here' } })
    expect((await me('POST', '/api/v1/me/second-factor/begin', { body: {} })).body.code).toBe('provider/only-here')
  })

  it('is set up by who may, its secret sealed and never shown', async () => {
    const kept = await server.world.run((tx) => rows(tx, sql<{ sealed: string }>`select sealed from platform.provider_secret`))
    expect(kept.length).toBeGreaterThan(0)
    for (const { sealed } of kept) expect(sealed).toMatch(/^sealed:/)
    const list = await admin.call('GET', PROVIDERS)
    expect(JSON.stringify(list.body)).not.toContain(CLIENT.secret)
    expect(list.body.returnTo).toBe(`${server.url}/signed-in`)
    const clerk = await somebody(server, { name: 'clerk', roles: ['sales'] })
    expect((await clerk.call('POST', PROVIDERS, { body: { name: 'X', issuer: issuer.url, ...CLIENT } })).status).toBe(403)
    const wrong = async (more: object) =>
      (await admin.call('POST', PROVIDERS, { body: { name: 'X', issuer: issuer.url, ...CLIENT, ...more } })).body.code
    expect(await wrong({ issuer: 'http://login.example' })).toBe('provider/bad-issuer')
    expect(await wrong({ issuer: 'ftp://login.example' })).toBe('provider/bad-issuer')
    expect(await wrong({ name: 'Acme login' })).toBe('provider/taken')
    expect(await wrong({ newcomerRoles: ['wizard'] })).toBe('user/no-such-role')
    const gone = await added({ name: 'Gone' })
    expect((await admin.call('POST', `${PROVIDERS}/${gone}/remove`)).status).toBe(200)
    expect((await server.call('POST', SIGN_IN, { key: null, body: { provider: gone } })).body.code).toBe('provider/not-found')
    expect((await admin.call('POST', `${PROVIDERS}/7/remove`)).status).toBe(404)
  })

  it('inside the house is not reached unless the operator opened it', async () => {
    const inside = await added({ name: 'Inside', issuer: 'http://10.255.255.1' })
    const reply = await server.call('POST', SIGN_IN, { key: null, body: { provider: inside } })
    expect(reply).toMatchObject({ status: 502, body: { code: 'provider/failed', details: { reason: 'ADDRESS_CLOSED' } } })
  })

  it('whose tokens somebody else signs is not believed', async () => {
    const email = await invited()
    issuer.forge()
    const reply = await comes(email)
    expect(reply.status).toBeGreaterThanOrEqual(400)
    expect(reply.headers.get('set-cookie')).toBeNull()
  })
})
