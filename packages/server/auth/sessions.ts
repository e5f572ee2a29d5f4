/** Sessions of the page: a cookie holds a secret, the database whose it is. Each can be seen and ended. */
import { createHash } from 'node:crypto'
import type { Database, Tx } from '@tandem/db'
import { epochMs, type Id, type Instant, instantOf } from '@tandem/kernel'
import { addSession, endSessions, type SessionRow, sessionByHash, touchSession } from './people.ts'

export const SESSION_COOKIE = 'tandem_session'
export const PROVIDER_COOKIE = 'tandem_provider'
const SECRET_BYTES = 32
/** Ends at the latest after this long, and earlier when it was not used for a while. */
const LONGEST_MS = 30 * 86_400_000
const IDLE_MS = 7 * 86_400_000
/** One that waits for its second factor does not wait for long. */
const HALF_MS = 10 * 60_000
/** One that ended in another process may work on for this long. */
const REMEMBER_MS = 10_000
const MOST_REMEMBERED = 20_000
const TOUCH_MS = 5 * 60_000

/** Where a request comes from. */
export interface Client {
  readonly address: string
  readonly device: string
}

export interface Whose {
  readonly person: Id
  readonly tenantId: Id
  readonly userId: Id
  readonly awaitsSecondFactor: boolean
  /** Proven to this company only: by its own provider. */
  readonly onlyHere?: boolean
}

export interface Sessions {
  /** Within an owner's transaction. Answers the value of Set-Cookie. */
  begin(tx: Tx, whose: Whose, client: Client): Promise<{ id: Id; cookie: string }>
  find(secret: string | undefined): Promise<SessionRow | undefined>
  end(tx: Tx, which: Parameters<typeof endSessions>[1]): Promise<SessionRow[]>
  /** The value of Set-Cookie that takes the cookie away. */
  readonly gone: string
}

interface Parts {
  readonly database: Database
  readonly now: () => Instant
  readonly newId: () => Id
  readonly randomBytes: (count: number) => Uint8Array
  /** The page is reached by https only. */
  readonly secure: boolean
}

export function sessionsOn({ database, now, newId, randomBytes, secure }: Parts): Sessions {
  const remembered = new Map<string, { readonly row: SessionRow; readonly until: number }>()
  const cookie = (value: string, seconds: number) =>
    `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
  const look = async (hash: string): Promise<SessionRow | undefined> => {
    const at = now()
    return database.asOwner(async (tx) => {
      const row = await sessionByHash(tx, hash, at)
      const idle = row === undefined ? 0 : epochMs(at) - epochMs(row.lastSeenAt)
      if (!row || idle > IDLE_MS) return undefined
      if (idle > TOUCH_MS) await touchSession(tx, row.id, at)
      return row
    })
  }
  return {
    gone: cookie('', 0),
    async begin(tx, whose, { address, device }) {
      const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url')
      const at = now()
      const expiresAt = instantOf(epochMs(at) + (whose.awaitsSecondFactor ? HALF_MS : LONGEST_MS))
      const id = newId()
      const row = {
        id,
        onlyHere: false,
        ...whose,
        createdAt: at,
        lastSeenAt: at,
        expiresAt,
        address,
        device: device.slice(0, 300),
      }
      await addSession(tx, hashOf(secret), row)
      return { id, cookie: cookie(secret, LONGEST_MS / 1000) }
    },
    async find(secret) {
      if (!secret || secret.length > 100) return undefined
      const hash = hashOf(secret)
      const at = epochMs(now())
      const known = remembered.get(hash)
      if (known && known.until > at) return known.row
      const row = await look(hash)
      remembered.delete(hash)
      if (!row) return undefined
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(hash, { row, until: Math.min(at + REMEMBER_MS, epochMs(row.expiresAt)) })
      return row
    },
    async end(tx, which) {
      const ended = await endSessions(tx, which)
      const ids = new Set(ended.map(({ id }) => id))
      for (const [hash, { row }] of remembered) if (ids.has(row.id)) remembered.delete(hash)
      return ended
    },
  }
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
