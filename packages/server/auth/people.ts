/**
 * People, their sessions and links: what the application's role cannot read. Every statement here runs as the owner, on
 * tables that belong to no tenant, and names the tenant itself.
 */
import { appendEvents, first, insertRows, type NewEvent, rows, run, sql, type Tx } from '@tandem/db'
import { type Context, Fault, type Id, type Instant, isId } from '@tandem/kernel'

export interface Person {
  readonly id: Id
  readonly email: string
  readonly password: string | null
  readonly failures: number
  readonly lockedUntil: Instant | null
}

export interface Membership {
  readonly person: Id
  readonly tenantId: Id
  readonly userId: Id
}

export interface SessionRow {
  readonly id: Id
  readonly person: Id
  readonly tenantId: Id
  readonly userId: Id
  readonly awaitsSecondFactor: boolean
  readonly onlyHere: boolean
  readonly createdAt: Instant
  readonly lastSeenAt: Instant
  readonly expiresAt: Instant
  readonly address: string
  readonly device: string
}

const PERSON = sql.raw('id, email, password, failures, locked_until')
const SESSION = sql.raw(
  'id, person, tenant_id, user_id, awaits_second_factor, only_here, created_at, last_seen_at, expires_at, address, device',
)

export function personByEmail(tx: Tx, email: string): Promise<Person | undefined> {
  return first(tx, sql<Person>`select ${PERSON} from platform.person where email = ${email.trim().toLowerCase()}`)
}

export function personById(tx: Tx, id: Id): Promise<Person | undefined> {
  return first(tx, sql<Person>`select ${PERSON} from platform.person where id = ${id}::uuid`)
}

export async function addPerson(tx: Tx, person: { id: Id; email: string; createdAt: Instant }): Promise<void> {
  await insertRows(tx, 'platform.person', [{ ...person, failures: 0 }], { onConflict: 'nothing' })
}

/** The companies somebody is in, where they were last first. */
export function membershipsOf(tx: Tx, person: Id): Promise<Membership[]> {
  return rows(
    tx,
    sql<Membership>`
      select person, m.tenant_id, m.user_id from platform.membership m
      left join (select tenant_id, max(last_seen_at) as at from platform.session where person = ${person}::uuid group by 1) s
        on s.tenant_id = m.tenant_id
      where person = ${person}::uuid order by s.at desc nulls last, m.tenant_id`,
  )
}

export function membershipOfUser(tx: Tx, tenant: Id, user: Id): Promise<Membership | undefined> {
  return first(
    tx,
    sql<Membership>`select person, tenant_id, user_id from platform.membership
                    where tenant_id = ${tenant}::uuid and user_id = ${user}::uuid`,
  )
}

export async function addMembership(tx: Tx, membership: Membership): Promise<void> {
  await insertRows(tx, 'platform.membership', [membership], { onConflict: 'nothing' })
}

export async function setPassword(tx: Tx, person: Id, password: string, at: Instant): Promise<void> {
  await run(
    tx,
    sql`update platform.person set password = ${password}, password_at = ${at}::timestamptz, failures = 0, locked_until = null
        where id = ${person}::uuid`,
  )
}

/** After a success `failures` is 0 again. */
export async function setFailures(tx: Tx, person: Id, failures: number, lockedUntil: Instant | null): Promise<void> {
  await run(
    tx,
    sql`update platform.person set failures = ${failures}, locked_until = ${lockedUntil}::timestamptz where id = ${person}::uuid`,
  )
}

export async function addSession(tx: Tx, hash: string, session: SessionRow): Promise<void> {
  await insertRows(tx, 'platform.session', [{ ...session, hash }])
}

/** The session with this secret that has not run out. */
export function sessionByHash(tx: Tx, hash: string, now: Instant): Promise<SessionRow | undefined> {
  return first(
    tx,
    sql<SessionRow>`select ${SESSION} from platform.session where hash = ${hash} and expires_at > ${now}::timestamptz`,
  )
}

