import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { recordQuery } from '../lineage/queries.ts'
import { decideConflict, undoDecision } from './commands.ts'
import type { Conflict } from './definition.ts'

const database = testDatabase([hubMigrations])

function conflicts(world: World): Promise<Conflict[]> {
  return world.run((tx) => rows(tx, sql<Conflict>`select * from hub.conflict order by created_at, id`))
}

/** A customer on both sides whose name is for people to decide on, changed on both at once. */
async function dispute(seed: number) {
  const world = await makeWorld(database.current, seed)
  const rules = { customer: { '*': { by: 'newest' }, name: { by: 'manual' } } } as const
  const { crm, erp, hub } = jointOf(world, { hub: { rules } })
  const joint = hub()
  const here = crm.add('customer', acme)
  await joint.runUntilIdle()
  const [there] = only(erp.documents('customer'))
  crm.edit('customer', here, { name: 'Acme A' }, 'ann')
  erp.edit('customer', there, { name: 'Acme B', phone: '1' }, 'bob')
  await joint.runUntilIdle()
  const names = () => [crm.documents('customer').get(here)?.name, erp.documents('customer').get(there)?.name]
  return { world, crm, erp, joint, here, there, names }
}

describe('I5 a name that both sides changed', () => {
  it('stays as it is on each side until a person decides; other fields go on', async () => {
    const { world, crm, here, joint, names } = await dispute(1)
    expect(names()).toEqual(['Acme A', 'Acme B'])
    expect(crm.documents('customer').get(here)).toMatchObject({ phone: '1' })
    expect(await conflicts(world)).toMatchObject([
      {
        field: 'name',
        state: 'open',
        agreed: 'Acme',
        kept: 'Acme A',
        keptBy: 'ann',
        other: 'Acme B',
        otherBy: 'bob',
        system: 'erp',
      },
    ])
    const proof = await joint.proof({ kinds: ['customer'] })
    expect(proof).toMatchObject({ inSync: false, kinds: [{ differences: [{ field: 'name', why: 'conflict' }] }] })
  })

  it('shows what the record says now, also when its side has said something else meanwhile', async () => {
    const { world, crm, here, joint, names } = await dispute(9)
    crm.edit('customer', here, { name: 'Acme A2' }, 'ada')
    await joint.runUntilIdle()
    const [conflict] = await conflicts(world)
    expect(conflict).toMatchObject({ state: 'open', kept: 'Acme A2', keptBy: 'ada', other: 'Acme B' })
    await world.do(decideConflict, { id: conflict?.id as never, input: { choice: 'kept' } })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme A2', 'Acme A2'])
  })

  it('shows what the other side says now, when that has changed its mind while nobody had decided', async () => {
    const { world, erp, there, joint, names } = await dispute(29)
    erp.edit('customer', there, { name: 'Acme B2' }, 'ben')
    await joint.runUntilIdle()
    const [before, now] = await conflicts(world)
    expect(before).toMatchObject({ state: 'superseded', kept: 'Acme A', other: 'Acme B' })
    expect(now).toMatchObject({ state: 'open', kept: 'Acme A', keptBy: 'ann', other: 'Acme B2', otherBy: 'ben' })
    expect(names()).toEqual(['Acme A', 'Acme B2'])
    await world.do(decideConflict, { id: now?.id as never, input: { choice: 'other' } })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme B2', 'Acme B2'])
  })

  it('becomes what the person chose, on both sides', async () => {
    const { world, joint, names } = await dispute(2)
    const [conflict] = await conflicts(world)
    await world.do(decideConflict, { id: conflict?.id as never, input: { choice: 'other' } })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme B', 'Acme B'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('may become a third thing, and the record says who decided', async () => {
    const { world, joint, names, here } = await dispute(3)
    const [conflict] = await conflicts(world)
    const decide = (value: never) => world.try(decideConflict, { id: conflict?.id as never, input: { choice: 'value', value } })
    expect(await decide(5 as never)).toMatchObject({ refusal: { code: 'conflict/not-a-value' } })
    expect(await decide('Acme C' as never)).toMatchObject({ ok: true })
    expect(await decide('Acme D' as never)).toMatchObject({ refusal: { code: 'conflict/wrong-state' } })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme C', 'Acme C'])
    const story = await world.run((tx) =>
      recordQuery.run(tx, world.context(), { system: 'crm', kind: 'customer', externalId: here }),
    )
    const name = story.ok ? story.value.fields.find(({ field }) => field === 'name') : undefined
    expect(name).toMatchObject({ value: 'Acme C', stamp: { by: 'tester', rule: 'person', system: 'joint' }, disputed: false })
  })

  it('is settled when the sides come to agree by themselves', async () => {
    const { world, erp, there, joint, names } = await dispute(4)
    erp.edit('customer', there, { name: 'Acme A' })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme A', 'Acme A'])
    expect(await conflicts(world)).toMatchObject([{ state: 'superseded' }])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is refused to be decided by what is not there or was seen in another version', async () => {
    const { world } = await dispute(5)
    const [conflict] = await conflicts(world)
    const decide = (id: string, version?: number) =>
      world.try(decideConflict, { id: id as never, version, input: { choice: 'kept' } })
    expect(await decide(world.newId())).toMatchObject({ refusal: { code: 'conflict/not-found' } })
    expect(await decide(conflict?.id as string, 7)).toMatchObject({ refusal: { code: 'conflict/changed-meanwhile' } })
  })
})

