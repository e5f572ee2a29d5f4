import { rows, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { acme, chair, jointOf, only, orderOf } from '../engine/joint.fixture.ts'
import { proposalsQuery } from '../inbox/help.ts'
import { hubMigrations } from '../index.ts'
import { auditPage, startAudit } from './audit.ts'
import { applyFinding, undoFinding } from './cleanse.ts'
import type { QualityFinding } from './definition.ts'
import { createDictionary, createQualityRule } from './rules.ts'

const database = testDatabase([hubMigrations])

/** An order of two lines, and rules on how lines are described. */
async function sold(seed: number, descriptions: readonly (string | null)[], given: object) {
  const world = await makeWorld(database.current, seed)
  const { crm, erp, hub } = jointOf(world)
  const joint = hub()
  await joint.status()
  await world.do(createDictionary, { name: 'finishes', words: ['Oak, oiled', 'Walnut'] as never })
  const onLines = { kind: 'order', field: 'lines.description', does: 'dictionary', options: { dictionary: 'finishes' }, ...given }
  await world.do(createQualityRule, onLines as never)
  const customer = crm.add('customer', acme)
  erp.add('item', chair)
  await joint.runUntilIdle()
  const order = orderOf('O1', customer, only(crm.documents('item'))[0], '2')
  const [line] = order.lines as unknown as [Values]
  const lines = descriptions.map((description, i) => ({ ...line, lineNumber: i + 1, description }))
  const here = crm.add('order', { ...order, lines: lines as never, net: '40', total: '40' })
  await joint.runUntilIdle()
  const described = (system = erp) =>
    [...system.documents('order').values()].map(({ lines: all }) => (all as unknown as Values[]).map((one) => one.description))
  return { world, crm, erp, joint, here, described }
}

describe('I10 rules on the lines of documents', () => {
  it('look at each line: what is sure is put right, and what is not told or not there is not asked about', async () => {
    const { described, joint } = await sold(1, ['oak,oiled', null, 'ＷＡＬＮＵＴ'], { source: 'crm' })
    expect(described()).toEqual([['Oak, oiled', null, 'Walnut']])
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })

  it('keep the document out for the line that breaks one of grade error, naming it, and propose what was likely meant', async () => {
    const { world, described } = await sold(2, ['Walnut', 'Walnot'], { source: 'crm', grade: 'error' })
    expect(described()).toEqual([])
    const inbox = await world.run((tx) => rows(tx, sql<{ details: Values }>`select details from hub.inbox_entry`))
    expect(inbox).toMatchObject([{ details: { field: 'lines[1].description', value: 'Walnot', suggestion: ['Walnut'] } }])
    const cause = { code: 'quality/not-in-dictionary', system: 'crm', kind: 'order' }
    const helped = await world.run((tx) => proposalsQuery.run(tx, world.context(), cause))
    const proposed = helped.ok ? helped.value[0]?.proposals.find(({ name }) => name === 'edit') : undefined
    expect(proposed?.changes).toMatchObject([{ field: 'lines[1].description', from: 'Walnot', to: 'Walnut' }])
  })

  it('are held against records by an audit, line by line; what it suggests is applied to those lines alone, and taken back', async () => {
    const { world, crm, erp, joint, described } = await sold(3, ['Walnot', 'Walnut', 'Oak,oild'], {})
    await world.do(startAudit, { kind: 'order' })
    while (await world.run((tx) => auditPage(tx, world.context())));
    const findings = await world.run((tx) => rows(tx, sql<QualityFinding>`select * from hub.quality_finding order by field`))
    expect(findings).toMatchObject([
      { field: 'lines[0].description', value: 'Walnot', suggestion: 'Walnut' },
      { field: 'lines[2].description', value: 'Oak,oild', suggestion: 'Oak, oiled' },
    ])
    const [audit] = await world.run((tx) => rows(tx, sql`select values_checked, values_good, by_field from hub.quality_audit`))
    expect(audit).toMatchObject({ valuesChecked: 3, valuesGood: 1, byField: { 'lines.description': { checked: 3, good: 1 } } })
    const on = ({ id }: { id: Id }) => ({ id, input: {} })
    await world.run((tx) => applyFinding.run(tx, world.context(), findings.map(on) as never))
    await joint.runUntilIdle()
    expect([described(crm), described(erp)]).toEqual(Array(2).fill([['Walnut', 'Walnut', 'Oak, oiled']]))
    await world.do(undoFinding, on(findings[0] as QualityFinding))
    await joint.runUntilIdle()
    expect([described(crm), described(erp)]).toEqual(Array(2).fill([['Walnot', 'Walnut', 'Oak, oiled']]))
    expect(await joint.proof()).toMatchObject({ inSync: true })
  })
})
