import { rows, sql } from '@tandem/db'
import type { Input, Json } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { repairDifference } from './repair.ts'
import type { repairFields } from './repair-definition.ts'

const database = testDatabase([hubMigrations])

/** A customer on both sides, its ERP document tampered with behind everybody's back, and the difference a proof finds. */
async function tampered(seed: number, values: Record<string, Json>, field: string) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  const here = crm.add('customer', { ...acme, creditLimit: '100' })
  await joint.runUntilIdle()
  const [there] = only(erp.documents('customer'))
  erp.tamper('customer', there, values)
  const find = async () => {
    const [kind] = (await joint.proof({ kinds: ['customer'] })).kinds
    return kind?.differences.find((one) => one.field === field)
  }
  const difference = await find()
  if (!difference) throw new Error('the proof found nothing')
  const { why: _, ...about } = difference
  const say = (more: Partial<Input<typeof repairFields>>) =>
    world.try(repairDifference, { ...about, kind: 'customer', reason: 'the contract says so', ...more } as never)
  const both = (name: string) => [crm.documents('customer').get(here)?.[name], erp.documents('customer').get(there)?.[name]]
  return { world, crm, erp, joint, there, say, both, find }
}

function repairs(world: World) {
  return world.run((tx) => rows(tx, sql<{ state: string; createdBy: string }>`select * from hub.repair order by created_at, id`))
}

describe('I8 one difference of a proof', () => {
  it('is settled by taking what the system says, whatever the rules: it counts everywhere', async () => {
    const { world, joint, say, both } = await tampered(1, { code: 'X9' }, 'code')
    expect(await say({ choice: 'take-found' })).toMatchObject({ ok: true, value: { state: 'asked', subject: 'C1' } })
    await joint.runUntilIdle()
    expect(both('code')).toEqual(['X9', 'X9'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    expect(await repairs(world)).toMatchObject([
      { state: 'gone', createdBy: 'tester', reason: 'the contract says so', choice: 'take-found' },
    ])
  })

  it('is settled by writing what was agreed there again, whatever the rules', async () => {
    const { joint, say, both } = await tampered(2, { creditLimit: '999' }, 'creditLimit')
    expect(await say({ choice: 'write-agreed' })).toMatchObject({ ok: true })
    await joint.runUntilIdle()
    expect(both('creditLimit')).toEqual(['100', '100'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is settled by looking again, by the rules', async () => {
    const { joint, say, both } = await tampered(3, { code: 'X9' }, 'code')
    expect(await say({ choice: 'look-again', reason: null })).toMatchObject({ ok: true })
    await joint.runUntilIdle()
    expect(both('code')).toEqual(['C1', 'C1'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('of a document that is gone is settled by making it anew there', async () => {
    const { crm, erp, joint, world } = await tampered(4, { code: 'X9' }, 'code')
    const id = crm.add('customer', { ...acme, code: 'C2', name: 'Zenith' })
    await joint.runUntilIdle()
    const made = [...erp.documents('customer')].find(([, { code }]) => code === 'C2')?.[0] as string
    const silent = { ...erp, changesSince: async (_: never, cursor: string) => ({ changes: [], next: cursor, more: false }) }
    erp.remove('customer', made)
    const hub = jointOf(world).hub({ connectors: [crm, silent] })
    const found = (await hub.proof({ kinds: ['customer'] })).kinds[0]?.differences.find(({ field }) => field === null)
    const { why: _, ...about } = found ?? { why: '' }
    const input = { ...about, kind: 'customer', choice: 'write-agreed', reason: 'deleted by mistake' }
    expect(await world.try(repairDifference, { ...input, choice: 'take-found' } as never)).toMatchObject({
      refusal: { code: 'repair/not-possible' },
    })
    expect(await world.try(repairDifference, input as never)).toMatchObject({ ok: true, value: { subject: 'C2' } })
    await hub.runUntilIdle()
    expect([...erp.documents('customer').values()].map(({ code }) => code).sort()).toContain('C2')
    expect(crm.documents('customer').get(id)).toMatchObject({ status: 'active' })
  })

  it('is said to be gone by the next proof only', async () => {
    const { world, joint, say, find } = await tampered(5, { code: 'X9' }, 'code')
    await say({ choice: 'write-agreed' })
    expect(await find()).toBeDefined()
    expect(await repairs(world)).toMatchObject([{ state: 'asked' }])
    await joint.runUntilIdle()
    expect(await find()).toBeUndefined()
    expect(await repairs(world)).toMatchObject([{ state: 'gone' }])
  })

  it('is refused without a reason, for what is not there, and when it has changed since', async () => {
    const { crm, joint, say } = await tampered(6, { code: 'X9' }, 'code')
    const code = async (more: Parameters<typeof say>[0]) => {
      const result = await say(more)
      return result.ok ? 'done' : result.refusal.code
    }
    expect(await code({ choice: 'take-found', reason: ' ' })).toBe('repair/no-reason')
    expect(await code({ choice: 'take-found', field: 'colour' })).toBe('repair/unknown')
    expect(await code({ choice: 'take-found', system: 'bank' })).toBe('repair/unknown')
    expect(await code({ choice: 'take-found', found: 5 })).toBe('repair/not-a-value')
    expect(await code({ choice: 'write-agreed', record: null })).toBe('repair/not-possible')
    const [id] = only(crm.documents('customer'))
    crm.edit('customer', id, { code: 'C5' })
    await joint.runUntilIdle()
    expect(await code({ choice: 'write-agreed' })).toBe('repair/changed-since')
  })
})
