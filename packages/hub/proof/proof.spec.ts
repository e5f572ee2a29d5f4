import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'

const database = testDatabase([hubMigrations])

async function agreed(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  const customer = crm.add('customer', acme)
  const item = crm.add('item', chair)
  for (const number of ['SO1', 'SO2']) crm.add('order', orderOf(number, customer, item, '3'))
  await joint.runUntilIdle()
  return { world, crm, erp, joint, customer, item }
}

describe('I8 the proof', () => {
  it('counts and sums both sides, and says that they agree', async () => {
    const { joint } = await agreed(1)
    const proof = await joint.proof({ kinds: ['order', 'customer'] })
    expect(proof).toEqual({
      inSync: true,
      read: { digests: 0, documents: 6 },
      kinds: [
        { kind: 'customer', counts: { crm: 1, erp: 1 }, sums: {}, digests: {}, differenceCount: 0, staying: {}, differences: [] },
        {
          kind: 'order',
          counts: { crm: 2, erp: 2 },
          sums: { crm: { CNY: '60' }, erp: { CNY: '60' } },
          digests: {},
          differenceCount: 0,
          staying: {},
          differences: [],
        },
      ],
    })
  })

  it('says what is still on its way, and does not call it in sync', async () => {
    const { world, crm, joint, customer, item } = await agreed(2)
    crm.edit('customer', customer, { name: 'New' })
    crm.add('order', orderOf('SO3', customer, item, '1'))
    await joint.pull()
    const proof = await joint.proof({ kinds: ['customer', 'order'] })
    expect(proof.inSync).toBe(false)
    expect(proof.kinds.map(({ differences }) => differences)).toMatchObject([
      [{ system: 'erp', field: 'name', agreed: 'New', found: 'Acme', why: 'pending-delivery' }],
      [{ system: 'erp', field: null, why: 'pending-delivery' }],
    ])
    void world
  })

  it('finds what was changed behind its back, and repairs it by the rules', async () => {
    const { crm, erp, joint, customer } = await agreed(3)
    const [there] = only(erp.documents('customer'))
    erp.tamper('customer', there, { name: 'Tampered', code: 'X' })
    const found = await joint.proof({ kinds: ['customer'], repair: true })
    expect(found.kinds[0]?.differences).toMatchObject([
      { system: 'erp', field: 'code', found: 'X', why: 'drift' },
      { system: 'erp', field: 'name', found: 'Tampered', why: 'drift' },
    ])
    await joint.runUntilIdle()
    expect(await joint.proof()).toMatchObject({ inSync: true })
    // The name belongs to whoever changed it last, the code to the CRM.
    expect(erp.documents('customer').get(there)).toMatchObject({ name: 'Tampered', code: 'C1' })
    expect(crm.documents('customer').get(customer)).toMatchObject({ name: 'Tampered', code: 'C1' })
  })

  it('finds a document that nobody told of, and takes it in', async () => {
    const { world, crm, erp, joint } = await agreed(4)
    const deaf = { ...crm, changesSince: async (_kind: never, cursor: string) => ({ changes: [], next: cursor, more: false }) }
    const hub = jointOf(world).hub({ connectors: [deaf, erp] })
    crm.add('customer', { ...acme, code: 'C2' })
    await hub.runUntilIdle()
    expect(erp.documents('customer').size).toBe(1)
    const proof = await hub.proof({ kinds: ['customer'], repair: true })
    expect(proof.kinds[0]?.differences).toMatchObject([{ system: 'crm', field: null, record: null, why: 'drift' }])
    await hub.runUntilIdle()
    expect(erp.documents('customer').size).toBe(2)
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('finds a document that is gone without a word, and shows it to a person', async () => {
    const { world, erp, joint } = await agreed(5)
    const [gone] = [...erp.documents('order').keys()]
    const silent = { ...erp, changesSince: async (_kind: never, cursor: string) => ({ changes: [], next: cursor, more: false }) }
    erp.remove('order', gone as string)
    const hub = jointOf(world).hub({ connectors: [jointOf(world).crm, silent] })
    const proof = await hub.proof({ kinds: ['order'], repair: true })
    expect(proof.kinds[0]?.differences).toContainEqual(
      expect.objectContaining({ system: 'erp', externalId: gone, field: null, found: null, why: 'drift' }),
    )
    await hub.runUntilIdle()
    const open = await world.run((tx) => rows(tx, sql<{ code: string }>`select code from hub.inbox_entry where kind = 'order'`))
    expect(open).toContainEqual({ code: 'joint/deleted-there' })
    void joint
  })

  it('says when a system keeps a value in its own form', async () => {
    const world = await makeWorld(database.current, 6)
    const keep = (_kind: string, values: Readonly<Record<string, unknown>>) =>
      (typeof values.name === 'string' ? { ...values, name: values.name.toUpperCase() } : values) as never
    const { crm, hub } = jointOf(world, { erp: { keep } })
    const joint = hub()
    crm.add('customer', acme)
    await joint.runUntilIdle()
    const proof = await joint.proof({ kinds: ['customer'] })
    expect(proof.kinds[0]?.differences).toMatchObject([
      { system: 'erp', field: 'name', agreed: 'Acme', found: 'ACME', why: 'kept-differently' },
    ])
  })
})
