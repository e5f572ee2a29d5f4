/** API keys: `tandem_` and, in base64url, the tenant's id and 32 random bytes. Only the SHA-256 of a key is kept. */
import { createHash } from 'node:crypto'
import { type Database, first, insertRows, rows, run, sql, type Tx } from '@tandem/db'
import { type Context, epochMs, type Id, type Instant, isId } from '@tandem/kernel'
import type { Directory } from '../auth/directory.ts'
import { accessOf, both, grantsOfScopes } from '../auth/grants.ts'
import type { Principal } from './route.ts'

const PREFIX = 'tandem_'
const SECRET_BYTES = 32
/** A revoked key may work on for this long in other processes. */
const REMEMBER_MS = 15_000
const MOST_REMEMBERED = 10_000

export interface ApiKey {
  readonly id: Id
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Instant
  readonly createdBy: string
  readonly lastUsedAt: Instant | null
  readonly revokedAt: Instant | null
  /** The user whose it is: it may do no more, and stops with them. Null: made at the command line, nobody's. */
  readonly owner: Id | null
  readonly expiresAt: Instant | null
}

/** What a new key is to be. */
export interface NewKey {
  readonly name: string
  readonly scopes: readonly string[]
  readonly owner?: Id | undefined
  readonly expiresAt?: Instant | undefined
}

/** Makes a key; its text is shown this once. Scopes: `*`, or `crm:read`, `erp:write`, ..., or permissions. */
export async function createApiKey(
  tx: Tx,
  by: Context,
  randomBytes: (count: number) => Uint8Array,
  { name, scopes, owner, expiresAt }: NewKey,
): Promise<ApiKey & { key: string }> {
  const secret = Buffer.concat([Buffer.from(by.tenant.replaceAll('-', ''), 'hex'), randomBytes(SECRET_BYTES)])
  const key = PREFIX + secret.toString('base64url')
  const made = { id: by.newId(), name, scopes, createdAt: by.now, createdBy: by.actor.id, lastUsedAt: null, revokedAt: null }
  const row = { ...made, owner: owner ?? null, expiresAt: expiresAt ?? null }
  await insertRows(tx, 'platform.api_key', [{ ...row, hash: hashOf(key) }])
  return { ...row, key }
}

const SHOWN = sql.raw('id, name, scopes, created_at, created_by, last_used_at, revoked_at, owner, expires_at')

export function listApiKeys(tx: Tx): Promise<ApiKey[]> {
  return rows(tx, sql<ApiKey>`select ${SHOWN} from platform.api_key order by id`)
}

/** Undefined: there is no such key. */
export function revokeApiKey(tx: Tx, by: Context, id: Id): Promise<ApiKey | undefined> {
  return first(
    tx,
    sql<ApiKey>`update platform.api_key set revoked_at = coalesce(revoked_at, ${by.now}::timestamptz)
                where id = ${id}::uuid returning ${SHOWN}`,
  )
}

export interface ApiKeys {
  find(key: string): Promise<Principal | undefined>
  /** Forgets what it remembers, after a key was revoked in this process. */
  forget(): void
}

interface Remembered {
  readonly principal: Principal
  readonly owner: Id | null
  readonly until: number
}

/** Looks keys up by their hash, so that no comparison can tell how near a guess was, and remembers good ones a short while. */
export function apiKeys(database: Database, now: () => Instant, directory: Directory): ApiKeys {
  const remembered = new Map<string, Remembered>()
  return {
    async find(key) {
      const hash = hashOf(key)
      const at = epochMs(now())
      const known = remembered.get(hash)
      if (known && known.until > at) return ofOwner(directory, known.principal, known.owner)
      const tenant = tenantOf(key)
      if (!tenant) return undefined
      const row = await database.transaction(tenant, (tx) => useKey(tx, hash, now()))
      remembered.delete(hash)
      if (!row) return undefined
      const actor = { kind: 'key', id: row.name } as const
      const principal: Principal = { tenant, actor, access: accessOf(grantsOfScopes(row.scopes)), caller: `key ${row.id}` }
      const ends = row.expiresAt === null ? Number.POSITIVE_INFINITY : epochMs(row.expiresAt)
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(hash, { principal, owner: row.owner, until: Math.min(at + REMEMBER_MS, ends) })
      return ofOwner(directory, principal, row.owner)
    },
    forget: () => remembered.clear(),
  }
}

/** A key may do no more than its owner may now, and nothing when the owner is gone. Asks no database. */
async function ofOwner(directory: Directory, principal: Principal, owner: Id | null): Promise<Principal | undefined> {
  if (owner === null) return principal
  const self = await directory.find(principal.tenant, owner)
  return self && { ...principal, self, access: both(principal.access, self.access) }
}

type UsedKey = Pick<ApiKey, 'id' | 'name' | 'scopes' | 'owner' | 'expiresAt'>

async function useKey(tx: Tx, hash: string, now: Instant): Promise<UsedKey | undefined> {
  const row = await first(
    tx,
    sql<UsedKey>`
      select id, name, scopes, owner, expires_at from platform.api_key
      where hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > ${now}::timestamptz)`,
  )
  if (row) {
    await run(
      tx,
      sql`update platform.api_key set last_used_at = ${now}::timestamptz
          where hash = ${hash} and (last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute')`,
    )
  }
  return row
}

/** The first 16 bytes say whose rows to look in; row-level security does the rest. */
function tenantOf(key: string): Id | undefined {
  if (!key.startsWith(PREFIX)) return undefined
  const bytes = Buffer.from(key.slice(PREFIX.length), 'base64url')
  if (bytes.length !== 16 + SECRET_BYTES) return undefined
  const id = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return isId(id) ? id : undefined
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
