/** How people come in: with a password, in the demo with one click, by a link an administrator handed out. And out again. */
import type { Database, Tx } from '@tandem/db'
import { type Context, epochMs, type Id, type Instant, instantOf, ok, type Result, refuse } from '@tandem/kernel'
import type { Directory, Self } from './directory.ts'
import { limitOf } from './limits.ts'
import { checkPassword, hashPassword, isPassword } from './password.ts'
import {
  type Membership,
  membershipsOf,
  note,
  type Person,
  personByEmail,
  personById,
  setFailures,
  setPassword,
} from './people.ts'
import type { Next, SecondFactor } from './second-factor.ts'
import type { Client, Sessions } from './sessions.ts'

export interface SignInParts {
  readonly database: Database
  readonly directory: Directory
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly now: () => Instant
  readonly randomBytes: (count: number) => Uint8Array
  /** The context of what a user does, or Tandem itself where there is none. */
  readonly contextFor: (tenant: Id, user?: string) => Context
  /** What every password here might hold: the name of the company. */
  readonly houseWords: (tenant: Id) => readonly string[]
}

export interface SignedIn {
  readonly cookie: string
  /** Anything but `done`: the session is half a one, which opens nothing yet. */
  readonly next: Next
}

export interface SignIn {
  byPassword(email: string, password: string, client: Client): Promise<Result<SignedIn>>
  /** For somebody whose identity is proven. `way` is what the trail says. */
  asPerson(person: Id, way: string, client: Client, at?: Membership): Promise<Result<SignedIn>>
  /** In how many seconds somebody signed in may prove anew who they are; undefined: now. */
  wait(person: Id): number | undefined
  changePassword(
    self: Self,
    session: { person: Id; id: Id },
    tenant: Id,
    given: PasswordChange,
  ): Promise<Result<{ cookie: string }>>
}

export interface PasswordChange {
  readonly present: string
  readonly password: string
}

const MINUTE_MS = 60_000
const FAILURES_BEFORE_LOCK = 8
const FIRST_LOCK_MS = 30_000
const LONGEST_LOCK_MS = 60 * MINUTE_MS

export function signInOn(parts: SignInParts): SignIn {
  const { database, directory, sessions, now, contextFor } = parts
  // Of one address many may come, of one name few: whether it exists or not.
  const addresses = limitOf(60, 5 * MINUTE_MS)
  const names = limitOf(10, 5 * MINUTE_MS)

  const asPerson: SignIn['asPerson'] = async (person, way, client, at) => {
    const found = at ? [at] : await database.asOwner((tx) => membershipsOf(tx, person))
    for (const membership of found) {
      const self = await selfOf(directory, membership)
      if (!self) continue
      const next = await nextFor(parts, membership, self, way)
      return ok(await database.asOwner((tx) => enter(parts, tx, membership, self, { way, next }, client)))
    }
    return refuse('sign-in/no-company')
  }

  const wait: SignIn['wait'] = (person) => names.take(person, epochMs(now()))

  return {
    asPerson,
    wait,
    async byPassword(email, password, client) {
      const at = epochMs(now())
      const name = email.trim().toLowerCase()
      const seconds = addresses.take(client.address, at) ?? names.take(name, at)
      if (seconds !== undefined) return refuse('sign-in/too-often', { seconds })
      const person = await database.asOwner((tx) => personByEmail(tx, name))
      const locked = person?.lockedUntil ? epochMs(person.lockedUntil) - at : 0
      if (locked > 0) return refuse('sign-in/too-often', { seconds: Math.ceil(locked / 1000) })
      if (!(await isPassword(password, person?.password ?? null)) || !person) return failed(parts, person, client)
      names.forget(name)
      const entered = await asPerson(person.id, 'password', client)
      // The password alone does not make up for wrong codes.
      const isIn = entered.ok && entered.value.next === 'done'
      if (isIn && person.failures > 0) await database.asOwner((tx) => setFailures(tx, person.id, 0, null))
      return entered
    },
    async changePassword(self, session, tenant, { present, password }) {
      const seconds = wait(session.person)
      if (seconds !== undefined) return refuse('sign-in/too-often', { seconds })
      const person = await database.asOwner((tx) => personById(tx, session.person))
      if (!person || !(await isPassword(present, person.password))) return refuse('password/wrong')
      const good = checkPassword(password, [self.name, self.fullName, person.email], parts.houseWords(tenant))
      if (!good.ok) return good
      const kept = await hashPassword(password, parts.randomBytes)
      const cookie = await database.asOwner(async (tx) => {
        await setPassword(tx, person.id, kept, now())
        await sessions.end(tx, { person: person.id, but: session.id })
        await note(tx, contextFor(tenant, self.name), { ...about(self.user, 'user-password-changed'), payload: {} })
        return sessions.renew(tx, session.id)
      })
      return ok({ cookie })
    },
  }
}

