/** Comes in who a company's provider says is somebody invited there. It counts in that company, and in no other. */
import { changeDocuments, createDocuments, stamp, type Tx } from '@tandem/db'
import type { Sealing } from '@tandem/hub'
import { epochMs, isId, ok, type Result, refuse } from '@tandem/kernel'
import { user as definition } from './definition.ts'
import { limitOf } from './limits.ts'
import { addMembership, addPerson, inTenant, type Membership, membershipOfUser, membershipsOf, personByEmail } from './people.ts'
import { type Begun, beginAt, type Claims, claimsFrom, type Provider } from './provider.ts'
import { bindSubject, providerById, userBySubject } from './provider-store.ts'
import type { Client } from './sessions.ts'
import type { SignedIn, SignIn, SignInParts } from './sign-in.ts'
import { staffOf } from './surface.ts'
import { invitedUser, type Staff, type User } from './user.ts'

const MINUTE_MS = 60_000
const WAITS_MS = 10 * MINUTE_MS

export interface ProviderSignIn {
  /** Where to send the browser, and what its cookie keeps meanwhile. */
  begin(provider: string, returnTo: string, client: Client): Promise<Result<{ url: string; kept: string }>>
  finish(kept: string | undefined, query: string, client: Client): Promise<Result<SignedIn>>
}

export interface ProviderParts {
  readonly sealing: Sealing
  /** Guarded: a provider's address is what somebody typed in. */
  readonly fetch: typeof globalThis.fetch
}

export function providerSignInOn(parts: SignInParts, signIn: SignIn, { sealing, fetch }: ProviderParts): ProviderSignIn {
  const { database, now } = parts
  const addresses = limitOf(30, 5 * MINUTE_MS)
  const known = async (id: string): Promise<Result<Provider & { secret: string }>> => {
    const provider = isId(id) ? await database.asOwner((tx) => providerById(tx, id)) : undefined
    return provider ? ok({ ...provider, secret: sealing.open(provider.sealed) }) : refuse('provider/not-found', { id })
  }
  return {
    async begin(id, returnTo, client) {
      const wait = addresses.take(client.address, epochMs(now()))
      if (wait !== undefined) return refuse('sign-in/too-often', { seconds: wait })
      const provider = await known(id)
      if (!provider.ok) return provider
      const until = epochMs(now()) + WAITS_MS
      const begun = await beginAt({ provider: provider.value, secret: provider.value.secret, fetch, returnTo, until })
      if (!begun.ok) return begun
      return ok({
        url: begun.value.url,
        kept: Buffer.from(sealing.seal(JSON.stringify(begun.value.begun))).toString('base64url'),
      })
    },
    async finish(kept, query, client) {
      const begun = opened(sealing, kept)
      if (!begun || begun.until < epochMs(now())) return refuse('provider/not-begun')
      const provider = await known(begun.provider)
      if (!provider.ok) return provider
      const claims = await claimsFrom({ provider: provider.value, secret: provider.value.secret, fetch }, begun, query)
      if (!claims.ok) return claims
      const member = await database.asOwner((tx) => memberFor(parts, tx, provider.value, claims.value))
      if (!member.ok) return member
      parts.directory.forget(provider.value.tenantId)
      return signIn.asPerson(member.value.person, 'provider', client, member.value)
    },
  }
}

/** Undefined: none, or not ours. */
function opened(sealing: Sealing, kept: string | undefined): Begun | undefined {
  if (!kept || kept.length > 4000) return undefined
  const sealed = Buffer.from(kept, 'base64url').toString()
  // What is not sealed would be opened as it is.
  if (!sealed.startsWith('sealed:')) return undefined
  try {
    return JSON.parse(sealing.open(sealed)) as Begun
  } catch {
    return undefined
  }
}

async function memberFor(parts: SignInParts, tx: Tx, provider: Provider, claims: Claims): Promise<Result<Membership>> {
  await inTenant(tx, provider.tenantId)
  const found = await userFor(parts, tx, provider, claims)
  if (!found.ok) return found
  const user = found.value
  const own = await membershipOfUser(tx, provider.tenantId, user.id)
  if (!own) {
    const twin = await personByEmail(tx, user.email)
    // Another company's person is not to be had by what this company's provider says.
    if (twin && (await membershipsOf(tx, twin.id)).length > 0) return refuse('provider/elsewhere', { email: user.email })
  }
  const by = parts.contextFor(provider.tenantId, user.name)
  await addPerson(tx, { id: by.newId(), email: user.email, createdAt: by.now })
  const person = own?.person ?? (await personByEmail(tx, user.email))?.id
  if (person === undefined) return refuse('provider/no-such-user', { email: user.email, provider: provider.name })
  const membership = { person, tenantId: provider.tenantId, userId: user.id }
  await addMembership(tx, membership)
  await inTenant(tx, provider.tenantId)
  if (user.state === 'invited') {
    const joins = () => ok<Partial<User>>({ state: 'active' })
    await changeDocuments<User, object>(tx, by, definition, [{ id: user.id, input: {} }], joins, 'user-joined')
  }
  return ok(membership)
}

/** The user whom the provider meant before, else the one with that address; made where the company lets newcomers of its provider in. */
async function userFor(parts: SignInParts, tx: Tx, provider: Provider, claims: Claims): Promise<Result<User>> {
  const { tenantId: tenant, issuer } = provider
  const staff = await staffOf(tx, { lock: true })
  const bound = await userBySubject(tx, tenant, issuer, claims.subject)
  const meant = staff.users.find(({ id, state }) => id === bound && state !== 'disabled')
  if (meant) return ok(meant)
  const user = await userByEmail(parts, tx, provider, claims, staff)
  if (!user.ok || bound) return user.ok ? refuse('provider/no-such-user', { email: claims.email, provider: provider.name }) : user
  const isTheirs = await bindSubject(tx, {
    ...{ tenant, issuer, subject: claims.subject, user: user.value.id },
    anew: user.value.state === 'invited',
  })
  return isTheirs ? user : refuse('provider/somebody-else', { email: claims.email, provider: provider.name })
}

async function userByEmail(
  parts: SignInParts,
  tx: Tx,
  provider: Provider,
  { email, fullName }: Claims,
  staff: Staff,
): Promise<Result<User>> {
  const user = staff.users.find((each) => each.email === email)
  if (user && user.state !== 'disabled') return ok(user)
  if (user || provider.newcomerRoles === null) return refuse('provider/no-such-user', { email, provider: provider.name })
  const by = parts.contextFor(provider.tenantId)
  const name = freeName(email, staff.users)
  const input = { name, fullName: fullName ?? name, email, roles: provider.newcomerRoles, team: null, customer: null }
  const [made] = await createDocuments<User>(tx, by, definition, [invitedUser(input as never, stamp(by), staff)], 'user-invited')
  return made ?? refuse('provider/no-such-user', { email, provider: provider.name })
}

function freeName(email: string, users: readonly User[]): string {
  const base =
    (email.split('@')[0] ?? '')
      .replace(/[^a-z0-9._-]/g, '')
      .replace(/^[._-]+/, '')
      .slice(0, 50) || 'user'
  const taken = new Set(users.map(({ name }) => name))
  let name = base
  for (let count = 2; taken.has(name); count++) name = `${base}${count}`
  return name
}
