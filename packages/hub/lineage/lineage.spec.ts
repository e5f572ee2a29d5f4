import type { Fields } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { kindChoices } from '../kind-choices.ts'
import { kinds } from '../kinds.ts'
import { historyQuery } from './history.ts'
import { whyQuery } from './why.ts'

const database = testDatabase([hubMigrations])

/** A customer whose credit limit the CRM said first, the ERP then, and the CRM against the rule again. */
async function creditStory(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  const here = crm.add('customer', { ...acme, creditLimit: '30000' }, 'ann')
  await joint.runUntilIdle()
  const [there] = only(erp.documents('customer'))
  world.pass(60_000)
  erp.edit('customer', there, { creditLimit: '50000' }, '王芳')
  await joint.runUntilIdle()
  world.pass(60_000)
  crm.edit('customer', here, { creditLimit: '90000' }, 'bob')
  await joint.runUntilIdle()
  const address = { system: 'crm', kind: 'customer', externalId: here } as const
  const why = (field: string) => world.run((tx) => whyQuery.run(tx, world.context(), { ...address, field }))
  const history = (input: object = {}) => world.run((tx) => historyQuery.run(tx, world.context(), { ...address, ...input }))
  return { world, crm, erp, joint, here, there, why, history }
}

describe('I9 why is this value so', () => {
  it('is told in words: who, where, when, by which rule, what was before and what was overruled', async () => {
    const { why } = await creditStory(1)
    const found = await why('creditLimit')
    expect(found).toMatchObject({
      ok: true,
      value: {
        fields: [
          {
            field: 'creditLimit',
            value: '50000',
            stamp: { by: '王芳', system: 'erp', rule: 'owner:erp' },
            before: { value: '30000', stamp: { by: 'ann', system: 'crm' } },
            losers: [{ value: '90000', by: 'bob', system: 'crm', state: 'by-rule' }],
          },
        ],
      },
    })
    const words = found.ok ? found.value.fields[0]?.words : undefined
    expect(words?.en).toBe(
      'Credit limit 50,000 CNY: set by 王芳 in erp on 2026-03-02 08:01 UTC, rule: the ERP decides; ' +
        'before: 30,000 CNY by ann in crm on 2026-03-02 08:00 UTC; 90,000 CNY by bob in crm on 2026-03-02 08:02 UTC, overruled.',
    )
    expect(words?.zh).toContain(
      '信用额度 50,000 CNY：王芳 于 2026-03-02 08:01 UTC 在 erp 设置，规则：由 ERP 决定；此前：30,000 CNY',
    )
  })

  it('is answered for every field of every record, also of one that has never changed', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, hub } = jointOf(world)
    const joint = hub()
    const item = crm.add('item', chair, 'ann')
    await joint.runUntilIdle()
    const found = await world.run((tx) => whyQuery.run(tx, world.context(), { system: 'crm', kind: 'item', externalId: item }))
    const fields = found.ok ? found.value.fields : []
    expect(fields.map(({ field }) => field)).toEqual(Object.keys(chair))
    expect(fields.every(({ stamp }) => stamp?.by === 'ann' && stamp.rule === 'first')).toBe(true)
  })

  it('is answered for the lines of an order, field by field', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const customer = crm.add('customer', acme)
    const item = crm.add('item', chair)
    const order = crm.add('order', orderOf('SO1', customer, item, '4'), 'ann')
    await joint.runUntilIdle()
    const [there, values] = only(erp.documents('order'))
    const [line] = values.lines as [object]
    erp.edit('order', there, { state: 'placed', lines: [{ ...line, quantity: '3', net: '30' }] }, 'eve')
    await joint.runUntilIdle()
    const told = await world.run((tx) =>
      historyQuery.run(tx, world.context(), { system: 'crm', kind: 'order', externalId: order }),
    )
    const first = told.ok ? told.value.items.find(({ what }) => what === 'created') : undefined
    expect(first?.fields.find(({ field }) => field === 'customer')?.words.en).toBe('Customer: C1')
    // Choices are said in words, and what the joint did is not signed with the code of a system.
    const all = told.ok ? told.value.items : []
    const placed = all.flatMap(({ fields }) => fields).find(({ field, after }) => field === 'state' && after === 'placed')
    expect(placed?.words).toMatchObject({ en: expect.stringContaining('Placed'), zh: expect.stringContaining('已下达') })
    expect(all.find(({ what, system }) => what === 'linked' && system === 'crm')?.words.zh).toMatch(/关联.*（由其首次提供）/)
    const found = await world.run((tx) =>
      whyQuery.run(tx, world.context(), { system: 'crm', kind: 'order', externalId: order, field: 'lines' }),
    )
    const [lines] = found.ok ? found.value.fields : []
    expect(lines?.lines).toMatchObject([{ line: 1, fields: [{ field: 'quantity' }, { field: 'net' }] }])
    expect(lines?.lines?.[0]?.fields[0]?.words.en).toBe(
      'Quantity 3 pcs: set by eve in erp on 2026-03-02 08:00 UTC, rule: the ERP decides in this phase.',
    )
  })

  it('is refused for what nobody knows', async () => {
    const { world, why } = await creditStory(4)
    expect(await why('shoeSize')).toMatchObject({ ok: false, refusal: { code: 'record/no-such-field' } })
    const nobody = { system: 'crm', kind: 'customer', externalId: 'nobody' } as const
    const unknown = await world.run((tx) =>
      Promise.all([whyQuery.run(tx, world.context(), nobody), historyQuery.run(tx, world.context(), nobody)]),
    )
    for (const found of unknown) expect(found).toMatchObject({ refusal: { code: 'record/not-found' } })
  })
})

