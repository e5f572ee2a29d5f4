/** Keeps the roles that come with Tandem as they are in this version, in each company. */
import { changeDocuments, createDocuments, stamp, type Tx } from '@tandem/db'
import { type Context, ok } from '@tandem/kernel'
import { role } from './definition.ts'
import { accessOf } from './grants.ts'
import { BUILT_IN_ROLES } from './roles.ts'
import { staffOf } from './surface.ts'
import type { Role } from './user.ts'

export async function keepRoles(tx: Tx, by: Context): Promise<void> {
  const { roles } = await staffOf(tx)
  const wanted = BUILT_IN_ROLES.map((each) => ({ ...each, permissions: [...accessOf(each.permissions).grants] }))
  const missing = wanted.filter(({ code }) => !roles.some((row) => row.code === code))
  const made = missing.map((each): Role => ({ ...stamp(by), ...each, builtIn: true, status: 'active' }))
  await createDocuments(
    tx,
    by,
    role,
    made.map((each) => ok(each)),
  )
  const old = roles.flatMap((row) => {
    const now = wanted.find(({ code }) => row.builtIn && code === row.code)
    return now && JSON.stringify(now.permissions) !== JSON.stringify(row.permissions) ? [{ row, now }] : []
  })
  await changeDocuments<Role, Partial<Role>>(
    tx,
    by,
    role,
    old.map(({ row, now }) => ({ id: row.id, input: { permissions: now.permissions } })),
    (_, input) => ok(input),
  )
}
