/** Providers of companies. Who signs in is in no company yet, so these statements name the tenant, or none. */
import { first, insertRows, rows, run, sql, type Tx } from '@tandem/db'
import type { Id, Instant } from '@tandem/kernel'
import type { Provider } from './provider.ts'

const SHOWN = sql.raw('p.id, p.tenant_id, p.name, p.issuer, p.client_id, p.email_claim, p.newcomer_roles, p.must_tell')

export type Shown = Omit<Provider, 'sealed'>

/** Of all companies, for the page to sign in. */
export function offeredProviders(tx: Tx): Promise<{ id: Id; tenantId: Id; name: string }[]> {
  return rows(
    tx,
    sql<{ id: Id; tenantId: Id; name: string }>`select id, tenant_id, name from platform.provider order by name, id`,
  )
}

export function providerById(tx: Tx, id: Id): Promise<Provider | undefined> {
  return first(
    tx,
    sql<Provider>`
      select ${SHOWN}, s.sealed from platform.provider p
      join platform.provider_secret s on s.tenant_id = p.tenant_id and s.provider = p.id where p.id = ${id}::uuid`,
  )
}

export function providersOf(tx: Tx): Promise<Shown[]> {
  return rows(tx, sql<Shown>`select ${SHOWN} from platform.provider p order by p.name`)
}

export interface Given {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly emailClaim: string
  readonly newcomerRoles: readonly string[] | null
  readonly mustTell: readonly string[] | null
}

/** The user whom an issuer means by this word of its own. */
export async function userBySubject(tx: Tx, tenant: Id, issuer: string, subject: string): Promise<Id | undefined> {
  const found = sql<{ userId: Id }>`
    select user_id from platform.provider_subject
    where tenant_id = ${tenant}::uuid and issuer = ${issuer} and subject = ${subject}`
  return (await first(tx, found))?.userId
}

/** False when the issuer has meant somebody else by this user, unless `anew`: who is invited again may be somebody new there. */
export async function bindSubject(
  tx: Tx,
  { tenant, issuer, subject, user, anew }: { tenant: Id; issuer: string; subject: string; user: Id; anew: boolean },
): Promise<boolean> {
  const own = sql`tenant_id = ${tenant}::uuid and issuer = ${issuer} and user_id = ${user}::uuid`
  if (anew) await run(tx, sql`delete from platform.provider_subject where ${own}`)
  const row = { tenantId: tenant, issuer, subject, userId: user }
  return (await insertRows(tx, 'platform.provider_subject', [row], { onConflict: 'nothing' })) === 1
}

/** False when another one has the name. */
export async function addProvider(tx: Tx, id: Id, given: Given, sealed: string, at: Instant): Promise<boolean> {
  const { newcomerRoles, mustTell, ...rest } = given
  const row = { id, ...rest, newcomerRoles: newcomerRoles as never, mustTell: mustTell as never, createdAt: at, updatedAt: at }
  if ((await insertRows(tx, 'platform.provider', [row], { onConflict: 'nothing' })) === 0) return false
  await insertRows(tx, 'platform.provider_secret', [{ provider: id, sealed }])
  return true
}

export async function removeProvider(tx: Tx, id: Id): Promise<Shown | undefined> {
  return first(tx, sql<Shown>`delete from platform.provider p where p.id = ${id}::uuid returning ${SHOWN}`)
}

/** What a change says of the rest; undefined: as it was. Answers undefined when there is none, false when its name is taken. */
export async function changeProvider(
  tx: Tx,
  id: Id,
  change: Partial<Given>,
  sealed: string | undefined,
  at: Instant,
): Promise<Shown | false | undefined> {
  const [now] = await rows(tx, sql<Shown>`select ${SHOWN} from platform.provider p where p.id = ${id}::uuid for update`)
  if (!now) return undefined
  const { name, issuer, clientId, emailClaim, newcomerRoles, mustTell } = { ...now, ...change }
  const taken = await first(tx, sql`select 1 from platform.provider where name = ${name} and id <> ${id}::uuid`)
  if (taken) return false
  const [roles, proofs] = [newcomerRoles, mustTell].map((list) => (list === null ? null : JSON.stringify(list)))
  const [changed] = await rows(
    tx,
    sql<Shown>`
      update platform.provider p
      set name = ${name}, issuer = ${issuer}, client_id = ${clientId}, email_claim = ${emailClaim},
          newcomer_roles = ${roles ?? null}::jsonb, must_tell = ${proofs ?? null}::jsonb, updated_at = ${at}
      where p.id = ${id}::uuid returning ${SHOWN}`,
  )
  if (sealed !== undefined)
    await run(tx, sql`update platform.provider_secret set sealed = ${sealed} where provider = ${id}::uuid`)
  return changed
}
