import { rows, sql } from '@tandem/db'
import type { Json } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, chair, contactOf, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { hubMigrations, type KindName, kindOf, type Values } from '../index.ts'
import { resetRule, setRule, whoDecidesQuery } from './commands.ts'

const database = testDatabase([hubMigrations])

async function shared(seed: number) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  const here = crm.add('customer', acme)
  await joint.runUntilIdle()
  const [there] = only(erp.documents('customer'))
  const ofCrm = () => crm.documents('customer').get(here)
  const ofErp = () => erp.documents('customer').get(there)
  return { world, crm, erp, joint, here, there, ofCrm, ofErp }
}

function set(world: World, name: string, setting: Json, kind = 'customer') {
  return world.try(setRule, { kind, name, setting })
}

async function whoDecides(world: World, name: string) {
  const answer = await world.run((tx) => whoDecidesQuery.run(tx, world.context(), {}))
  return answer.ok ? answer.value.find((item) => item.kind === 'customer' && item.name === name) : undefined
}

describe('J1 who decides a field', () => {
  it('is set by a person, counts from the next change on in a hub that runs, and can be as usual again', async () => {
    const { world, crm, erp, joint, here, there, ofErp } = await shared(1)
    expect(await whoDecides(world, 'creditLimit')).toMatchObject({ setting: { by: 'owner', side: 'erp' }, id: null })
    const made = await set(world, 'creditLimit', { by: 'owner', side: 'crm' })
    expect(made).toMatchObject({ ok: true, value: { version: 1 } })
    crm.edit('customer', here, { creditLimit: '5000' })
    await joint.runUntilIdle()
    expect(ofErp()).toMatchObject({ creditLimit: '5000' })
    erp.edit('customer', there, { creditLimit: '1' })
    await joint.runUntilIdle()
    expect(ofErp()).toMatchObject({ creditLimit: '5000' })
    const item = await whoDecides(world, 'creditLimit')
    expect(item).toMatchObject({ setting: { side: 'crm' }, usual: { side: 'erp' }, by: 'tester' })
    await world.do(resetRule, { id: item?.id as never, input: {} })
    erp.edit('customer', there, { creditLimit: '7' })
    await joint.runUntilIdle()
    expect([ofErp()]).toMatchObject([{ creditLimit: '7' }])
    expect(await world.try(resetRule, { id: item?.id as never, input: {} })).toMatchObject({
      refusal: { code: 'rule/wrong-state' },
    })
    expect(await set(world, 'creditLimit', { by: 'largest' })).toMatchObject({ ok: true, value: { version: 3 } })
  })

  it('may change while changes are on their way: none is lost', async () => {
    const { world, crm, erp, joint, here, there, ofCrm, ofErp } = await shared(2)
    crm.edit('customer', here, { creditLimit: '5000' }, 'ann')
    erp.edit('customer', there, { creditLimit: '9000' }, 'bob')
    await joint.pull()
    await set(world, 'creditLimit', { by: 'owner', side: 'crm' })
    await joint.runUntilIdle()
    expect(ofCrm()).toEqual(ofErp())
    const kept = String(ofCrm()?.creditLimit)
    const losers = await world.run((tx) => rows(tx, sql<{ other: Json; kept: Json }>`select other, kept from hub.conflict`))
    expect(new Set([kept, ...losers.flatMap(({ other, kept: won }) => [other, won])])).toEqual(new Set(['5000', '9000', null]))
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is refused when it makes no sense, as it is saved', async () => {
    const world = await makeWorld(database.current, 3)
    const refusals: [name: string, setting: Json, code: string][] = [
      ['colour', { by: 'newest' }, 'rule/unknown-field'],
      ['name', { by: 'largest' }, 'rule/no-size'],
      ['name', { by: 'loudest' }, 'rule/not-a-rule'],
      ['name', { by: 'owner', side: 'bank' }, 'rule/not-a-rule'],
      ['name', { by: 'phase', field: 'status', owners: { gone: 'crm' }, otherwise: 'erp' }, 'rule/not-a-rule'],
      ['crm.delete', { does: 'burn' }, 'rule/not-for-kind'],
    ]
    for (const [name, setting, code] of refusals) expect(await set(world, name, setting)).toMatchObject({ refusal: { code } })
    expect(await set(world, 'crm.delete', { does: 'delete' }, 'order')).toMatchObject({ refusal: { code: 'rule/not-for-kind' } })
    expect(await world.try(resetRule, { id: world.newId(), input: {} })).toMatchObject({ refusal: { code: 'rule/not-found' } })
    const made = await set(world, 'name', { by: 'phase', field: 'status', owners: { active: 'crm' }, otherwise: 'erp' })
    if (!made.ok) throw new Error('the phase was refused')
    expect(await world.try(resetRule, { id: made.value.id, version: 9, input: {} })).toMatchObject({
      refusal: { code: 'rule/changed-meanwhile' },
    })
  })
})

