/** One person, several companies: what one of them may do with the person must not open the others. */

import { randomBytes } from 'node:crypto'
import { crmMigrations } from '@tandem/crm'
import { run, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembership, addPerson, personByEmail } from '../auth/people.ts'
import { UsageError } from '../cli/desk.ts'
import { personCommand } from '../cli/person.ts'
import { callerWith, only, type Somebody, somebody } from './people.fixture.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let ours: Somebody
let theirs: Somebody

beforeAll(async () => {
  server = await startTestServer(database.current)
  ours = await somebody(server, { name: 'ours', roles: ['administrator'] })
  theirs = await somebody(server, { name: 'theirs', roles: ['administrator'], world: server.stranger })
})
afterAll(() => server.close())

const USERS = '/api/v1/platform/users'
const PASSWORD = 'a long sentence of both'
let count = 0

async function invited(by: Somebody, email: string): Promise<{ id: string; secret: string }> {
  const user = { name: `both${++count}`, fullName: 'Somebody', email, roles: ['sales'] }
  const { body } = await by.call('POST', USERS, { body: user })
  return { id: body.id, secret: await link(by, body.id) }
}

async function link(by: Somebody, id: string): Promise<string> {
  return String((await by.call('POST', `${USERS}/${id}/link`)).body.path).split('#')[1] ?? ''
}

const use = (secret: string, password: string) =>
  server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password } })

describe('P4 somebody who works for two companies', () => {
  it('keeps their password when an administrator of one of them makes a link and opens it', async () => {
    const email = 'both@acme.example'
    expect((await use((await invited(theirs, email)).secret, PASSWORD)).status).toBe(200)
    const here = await invited(ours, email)
    expect((await use(here.secret, PASSWORD)).status).toBe(200)
    const secret = await link(ours, here.id)
    expect(await use(secret, 'chosen by the administrator')).toMatchObject({
      status: 401,
      body: { code: 'sign-in/has-password' },
    })
    const reply = await use(secret, PASSWORD)
    expect(reply.status).toBe(200)
    const me = callerWith(server, only(String(reply.headers.get('set-cookie'))))
    expect((await me('GET', '/api/v1/me')).body.tenant.id).toBe(server.world.tenant)
  })

  it('is helped by the operator, who can give another password and take a second factor away', async () => {
    const email = 'lost@acme.example'
    expect((await use((await invited(theirs, email)).secret, PASSWORD)).status).toBe(200)
    expect((await use((await invited(ours, email)).secret, PASSWORD)).status).toBe(200)
    const said: string[] = []
    const terminal = { say: (text: string) => said.push(text), tell: (text: string) => said.push(text) } as never
    const desk = { database: server.services.database, terminal, context: () => server.world.context(), randomBytes }
    await server.services.database.asOwner((tx) =>
      run(tx, sql`update platform.person set totp = 'sealed', recovery = '{x}' where email = ${email}`),
    )
    expect(await personCommand(desk, [email, 'no-second-factor'])).toBe(0)
    expect(await personCommand(desk, [email, 'password'])).toBe(0)
    const secret = said.at(-1)?.split('#')[1] ?? ''
    const signIn = (given: string) =>
      server.call('POST', '/api/v1/platform/sign-in', { key: null, body: { email, password: given } })
    expect((await signIn(PASSWORD)).status).toBe(401)
    // Once, for three days; then the password is one that its owner has chosen.
    const chosen = 'nine owls on a quiet roof'
    expect((await use(secret, 'short')).body.code).toBe('password/too-short')
    expect((await use(secret, chosen)).body).toEqual({ next: 'done' })
    expect((await use(secret, 'another one for later')).body.code).toBe('sign-in/link-unknown')
    expect((await signIn(chosen)).body).toEqual({ next: 'done' })
    expect(await personCommand(desk, [email, 'password'])).toBe(0)
    expect((await signIn(chosen)).status).toBe(401)
    server.world.pass(3 * 86_400_000 + 1)
    expect((await use(said.at(-1)?.split('#')[1] ?? '', chosen)).body.code).toBe('sign-in/link-unknown')
    expect(await personCommand(desk, ['nobody@acme.example', 'password'])).toBe(1)
    await expect(personCommand(desk, [email])).rejects.toThrow(UsageError)
  })

  it('is not become by an invitation where they have no password, because they come in by other ways', async () => {
    const email = 'sso@acme.example'
    const there = await invited(theirs, email)
    await server.services.database.asOwner(async (tx) => {
      await addPerson(tx, { id: server.world.newId(), email, createdAt: server.world.now() })
      const person = await personByEmail(tx, email)
      await addMembership(tx, { person: person?.id as never, tenantId: server.stranger.tenant, userId: there.id as never })
      await run(tx, sql`update platform.person set password = null where email = ${email}`)
    })
    const here = await invited(ours, email)
    expect(await use(here.secret, 'chosen by the administrator')).toMatchObject({
      status: 401,
      body: { code: 'sign-in/has-password' },
    })
  })
})
