/** The people of the demo company, one for each role, who sign in with one click. They have no password, and no link. */
import { insertRows, rows, sql, type Tx } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { addMembership, addPerson, inTenant, personByEmail } from './people.ts'
import { staffOf } from './surface.ts'

const PEOPLE = [
  ['admin', '周敏 Zhou Min', 'administrator', null],
  ['li.na', '李娜 Li Na', 'sales', 'east'],
  ['wang.lei', '王磊 Wang Lei', 'sales', 'east'],
  ['chen.jing', '陈静 Chen Jing', 'sales-manager', 'east'],
  ['zhao.yan', '赵艳 Zhao Yan', 'service', null],
  ['liu.qiang', '刘强 Liu Qiang', 'planner', null],
  ['sun.tao', '孙涛 Sun Tao', 'buyer', null],
  ['wu.jun', '吴军 Wu Jun', 'warehouse', null],
  ['xu.li', '徐丽 Xu Li', 'accountant', null],
  ['yang.fan', '杨帆 Yang Fan', 'integrator', null],
  ['huang.wei', '黄伟 Huang Wei', 'auditor', null],
] as const

const AT = '@tandem.example'

/** Within an owner's transaction; those who are there stay as they are. */
export async function keepDemoPeople(tx: Tx, by: Context): Promise<void> {
  await inTenant(tx, by.tenant)
  const { users } = await staffOf(tx)
  const stamp = { version: 1, createdAt: by.now, createdBy: by.actor.id, updatedAt: by.now, updatedBy: by.actor.id }
  const missing = PEOPLE.filter(([name]) => !users.some((user) => user.name === name)).map(([name, fullName, role, team]) => ({
    ...{ id: by.newId(), ...stamp, state: 'active', name, fullName, email: name + AT, roles: [role], team },
  }))
  await insertRows(tx, 'platform.user', missing)
  for (const { id, email } of missing) {
    await addPerson(tx, { id: by.newId(), email, createdAt: by.now })
    const person = await personByEmail(tx, email)
    if (person) await addMembership(tx, { person: person.id, tenantId: by.tenant, userId: id })
  }
}

export interface DemoPerson {
  readonly person: Id
  readonly tenantId: Id
  readonly userId: Id
  readonly email: string
}

/** Nobody else can be signed in with a click: a person with a password has left the demo. */
export function demoPeople(tx: Tx, tenant: Id): Promise<DemoPerson[]> {
  return rows(
    tx,
    sql<DemoPerson>`
      select m.person, m.tenant_id, m.user_id, p.email from platform.membership m join platform.person p on p.id = m.person
      where m.tenant_id = ${tenant}::uuid and p.password is null and p.email like ${`%${AT}`}`,
  )
}
