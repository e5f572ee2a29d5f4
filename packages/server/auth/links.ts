/** Links that an administrator hands out: with one, somebody chooses a password and is in. Each works once. */
import { changeDocuments, type Tx } from '@tandem/db'
import { epochMs, type Id, type Instant, instantOf, ok, type Result, refuse } from '@tandem/kernel'
import { user as definition } from './definition.ts'
import { checkPassword, hashPassword, isPassword } from './password.ts'
import {
  addLink,
  addMembership,
  addPerson,
  inTenant,
  type Link,
  linkByHash,
  type Membership,
  membershipOfUser,
  membershipsOf,
  note,
  personByEmail,
  personById,
  setPassword,
  useLink,
} from './people.ts'
import { type Client, hashOf } from './sessions.ts'
import { about, type SignedIn, type SignIn, type SignInParts } from './sign-in.ts'
import { staffOf } from './surface.ts'
import type { User } from './user.ts'

export const WORKS_MS = 3 * 86_400_000

export interface Links {
  /** Makes a link's secret for a user, in the place of an earlier one. */
  make(tenant: Id, user: Id, by: string): Promise<Result<{ secret: string; expiresAt: Instant }>>
  /** Whose link it is, to greet them. */
  read(secret: string): Promise<Result<Greeting>>
  use(secret: string, password: string, client: Client): Promise<Result<SignedIn>>
}

export interface Greeting {
  readonly tenant: Id
  readonly fullName: string
  readonly email: string
  /** Works for another company here already and joins with the password they have. */
  readonly hasPassword: boolean
  readonly purpose: 'invitation' | 'reset'
}

export function linksOn(parts: SignInParts, signIn: SignIn): Links {
  const { database, now, randomBytes, contextFor } = parts
  return {
    async make(tenant, user, by) {
      const { users } = await database.read(tenant, (tx) => staffOf(tx))
      const whose = users.find(({ id }) => id === user)
      if (!whose) return refuse('user/not-found', { id: user })
      const secret = Buffer.from(randomBytes(32)).toString('base64url')
      const expiresAt = instantOf(epochMs(now()) + WORKS_MS)
      await database.asOwner(async (tx) => {
        await addLink(tx, hashOf(secret), { tenantId: tenant, userId: user, expiresAt, byOperator: false }, by)
        await note(tx, contextFor(tenant, by), { ...about(user, 'user-link-made'), payload: { expiresAt } })
      })
      return ok({ secret, expiresAt })
    },
    read: (secret) => database.asOwner(async (tx) => greet(await openLink(tx, secret, now()))),
    async use(secret, password, client) {
      const found = await database.asOwner((tx) => openLink(tx, secret, now()))
      if (!found.ok) return found
      const { user, joins, kept } = found.value
      if (joins && !(await isPassword(password, kept))) return refuse('sign-in/has-password')
      const good = joins
        ? ok(undefined)
        : checkPassword(password, [user.name, user.fullName, user.email], parts.houseWords(found.value.link.tenantId))
      if (!good.ok) return good
      const hash = joins ? undefined : await hashPassword(password, randomBytes)
      const joined = await database.asOwner((tx) => join(parts, tx, secret, found.value, hash))
      if (!joined.ok) return joined
      parts.directory.forget(found.value.link.tenantId)
      return signIn.asPerson(joined.value.person, 'link', client, joined.value)
    },
  }
}

interface Opened {
  readonly link: Link
  readonly user: User
  /**
   * The person is in another company already, and proves that they are the one. A password is one for all companies: with
   * a link, whoever made it in one of them could come into the others.
   */
  readonly joins: boolean
  readonly kept: string | null
}

async function openLink(tx: Tx, secret: string, now: Instant): Promise<Result<Opened>> {
  const link = await linkByHash(tx, hashOf(secret), now)
  if (!link) return refuse('sign-in/link-unknown')
  await inTenant(tx, link.tenantId)
  const { users } = await staffOf(tx)
  const user = users.find(({ id, state }) => id === link.userId && state !== 'disabled')
  if (!user) return refuse('sign-in/link-unknown')
  const own = await membershipOfUser(tx, link.tenantId, user.id)
  const person = own ? await personById(tx, own.person) : await personByEmail(tx, user.email)
  const all = person ? await membershipsOf(tx, person.id) : []
  return ok({
    ...{ link, user, kept: person?.password ?? null },
    joins: !link.byOperator && all.some(({ tenantId }) => tenantId !== link.tenantId),
  })
}

function greet(opened: Result<Opened>): Result<Greeting> {
  if (!opened.ok) return opened
  const { link, user, joins } = opened.value
  const { fullName, email } = user
  return ok({ ...{ tenant: link.tenantId, fullName, email }, hasPassword: joins, purpose: purposeOf(user) })
}

function purposeOf({ state }: User): Greeting['purpose'] {
  return state === 'invited' ? 'invitation' : 'reset'
}

async function join(
  { now, sessions, contextFor }: SignInParts,
  tx: Tx,
  secret: string,
  { link, user }: Opened,
  hash: string | undefined,
): Promise<Result<Membership>> {
  const by = contextFor(link.tenantId, user.name)
  if (!(await useLink(tx, hashOf(secret), now()))) return refuse('sign-in/link-unknown')
  await addPerson(tx, { id: by.newId(), email: user.email, createdAt: now() })
  const own = await membershipOfUser(tx, link.tenantId, user.id)
  const person = own?.person ?? (await personByEmail(tx, user.email))?.id
  if (person === undefined) return refuse('sign-in/link-unknown')
  const membership = { person, tenantId: link.tenantId, userId: user.id }
  await addMembership(tx, membership)
  if (hash !== undefined) await setPassword(tx, person, hash, now())
  // Whoever got in with the old password is out; and what was open here before somebody was sent away does not come back.
  await sessions.end(tx, hash === undefined ? { person, tenant: link.tenantId } : { person })
  await inTenant(tx, link.tenantId)
  const changes: Partial<User> = user.state === 'invited' ? { state: 'active' } : {}
  await changeDocuments<User, object>(tx, by, definition, [{ id: user.id, input: {} }], () => ok(changes), 'user-joined')
  if (hash !== undefined) await note(tx, by, { ...about(user.id, 'user-password-changed'), payload: { way: purposeOf(user) } })
  return ok(membership)
}
