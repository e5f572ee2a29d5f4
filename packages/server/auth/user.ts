/** Decisions on users and roles. */
import { type Input, ok, type Result, type Row, refuse, type Stored, type Values } from '@tandem/kernel'
import type { invitation, role, user, userChange } from './definition.ts'
import { accessOf, isGrant } from './grants.ts'
import { ADMINISTRATOR } from './roles.ts'

export type User = Row<typeof user>
export type Role = Row<typeof role>

export function rolesOf({ roles }: Pick<User, 'roles'>): string[] {
  return roles as string[]
}

export function permissionsOf({ permissions }: Pick<Role, 'permissions'>): string[] {
  return permissions as string[]
}

/** What decisions on users must know of the company. */
export interface Staff {
  readonly users: readonly User[]
  readonly roles: readonly Role[]
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

export function invitedUser(input: Values<typeof invitation>, stamp: Stored, staff: Staff): Result<User> {
  const email = input.email.trim().toLowerCase()
  const name = input.name.trim().toLowerCase()
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) return refuse('user/bad-name', { name })
  if (!EMAIL.test(email)) return refuse('user/bad-email', { email })
  if (input.fullName.trim() === '') return refuse('user/no-full-name')
  const twin = staff.users.find((each) => each.name === name || each.email === email)
  if (twin) return refuse('user/taken', { name: twin.name, email: twin.email })
  const roles = knownRoles(input.roles, staff)
  if (!roles.ok) return roles
  const fullName = input.fullName.trim()
  return ok({
    ...stamp,
    state: 'invited',
    name,
    fullName,
    email,
    roles: roles.value,
    team: input.team || null,
    customer: input.customer || null,
  })
}

export function changedUser(row: User, input: Input<typeof userChange>, staff: Staff): Result<Partial<User>> {
  if (input.fullName?.trim() === '') return refuse('user/no-full-name')
  const roles = input.roles === undefined || input.roles === null ? undefined : knownRoles(input.roles, staff)
  if (roles && !roles.ok) return roles
  if (roles && !roles.value.includes(ADMINISTRATOR) && isLastAdministrator(row, staff)) return lastAdministrator(row)
  const changes = {
    ...(input.fullName ? { fullName: input.fullName.trim() } : {}),
    ...(roles ? { roles: roles.value } : {}),
    ...(input.team === undefined ? {} : { team: input.team || null }),
    ...(input.customer === undefined ? {} : { customer: input.customer || null }),
  }
  const differs = ([name, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(row[name as keyof User])
  return ok(Object.fromEntries(Object.entries(changes).filter(differs)))
}

export function disabledUser(row: User, staff: Staff): Result<Partial<User>> {
  if (row.state === 'disabled') return ok({})
  return isLastAdministrator(row, staff) ? lastAdministrator(row) : ok({ state: 'disabled' })
}

/** Whoever was here before signs in as before; whoever was never here is invited again. */
export function enabledUser(row: User, joined: ReadonlySet<string>): Result<Partial<User>> {
  if (row.state !== 'disabled') return ok({})
  return ok({ state: joined.has(row.id) ? 'active' : 'invited' })
}

function knownRoles(given: unknown, { roles }: Staff): Result<string[]> {
  const isList = Array.isArray(given) && given.length <= 50 && given.every((code) => typeof code === 'string')
  if (!isList) return refuse('user/bad-roles')
  const codes = [...new Set(given as string[])]
  const known = roles.filter(({ status }) => status === 'active').map(({ code }) => code)
  const unknown = codes.find((code) => !known.includes(code))
  return unknown === undefined ? ok(codes) : refuse('user/no-such-role', { role: unknown, roles: known })
}

/** A company without an administrator could let nobody in any more. */
function isLastAdministrator(row: User, { users }: Staff): boolean {
  const isOne = (each: User) => each.state === 'active' && rolesOf(each).includes(ADMINISTRATOR)
  return isOne(row) && !users.some((each) => each.id !== row.id && isOne(each))
}

function lastAdministrator({ name }: User) {
  return refuse('user/last-administrator', { name })
}

export interface RoleInput {
  readonly code: string
  readonly name: string
  readonly nameZh: string
  readonly permissions: unknown
}

export function newRole(input: RoleInput, stamp: Stored, staff: Staff): Result<Role> {
  const code = input.code.trim()
  if (!/^[a-z][a-z0-9-]*$/.test(code)) return refuse('role/bad-code', { code })
  if (staff.roles.some((each) => each.code === code)) return refuse('role/code-taken', { code })
  if (input.name.trim() === '' || input.nameZh.trim() === '') return refuse('role/no-name')
  const permissions = realGrants(input.permissions)
  if (!permissions.ok) return permissions
  const { name, nameZh } = input
  return ok({ ...stamp, code, name, nameZh, permissions: permissions.value, builtIn: false, status: 'active' })
}

export function changedRole(row: Role, input: Partial<Record<keyof RoleInput, unknown>>): Result<Partial<Role>> {
  if (row.builtIn) return refuse('role/built-in', { code: row.code })
  const permissions = input.permissions === undefined || input.permissions === null ? undefined : realGrants(input.permissions)
  if (permissions && !permissions.ok) return permissions
  const names = [input.name, input.nameZh].filter((name) => typeof name === 'string')
  if (names.some((name) => name.trim() === '')) return refuse('role/no-name')
  return ok({
    ...(input.name ? { name: String(input.name) } : {}),
    ...(input.nameZh ? { nameZh: String(input.nameZh) } : {}),
    ...(permissions ? { permissions: permissions.value } : {}),
  })
}

export function archivedRole(row: Role, { users }: Staff): Result<Partial<Role>> {
  if (row.builtIn) return refuse('role/built-in', { code: row.code })
  const holder = users.find((each) => each.state !== 'disabled' && rolesOf(each).includes(row.code))
  if (holder) return refuse('role/in-use', { code: row.code, user: holder.name })
  return ok(row.status === 'archived' ? {} : { status: 'archived' })
}

function realGrants(given: unknown): Result<string[]> {
  const wrong = Array.isArray(given) ? given.find((text) => typeof text !== 'string' || !isGrant(text)) : given
  if (!Array.isArray(given) || wrong !== undefined)
    return refuse('role/bad-permission', { permission: String(wrong).slice(0, 200) })
  return given.length > 500 ? refuse('role/too-many', { max: 500 }) : ok([...accessOf(given as string[]).grants])
}
