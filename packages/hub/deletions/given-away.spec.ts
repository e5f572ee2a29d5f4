import { rows, sql } from '@tandem/db'
import { type MemorySystem, makeWorld, returnOf, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Change, Connector, Values } from '../connector.ts'
import { acme, chair, contactOf, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import type { KindName } from '../kinds.ts'
import { isAnother } from './given-away.ts'

const database = testDatabase([hubMigrations])
const other = { ...acme, code: 'C2', name: 'Other' }
const third = { ...acme, code: 'C3', name: 'Third' }

/** A document that names a customer, and an order of whomever where it must name one. */
function naming(kind: KindName, customer: string, order: string): Values {
  if (kind === 'return') return { ...returnOf('R1', customer, order, '', 'broken'), lines: [] }
  if (kind === 'contact') return contactOf(customer, 'Ann')
  return { customer, subject: 'Broken', description: null, state: 'open', priority: 'normal', assignee: null }
}

describe('J12 an id that a system gives to another document', () => {
  it('is that of another when nothing that names the document is as it was', () => {
    expect(isAnother('customer', acme, other)).toBe(true)
    expect(isAnother('customer', acme, { ...acme, name: 'Acme Ltd' })).toBe(false)
    expect(isAnother('customer', { ...acme, taxNumber: 'T1' }, { ...other, taxNumber: 'T1' })).toBe(false)
    expect(isAnother('contact', { name: 'Ann', phone: '1' }, { name: 'Ann', phone: '2' })).toBe(false)
    expect(isAnother('price', {}, {})).toBe(false)
  })

  it('makes a new record: the old one stays what it was on the other side', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.remove('customer', id)
    await joint.runUntilIdle()
    expect(crm.add('customer', other)).toBe(id)
    await joint.runUntilIdle()
    const codes = [...erp.documents('customer').values()].map(({ code, name, status }) => ({ code, name, status }))
    expect(codes).toEqual([
      { code: 'C1', name: 'Acme', status: 'archived' },
      { code: 'C2', name: 'Other', status: 'active' },
    ])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is known also when the joint itself makes that other document', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true, reportsCause: false } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.remove('customer', id)
    await joint.runUntilIdle()
    erp.add('customer', other)
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(id)).toMatchObject({ code: 'C2' })
    expect(await world.run((tx) => rows(tx, sql`select code from hub.inbox_entry where state <> 'done'`))).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is nobody’s when that other one has gone, too, before anybody has looked: the first is gone', async () => {
    const world = await makeWorld(database.current, 24)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true, tellsBirth: true } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.remove('customer', id)
    expect(crm.add('customer', other)).toBe(id)
    crm.remove('customer', id)
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ code: 'C1', status: 'archived' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('names nothing any more: what names the old one waits, and after a while a person is told', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true } })
    const joint = hub()
    const id = crm.add('customer', acme)
    await joint.runUntilIdle()
    const [there] = only(erp.documents('customer'))
    crm.remove('customer', id)
    await joint.runUntilIdle()
    crm.add('customer', other)
    await joint.runUntilIdle()
    erp.add('contact', contactOf(there, 'Ann'))
    await joint.runUntilIdle()
    world.pass(100_000)
    await joint.runUntilIdle()
    expect([...crm.documents('contact').values()]).toEqual([])
    const shown = await world.run((tx) => rows(tx, sql`select code from hub.inbox_entry where kind = 'contact'`))
    expect(shown).toEqual([{ code: 'joint/reference-not-there' }])
  })
})

/** A CRM that gives ids of deleted documents to others, says so, and whose customer is on both sides. */
async function telling(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world, { crm: { reusesId: () => true, tellsBirth: true } })
  /** What the CRM tells next instead of its news. */
  const instead: { changes: Change[] | undefined } = { changes: undefined }
  const changesSince = async (kind: KindName, cursor: string, limit: number) =>
    kind === 'customer' && instead.changes
      ? { changes: instead.changes, next: cursor, more: false }
      : crm.changesSince(kind, cursor, limit)
  const joint = hub({ connectors: [{ ...crm, changesSince }, erp] })
  const worker = (name: string, connectors: [Connector, Connector] = [crm, erp]) => hub({ worker: name, connectors })
  const id = crm.add('customer', acme)
  await joint.runUntilIdle()
  const open = () => world.run((tx) => rows(tx, sql`select code from hub.inbox_entry where state <> 'done'`))
  return { world, crm, erp, joint, worker, id, open, instead }
}

function codesIn(system: MemorySystem): string[] {
  return [...system.documents('customer').values()].map(({ code, status }) => `${code} ${status}`).sort()
}