describe('J12 what an event of one side does on the other', () => {
  it('is set by a person: a deletion is only kept, a change or an archiving is put back', async () => {
    const { world, crm, joint, here, ofCrm, ofErp } = await shared(4)
    await set(world, 'crm.archive', { does: 'put-back' })
    crm.edit('customer', here, { status: 'archived' })
    await joint.runUntilIdle()
    expect([ofCrm(), ofErp()]).toMatchObject([{ status: 'active' }, { status: 'active' }])
    await set(world, 'crm.update', { does: 'put-back' })
    crm.edit('customer', here, { name: 'Other' })
    await joint.runUntilIdle()
    expect([ofCrm(), ofErp()]).toMatchObject([{ name: 'Acme' }, { name: 'Acme' }])
    await set(world, 'crm.delete', { does: 'keep' })
    crm.remove('customer', here)
    await joint.runUntilIdle()
    expect([ofCrm(), ofErp()]).toMatchObject([undefined, { status: 'active' }])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})

describe('J1 whether a new document travels', () => {
  /** A prospect with a contact, made in the CRM after the ERP's word on new customers was set. */
  async function prospect(seed: number, does: string) {
    const world = await makeWorld(database.current, seed)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const item = erp.add('item', chair)
    await joint.runUntilIdle()
    await set(world, 'crm.create', { does })
    const here = crm.add('customer', acme)
    crm.add('contact', contactOf(here, 'Ann'))
    await joint.runUntilIdle()
    const [sold] = only(crm.documents('item'))
    const order = () => crm.add('order', orderOf('O1', here, sold, '2'))
    const there = () => [erp.documents('customer').size, erp.documents('contact').size, erp.documents('order').size]
    return { world, crm, erp, joint, here, item, order, there }
  }

  it('is set by a person: it stays alone, its contacts with it, and the proof counts it by rule, not as a difference', async () => {
    const { world, joint, there } = await prospect(20, 'stay')
    expect(there()).toEqual([0, 0, 0])
    world.pass(86_400_000)
    await joint.runUntilIdle()
    const proof = await joint.proof({ kinds: ['customer', 'contact'] })
    expect(proof).toMatchObject({ inSync: true, kinds: [{ staying: { erp: 1 } }, { staying: { erp: 1 } }] })
    expect(await world.run((tx) => rows(tx, sql`select 1 from hub.inbox_entry`))).toEqual([])
  })

  it('until the rule is as usual again: what stayed follows at once', async () => {
    const { world, joint, there } = await prospect(21, 'stay')
    const item = await whoDecides(world, 'crm.create')
    expect(item).toMatchObject({ choices: ['travel', 'when-named', 'stay'], usual: { does: 'travel' } })
    await world.do(resetRule, { id: item?.id as never, input: {} })
    await joint.runUntilIdle()
    expect(there()).toEqual([1, 1, 0])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('or until somebody there makes it, too: they are found to be one', async () => {
    const { erp, joint, there } = await prospect(22, 'stay')
    erp.add('customer', acme)
    await joint.runUntilIdle()
    expect(there()).toEqual([1, 1, 0])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('may be with the first order that names it: a prospect becomes a customer of the ERP by ordering', async () => {
    const { joint, order, there } = await prospect(23, 'when-named')
    expect(there()).toEqual([0, 0, 0])
    order()
    await joint.runUntilIdle()
    expect(there()).toEqual([1, 1, 1])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('if not, the order that names it waits where people see it: nothing is lost silently', async () => {
    const { world, joint, order, there } = await prospect(24, 'stay')
    order()
    await joint.runUntilIdle()
    world.pass(86_400_000)
    await joint.runUntilIdle()
    expect(there()).toEqual([0, 0, 0])
    const shown = await world.run((tx) => rows(tx, sql<{ code: string; kind: string }>`select code, kind from hub.inbox_entry`))
    expect(shown).toEqual([{ code: 'joint/reference-not-there', kind: 'order' }])
    expect(await joint.proof()).toMatchObject({ inSync: false })
    await set(world, 'crm.create', { does: 'when-named' })
    await joint.runUntilIdle()
    expect(there()).toEqual([1, 1, 1])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('holds for orders of the ERP, too, and when it was set before the joint has ever worked', async () => {
    const world = await makeWorld(database.current, 26)
    const { crm, erp, hub } = jointOf(world)
    await set(world, 'erp.create', { does: 'stay' }, 'order')
    const party = erp.add('customer', acme)
    erp.add('order', { ...orderOf('S1', party, erp.add('item', chair), '2'), state: 'placed' })
    const joint = hub()
    await joint.runUntilIdle()
    expect([crm.documents('customer').size, crm.documents('order').size]).toEqual([1, 0])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('stays where it is when the other system passes it by, and with it what is part of it: nobody is troubled, until that takes it', async () => {
    const world = await makeWorld(database.current, 27)
    const { crm, erp, hub } = jointOf(world)
    let from = '2026-03-01'
    const passesBy = (kind: KindName, values: Values) => kind === 'order' && String(values.orderDate) < from
    const connectors = [Object.assign(Object.create(crm), { passesBy }), erp]
    const joint = hub({ connectors })
    const [party, item] = [erp.add('customer', acme), erp.add('item', chair)]
    const orders = ['2026-02-28', '2026-03-01'].map((orderDate, i) =>
      erp.add('order', { ...orderOf(`S${i}`, party, item, '2'), state: 'placed', orderDate }),
    )
    const line = { orderLineNumber: 1, item, quantity: '2', unit: 'pcs' }
    for (const [i, order] of orders.entries()) {
      const about = { number: `SH${i}`, order, shippedDate: '2026-03-02', carrier: null, trackingNumber: null }
      erp.add('shipment', { ...about, lines: [line] })
    }
    await joint.runUntilIdle()
    world.pass(86_400_000)
    await joint.runUntilIdle()
    const there = () =>
      [crm.documents('order'), crm.documents('shipment')].map((found) => [...found.values()].map((one) => one.number))
    expect(there()).toEqual([['S1'], ['SH1']])
    expect(await world.run((tx) => rows(tx, sql`select 1 from hub.inbox_entry`))).toEqual([])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    // Somebody sets an earlier day in the connection: the joint begins anew with it.
    from = '2026-01-01'
    await hub({ connectors }).runUntilIdle()
    expect(there().map((numbers) => numbers.sort())).toEqual([
      ['S0', 'S1'],
      ['SH0', 'SH1'],
    ])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('counts for its side only, and is not offered where nothing names the kind', async () => {
    const { world, crm, erp, joint } = await prospect(25, 'stay')
    erp.add('customer', { ...acme, code: 'P2', name: 'Zenith' })
    await joint.runUntilIdle()
    expect(crm.documents('customer').size).toBe(2)
    expect(erp.documents('customer').size).toBe(1)
    expect(await set(world, 'crm.create', { does: 'when-named' }, 'order')).toMatchObject({
      refusal: { code: 'rule/not-for-kind', details: { allowed: 'travel, stay' } },
    })
  })
})

describe('J1 the usual rules, as sensible companies have them', () => {
  const decides = (kind: KindName, field: string) => kindOf(kind).rules[field] ?? kindOf(kind).rules['*']

  it.each([
    ['contact', 'phone', { by: 'owner', side: 'crm' }],
    ['address', 'line1', { by: 'owner', side: 'erp' }],
    ['customer', 'taxNumber', { by: 'owner', side: 'erp' }],
    ['customer', 'paymentTermDays', { by: 'owner', side: 'erp' }],
    ['customer', 'creditLimit', { by: 'owner', side: 'erp' }],
    ['customer', 'name', { by: 'newest' }],
    ['item', 'name', { by: 'owner', side: 'erp' }],
    ['price', 'unitPrice', { by: 'owner', side: 'erp' }],
    ['order', 'lines', { by: 'phase', field: 'state', owners: { requested: 'crm' }, otherwise: 'erp' }],
  ] as const)('of a %s, %s: %j', (kind, field, rule) => {
    expect(decides(kind, field)).toEqual(rule)
  })

  it('let the CRM say everything of a prospect: the ERP has no word on what it does not hold', async () => {
    const world = await makeWorld(database.current, 5)
    const { crm, hub } = jointOf(world)
    const joint = hub({ connectors: [crm] })
    const here = crm.add('customer', acme)
    await joint.runUntilIdle()
    crm.edit('customer', here, { taxNumber: '91310000', creditLimit: '10' })
    await joint.runUntilIdle()
    const [record] = await world.run((tx) => rows(tx, sql<{ values: Json }>`select values from hub.record`))
    expect(record).toMatchObject({ values: { taxNumber: '91310000', creditLimit: '10' } })
    expect(crm.documents('customer').get(here)).toMatchObject({ taxNumber: '91310000' })
  })
})