describe('I5 a decision that was wrong', () => {
  it('is taken back: the conflict is open again, and may be decided anew', async () => {
    const { world, joint, names } = await dispute(20)
    const [conflict] = await conflicts(world)
    const id = conflict?.id as never
    await world.do(decideConflict, { id, input: { choice: 'other' } })
    await joint.runUntilIdle()
    await world.do(undoDecision, { id, input: {} })
    await joint.runUntilIdle()
    expect(await conflicts(world)).toMatchObject([{ state: 'open', decision: null, kept: 'Acme A', other: 'Acme B' }])
    expect(await joint.proof()).toMatchObject({ inSync: false })
    expect(await world.try(undoDecision, { id, input: {} })).toMatchObject({ refusal: { code: 'conflict/wrong-state' } })
    await world.do(decideConflict, { id, input: { choice: 'kept' } })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme A', 'Acme A'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is not taken back over what somebody said since', async () => {
    const { world, crm, here, joint } = await dispute(21)
    const [conflict] = await conflicts(world)
    const id = conflict?.id as never
    await world.do(decideConflict, { id, input: { choice: 'other' } })
    await joint.runUntilIdle()
    crm.edit('customer', here, { name: 'Acme Z' })
    await joint.runUntilIdle()
    expect(await world.try(undoDecision, { id, input: {} })).toMatchObject({ refusal: { code: 'conflict/changed-since' } })
  })

  it('on what a rule had decided goes back to what the rule said, on both sides', async () => {
    const world = await makeWorld(database.current, 22)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const here = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.edit('customer', here, { creditLimit: '5000' }, 'ann')
    await joint.runUntilIdle()
    const [conflict] = await conflicts(world)
    const id = conflict?.id as never
    await world.do(decideConflict, { id, input: { choice: 'other' } })
    await joint.runUntilIdle()
    await world.do(undoDecision, { id, input: {} })
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ creditLimit: null })
    expect(crm.documents('customer').get(here)).toMatchObject({ creditLimit: null })
    expect(await conflicts(world)).toMatchObject([{ state: 'by-rule' }])
  })

  it('many are decided at once, each on its own', async () => {
    const world = await makeWorld(database.current, 23)
    const rules = { customer: { '*': { by: 'manual' } } } as const
    const { crm, erp, hub } = jointOf(world, { hub: { rules } })
    const joint = hub()
    const here = [1, 2, 3].map((n) => crm.add('customer', { ...acme, code: `C${n}`, name: `Customer ${n}` }))
    await joint.runUntilIdle()
    const there = [...erp.documents('customer').keys()]
    for (const id of here) crm.edit('customer', id, { phone: '1' })
    for (const id of there) erp.edit('customer', id, { phone: '2' })
    await joint.runUntilIdle()
    const open = await conflicts(world)
    expect(open).toHaveLength(3)
    const inputs = open.map(({ id }) => ({ id, input: { choice: 'other' as const } }))
    const results = await world.run((tx) => decideConflict.run(tx, world.context(), inputs))
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true])
    await joint.runUntilIdle()
    expect([...crm.documents('customer').values()].map(({ phone }) => phone)).toEqual(['2', '2', '2'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})

describe('I5 an edit that a rule overrules', () => {
  it('is put right in its system, kept to be seen, and can be turned over', async () => {
    const world = await makeWorld(database.current, 10)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const here = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.edit('customer', here, { creditLimit: '5000' }, 'ann')
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(here)).toMatchObject({ creditLimit: null })
    const [conflict] = await conflicts(world)
    expect(conflict).toMatchObject({ state: 'by-rule', rule: 'owner:erp', other: '5000', otherBy: 'ann', kept: null })
    await world.do(decideConflict, { id: conflict?.id as never, input: { choice: 'other' } })
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ creditLimit: '5000' })
    expect(crm.documents('customer').get(here)).toMatchObject({ creditLimit: '5000' })
  })

  it('refuses to tell of a record that nobody knows', async () => {
    const world = await makeWorld(database.current, 11)
    const unknown = await world.run((tx) => recordQuery.run(tx, world.context(), { id: world.newId() }))
    expect(unknown).toMatchObject({ refusal: { code: 'record/not-found' } })
  })
})
