import { rows, sql } from '@tandem/db'
import { must } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createCustomField } from '../custom/commands.ts'
import { acme, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { whyQuery } from '../lineage/why.ts'
import { activateMapping, changeMapping, createMapping, retireMapping } from './commands.ts'
import { foreignAcme, foreignOrders, foreignWorld, goodRows, nativeCustomer, orderRows, progressRows } from './mapping.fixture.ts'
import { previewMapping } from './preview.ts'
import { mappingFieldsQuery } from './queries.ts'

const database = testDatabase([hubMigrations])

async function mappedWorld(seed: number, list: readonly object[] = goodRows, native = nativeCustomer) {
  const found = await foreignWorld(database.current, seed, native)
  const { world, joint } = found
  await joint.status()
  const draft = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: list as never })
  const activate = (id = draft.id, replan: 'everything' | 'from-now-on' = 'everything') =>
    world.do(activateMapping, { id, input: { replan } })
  return { ...found, draft, activate }
}

describe('I4 a mapping between a system’s own words and the joint’s', () => {
  it('reads what the system tells, with tables, scales, dates and clean texts, and keeps it as it was told', async () => {
    const { world, crm, erp, joint, activate } = await mappedWorld(1)
    await activate()
    const there = erp.add('customer', foreignAcme)
    await joint.runUntilIdle()
    expect(only(crm.documents('customer'))[1]).toMatchObject({
      code: 'K1',
      name: 'Acme',
      type: 'company',
      taxNumber: 'DE123456',
      email: 'info@acme.example',
      phone: '+861012345678',
      currency: 'CNY',
      paymentTermDays: 30,
      creditLimit: '50000.5',
      onHold: false,
    })
    const kept = await world.run((tx) => rows(tx, sql`select native, mapping from hub.change where external_id = ${there}`))
    expect(kept[0]).toEqual({ native: foreignAcme, mapping: 1 })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('writes in the system’s words, only what changed, and the proof compares in the joint’s', async () => {
    const { crm, erp, joint, activate } = await mappedWorld(2)
    await activate()
    const here = crm.add('customer', { ...acme, creditLimit: '1200.05', phone: '+8613900000000' })
    await joint.runUntilIdle()
    const [id, made] = only(erp.documents('customer'))
    expect(made).toEqual({
      no: 'C1',
      title: 'Acme',
      category: '1',
      vat: null,
      contact: { mail: null },
      tel: '+8613900000000',
      days: 30,
      limitCents: '120005',
      blocked: 'N',
    })
    crm.edit('customer', here, { name: 'Acme Ltd' })
    await joint.runUntilIdle()
    expect(erp.documents('customer').get(id)).toMatchObject({ title: 'Acme Ltd', limitCents: '120005' })
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('is named by version in the stamp of every value it has read', async () => {
    const { world, erp, joint, activate } = await mappedWorld(3)
    await activate()
    const there = erp.add('customer', foreignAcme)
    await joint.runUntilIdle()
    const found = await world.run((tx) =>
      whyQuery.run(tx, world.context(), { system: 'erp', kind: 'customer', externalId: there, field: 'creditLimit' }),
    )
    expect(found).toMatchObject({ value: { fields: [{ stamp: { mapping: 1 } }] } })
    expect(found.ok && found.value.fields[0]?.words.en).toContain('mapping version 1')
  })

  it('parks what it cannot read with the reason, and reads it again once the mapping is put right', async () => {
    const { world, crm, erp, joint, activate } = await mappedWorld(4)
    await activate()
    erp.add('customer', { ...foreignAcme, category: '3' })
    await joint.runUntilIdle()
    expect(crm.documents('customer').size).toBe(0)
    const codes = () => world.run((tx) => rows(tx, sql`select code, state from hub.inbox_entry`))
    expect(await codes()).toEqual([{ code: 'joint/not-in-table', state: 'open' }])
    const wider = goodRows.map((row) =>
      row.field === 'type'
        ? { ...row, direction: 'in', in: [{ do: 'lookup', table: [['2', 'person']], otherwise: 'company' }] }
        : row,
    )
    const next = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: wider as never })
    expect(next.revision).toBe(2)
    await activate(next.id)
    await joint.runUntilIdle()
    expect(only(crm.documents('customer'))[1]).toMatchObject({ type: 'company' })
    expect(await codes()).toMatchObject([{ state: 'done' }])
  })

  it('can be gone back on: an earlier version is activated again, and what differs is planned', async () => {
    const { world, crm, erp, joint, draft, activate } = await mappedWorld(5)
    await activate()
    erp.add('customer', foreignAcme)
    await joint.runUntilIdle()
    const shouting = goodRows.map((row) => (row.field === 'name' ? { ...row, in: [{ do: 'upper' }] } : row))
    const next = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: shouting as never })
    await activate(next.id, 'from-now-on')
    await joint.runUntilIdle()
    const name = () => only(crm.documents('customer'))[1].name
    expect(name()).toBe('Acme')
    await activate(draft.id)
    await activate(next.id)
    await joint.runUntilIdle()
    expect(name()).toBe('ACME')
    await activate(draft.id)
    await joint.runUntilIdle()
    expect(name()).toBe('Acme')
    const states = await world.run((tx) => rows(tx, sql`select revision, state from hub.mapping order by revision`))
    expect(states).toEqual([
      { revision: 1, state: 'active' },
      { revision: 2, state: 'retired' },
    ])
  })

  it('evaluates JSONata on the value and the whole document, refuses numbers where money is kept, and ends loops', async () => {
    const stepsOf = (field: string, native: string, expression: string) => ({
      field,
      native,
      direction: 'in',
      in: [{ do: 'jsonata', expression }],
    })
    const others = goodRows.filter(({ field }) => field !== 'name' && field !== 'creditLimit')
    const { world, crm, erp, joint, activate } = await mappedWorld(6, [
      ...others,
      stepsOf('name', 'title', "$ & ' (' & $document.no & ')'"),
    ])
    await activate()
    erp.add('customer', foreignAcme)
    await joint.runUntilIdle()
    expect(only(crm.documents('customer'))[1].name).toBe('Acme ( K1 )')
    const save = (row: object) => world.try(createMapping, { system: 'erp', kind: 'customer', rows: [...others, row] as never })
    const scaled = { in: [{ do: 'scale', factor: '0.01' }] }
    const number = { ...stepsOf('creditLimit', 'limitCents', ''), in: [...scaled.in, { do: 'jsonata', expression: '1 + 1' }] }
    expect(await save(number)).toMatchObject({
      refusal: { details: { problems: [{ code: 'mapping/sample-failed', details: { because: 'joint/wrong-type' } }] } },
    })
    const endless = stepsOf('name', 'title', '($f := function($n){$f($n + 1) + 1}; $string($f(1)))')
    expect(await save(endless)).toMatchObject({
      refusal: { details: { problems: [{ code: 'mapping/sample-failed', details: { because: 'joint/mapping-failed' } }] } },
    })
  })
})

