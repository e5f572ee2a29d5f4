import { invoiceOf, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, contactOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { holdings, type Shop, shop } from './shop.fixture.ts'

const database = testDatabase([hubMigrations])

/** The ERP merges one of the two into a third that the CRM has not got yet: its document there is the third's. Answers that one. */
async function mergeIntoNew({ crm, erp, hub, joint, world, lose, there }: Shop): Promise<string> {
  const third = erp.add('customer', { ...acme, code: 'C3', name: 'Third' })
  const later = { later: { afterMs: 1_000, reason: 'busy' } }
  const busy = { ...crm, apply: async (_: unknown, writes: readonly unknown[]) => writes.map(() => later) }
  await hub({ connectors: [busy, erp] }).runUntilIdle()
  erp.merge('customer', there('C2'), third)
  await joint.runUntilIdle()
  world.pass(2_000)
  await joint.runUntilIdle()
  expect([...crm.documents('customer').values()].map(({ code }) => code)).toEqual(['C1', 'C3'])
  expect(crm.documents('customer').get(lose)).toMatchObject({ code: 'C3' })
  return third
}

describe('J12 a merge on one side', () => {
  it('into one that the other side does not have is undone, and what was made there meanwhile stays with that one', async () => {
    const of = await shop(database.current, 38)
    await mergeIntoNew(of)
    of.crm.add('order', orderOf('O2', of.lose, of.item, '1'))
    await of.joint.runUntilIdle()
    of.erp.merge('customer', of.there('C2'), null)
    await of.joint.runUntilIdle()
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C2', 'O1@C2', 'O2@C3']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('so does what was under way there when it was undone', async () => {
    const of = await shop(database.current, 39)
    const third = await mergeIntoNew(of)
    of.erp.add('contact', contactOf(third, 'Cid'))
    const losingAnswers = {
      ...of.crm,
      apply: async (...given: Parameters<typeof of.crm.apply>) => {
        await of.crm.apply(...given)
        throw new Error('no answer')
      },
    }
    await of.hub({ connectors: [losingAnswers, of.erp] }).runUntilIdle()
    of.erp.merge('customer', of.there('C2'), null)
    for (let round = 0; round < 2; round++) {
      of.world.pass(60_000)
      await of.joint.runUntilIdle()
    }
    expect(holdings(of)).toEqual(Array(2).fill(['Ann@C1', 'Bob@C2', 'Cid@C3', 'O1@C2']))
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('goes with the one that went where nothing but that system can say otherwise', async () => {
    const of = await shop(database.current, 40, { erp: { writes: (kind) => kind !== 'invoice' } })
    const third = of.crm.add('customer', { ...acme, code: 'C3', name: 'Third' })
    const later = { later: { afterMs: 1_000, reason: 'busy' } }
    const busy = { ...of.erp, apply: async (_: unknown, writes: readonly unknown[]) => writes.map(() => later) }
    await of.hub({ connectors: [of.crm, busy] }).runUntilIdle()
    const there = of.there('C2')
    of.crm.merge('customer', of.lose, third)
    await of.joint.runUntilIdle()
    of.world.pass(2_000)
    await of.joint.runUntilIdle()
    expect(of.erp.documents('customer').get(there)).toMatchObject({ code: 'C3' })
    of.erp.add('invoice', invoiceOf('invoice', 'I1', there, null, '5'))
    await of.joint.runUntilIdle()
    of.crm.merge('customer', of.lose, null)
    await of.joint.runUntilIdle()
    expect(only(of.erp.documents('invoice'))[1].customer).toBe(there)
    expect(only(of.crm.documents('invoice'))[1].customer).toBe(of.lose)
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })

  it('takes back with it what its system has taken back, also where that is heard of first and nothing else can say it', async () => {
    const of = await shop(database.current, 41, { erp: { writes: (kind) => kind !== 'invoice' } })
    const [there, kept] = [of.there('C2'), of.there('C1')]
    of.erp.add('invoice', invoiceOf('invoice', 'I1', there, null, '5'))
    of.erp.merge('customer', there, kept)
    await of.joint.runUntilIdle()
    expect(only(of.crm.documents('invoice'))[1].customer).toBe(of.keep)
    of.erp.merge('customer', there, null)
    const told: typeof of.erp.changesSince = async (kind, cursor, limit) =>
      kind === 'customer' ? { changes: [], next: cursor, more: false } : of.erp.changesSince(kind, cursor, limit)
    await of.hub({ connectors: [of.crm, { ...of.erp, changesSince: told }] }).runUntilIdle()
    await of.joint.runUntilIdle()
    expect(only(of.erp.documents('invoice'))[1].customer).toBe(there)
    expect(only(of.crm.documents('invoice'))[1].customer).toBe(of.lose)
    expect(await of.joint.proof()).toMatchObject({ inSync: true })
  })
})
