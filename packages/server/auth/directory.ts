/** Who is who in each company and what their roles allow, kept in memory: no request has to ask the database for it. */
import type { Database } from '@tandem/db'
import { epochMs, type Id, type Instant } from '@tandem/kernel'
import { type Access, accessOf } from './grants.ts'
import { staffOf } from './surface.ts'
import { permissionsOf, rolesOf, type User } from './user.ts'

/** What was changed in another process counts here after this long. */
const KEEP_MS = 10_000

export interface Self {
  readonly user: Id
  /** What documents of this user are marked with as their owner. */
  readonly name: string
  readonly fullName: string
  /** The names of all who are in the same team, this user among them. */
  readonly team: readonly string[]
  readonly roles: readonly string[]
  /** Whose documents a portal user sees. */
  readonly customer: string | null
  readonly access: Access
}

export interface Directory {
  /** Undefined: no such user here, or disabled. Somebody invited has not begun yet. */
  find(tenant: Id, user: Id): Promise<Self | undefined>
  /** All who are not disabled. */
  users(tenant: Id): Promise<readonly User[]>
  forget(tenant: Id): void
}

interface Known {
  readonly until: number
  readonly selves: Promise<ReadonlyMap<Id, Self>>
  readonly users: Promise<readonly User[]>
}

export function directoryOf(database: Database, now: () => Instant): Directory {
  const companies = new Map<Id, Known>()
  database.onAppended((tenant, context) => context === 'platform' && companies.delete(tenant))
  const known = (tenant: Id): Known => {
    const at = epochMs(now())
    const found = companies.get(tenant)
    if (found && found.until > at) return found
    const staff = database.read(tenant, (tx) => staffOf(tx))
    staff.catch(() => companies.delete(tenant))
    const users = staff.then(({ users }) => users.filter(({ state }) => state !== 'disabled'))
    const permissions = staff.then(
      ({ roles }) => new Map(roles.filter(({ status }) => status === 'active').map((row) => [row.code, permissionsOf(row)])),
    )
    const selves = Promise.all([users, permissions]).then(([all, granted]) => selvesOf(all, granted))
    const made = { until: at + KEEP_MS, selves, users }
    companies.set(tenant, made)
    return made
  }
  return {
    find: async (tenant, user) => (await known(tenant).selves).get(user),
    users: (tenant) => known(tenant).users,
    forget: (tenant) => void companies.delete(tenant),
  }
}

function selvesOf(users: readonly User[], granted: ReadonlyMap<string, readonly string[]>): ReadonlyMap<Id, Self> {
  const active = users.filter(({ state }) => state === 'active')
  const teamOf = ({ name, team }: User) =>
    team === null ? [name] : active.filter((each) => each.team === team).map((each) => each.name)
  return new Map(
    active.map((user) => {
      const roles = rolesOf(user)
      const access = accessOf(roles.flatMap((code) => granted.get(code) ?? []))
      const { id, name, fullName, customer } = user
      return [id, { user: id, name, fullName, customer, team: teamOf(user), roles, access }]
    }),
  )
}
