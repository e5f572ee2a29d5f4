import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { askAgain } from './ask-again.ts'
import { later } from './engine.ts'
import { acme, contactOf, type JointOptions, jointOf, only } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])

/** A customer on both sides, and an ERP whose clock is fast, or slow, and whose answers come only after `meanwhile` has happened. */
async function slowWrites(seed: number, { isSlow, ...traits }: JointOptions['erp'] & { readonly isSlow?: true } = {}) {
  const world = await makeWorld(database.current, seed)
  const clock = () => later(world.now(), isSlow ? -5_000 : 1_000)
  const { crm, erp, hub } = jointOf(world, { erp: { reportsCause: false, now: clock, ...traits } })
  const quick = hub({ worker: 'quick' })
  const id = crm.add('customer', { ...acme, phone: '1' })
  await quick.runUntilIdle()
  const [there] = only(erp.documents('customer'))
  const during: { meanwhile: () => Promise<void> } = { meanwhile: async () => {} }
  const slowErp = {
    ...erp,
    apply: async (...given: Parameters<typeof erp.apply>) => {
      const outcomes = await erp.apply(...given)
      const { meanwhile } = during
      during.meanwhile = async () => {}
      await meanwhile()
      return outcomes
    },
  }
  const slow = hub({ worker: 'slow', connectors: [crm, slowErp] })
  const phones = () => [crm, erp].map((system) => only(system.documents('customer'))[1].phone)
  const conflicts = () => world.run((tx) => rows(tx, sql`select field, kept, other, state from hub.conflict`))
  /** The CRM's phone is written to the ERP; before the answer something is edited, and read and planned by the other hub. */
  const writeWhile = async (edit: () => void) => {
    during.meanwhile = async () => {
      edit()
      await quick.pull()
      await quick.plan()
    }
    crm.edit('customer', id, { phone: '2' })
    await slow.runUntilIdle()
    await quick.runUntilIdle()
  }
  return { crm, erp, id, there, quick, writeWhile, phones, conflicts }
}

describe('J1 a write that is seen before its outcome is known, in a system that does not say who caused what', () => {
  it("is nobody's word: what somebody has said since stays, though it is earlier by the clocks", async () => {
    const { crm, id, writeWhile, phones, conflicts } = await slowWrites(1)
    await writeWhile(() => crm.edit('customer', id, { phone: '3' }))
    expect(phones()).toEqual(['3', '3'])
    expect(await conflicts()).toEqual([])
  })

  it('hides no edit of somebody there: that is news', async () => {
    const { erp, crm, there, writeWhile, phones } = await slowWrites(2)
    await writeWhile(() => erp.edit('customer', there, { phone: '4', name: 'Acme Ltd' }))
    expect(phones()).toEqual(['4', '4'])
    expect(only(crm.documents('customer'))[1].name).toBe('Acme Ltd')
  })

  it('hides it neither when its clock is slow: it was said in reply, and counts', async () => {
    const { erp, there, writeWhile, phones, conflicts } = await slowWrites(12, { isSlow: true })
    await writeWhile(() => erp.edit('customer', there, { phone: '4' }))
    expect(phones()).toEqual(['4', '4'])
    expect(await conflicts()).toEqual([])
  })
})

describe('J1 what is set back to what it was before a write, while the outcome of that write is not known yet', () => {
  it('is news, though its system calls it by a version that was told before', async () => {
    const { erp, there, quick, writeWhile, phones } = await slowWrites(11, { versions: 'content' })
    erp.edit('customer', there, { phone: 'A' })
    await quick.runUntilIdle()
    await writeWhile(() => erp.edit('customer', there, { phone: 'A' }))
    expect(phones()).toEqual(['A', 'A'])
  })
})