describe('I4 custom fields', () => {
  const native = [{ path: 'shoe', kind: 'decimal' as const }]

  it('travel between the systems that map them, and are typed', async () => {
    const { world, crm, erp, joint } = await foreignWorld(database.current, 20, [...nativeCustomer, ...native])
    await joint.status()
    await world.do(createCustomField, {
      kind: 'customer',
      name: 'shoeSize',
      labelEn: 'Shoe size',
      labelZh: '鞋码',
      type: 'decimal',
      choices: null,
    })
    const row = { field: 'custom.shoeSize', native: 'shoe', direction: 'both' }
    const draft = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: [...goodRows, row] as never })
    await world.do(activateMapping, { id: draft.id, input: { replan: 'everything' } })
    const there = erp.add('customer', { ...foreignAcme, shoe: '42.50' })
    await joint.runUntilIdle()
    const [here, values] = only(crm.documents('customer'))
    expect(values['custom.shoeSize']).toBe('42.5')
    crm.edit('customer', here, { 'custom.shoeSize': '43' })
    await joint.runUntilIdle()
    expect(erp.documents('customer').get(there)?.shoe).toBe('43')
    const why = await world.run((tx) =>
      whyQuery.run(tx, world.context(), { system: 'crm', kind: 'customer', externalId: here, field: 'custom.shoeSize' }),
    )
    expect(why).toMatchObject({ value: { fields: [{ label: { en: 'Shoe size' }, value: '43', before: { value: '42.5' } }] } })
    crm.edit('customer', here, { 'custom.shoeSize': 'large' })
    await joint.runUntilIdle()
    const inbox = await world.run((tx) => rows(tx, sql`select code from hub.inbox_entry`))
    expect(inbox).toEqual([{ code: 'joint/wrong-type' }])
  })

  it.each([
    ['custom-field/unknown-kind', 200, { kind: 'planet' }],
    ['custom-field/bad-name', 201, { name: 'Shoe size' }],
    ['custom-field/no-choices', 202, { type: 'choice' }],
    ['custom-field/name-taken', 203, { name: 'size' }],
  ] as const)('are refused with %s', async (code, seed, change) => {
    const { world } = await foreignWorld(database.current, seed)
    const size = { kind: 'customer', name: 'size', labelEn: 'S', labelZh: '尺', type: 'text', choices: null } as const
    await world.do(createCustomField, size)
    expect(await world.try(createCustomField, { ...size, name: 'other', ...change } as never)).toMatchObject({
      refusal: { code },
    })
  })
})

