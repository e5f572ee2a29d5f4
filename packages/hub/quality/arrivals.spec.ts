import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { acme, chair, jointOf, only } from '../engine/joint.fixture.ts'
import { editAndRetry } from '../inbox/commands.ts'
import { proposalsQuery } from '../inbox/help.ts'
import { hubMigrations } from '../index.ts'
import { activateMapping, createMapping } from '../mapping/commands.ts'
import { foreignAcme, foreignWorld, goodRows } from '../mapping/mapping.fixture.ts'
import { changeDictionary, createDictionary, createQualityRule, removeQualityRule } from './rules.ts'

const database = testDatabase([hubMigrations])

const rule = (source: string | undefined, field: string, does: string, more: object = {}, kind = 'customer') =>
  ({ kind, field, does, ...(source === undefined ? {} : { source }), ...more }) as never

async function joined(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  await joint.status()
  const inbox = () =>
    world.run((tx) =>
      rows(
        tx,
        sql<{ id: never; code: string; state: string; system: string; details: Values }>`
          select id, code, state, system, details from hub.inbox_entry order by created_at, id`,
      ),
    )
  return { world, crm, erp, joint, inbox }
}

const broken = (values: object): Values => ({ ...acme, taxNumber: null, email: null, phone: null, ...values })

describe('I10 rules on what a system tells', () => {
  it('put right what is sure before it reaches the others, and what was told is kept as it was told', async () => {
    const { world, crm, erp, joint } = await joined(1)
    await world.do(createQualityRule, rule('crm', 'name', 'trim'))
    await world.do(createQualityRule, rule('*', 'phone', 'phone', { options: { country: '86' } }))
    const here = crm.add('customer', broken({ name: '  Acme   Ltd ', phone: '０１０ 1234-5678' }))
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ name: 'Acme Ltd', phone: '+861012345678' })
    const kept = await world.run((tx) =>
      rows(tx, sql<{ native: Values }>`select native from hub.change where external_id = ${here}`),
    )
    expect(kept[0]?.native).toMatchObject({ name: '  Acme   Ltd ' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('count for the system they name alone, and those that name none for files and audits only', async () => {
    const { world, crm, erp, joint } = await joined(2)
    await world.do(createQualityRule, rule('erp', 'name', 'case', { options: { as: 'upper' } }))
    await world.do(createQualityRule, rule(undefined, 'name', 'case', { options: { as: 'lower' } }))
    crm.add('customer', broken({ name: 'From the CRM' }))
    erp.add('customer', broken({ code: 'C2', name: 'From the ERP' }))
    await joint.runUntilIdle()
    const names = (system: typeof crm) => [...system.documents('customer').values()].map(({ name }) => name).sort()
    expect(names(erp)).toEqual(['From the CRM', 'From the ERP'])
    expect(names(crm)).toEqual(['FROM THE ERP', 'From the CRM'])
  })

  it('keep out what breaks a rule of grade error, with reason, value and what was likely meant, until it is put right', async () => {
    const { world, crm, erp, joint, inbox } = await joined(3)
    await world.do(createDictionary, { name: 'goods', words: ['GTX Pro', 'technology'] as never })
    const strict = { options: { dictionary: 'goods' }, grade: 'error' }
    await world.do(createQualityRule, rule('*', 'name', 'dictionary', strict, 'item'))
    crm.add('item', { ...chair, code: 'I1', name: 'GTXPro' })
    const bad = crm.add('item', { ...chair, code: 'I2', name: 'technolgy' })
    await joint.runUntilIdle()
    expect([...erp.documents('item').values()].map(({ name }) => name)).toEqual(['GTX Pro'])
    expect(await inbox()).toMatchObject([
      {
        ...{ code: 'quality/not-in-dictionary', state: 'open', system: 'crm' },
        details: { field: 'name', value: 'technolgy', dictionary: 'goods', suggestion: ['technology'], likeness: '90' },
      },
    ])
    expect(await joint.proof()).toMatchObject({ inSync: false })
    crm.edit('item', bad, { name: 'technology' })
    await joint.runUntilIdle()
    expect([...erp.documents('item').values()].map(({ name }) => name).sort()).toEqual(['GTX Pro', 'technology'])
    expect(await inbox()).toMatchObject([{ state: 'done' }])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('propose what was likely meant, at one push of a button', async () => {
    const { world, crm, erp, joint, inbox } = await joined(4)
    await world.do(createDictionary, { name: 'goods', words: ['technology'] as never })
    await world.do(
      createQualityRule,
      rule('crm', 'name', 'dictionary', { options: { dictionary: 'goods' }, grade: 'error' }, 'item'),
    )
    crm.add('item', { ...chair, code: 'I2', name: 'technolgy' })
    await joint.runUntilIdle()
    const cause = { code: 'quality/not-in-dictionary', system: 'crm', kind: 'item' }
    const helped = await world.run((tx) => proposalsQuery.run(tx, world.context(), cause))
    const proposed = helped.ok ? helped.value[0]?.proposals.find(({ name }) => name === 'edit') : undefined
    expect(proposed?.changes).toMatchObject([{ field: 'name', from: 'technolgy', to: 'technology' }])
    const [entry] = await inbox()
    await world.do(editAndRetry, { id: entry?.id as never, input: { values: { name: 'technology' } as never } })
    await joint.runUntilIdle()
    expect(only(erp.documents('item'))[1]).toMatchObject({ name: 'technology' })
  })

  it('let in what breaks a rule of grade warning, and say nothing of fields that were not told', async () => {
    const { world, crm, erp, joint, inbox } = await joined(5)
    await world.do(createQualityRule, rule('crm', 'phone', 'phone'))
    await world.do(createQualityRule, rule('crm', 'creditLimit', 'filled', { grade: 'error' }))
    const { creditLimit: _, ...without } = broken({ phone: 'call me' })
    crm.add('customer', without)
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ phone: 'call me' })
    expect(await inbox()).toEqual([])
  })

  it('turn numbers and dates into the form that the field takes', async () => {
    const { world, crm, erp, joint, inbox } = await joined(6)
    await world.do(createQualityRule, rule('crm', 'creditLimit', 'number', { options: { min: '0' }, grade: 'error' }))
    await world.do(createQualityRule, rule('crm', 'paymentTermDays', 'number', { options: { max: '90' }, grade: 'error' }))
    crm.add('customer', broken({ creditLimit: '50,000.50', paymentTermDays: 30 }))
    crm.add('customer', broken({ code: 'C2', name: 'Other', creditLimit: '-1', paymentTermDays: 30 }))
    crm.add('customer', broken({ code: 'C3', name: 'Third', creditLimit: '1', paymentTermDays: 120 }))
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ creditLimit: '50000.5', paymentTermDays: 30 })
    expect((await inbox()).map(({ code, details }) => [code, details.field, details.value])).toEqual([
      ['quality/too-small', 'creditLimit', '-1'],
      ['quality/too-large', 'paymentTermDays', '120'],
    ])
  })

  it('look again at what they have refused as soon as a rule is removed or a word is added', async () => {
    const { world, crm, erp, joint } = await joined(7)
    const words = await world.do(createDictionary, { name: 'goods', words: ['desk'] as never })
    const strict = { options: { dictionary: 'goods' }, grade: 'error' }
    const made = await world.do(createQualityRule, rule('crm', 'name', 'dictionary', strict, 'item'))
    crm.add('item', { ...chair, code: 'I1', name: 'Chair' })
    crm.add('item', { ...chair, code: 'I2', name: 'Lamp' })
    await joint.runUntilIdle()
    const there = () => [...erp.documents('item').values()].map(({ name }) => name).sort()
    expect(there()).toEqual([])
    await world.do(changeDictionary, { id: words.id, input: { words: ['desk', 'Chair'] as never } })
    await joint.runUntilIdle()
    expect(there()).toEqual(['Chair'])
    await world.do(removeQualityRule, { id: made.id, input: {} })
    await joint.runUntilIdle()
    expect(there()).toEqual(['Chair', 'Lamp'])
  })

  it('put right what is known already when they are to count for it, too', async () => {
    const { world, crm, erp, joint } = await joined(8)
    crm.add('customer', broken({ name: 'acme' }))
    await joint.runUntilIdle()
    await world.do(createQualityRule, rule('crm', 'name', 'case', { options: { as: 'title' }, replan: 'everything' }))
    await joint.runUntilIdle()
    expect(only(erp.documents('customer'))[1]).toMatchObject({ name: 'Acme' })
  })

  it('look at a system’s own fields before a mapping reads them, and at the joint’s behind it', async () => {
    const { world, crm, erp, joint } = await foreignWorld(database.current, 9)
    await joint.status()
    const draft = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: goodRows as never })
    await world.do(activateMapping, { id: draft.id, input: { replan: 'everything' } })
    await world.do(createDictionary, { name: 'kinds', words: [{ word: '1', also: ['firm'] }, '2'] as never })
    const strict = { grade: 'error' }
    await world.do(createQualityRule, rule('erp', 'category', 'dictionary', { ...strict, options: { dictionary: 'kinds' } }))
    await world.do(createQualityRule, rule('erp', 'contact.mail', 'email', strict))
    await world.do(createQualityRule, rule('erp', 'name', 'case', { options: { as: 'title' } }))
    erp.add('customer', { ...foreignAcme, category: 'firm', title: 'acme' })
    erp.add('customer', { ...foreignAcme, no: 'K2', title: 'beta', contact: { mail: 'nobody' } })
    await joint.runUntilIdle()
    expect(only(crm.documents('customer'))[1]).toMatchObject({ type: 'company', name: 'Acme', email: 'info@acme.example' })
    const entries = await world.run((tx) => rows(tx, sql`select code, details->>'field' as field from hub.inbox_entry`))
    expect(entries).toEqual([{ code: 'quality/not-an-e-mail', field: 'contact.mail' }])
  })

  it('name a system that is joined, or all', async () => {
    const { world } = await joined(10)
    expect(await world.try(createQualityRule, rule('nobody', 'name', 'trim'))).toMatchObject({
      refusal: { code: 'quality-rule/unknown-system', details: { system: 'nobody' } },
    })
  })
})
