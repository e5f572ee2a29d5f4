import { rows, sql } from '@tandem/db'
import { must } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { acme, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { whyQuery } from '../lineage/why.ts'
import { askDueAudits, auditPage, startAudit } from './audit.ts'
import { applyFinding, ignoreFinding, reopenFinding, undoFinding } from './cleanse.ts'
import type { QualityAudit, QualityFinding } from './definition.ts'
import { type KindQuality, qualityQuery, qualityTryQuery } from './queries.ts'
import {
  changeDictionary,
  createDictionary,
  createQualityRule,
  createSchedule,
  removeQualityRule,
  removeSchedule,
} from './rules.ts'

const database = testDatabase([hubMigrations])

/** Customers on both sides, and rules on how they are to be written. */
async function company(seed: number, customers: readonly Values[]) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  for (const customer of customers) crm.add('customer', customer)
  await joint.runUntilIdle()
  const names = () => [...erp.documents('customer').values()].map(({ name }) => name).sort()
  return { world, crm, erp, joint, names }
}

const rule = (field: string, does: string, options: object = {}) => ({ kind: 'customer', field, does, options }) as never

async function audit(world: World): Promise<QualityAudit> {
  await world.do(startAudit, { kind: 'customer' })
  while (await world.run((tx) => auditPage(tx, world.context())));
  const [last] = await world.run((tx) =>
    rows(tx, sql<QualityAudit>`select * from hub.quality_audit order by created_at desc, id desc limit 1`),
  )
  return last as QualityAudit
}

function findings(world: World, state = 'open'): Promise<QualityFinding[]> {
  return world.run((tx) =>
    rows(tx, sql<QualityFinding>`select * from hub.quality_finding where state = ${state} order by subject, field`),
  )
}

async function quality(world: World): Promise<KindQuality> {
  const [kind] = must(await world.run((tx) => qualityQuery.run(tx, world.context(), {})))
  return kind as KindQuality
}

const customersOf = (...named: readonly [code: string, name: string, phone?: string][]) =>
  named.map(([code, name, phone]): Values => ({ ...acme, code, name, phone: phone ?? null, email: null, taxNumber: null }))

const clients = customersOf(
  ['C1', 'Acme Corporation'],
  ['C2', 'Acme  Corporatoin'],
  ['C3', 'Betasoloin'],
  ['C4', 'ＢＥＴＡＴＥＣＨ'],
)

async function withNames(world: World): Promise<void> {
  await world.do(createDictionary, { name: 'clients', words: ['Acme Corporation', 'Betasoloin', 'Betatech'] as never })
  await world.do(createQualityRule, rule('name', 'trim'))
  await world.do(createQualityRule, rule('name', 'dictionary', { dictionary: 'clients' }))
}