export async function touchSession(tx: Tx, id: Id, now: Instant): Promise<void> {
  await run(tx, sql`update platform.session set last_seen_at = ${now}::timestamptz where id = ${id}::uuid`)
}

/** Answers until when it goes on; undefined: it is there no more. */
export async function renewSession(tx: Tx, id: Id, hash: string): Promise<Instant | undefined> {
  const renewed = sql<{
    expiresAt: Instant
  }>`update platform.session set hash = ${hash} where id = ${id}::uuid returning expires_at`
  return (await first(tx, renewed))?.expiresAt
}

/** A tenant's sessions, or one person's in any tenant, the newest first. */
export function sessionsOf(tx: Tx, now: Instant, of: { tenant: Id } | { person: Id }): Promise<SessionRow[]> {
  const whose = 'tenant' in of ? sql`tenant_id = ${of.tenant}::uuid` : sql`person = ${of.person}::uuid`
  return rows(
    tx,
    sql<SessionRow>`select ${SESSION} from platform.session
                    where ${whose} and expires_at > ${now}::timestamptz order by last_seen_at desc limit 500`,
  )
}

/** Answers those that ended. */
export function endSessions(
  tx: Tx,
  which: { id: Id } | { person: Id; but?: Id | undefined; tenant?: Id },
): Promise<SessionRow[]> {
  const where =
    'id' in which
      ? sql`id = ${which.id}::uuid`
      : sql`person = ${which.person}::uuid and id is distinct from ${which.but ?? null}::uuid
            and tenant_id = coalesce(${which.tenant ?? null}::uuid, tenant_id)`
  return rows(tx, sql<SessionRow>`delete from platform.session where ${where} returning ${SESSION}`)
}

export async function forgetOldSessions(tx: Tx, now: Instant): Promise<void> {
  await run(tx, sql`delete from platform.session where expires_at < ${now}::timestamptz`)
  await run(tx, sql`delete from platform.link where expires_at < ${now}::timestamptz - interval '30 days'`)
}

export interface Link {
  readonly tenantId: Id
  readonly userId: Id
  readonly expiresAt: Instant
  /** Opens all companies of the person, so it asks for no password that they have. */
  readonly byOperator: boolean
}

/** One link a user: a new one takes the place of the old. */
export async function addLink(tx: Tx, hash: string, link: Link, createdBy: string): Promise<void> {
  await run(
    tx,
    sql`delete from platform.link where tenant_id = ${link.tenantId}::uuid and user_id = ${link.userId}::uuid and used_at is null`,
  )
  await insertRows(tx, 'platform.link', [{ ...link, hash, createdBy }])
}

export function linkByHash(tx: Tx, hash: string, now: Instant): Promise<Link | undefined> {
  return first(
    tx,
    sql<Link>`select tenant_id, user_id, expires_at, by_operator from platform.link
              where hash = ${hash} and used_at is null and expires_at > ${now}::timestamptz`,
  )
}

/** False when somebody else used it first. */
export async function useLink(tx: Tx, hash: string, now: Instant): Promise<boolean> {
  return (
    (await run(tx, sql`update platform.link set used_at = ${now}::timestamptz where hash = ${hash} and used_at is null`)) === 1
  )
}

/** The rest of an owner's transaction sees and writes the rows of this tenant, and no other's. */
export async function inTenant(tx: Tx, tenant: Id): Promise<void> {
  if (!isId(tenant)) throw new Fault(`not the id of a tenant: ${JSON.stringify(tenant)}`)
  await run(tx, sql.raw(`set local tandem.tenant = '${tenant}'`))
}

/** Something that touches safety, into the tenant's trail, in the transaction of what it is about. */
export async function note(tx: Tx, by: Context, event: NewEvent): Promise<void> {
  await inTenant(tx, by.tenant)
  await appendEvents(tx, 'platform', by, [event])
}
