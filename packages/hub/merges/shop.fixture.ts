import type { Database } from '@tandem/db'
import { makeWorld } from '@tandem/testkit'
import { acme, chair, contactOf, type JointOptions, jointOf, orderOf } from '../engine/joint.fixture.ts'

export const other = { ...acme, code: 'C2', name: 'Other' }

/** Two customers with a contact and an order each, on both sides. */
export async function shop(database: Database, seed: number, options: JointOptions = {}) {
  const world = await makeWorld(database, seed)
  const { crm, erp, hub } = jointOf(world, options)
  const joint = hub()
  const item = crm.add('item', chair)
  const [keep, lose] = [crm.add('customer', acme), crm.add('customer', other)]
  crm.add('contact', contactOf(keep, 'Ann'))
  const bob = crm.add('contact', contactOf(lose, 'Bob'))
  const order = crm.add('order', orderOf('O1', lose, item, '3'))
  await joint.runUntilIdle()
  const there = (code: string) => {
    const found = [...erp.documents('customer')].find(([, values]) => values.code === code)
    if (!found) throw new Error(`the ERP has no ${code}`)
    return found[0]
  }
  return { world, crm, erp, hub, joint, item, keep, lose, bob, order, there }
}

export type Shop = Awaited<ReturnType<typeof shop>>

/** Who has which contact and order, by code and name. */
export function holdings({ crm, erp }: Pick<Shop, 'crm' | 'erp'>) {
  return [crm, erp].map((system) => {
    const codeOf = (id: unknown) => system.documents('customer').get(id as string)?.code
    const named = [...system.documents('contact').values()].map(({ name, customer }) => `${name}@${codeOf(customer)}`)
    const ordered = [...system.documents('order').values()].map(({ number, customer }) => `${number}@${codeOf(customer)}`)
    return [...named, ...ordered].sort()
  })
}