describe('J12 an id that a system gives to another document before the joint has heard that the old one is gone', () => {
  it('is told apart by what the system says of its making: nobody takes one for an edit of the other', async () => {
    const { crm, erp, joint, id } = await telling(11)
    crm.remove('customer', id)
    expect(crm.add('customer', other)).toBe(id)
    await joint.runUntilIdle()
    expect(codesIn(erp)).toEqual(['C1 archived', 'C2 active'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('also when the new one says in part what the old one said', async () => {
    const { crm, erp, joint, id } = await telling(12)
    crm.remove('customer', id)
    crm.add('customer', { ...acme, name: 'Acme of another town', taxNumber: 'T2' })
    await joint.runUntilIdle()
    expect(erp.documents('customer').size).toBe(2)
    const [first] = erp.documents('customer').values()
    expect(first).toMatchObject({ name: 'Acme', status: 'archived' })
  })

  it.each<{ kind: KindName; seed: number }>([
    { kind: 'contact', seed: 17 },
    { kind: 'return', seed: 25 },
    { kind: 'ticket', seed: 26 },
  ])('leaves no $kind with the old one that was made for the new one, though it was heard of first', async ({ kind, seed }) => {
    const { crm, erp, joint, id, instead } = await telling(seed)
    const order = crm.add('order', { ...orderOf('O1', id, crm.add('item', chair), '1'), customer: crm.add('customer', third) })
    await joint.runUntilIdle()
    crm.remove('customer', id)
    instead.changes = []
    crm.add('customer', other)
    crm.add(kind, naming(kind, id, order))
    await joint.runUntilIdle()
    instead.changes = undefined
    await joint.runUntilIdle()
    const [, { customer }] = only(erp.documents(kind))
    expect(erp.documents('customer').get(String(customer))).toMatchObject({ code: 'C2' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is not written where the old one is named: that waits', async () => {
    const { world, crm, erp, joint, id } = await telling(16)
    const [there] = only(erp.documents('customer'))
    crm.remove('customer', id)
    await joint.runUntilIdle()
    const written: unknown[] = []
    const apply = crm.apply.bind(crm)
    Object.assign(crm, {
      apply: (kind: KindName, writes: Parameters<typeof apply>[1]) => {
        written.push(kind)
        return apply(kind, writes)
      },
    })
    erp.add('contact', contactOf(there, 'Ann'))
    await joint.runUntilIdle()
    world.pass(100_000)
    await joint.runUntilIdle()
    expect(written).toEqual([])
    expect([...crm.documents('contact').values()]).toEqual([])
  })

  it.each([
    { heard: 'before', seed: 18 },
    { heard: 'after', seed: 19 },
  ])(
    'leaves nothing with the new one that was on its way to the old one, heard of $heard its outcome',
    async ({ heard, seed }) => {
      const { world, crm, erp, joint, worker, id, open } = await telling(seed)
      const quick = worker('quick')
      const [there] = only(erp.documents('customer'))
      const givingAway = {
        ...crm,
        apply: async (...given: Parameters<typeof crm.apply>) => {
          crm.remove('customer', id)
          crm.add('customer', other)
          const outcomes = await crm.apply(...given)
          if (heard === 'before') {
            await quick.pull()
            await quick.plan()
          }
          return outcomes
        },
      }
      erp.add('contact', contactOf(there, 'Ann'))
      const slow = worker('slow', [givingAway, erp])
      await slow.pull()
      await slow.plan()
      await slow.push()
      expect(only(crm.documents('contact'))[1].customer).toBe(id)
      await joint.runUntilIdle()
      world.pass(100_000)
      await joint.runUntilIdle()
      // It is for a person to say whose it is now: nobody takes it for the new one's.
      expect(only(erp.documents('contact'))[1].customer).toBe(there)
      expect(await open()).toEqual([{ code: 'joint/reference-not-there' }])
      expect(await joint.proof()).toMatchObject({ inSync: false })
    },
  )

  it('is not sent again where nobody knows what became of it: that waits, too', async () => {
    const { world, crm, erp, worker, id, open } = await telling(20)
    const joint = worker('one')
    const [there] = only(erp.documents('customer'))
    erp.add('contact', contactOf(there, 'Ann'))
    const lost: Connector = { ...crm, apply: async (_, writes) => writes.map(() => ({ unknown: { reason: 'timed out' } })) }
    const first = worker('first', [lost, erp])
    await first.pull()
    await first.plan()
    await first.push()
    crm.remove('customer', id)
    crm.add('customer', other)
    await joint.pull()
    await joint.plan()
    for (let day = 0; day < 25; day++) {
      world.pass(400_000)
      await joint.runUntilIdle()
    }
    expect([...crm.documents('contact').values()]).toEqual([])
    expect(await open()).toEqual([{ code: 'joint/reference-not-there' }])
    // A person gives the contact to a customer who is there.
    const [better] = [...erp.documents('customer')].find(([, { code }]) => code === 'C2') ?? ['']
    erp.edit('contact', only(erp.documents('contact'))[0], { customer: better })
    await joint.runUntilIdle()
    expect(only(crm.documents('contact'))[1]).toMatchObject({ name: 'Ann', customer: id })
    expect(await open()).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is known when the joint itself makes that other document', async () => {
    const { world, crm, erp, joint, id, open, instead } = await telling(13)
    crm.remove('customer', id)
    instead.changes = []
    erp.add('customer', other)
    await joint.runUntilIdle()
    instead.changes = undefined
    world.pass(60_000)
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(id)).toMatchObject({ code: 'C2' })
    expect(codesIn(erp)).toEqual(['C1 archived', 'C2 active'])
    expect(crm.created()).toBe(1)
    expect(await open()).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('keeps the new one when it is told late that the old one is gone', async () => {
    const { world, crm, erp, joint, id, instead } = await telling(14)
    crm.remove('customer', id)
    crm.add('customer', other)
    await joint.runUntilIdle()
    const told = { externalId: id, version: 'late', deleted: true, born: '1', values: {} } as const
    instead.changes = [{ ...told, at: world.now(), actor: 'somebody' }]
    await joint.pull()
    instead.changes = undefined
    await joint.runUntilIdle()
    expect(codesIn(erp)).toEqual(['C1 archived', 'C2 active'])
  })

  it('asks a person when somebody has changed the old one meanwhile', async () => {
    const { crm, erp, joint, id, open } = await telling(15)
    erp.edit('customer', only(erp.documents('customer'))[0], { phone: '1' })
    crm.remove('customer', id)
    crm.add('customer', other)
    await joint.runUntilIdle()
    expect(codesIn(erp)).toEqual(['C1 active', 'C2 active'])
    expect(await open()).toEqual([{ code: 'joint/deleted-and-changed' }])
  })
})
