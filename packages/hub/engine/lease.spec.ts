import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { acme, chair, jointOf, only } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])

describe('J1 a value that is set back while it is on its way', () => {
  it('is set back on the other side, too', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world)
    const id = crm.add('customer', { ...acme, phone: '1' })
    const other = hub({ worker: 'other' })
    await other.runUntilIdle()
    const slowErp = {
      ...erp,
      apply: async (...given: Parameters<typeof erp.apply>) => {
        const outcomes = await erp.apply(...given)
        crm.edit('customer', id, { phone: '1' })
        await other.pull()
        await other.plan()
        return outcomes
      },
    }
    crm.edit('customer', id, { phone: '2' })
    await hub({ worker: 'slow', connectors: [crm, slowErp] }).runUntilIdle()
    await other.runUntilIdle()
    expect([crm, erp].map((system) => only(system.documents('customer'))[1].phone)).toEqual(['1', '1'])
  })
})

describe('J1 a worker that was held up', () => {
  it('does not write what it planned long ago: another one may have written it meanwhile', async () => {
    const world = await makeWorld(database.current, 1)
    const { crm, erp, hub } = jointOf(world, { erp: { idempotent: false }, hub: { limits: { leaseMs: 1_000 } } })
    const [slow, quick] = [hub({ worker: 'slow' }), hub({ worker: 'quick' })]
    await quick.runUntilIdle()
    crm.add('customer', acme)
    await slow.pull()
    await slow.plan()
    world.pass(2_000)
    await quick.push()
    await slow.push()
    await slow.runUntilIdle()
    expect(erp.created()).toBe(1)
  })

  it('does not write the rest of its batch when the first of it took too long', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world, { erp: { idempotent: false }, hub: { limits: { leaseMs: 1_000 } } })
    const quick = hub({ worker: 'quick' })
    const slowErp = {
      ...erp,
      apply: async (...given: Parameters<typeof erp.apply>) => {
        const outcomes = await erp.apply(...given)
        world.pass(2_000)
        await quick.push()
        return outcomes
      },
    }
    const slow = hub({ worker: 'slow', connectors: [crm, slowErp] })
    await quick.runUntilIdle()
    crm.add('customer', acme)
    crm.add('item', chair)
    await slow.pull()
    await slow.push()
    await quick.runUntilIdle()
    expect(erp.created()).toBe(2)
  })
})

describe('J1 writes of which nobody knows', () => {
  it('are asked about and sent no more at once than the system takes', async () => {
    const world = await makeWorld(database.current, 4)
    const lost = { unknown: { reason: 'timed out' } }
    const { crm, erp, hub } = jointOf(world, { erp: { batch: 2 } })
    const asked: number[] = []
    const deafErp = {
      ...erp,
      apply: async (_kind: unknown, writes: readonly unknown[]) => writes.map(() => lost),
      probe: async (_kind: unknown, writes: readonly unknown[]) => {
        asked.push(writes.length)
        return writes.map(() => undefined)
      },
    }
    const worker = hub({ connectors: [crm, deafErp] })
    await worker.runUntilIdle()
    for (let i = 1; i <= 9; i++) crm.add('customer', { ...acme, code: `C${i}`, name: `N${i}` })
    await worker.runUntilIdle()
    world.pass(60_000)
    await worker.push()
    expect(asked).toEqual([2])
  })
})
