/** Users and roles of a company, as data. */
import { define, defineFields } from '@tandem/kernel'

export const roleFields = defineFields({
  code: { kind: 'text', max: 40, label: { en: 'Code', zh: '编码' } },
  name: { kind: 'text', max: 100, label: { en: 'Name (English)', zh: '名称（英文）' } },
  nameZh: { kind: 'text', max: 100, label: { en: 'Name (Chinese)', zh: '名称（中文）' } },
  permissions: {
    kind: 'json',
    label: { en: 'Permissions', zh: '权限' },
    help: {
      en: 'A list of texts such as crm.quote.read:own, crm.*.read, field.cost.read',
      zh: '文本列表，例如 crm.quote.read:own、crm.*.read、field.cost.read',
    },
  },
})

export const role = define({
  name: 'role',
  plural: 'roles',
  label: { en: 'Role', zh: '角色' },
  table: 'platform.role',
  title: ['code', 'name', 'nameZh'],
  fields: {
    ...roleFields,
    builtIn: { kind: 'flag', set: 'by-us', label: { en: 'Comes with Tandem', zh: '系统内置' } },
    status: { kind: 'choice', of: ['active', 'archived'], set: 'by-us', label: { en: 'Status', zh: '状态' } },
  },
})

export const userStates = ['invited', 'active', 'disabled'] as const

const fullName = { kind: 'text', max: 100, label: { en: 'Full name', zh: '姓名' } } as const
const roles = {
  kind: 'json',
  label: { en: 'Roles', zh: '角色' },
  help: { en: 'A list of the codes of roles', zh: '角色编码列表' },
} as const
const team = { kind: 'text', max: 100, optional: true, label: { en: 'Team', zh: '团队' } } as const

const customer = {
  kind: 'text',
  max: 36,
  optional: true,
  label: { en: 'Customer', zh: '客户' },
  help: {
    en: 'For portal users: the id of the customer whose documents they see',
    zh: '门户用户：可查看其单据的客户标识',
  },
} as const

export const invitation = defineFields({
  name: {
    kind: 'text',
    max: 60,
    label: { en: 'User name', zh: '用户名' },
    help: { en: 'Signs the changes of this user; it cannot be changed later', zh: '用于标记该用户的操作，之后不可更改' },
  },
  fullName,
  email: { kind: 'text', max: 200, label: { en: 'E-mail', zh: '邮箱' } },
  roles,
  team,
  customer,
})

/** What an administrator may change of a user. */
export const userChange = defineFields({
  fullName: { ...fullName, optional: true },
  roles: { ...roles, optional: true },
  team,
  customer,
})

export const user = define({
  name: 'user',
  plural: 'users',
  label: { en: 'User', zh: '用户' },
  table: 'platform.user',
  states: userStates,
  title: ['name', 'fullName', 'email'],
  fields: invitation,
})