describe('J1 a write that arrives in a document of which another edit has been read meanwhile', () => {
  it("is nobody's word either: what is said before its echo is read stays, though it is earlier by the clocks", async () => {
    const world = await makeWorld(database.current, 13)
    const { crm, erp, hub } = jointOf(world, { erp: { checksVersion: false, now: () => later(world.now(), 1_000) } })
    const joint = hub()
    const id = crm.add('customer', { ...acme, phone: '1' })
    await joint.runUntilIdle()
    const [there] = only(erp.documents('customer'))
    const slowErp = {
      ...erp,
      apply: async (...given: Parameters<typeof erp.apply>) => {
        erp.edit('customer', there, { name: 'Acme Ltd' })
        await joint.pull()
        await joint.plan()
        return erp.apply(...given)
      },
    }
    crm.edit('customer', id, { phone: '2' })
    const slow = hub({ worker: 'slow', connectors: [crm, slowErp] })
    for (const step of [slow.pull, slow.plan, slow.push]) await step()
    crm.edit('customer', id, { phone: '3' })
    const deaf = hub({ worker: 'deaf', connectors: [crm, { ...erp, changesSince: nothingNew, read: async () => [] }] })
    for (const step of [deaf.pull, deaf.plan]) await step()
    await joint.runUntilIdle()
    expect([crm, erp].map((system) => only(system.documents('customer'))[1])).toMatchObject([
      { name: 'Acme Ltd', phone: '3' },
      { name: 'Acme Ltd', phone: '3' },
    ])
    expect(await world.run((tx) => rows(tx, sql`select field from hub.conflict`))).toEqual([])
  })
})

describe('J1 a creation that arrives late, when another worker has taken it over and was put off', () => {
  it('is still known as ours: no second record, nothing asked, nothing written twice', async () => {
    const world = await makeWorld(database.current, 4)
    const { crm, erp, hub } = jointOf(world, {
      erp: { reportsCause: false, random: () => 0 },
      hub: { limits: { leaseMs: 1_000 } },
    })
    const quick = hub({ worker: 'quick' })
    const id = crm.add('customer', acme)
    await quick.runUntilIdle()
    let isFirst = true
    const slowErp = {
      ...erp,
      apply: async (...given: Parameters<typeof erp.apply>) => {
        if (!isFirst) return erp.apply(...given)
        isFirst = false
        world.pass(2_000)
        erp.suffer({ rateLimit: 1 })
        await quick.push()
        erp.suffer({})
        const outcomes = await erp.apply(...given)
        await quick.pull()
        await quick.plan()
        return outcomes
      },
    }
    crm.add('contact', contactOf(id, 'Ann'))
    await hub({ worker: 'slow', connectors: [crm, slowErp] }).runUntilIdle()
    world.pass(60_000)
    await quick.runUntilIdle()
    expect([crm, erp].map((system) => system.documents('contact').size)).toEqual([1, 1])
    const asked = await world.run((tx) =>
      rows(tx, sql`select 'question' from hub.duplicate union all select code from hub.inbox_entry`),
    )
    expect(asked).toEqual([])
    expect(await quick.proof()).toMatchObject({ inSync: true })
  })
})

describe('J1 a page that was read before a document was read again', () => {
  it('does not count after it', async () => {
    const world = await makeWorld(database.current, 3)
    const written: unknown[] = []
    const { crm, erp, hub } = jointOf(world, { erp: { onWrite: (_kind, { values }) => written.push(values.phone) } })
    const id = crm.add('customer', { ...acme, phone: '1' })
    const quick = hub({ worker: 'quick', connectors: [{ ...crm, changesSince: nothingNew }, erp] })
    await hub().runUntilIdle()
    crm.edit('customer', id, { phone: '2' })
    let isFirst = true
    const slowCrm = {
      ...crm,
      changesSince: async (...given: Parameters<typeof crm.changesSince>) => {
        const page = await crm.changesSince(...given)
        if (given[0] !== 'customer' || !isFirst) return page
        isFirst = false
        crm.edit('customer', id, { phone: '3' })
        await world.run((tx) => askAgain(tx, world, 'crm', [{ kind: 'customer', externalId: id, recordId: null, values: {} }]))
        await quick.pull()
        await quick.plan()
        return page
      },
    }
    await hub({ worker: 'slow', connectors: [slowCrm, erp] }).runUntilIdle()
    expect(written).toEqual(['1', '3'])
  })
})

async function nothingNew(_kind: string, cursor: string) {
  return { changes: [], next: cursor, more: false }
}