async function enter(
  { sessions, contextFor }: SignInParts,
  tx: Tx,
  { person, tenantId, userId }: Membership,
  self: Self,
  { way, next }: { readonly way: string; readonly next: Next },
  client: Client,
): Promise<SignedIn> {
  const whose = { person, tenantId, userId, awaitsSecondFactor: next !== 'done', onlyHere: way === 'provider' }
  const { cookie } = await sessions.begin(tx, whose, client)
  if (next !== 'done') return { cookie, next }
  await note(tx, contextFor(tenantId, self.name), {
    ...about(userId, 'user-signed-in'),
    payload: { way, address: client.address, device: client.device.slice(0, 300) },
  })
  return { cookie, next }
}

/** Another provider asks for its own second factor; who switches has shown theirs. */
const SHOWN: Readonly<Record<string, readonly Next[]>> = { provider: ['second-factor', 'enrol'], switched: ['second-factor'] }

async function nextFor({ database, secondFactor }: SignInParts, at: Membership, self: Self, way: string): Promise<Next> {
  const isOn = await database.asOwner((tx) => secondFactor.isOn(tx, at.person))
  const needs = isOn || (await database.read(at.tenantId, (tx) => secondFactor.isNeeded(tx, self.roles)))
  const next = isOn ? 'second-factor' : needs ? 'enrol' : 'done'
  return SHOWN[way]?.includes(next) ? 'done' : next
}

/** Somebody who was changed just now in another process is read anew once. */
export async function selfOf(
  directory: Directory,
  { tenantId, userId }: Pick<Membership, 'tenantId' | 'userId'>,
): Promise<Self | undefined> {
  const known = await directory.find(tenantId, userId)
  if (known) return known
  directory.forget(tenantId)
  return directory.find(tenantId, userId)
}

export function about(user: Id, type: string) {
  return { document: 'user', documentId: user, documentVersion: 0, type } as const
}

async function failed(parts: SignInParts, person: Person | undefined, client: Client): Promise<Result<never>> {
  if (person) await parts.database.asOwner((tx) => countFailure(parts, tx, person, client))
  return refuse('sign-in/wrong')
}

/** Each failure beyond the first few locks for twice as long as the one before. */
export async function countFailure({ now, contextFor }: SignInParts, tx: Tx, person: Person, client: Client): Promise<void> {
  const failures = person.failures + 1
  const over = failures - FAILURES_BEFORE_LOCK
  const lockMs = over < 0 ? 0 : Math.min(FIRST_LOCK_MS * 2 ** Math.min(over, 20), LONGEST_LOCK_MS)
  await setFailures(tx, person.id, failures, lockMs > 0 ? instantOf(epochMs(now()) + lockMs) : null)
  for (const { tenantId, userId } of await membershipsOf(tx, person.id)) {
    const payload = { failures, lockedForSeconds: lockMs / 1000, address: client.address, device: client.device.slice(0, 300) }
    await note(tx, contextFor(tenantId), { ...about(userId, 'user-sign-in-failed'), payload })
  }
}