const inUnit = (change: object) => orderRows.map((row) => (row.field === 'lines.unit' ? { ...row, ...change } : row))
const NOT_PIECES = { field: 'lines.quantity', beside: 'lines.unit', wanted: 'pcs' }

/** Rows of an order that a system counts in pieces, and what is said of them. */
const inPieces: readonly (readonly [string, readonly object[], readonly object[]])[] = [
  ['is said to be in that unit', orderRows, []],
  ['is not left without one', orderRows.filter(({ field }) => field !== 'lines.unit'), [NOT_PIECES]],
  ['is not said to be dozens', inUnit({ in: [{ do: 'constant', value: 'dozen' }] }), [NOT_PIECES]],
  ['is not in whatever somebody wrote beside it', inUnit({ native: 'label', direction: 'both', in: [] }), [NOT_PIECES]],
  ['is in that of the lines, where it says what became of them', [...orderRows, ...progressRows], []],
  [
    'is not of other lines than it says',
    [...inUnit({ in: [{ do: 'constant', value: 'box' }] }), ...progressRows],
    [NOT_PIECES, { ...NOT_PIECES, field: 'progress.shipped' }],
  ],
]

describe('I4 a mapping is checked when it is saved', () => {
  const changed = (field: string, change: object) => goodRows.map((row) => (row.field === field ? { ...row, ...change } : row))
  const cases: readonly (readonly [string, readonly object[]])[] = [
    ['mapping/unknown-field', [...goodRows, { field: 'lines.quantity', native: 'no', direction: 'in' }]],
    ['mapping/field-twice', [...goodRows, goodRows[1] as object]],
    ['mapping/unknown-native', changed('name', { native: 'names' })],
    ['mapping/read-only', changed('name', { native: 'serial' })],
    ['mapping/wrong-step', changed('paymentTermDays', { in: [{ do: 'upper' }] })],
    ['mapping/wrong-type', changed('paymentTermDays', { native: 'title' })],
    ['mapping/choice-not-covered', changed('type', { in: [{ do: 'lookup', table: [['1', 'company']] }] })],
    ['mapping/no-way-back', changed('name', { in: [{ do: 'replace', from: 'a', to: 'b' }] })],
    ['mapping/wrong-scale', changed('creditLimit', { in: [] })],
    ['mapping/wrong-unit', changed('currency', { in: [{ do: 'constant', value: 'EUR' }] })],
    ['mapping/bad-expression', changed('name', { direction: 'in', in: [{ do: 'jsonata', expression: '$$$(' }] })],
    ['mapping/bad-expression', changed('name', { direction: 'in', in: [{ do: 'jsonata', expression: '$string($now())' }] })],
  ]

  it.each(cases)('%s', async (code, list) => {
    const { world, joint } = await foreignWorld(database.current, 100 + cases.findIndex(([, one]) => one === list))
    await joint.status()
    const result = await world.try(createMapping, { system: 'erp', kind: 'customer', rows: list as never })
    expect(result).toMatchObject({ ok: false, refusal: { code: 'mapping/not-valid' } })
    const { problems } = (result as unknown as { refusal: { details: { problems: { code: string; row: number }[] } } }).refusal
      .details
    expect(problems.map((problem) => problem.code)).toContain(code)
    expect(problems.every(({ row }) => row !== null)).toBe(true)
  })

  it('mapping/wrong-format: a date that is a text must be read in the form it has', async () => {
    const { world, joint } = await foreignWorld(database.current, 130)
    await joint.status()
    const about = { kind: 'customer', labelEn: 'Since', labelZh: '自', type: 'date', choices: null } as const
    await world.do(createCustomField, { ...about, name: 'since' })
    const save = (format: string) => {
      const row = { field: 'custom.since', native: 'since', direction: 'both', in: [{ do: 'parse-date', format }] }
      return world.try(createMapping, { system: 'erp', kind: 'customer', rows: [...goodRows, row] as never })
    }
    expect(await save('MM.DD.YYYY')).toMatchObject({ refusal: { details: { problems: [{ code: 'mapping/wrong-format' }] } } })
    expect(await save('DD.MM.YYYY')).toMatchObject({ ok: true })
  })

  it.each(inPieces)('mapping/wrong-unit: what is counted there in one unit %s', async (_what, list, problems) => {
    const { world, joint } = await foreignOrders(database.current, 140 + inPieces.findIndex(([, one]) => one === list))
    await joint.status()
    const saved = await world.try(createMapping, { system: 'erp', kind: 'order', rows: list as never })
    if (problems.length === 0) return expect(saved).toMatchObject({ ok: true })
    const told = problems.map((details) => ({ code: 'mapping/wrong-unit', details }))
    expect(saved).toMatchObject({ refusal: { details: { problems: told } } })
  })

  it('is refused for a system nobody joined, and for rows that are none', async () => {
    const { world, joint } = await foreignWorld(database.current, 131)
    await joint.status()
    const save = (system: string, list: unknown) => world.try(createMapping, { system, kind: 'customer', rows: list as never })
    expect(await save('sap', goodRows)).toMatchObject({ refusal: { code: 'mapping/unknown-system' } })
    const bad = await save('erp', [{ field: 'name', native: 'title', direction: 'both', in: [{ do: 'shout' }] }])
    expect(bad).toMatchObject({ refusal: { code: 'mapping/not-rows', details: { row: 1 } } })
  })

  it('changes as a draft only, and never twice behind somebody’s back', async () => {
    const { world, draft, activate } = await mappedWorld(132)
    const edit = (version?: number) =>
      world.try(changeMapping, { id: draft.id, ...(version ? { version } : {}), input: { note: 'x', rows: goodRows as never } })
    expect(must(await edit(1)).version).toBe(2)
    expect(await edit(1)).toMatchObject({ refusal: { code: 'mapping/changed-meanwhile' } })
    await activate()
    expect(await edit()).toMatchObject({ refusal: { code: 'mapping/wrong-state' } })
    expect(await world.do(retireMapping, { id: draft.id, input: {} })).toMatchObject({ state: 'retired' })
    expect(await world.try(retireMapping, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'mapping/not-found' },
    })
  })

  it('shows what rows would make of a real document, and begins with a suggestion', async () => {
    const { world, erp, joint } = await foreignWorld(database.current, 133)
    erp.add('customer', foreignAcme)
    await joint.runUntilIdle()
    const preview = must(await world.run((tx) => previewMapping(tx, 'erp', 'customer', goodRows as never)))
    expect(preview.problems).toEqual([])
    expect(preview.inward.find(({ field }) => field === 'creditLimit')).toMatchObject({ value: '50000.5' })
    expect(preview.outward).toMatchObject({ limitCents: '5000050', contact: { mail: 'info@acme.example' } })
    const fields = must(await world.run((tx) => mappingFieldsQuery.run(tx, world.context(), { system: 'crm', kind: 'customer' })))
    expect(fields.suggested).toHaveLength(11)
  })
})