describe('I9 a choice', () => {
  it('is said in words, whichever kind it is of', () => {
    const choices = (fields: Fields): string[] =>
      Object.values(fields).flatMap((field) =>
        field.kind === 'choice' ? [...field.of] : field.kind === 'lines' ? choices(field.of) : [],
      )
    const all = Object.values(kinds).flatMap(({ fields }) => choices(fields))
    expect(all.length).toBeGreaterThan(20)
    expect(all.filter((choice) => !(choice in kindChoices))).toEqual([])
  })
})

describe('I9 the history of a record', () => {
  it('is every change taken in, what it changed, by whom, by which rule, and which delivery carried it where', async () => {
    const { history } = await creditStory(5)
    const found = await history()
    const items = found.ok ? found.value.items.filter(({ what }) => what !== 'linked' && what !== 'confirmed') : []
    expect(items.map(({ what, by }) => [what, by])).toEqual([
      ['overruled', 'bob'],
      ['changed', '王芳'],
      ['created', 'ann'],
    ])
    expect(items[0]?.overruled).toMatchObject([{ field: 'creditLimit', before: '50000', after: '90000', rule: 'owner:erp' }])
    expect(items[1]?.fields).toMatchObject([
      { field: 'creditLimit', before: '30000', after: '50000', words: { en: 'Credit limit: 30,000 → 50,000 (the ERP decides)' } },
    ])
    expect(items[1]?.deliveries).toMatchObject([{ system: 'crm', state: 'done', version: 2 }])
    expect(items[2]?.fields.map(({ field }) => field)).toContain('creditLimit')
    expect(items[2]?.deliveries).toMatchObject([{ system: 'erp', state: 'done', version: 1 }])
  })

  it('comes in pages, nothing twice and nothing left out', async () => {
    const { history } = await creditStory(6)
    const whole = await history()
    const ids: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await history({ limit: 1, after })
      if (!page.ok) throw new Error(page.refusal.code)
      ids.push(...page.value.items.map(({ id }) => id))
      after = page.value.next
    }
    expect(ids).toEqual(whole.ok ? whole.value.items.map(({ id }) => id) : [])
    expect(ids.length).toBeGreaterThan(3)
  })
})
