/** People for specs: users of a world's company, signed in on the page. */
import { insertRows } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { World } from '@tandem/testkit'
import { addMembership, addPerson, inTenant, personByEmail } from '../auth/people.ts'
import type { Call, Reply, TestServer } from './test-server.ts'

export interface Somebody {
  readonly id: Id
  readonly person: Id
  readonly cookie: string
  call(method: string, path: string, call?: Call): Promise<Reply>
}

export interface Described {
  readonly name: string
  readonly roles: readonly string[]
  readonly team?: string
  readonly world?: World
}

const STAMP = { version: 1, createdBy: 'spec', updatedBy: 'spec', state: 'active' } as const

/** Makes a user who is there already, and signs them in. */
export async function somebody(server: TestServer, described: Described): Promise<Somebody> {
  const { name, roles, team = null, world = server.world } = described
  const { database } = server.services
  const auth = server.api.auth
  const [id, at] = [world.newId(), world.now()]
  const email = `${name}@${world.tenant}.example`
  const row = { ...STAMP, id, createdAt: at, updatedAt: at, name, fullName: `The ${name}`, email, roles, team }
  await world.run((tx) => insertRows(tx, 'platform.user', [row]))
  auth.directory.forget(world.tenant)
  const { person, cookie } = await database.asOwner(async (tx) => {
    await inTenant(tx, world.tenant)
    await addPerson(tx, { id: world.newId(), email, createdAt: at })
    const whose = await personByEmail(tx, email)
    if (!whose) throw new Error('the person should be there')
    await addMembership(tx, { person: whose.id, tenantId: world.tenant, userId: id })
    const membership = { person: whose.id, tenantId: world.tenant, userId: id, awaitsSecondFactor: false }
    return { person: whose.id, ...(await auth.sessions.begin(tx, membership, { address: '127.0.0.1', device: 'spec' })) }
  })
  return { id, person, cookie: only(cookie), call: callerWith(server, only(cookie)) }
}

/** The same user, signed in anew: a session ends while a spec lets days pass. */
export async function again(server: TestServer, { id, person }: Somebody, world = server.world): Promise<Somebody> {
  const membership = { person, tenantId: world.tenant, userId: id, awaitsSecondFactor: false }
  const { cookie } = await server.services.database.asOwner((tx) =>
    server.api.auth.sessions.begin(tx, membership, { address: '127.0.0.1', device: 'spec' }),
  )
  return { id, person, cookie: only(cookie), call: callerWith(server, only(cookie)) }
}

/** The cookie itself, without how long and where it counts. */
export function only(setCookie: string): string {
  return setCookie.split(';')[0] ?? ''
}

/** As a browser: takes another secret when it is given one. One that is taken away is sent on, so that specs see it refused. */
export function callerWith(server: TestServer, given: string): Somebody['call'] {
  let cookie = given
  return async (method, path, call = {}) => {
    const headers = { cookie, origin: server.url, ...call.headers }
    const reply = await server.call(method, path, { ...call, key: null, headers })
    const next = reply.headers.get('set-cookie') ?? ''
    if (/tandem_session=./.test(next) && !/tandem_session=;/.test(next)) cookie = only(next)
    return reply
  }
}
