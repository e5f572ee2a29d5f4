/** Sessions of the page: a cookie holds a secret, the database whose it is. Each can be seen and ended. */
import { createHash } from 'node:crypto'
import type { Database, Tx } from '@tandem/db'
import { epochMs, type Id, type Instant, instantOf } from '@tandem/kernel'
import { addSession, endSessions, renewSession, type SessionRow, sessionByHash, touchSession } from './people.ts'

export interface CookieNames {
  readonly session: string
  readonly provider: string
}

/** Behind https a browser itself sees to it that a cookie of these names was set by this host, by https, for all of it. */
export function cookieNames(secure: boolean): CookieNames {
  const prefix = secure ? '__Host-' : ''
  return { session: `${prefix}tandem_session`, provider: `${prefix}tandem_provider` }
}

const SECRET_BYTES = 32
const HOUR_MS = 3_600_000

/** A session ends at the latest after `longest`, and earlier when it was not used for `idle`: both in hours. */
export interface SessionHours {
  readonly longest: number
  readonly idle: number
}

export const USUAL_HOURS: SessionHours = { longest: 30 * 24, idle: 7 * 24 }
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
  /** The same session with another secret, after something about how its owner signs in has changed. The old one opens nothing. */
  renew(tx: Tx, id: Id): Promise<string>
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
  readonly hours?: SessionHours | undefined
}

export function sessionsOn({ database, now, newId, randomBytes, secure, hours = USUAL_HOURS }: Parts): Sessions {
  const [longestMs, idleMs] = [hours.longest * HOUR_MS, hours.idle * HOUR_MS]
  const remembered = new Map<string, { readonly row: SessionRow; readonly until: number }>()
  const cookie = (value: string, seconds: number) =>
    `${cookieNames(secure).session}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
  const forget = (ids: ReadonlySet<Id>) => {
    for (const [hash, { row }] of remembered) if (ids.has(row.id)) remembered.delete(hash)
  }
  // Sessions end in the database, too, when their user is disabled.
  database.onAppended((_, context) => {
    if (context === 'platform') remembered.clear()
  })
  const newSecret = () => Buffer.from(randomBytes(SECRET_BYTES)).toString('base64url')
  return {
    gone: cookie('', 0),
    async begin(tx, whose, { address, device }) {
      const secret = newSecret()
      const at = now()
      const expiresAt = instantOf(epochMs(at) + (whose.awaitsSecondFactor ? HALF_MS : longestMs))
      const id = newId()
      const moments = { createdAt: at, lastSeenAt: at, expiresAt }
      await addSession(tx, hashOf(secret), { id, onlyHere: false, ...whose, ...moments, address, device: device.slice(0, 300) })
      return { id, cookie: cookie(secret, longestMs / 1000) }
    },
    async find(secret) {
      if (!secret || secret.length > 100) return undefined
      const hash = hashOf(secret)
      const at = epochMs(now())
      const known = remembered.get(hash)
      if (known && known.until > at) return known.row
      const row = await look(database, hash, now(), idleMs)
      remembered.delete(hash)
      if (!row) return undefined
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(hash, { row, until: Math.min(at + REMEMBER_MS, epochMs(row.expiresAt)) })
      return row
    },
    async renew(tx, id) {
      const secret = newSecret()
      const expiresAt = await renewSession(tx, id, hashOf(secret))
      forget(new Set([id]))
      return cookie(secret, expiresAt ? Math.ceil((epochMs(expiresAt) - epochMs(now())) / 1000) : 0)
    },
    async end(tx, which) {
      const ended = await endSessions(tx, which)
      forget(new Set(ended.map(({ id }) => id)))
      return ended
    },
  }
}

/** The session, seen just now; undefined where there is none, or it was not used for too long. */
function look(database: Database, hash: string, at: Instant, idleMs: number): Promise<SessionRow | undefined> {
  return database.asOwner(async (tx) => {
    const row = await sessionByHash(tx, hash, at)
    const idle = row === undefined ? 0 : epochMs(at) - epochMs(row.lastSeenAt)
    if (!row || idle > idleMs) return undefined
    if (idle > TOUCH_MS) await touchSession(tx, row.id, at)
    return row
  })
}

export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
