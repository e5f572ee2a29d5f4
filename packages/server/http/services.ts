/** What the HTTP layer is given. Clock, ids and chance come from outside, so that tests can hold them. */
import type { Database, Tenant } from '@tandem/db'
import type { Hub } from '@tandem/hub'
import { type Context, dateIn, epochMs, type Id, type Instant, type Messages, type PlainDate } from '@tandem/kernel'
import type { Scan } from '../outbound/clamd.ts'
import type { Principal } from './route.ts'

export interface Services {
  readonly database: Database
  readonly messages: Messages
  readonly now: () => Instant
  readonly newId: () => Id
  /** Random numbers in [0, 1). */
  readonly random: () => number
  readonly randomBytes: (count: number) => Uint8Array
  /** Looks for viruses in files, where the operator has a scanner. */
  readonly scan?: Scan
  /** The tenants of this server, with the joint of each where it runs here. */
  readonly tenants: ReadonlyMap<Id, TenantServices>
}

export interface TenantServices {
  readonly tenant: Tenant
  readonly hub?: Hub
}

export function contextOf(services: Services, { tenant, actor }: Pick<Principal, 'tenant' | 'actor'>): Context {
  const now = shortest(services.now())
  const timeZone = services.tenants.get(tenant)?.tenant.timeZone ?? 'UTC'
  return { tenant, actor, now, today: today(now, timeZone), newId: services.newId }
}

/** As the database gives it back, so that an answer says the same as a later reading. */
function shortest(at: Instant): Instant {
  return at.replace(/\.?0+Z$/, 'Z') as Instant
}

const days = new Map<string, { minute: number; date: PlainDate }>()

/** Remembers the day of each time zone for the running minute: naming a day in a time zone is slow. */
function today(now: Instant, timeZone: string): PlainDate {
  const minute = Math.floor(epochMs(now) / 60_000)
  const known = days.get(timeZone)
  if (known?.minute === minute) return known.date
  const date = dateIn(now, timeZone)
  days.set(timeZone, { minute, date })
  return date
}