describe('I10 an audit', () => {
  it('holds every record against the rules and leaves a score and findings, each with what was likely meant and why', async () => {
    const { world } = await company(1, clients)
    await withNames(world)
    expect(await audit(world)).toMatchObject({
      ...{ state: 'done', records: 4, valuesChecked: 4, valuesGood: 2, score: '50' },
      byField: { name: { checked: 4, good: 2 } },
    })
    expect(await findings(world)).toMatchObject([
      { subject: 'C2', value: 'Acme  Corporatoin', suggestion: 'Acme Corporation', likeness: '93.3', reason: 'alike' },
      {
        subject: 'C4',
        value: 'ＢＥＴＡＴＥＣＨ',
        suggestion: 'Betatech',
        likeness: '100',
        reason: 'form',
        code: 'quality/not-in-form',
      },
    ])
  })

  it('keeps a finding as long as it is so, and its score shows how the data went', async () => {
    const { world, crm, joint } = await company(2, clients)
    await withNames(world)
    await audit(world)
    const before = await findings(world)
    await audit(world)
    expect((await findings(world)).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    for (const [id, values] of crm.documents('customer')) if (values.code === 'C4') crm.edit('customer', id, { name: 'Betatech' })
    await joint.runUntilIdle()
    await audit(world)
    expect(await findings(world, 'gone')).toMatchObject([{ subject: 'C4' }])
    expect(await quality(world)).toMatchObject({
      ...{ kind: 'customer', rules: 2, open: 1, suggested: 1, underWay: false },
      trend: [{ score: '50' }, { score: '50' }, { score: '75' }],
    })
  })

  it('goes by schedule: when it is due, once, whoever comes round', async () => {
    const { world } = await company(3, clients)
    await withNames(world)
    const schedule = await world.do(createSchedule, { kind: 'customer', everyHours: 24 })
    expect(await world.try(createSchedule, { kind: 'customer', everyHours: 1 })).toMatchObject({
      refusal: { code: 'quality-schedule/taken' },
    })
    expect(await world.try(createSchedule, { kind: 'item', everyHours: 0 })).toMatchObject({
      refusal: { code: 'quality-schedule/bad-hours' },
    })
    const round = async () => {
      await world.run((tx) => askDueAudits(tx, world.context()))
      while (await world.run((tx) => auditPage(tx, world.context())));
    }
    await round()
    expect((await quality(world)).trend).toHaveLength(0)
    world.pass(24 * 3_600_000)
    await round()
    await round()
    expect((await quality(world)).trend).toHaveLength(1)
    await world.do(removeSchedule, { id: schedule.id, input: {} })
    world.pass(24 * 3_600_000)
    await round()
    expect(await quality(world)).toMatchObject({ everyHours: null, trend: [{}] })
  })

  it('is not confused by pages: thousands of records, each looked at once', async () => {
    const { world } = await company(4, [])
    const values = JSON.stringify({ ...acme, name: ' x' })
    await world.run((tx) =>
      rows(
        tx,
        sql`insert into hub.record (id, kind, version, values, stamps, created_at, updated_at)
            select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'customer', 1, ${values}::text::jsonb, '{}', ${world.now()}, ${world.now()}
            from generate_series(1, 2500) n returning id`,
      ),
    )
    await world.do(createQualityRule, rule('name', 'trim'))
    expect(await audit(world)).toMatchObject({ records: 2500, valuesChecked: 2500, valuesGood: 0, score: '0' })
    expect(await findings(world)).toHaveLength(2500)
  })

  it('of a kind that does not travel is refused', async () => {
    const { world } = await company(5, [])
    expect(await world.try(startAudit, { kind: 'spaceship' })).toMatchObject({ refusal: { code: 'quality-audit/unknown-kind' } })
  })
})

describe('I10 cleansing', () => {
  it('writes what was suggested into every system, with its lineage, and can be taken back', async () => {
    const { world, joint, names } = await company(11, clients)
    await withNames(world)
    await audit(world)
    for (const { id } of await findings(world)) await world.do(applyFinding, { id, input: {} })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme Corporation', 'Acme Corporation', 'Betasoloin', 'Betatech'])
    const [applied] = await findings(world, 'applied')
    const why = must(await world.run((tx) => whyQuery.run(tx, world.context(), { id: applied?.record as never })))
    expect(JSON.stringify(why)).toContain('cleansed it by a rule of quality')
    expect(await audit(world)).toMatchObject({ score: '100' })

    await world.do(undoFinding, { id: applied?.id as never, input: {} })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Acme  Corporatoin', 'Acme Corporation', 'Betasoloin', 'Betatech'])
    expect(await joint.proof()).toMatchObject({ inSync: true })
    await audit(world)
    expect(await findings(world)).toMatchObject([{ subject: 'C2' }])
  })

  it('takes another value, and refuses what the field cannot hold', async () => {
    const { world, joint, names } = await company(12, customersOf(['C1', 'Nobody knows', 'call me']))
    await withNames(world)
    await world.do(createQualityRule, rule('phone', 'phone'))
    await audit(world)
    const [name, phone] = await findings(world)
    expect([name, phone]).toMatchObject([
      { field: 'name', suggestion: null, code: 'quality/not-in-dictionary' },
      { field: 'phone', code: 'quality/not-a-phone' },
    ])
    const id = name?.id as never
    expect(await world.try(applyFinding, { id, input: {} })).toMatchObject({ refusal: { code: 'quality-finding/no-suggestion' } })
    await world.do(applyFinding, { id, input: { value: 'Betatech' } })
    await joint.runUntilIdle()
    expect(names()).toEqual(['Betatech'])
    await world.do(createQualityRule, rule('status', 'length', { max: 2 }))
    await audit(world)
    const status = (await findings(world)).find(({ field }) => field === 'status')
    expect(await world.try(applyFinding, { id: status?.id as never, input: { value: 'zz' } })).toMatchObject({
      refusal: { code: 'quality-finding/not-a-value' },
    })
  })

  it('never writes over what somebody changed meanwhile, neither applying nor undoing', async () => {
    const { world, crm, joint, names } = await company(13, customersOf(['C1', ' Betatech']))
    await withNames(world)
    await audit(world)
    const [finding] = await findings(world)
    const [here] = only(crm.documents('customer'))
    crm.edit('customer', here, { name: 'Betasoloin' })
    await joint.runUntilIdle()
    const on = { id: finding?.id as never, input: {} }
    expect(await world.try(applyFinding, on)).toMatchObject({ refusal: { code: 'quality-finding/changed-since' } })
    crm.edit('customer', here, { name: ' Betatech' })
    await joint.runUntilIdle()
    await world.do(applyFinding, on)
    expect(await world.try(applyFinding, on)).toMatchObject({ refusal: { code: 'quality-finding/wrong-state' } })
    await joint.runUntilIdle()
    crm.edit('customer', here, { name: 'Other' })
    await joint.runUntilIdle()
    expect(await world.try(undoFinding, on)).toMatchObject({ refusal: { code: 'quality-finding/changed-since' } })
    expect(names()).toEqual(['Other'])
  })

  it('leaves alone what a person says is right, until it is reopened', async () => {
    const { world } = await company(14, customersOf(['C1', 'Gamma']))
    await withNames(world)
    await audit(world)
    const [finding] = await findings(world)
    await world.do(ignoreFinding, { id: finding?.id as never, input: {} })
    await audit(world)
    expect(await findings(world)).toEqual([])
    await world.do(reopenFinding, { id: finding?.id as never, input: {} })
    expect(await findings(world)).toMatchObject([{ id: finding?.id }])
    expect(await world.try(ignoreFinding, { id: world.newId(), input: {} })).toMatchObject({
      refusal: { code: 'quality-finding/not-found' },
    })
  })
})

describe('I10 rules', () => {
  it('are checked when they are saved', async () => {
    const { world } = await company(21, [])
    const refused = async (given: never, code: string) =>
      expect(await world.try(createQualityRule, given)).toMatchObject({ refusal: { code } })
    await refused(rule('name', 'case', { as: 'camel' }), 'quality-rule/bad-options')
    await refused(rule('name', 'trim', { hard: true }), 'quality-rule/bad-options')
    await refused(rule('name', 'date', { formats: ['DD-MON-YY'] }), 'quality-rule/bad-options')
    await refused(rule('name', 'guess'), 'quality-rule/unknown-check')
    await refused(rule('name', 'dictionary', { dictionary: 'none' }), 'quality-rule/no-such-dictionary')
    expect(await world.try(createDictionary, { name: 'x', words: [{ also: [] }] as never })).toMatchObject({
      refusal: { code: 'quality-dictionary/not-words', details: { at: 1 } },
    })
    expect(await world.try(createDictionary, { name: ' ', words: ['a'] as never })).toMatchObject({
      refusal: { code: 'quality-dictionary/no-name' },
    })
    await world.do(createDictionary, { name: 'x', words: ['a'] as never })
    expect(await world.try(createDictionary, { name: 'x', words: ['a'] as never })).toMatchObject({
      refusal: { code: 'quality-dictionary/name-taken' },
    })
  })

  it('can be tried, changed by their words, and removed', async () => {
    const { world } = await company(22, customersOf(['C1', 'Gamma']))
    await withNames(world)
    const tried = async (value: string) =>
      must(await world.run((tx) => qualityTryQuery.run(tx, world.context(), { kind: 'customer', field: 'name', value })))
    expect(await tried(' Betatek ')).toMatchObject({ text: 'Betatek', problem: { suggestion: { to: 'Betatech' } } })
    const [dictionary] = await world.run((tx) => rows(tx, sql<{ id: never }>`select id from hub.quality_dictionary`))
    await world.do(changeDictionary, { id: dictionary?.id as never, input: { words: ['Gamma', 'Betatek'] as never } })
    expect(await tried(' Betatek ')).toMatchObject({ text: 'Betatek', changes: [{ check: 'trim' }] })
    const rules = await world.run((tx) => rows(tx, sql<{ id: never }>`select id from hub.quality_rule`))
    for (const { id } of rules) await world.do(removeQualityRule, { id, input: {} })
    expect(await tried(' Betatek ')).toEqual({ text: ' Betatek ', changes: [] })
  })
})
