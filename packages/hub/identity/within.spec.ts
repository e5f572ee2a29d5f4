import { rows, sql } from '@tandem/db'
import type { Json } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { acme, contactOf, jointOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { keepApart, linkDuplicate } from './commands.ts'
import type { Duplicate } from './definition.ts'
import { matchDocument } from './keys.ts'

const database = testDatabase([hubMigrations])

const wang = { name: '王伟', email: 'wang@acme.cn', phone: '13800138000', role: null, status: 'active' }
const street = {
  ...{ use: 'both', recipient: null, line1: '文三路 478 号', line2: null, city: '杭州市', region: null },
  ...{ postalCode: '310012', country: 'CN', status: 'active' },
}

function duplicates(world: World): Promise<Duplicate[]> {
  return world.run((tx) => rows(tx, sql<Duplicate>`select * from hub.duplicate order by created_at, id`))
}

/** Both sides have the same customer, each with what is given. */
async function linkUp(seed: number, kind: 'contact' | 'address', ours: Values, theirs: Values) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const [here, there] = [crm.add('customer', acme), erp.add('customer', acme)]
  crm.add(kind, { ...ours, customer: here })
  erp.add(kind, { ...theirs, customer: there })
  const joint = hub()
  await joint.runUntilIdle()
  const counts = () => [crm.documents(kind).size, erp.documents(kind).size]
  return { world, crm, erp, joint, here, there, counts }
}

describe('I12 contacts and addresses that both sides had before they were joined', () => {
  it.each([
    ['contact', wang, { ...wang, email: 'WANG@acme.cn ', role: 'Buyer' }],
    ['address', street, { ...street, line1: '文三路478号', city: '杭州', recipient: '前台' }],
  ] as const)('are one when it is sure: no %s is made twice', async (kind, ours, theirs) => {
    const { world, joint, counts } = await linkUp(kind === 'contact' ? 1 : 2, kind, ours, theirs)
    expect(counts()).toEqual([1, 1])
    expect(await duplicates(world)).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('wait for a person when it is not, with score and reasons; either answer holds', async () => {
    for (const [seed, command, size] of [
      [3, linkDuplicate, 1],
      [4, keepApart, 2],
    ] as const) {
      const { world, joint, counts } = await linkUp(seed, 'contact', wang, { ...wang, email: 'w.wei@acme.cn', phone: null })
      expect(counts()).toEqual([1, 1])
      const [found] = await duplicates(world)
      expect(found).toMatchObject({
        ...{ kind: 'contact', state: 'open', type: 'link', score: '56' },
        foundBy: [
          { field: 'name', is: 'same' },
          { field: 'email', is: 'different' },
        ] as Json,
      })
      await world.do(command, { id: found?.id as never, input: {} })
      await joint.runUntilIdle()
      expect(counts()).toEqual([size, size])
      expect(await joint.proof()).toMatchObject({ inSync: true })
    }
  })

  it('are two when they are of two customers, whatever they say', async () => {
    const world = await makeWorld(database.current, 5)
    const { crm, erp, hub } = jointOf(world)
    const [here, there] = [crm.add('customer', acme), erp.add('customer', { ...acme, code: 'P9', name: 'Zenith 天顶' })]
    crm.add('contact', { ...wang, customer: here })
    erp.add('contact', { ...wang, customer: there })
    const joint = hub()
    await joint.runUntilIdle()
    expect([crm.documents('contact').size, erp.documents('contact').size]).toEqual([2, 2])
    expect(await duplicates(world)).toEqual([])
  })
})

describe('I12 a contact that comes later', () => {
  it('and looks like another of its system is taken in, and a person is asked whether to merge them', async () => {
    const { world, crm, joint, here, counts } = await linkUp(6, 'contact', wang, wang)
    crm.add('contact', { ...wang, customer: here, role: 'Director' })
    await joint.runUntilIdle()
    expect(counts()).toEqual([2, 2])
    expect(await duplicates(world)).toMatchObject([{ kind: 'contact', type: 'merge', state: 'open' }])
  })

  it('and only has the same name as one of a customer made with it is weighed, too', async () => {
    const world = await makeWorld(database.current, 7)
    const { crm, hub } = jointOf(world)
    const joint = hub()
    const here = crm.add('customer', acme)
    crm.add('contact', { ...contactOf(here, 'Ann Li'), email: 'ann@acme.cn' })
    crm.add('contact', { ...contactOf(here, 'Bob Wu'), email: 'bob@acme.cn' })
    crm.add('contact', contactOf(here, 'Ann Li'))
    await joint.runUntilIdle()
    expect(await duplicates(world)).toMatchObject([{ kind: 'contact', type: 'merge', score: '80' }])
  })
})

describe('I12 addresses of one place', () => {
  it('one for bills and one for goods, on both sides, find each other; two in one system ask nobody', async () => {
    const world = await makeWorld(database.current, 8)
    const { crm, erp, hub } = jointOf(world)
    for (const side of [crm, erp]) {
      const customer = side.add('customer', acme)
      for (const use of ['billing', 'shipping']) side.add('address', { ...street, customer, use })
    }
    const joint = hub()
    await joint.runUntilIdle()
    expect([crm.documents('address').size, erp.documents('address').size]).toEqual([2, 2])
    expect(await duplicates(world)).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})

describe('I12 how contacts and addresses of one customer are weighed', () => {
  const isOf = (kind: string, ours: Values, theirs: Values) => matchDocument(kind, ours, [{ recordId: 'r', values: theirs }]).is

  it.each([
    ['contact', wang, { ...wang, phone: null }, 'same'],
    ['contact', wang, { ...wang, email: null }, 'same'],
    ['contact', wang, { ...wang, name: '李娜' }, 'new'],
    ['contact', wang, { ...wang, name: '李娜', phone: null }, 'new'],
    ['address', street, { ...street, line2: '3 楼' }, 'same'],
    ['address', { ...street, line2: '2 楼' }, { ...street, line2: '3 楼' }, 'unsure'],
    ['address', street, { ...street, line1: '文三路 90 号' }, 'new'],
    ['address', { ...street, use: 'billing' }, { ...street, use: 'shipping' }, 'unsure'],
    ['address', { ...street, line1: '1 Main Street' }, { ...street, line1: '1 Main St.' }, 'same'],
  ] as const)('%s: %j and %j', (kind, ours, theirs, expected) => {
    expect(isOf(kind, ours, theirs)).toBe(expected)
  })
})
