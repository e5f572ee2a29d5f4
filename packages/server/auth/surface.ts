/** Users and roles as documents: lists, histories, forms and permissions come from their definitions, as everywhere. */
import { changeDocuments, createDocuments, rows, sql, stamp, type Tx, uuidArray } from '@tandem/db'
import {
  type Context,
  type CreateCommand,
  type DocumentCommand,
  type Fields,
  type Input,
  isId,
  type Label,
  partial,
  type Result,
  refuse,
  type Surface,
} from '@tandem/kernel'
import { invitation, role, roleFields, user, userChange } from './definition.ts'
import {
  archivedRole,
  changedRole,
  changedUser,
  disabledUser,
  enabledUser,
  invitedUser,
  newRole,
  type Role,
  type RoleInput,
  type Staff,
  type User,
} from './user.ts'

/**
 * All users and roles. There are few, and one change of them at a time: the last administrator must stay. The tenant is
 * named, for owners' transactions, which row-level security may not keep to one.
 */
export async function staffOf(tx: Tx, options: { lock?: true } = {}): Promise<Staff> {
  const lock = options.lock ? sql` for update` : sql``
  const [users, roles] = await Promise.all([
    rows(tx, sql<User>`select * from platform.user where tenant_id = platform.tenant() order by id${lock}`),
    rows(tx, sql<Role>`select * from platform.role where tenant_id = platform.tenant() order by code`),
  ])
  return { users, roles }
}

/** Of the customers that inputs name those that are not there. */
async function noCustomers(tx: Tx, inputs: readonly { readonly customer?: unknown }[]): Promise<ReadonlySet<string>> {
  const named = inputs.flatMap(({ customer }) => (typeof customer === 'string' && customer !== '' ? [customer] : []))
  const ids = named.filter(isId)
  if (named.length === 0) return new Set()
  const found = await rows(tx, sql<{ id: string }>`select id from crm.customer where id = any(${uuidArray(ids)}::uuid[])`)
  const known = new Set(found.map(({ id }) => id))
  return new Set(named.filter((id) => !known.has(id)))
}

const inviteUser: CreateCommand<Tx, typeof invitation, User> = {
  name: 'create',
  document: user.name,
  on: 'new',
  label: { en: 'Invite', zh: '邀请' },
  input: invitation,
  async run(tx, by, inputs) {
    const [staff, strangers] = await Promise.all([staffOf(tx, { lock: true }), noCustomers(tx, inputs)])
    const users = [...staff.users]
    const decided = inputs.map((input) => {
      if (input.customer && strangers.has(input.customer)) return refuse('user/no-such-customer', { customer: input.customer })
      const result = invitedUser({ ...input, team: input.team ?? null, customer: input.customer ?? null }, stamp(by), {
        ...staff,
        users,
      })
      if (result.ok) users.push(result.value)
      return result
    })
    return createDocuments(tx, by, user, decided, 'user-invited')
  },
}

function userCommand<F extends Fields>(
  name: string,
  label: Label,
  input: F,
  event: string,
  decide: (row: User, input: Input<F>, staff: Staff) => Result<Partial<User>>,
): DocumentCommand<Tx, F, User> {
  return {
    ...{ name, label, input, document: user.name, on: 'one' },
    async run(tx, by, inputs) {
      const [staff, strangers] = await Promise.all([
        staffOf(tx, { lock: true }),
        noCustomers(
          tx,
          inputs.map((on) => on.input as { customer?: unknown }),
        ),
      ])
      const now = new Map(staff.users.map((row) => [row.id, row]))
      const course = (row: User, given: Input<F>) => {
        const { customer } = given as { customer?: string | null }
        if (customer && strangers.has(customer)) return refuse('user/no-such-customer', { customer })
        const result = decide(row, given, { ...staff, users: [...now.values()] })
        if (result.ok) now.set(row.id, { ...row, ...result.value })
        return result
      }
      return changeDocuments<User, Input<F>>(tx, by, user, inputs, course, event)
    },
  }
}

const enableUser: DocumentCommand<Tx, Fields, User> = {
  name: 'enable',
  document: user.name,
  on: 'one',
  label: { en: 'Enable', zh: '启用' },
  input: {},
  async run(tx, by, inputs) {
    await staffOf(tx, { lock: true })
    const ids = uuidArray(inputs.map(({ id }) => id))
    const found = await rows(tx, sql<{ id: string }>`select id from unnest(${ids}::uuid[]) id where platform.has_joined(id)`)
    const joined = new Set(found.map(({ id }) => id))
    return changeDocuments<User, object>(tx, by, user, inputs, (row) => enabledUser(row, joined), 'user-enabled')
  },
}

const createRole: CreateCommand<Tx, typeof roleFields, Role> = {
  name: 'create',
  document: role.name,
  on: 'new',
  label: { en: 'New role', zh: '新建角色' },
  input: roleFields,
  async run(tx: Tx, by: Context, inputs) {
    const staff = await staffOf(tx)
    const roles = [...staff.roles]
    const decided = inputs.map((input) => {
      const result = newRole(input as RoleInput, stamp(by), { ...staff, roles })
      if (result.ok) roles.push(result.value)
      return result
    })
    return createDocuments(tx, by, role, decided)
  },
}

const { code: _, ...changeable } = roleFields

const changeRole: DocumentCommand<Tx, Fields, Role> = {
  name: 'change',
  document: role.name,
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: partial(changeable),
  run: (tx, by, inputs) => changeDocuments<Role, object>(tx, by, role, inputs, changedRole),
}

const archiveRole: DocumentCommand<Tx, Fields, Role> = {
  name: 'archive',
  document: role.name,
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  async run(tx, by, inputs) {
    const staff = await staffOf(tx, { lock: true })
    return changeDocuments<Role, object>(tx, by, role, inputs, (row) => archivedRole(row, staff), 'role-archived')
  },
}

export const platform: Surface<Tx> = {
  name: 'platform',
  label: { en: 'Administration', zh: '系统管理' },
  documents: [user, role],
  commands: [
    inviteUser,
    userCommand('change', { en: 'Change', zh: '修改' }, userChange, 'user-changed', changedUser),
    userCommand('disable', { en: 'Disable', zh: '停用' }, {}, 'user-disabled', (row, _, staff) => disabledUser(row, staff)),
    enableUser,
    createRole,
    changeRole,
    archiveRole,
  ],
  queries: [],
}
