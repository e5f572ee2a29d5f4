import { rows, sql } from '@tandem/db'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { acme, jointOf, only } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { activateMapping, createMapping } from '../mapping/commands.ts'
import { foreignAcme, foreignWorld, goodRows } from '../mapping/mapping.fixture.ts'
import { cancelDryRun, startDryRun } from './commands.ts'
import type { DryRun } from './definition.ts'

const database = testDatabase([hubMigrations])

async function stateOf(world: World, id: string): Promise<DryRun> {
  const [found] = await world.run((tx) => rows(tx, sql<DryRun>`select * from hub.dry_run where id = ${id}`))
  return found as DryRun
}

describe('I4 a dry run over history', () => {
  it('says how many records, which fields and how much money another mapping would change, and changes nothing', async () => {
    const { world, crm, erp, joint } = await foreignWorld(database.current, 1)
    await joint.status()
    const draft = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: goodRows as never })
    await world.do(activateMapping, { id: draft.id, input: { replan: 'everything' } })
    for (const n of ['1', '2', '3']) {
      const limit = { limitCents: n === '3' ? null : '5000050' }
      erp.add('customer', { ...foreignAcme, ...limit, no: `K${n}`, vat: null, contact: { mail: null } })
    }
    erp.add('customer', { ...foreignAcme, no: 'K4', category: '3' })
    await joint.runUntilIdle()
    const before = JSON.stringify([...crm.documents('customer')])
    // Somebody takes the limit for an amount in whole currency, and knows a third category.
    const wrong = goodRows.map((row) => {
      if (row.field === 'creditLimit')
        return {
          ...row,
          direction: 'in',
          in: [
            { do: 'scale', factor: '0.01' },
            { do: 'scale', factor: '100' },
          ],
        }
      return row.field === 'type'
        ? {
            ...row,
            direction: 'in',
            in: [
              {
                do: 'lookup',
                table: [
                  ['1', 'company'],
                  ['2', 'person'],
                ],
                otherwise: 'company',
              },
            ],
          }
        : row
    })
    const candidate = await world.do(createMapping, { system: 'erp', kind: 'customer', rows: wrong as never })
    const started = await world.do(startDryRun, { mapping: candidate.id, kind: null, rules: null })
    expect(started).toMatchObject({ state: 'running', total: 3 })
    await joint.rehearse()
    const found = await stateOf(world, started.id)
    expect(found).toMatchObject({ state: 'done', replayed: 3, changed: 2, refused: 0, readable: 1 })
    expect(found.fields).toEqual({ creditLimit: { records: 2, money: { CNY: { before: '100001', after: '10000100' } } } })
    expect(found.examples).toMatchObject([{ field: 'creditLimit', before: '50000.5', after: '5000050' }, {}])
    expect(JSON.stringify([...crm.documents('customer')])).toBe(before)
  })

  it('tries other rules on what two people did at once, and leaves alone what people decided', async () => {
    const world = await makeWorld(database.current, 2)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const here = crm.add('customer', acme)
    await joint.runUntilIdle()
    const [there] = only(erp.documents('customer'))
    world.pass(1_000)
    crm.edit('customer', here, { name: 'By the CRM', paymentTermDays: 10 })
    world.pass(1_000)
    erp.edit('customer', there, { name: 'By the ERP' })
    await joint.runUntilIdle()
    expect(crm.documents('customer').get(here)).toMatchObject({ name: 'By the ERP', paymentTermDays: 30 })
    const rules = { '*': { by: 'newest' }, name: { by: 'owner', side: 'crm' } }
    const started = await world.do(startDryRun, { kind: 'customer', rules, mapping: null })
    await joint.rehearse()
    const found = await stateOf(world, started.id)
    expect(found).toMatchObject({ state: 'done', changed: 1 })
    expect(found.examples).toMatchObject([
      { field: 'name', before: 'By the ERP', after: 'By the CRM' },
      { field: 'paymentTermDays', before: 30, after: 10 },
    ])
  })

  it('finds nothing when nothing would be different', async () => {
    const world = await makeWorld(database.current, 3)
    const { crm, erp, hub } = jointOf(world)
    const joint = hub()
    const here = crm.add('customer', acme)
    await joint.runUntilIdle()
    erp.edit('customer', only(erp.documents('customer'))[0], { creditLimit: '5' })
    await joint.runUntilIdle()
    crm.edit('customer', here, { name: 'Other' })
    await joint.runUntilIdle()
    const { kinds } = await import('../kinds.ts')
    const started = await world.do(startDryRun, { kind: 'customer', rules: kinds.customer.rules as never, mapping: null })
    await joint.rehearse()
    expect(await stateOf(world, started.id)).toMatchObject({ state: 'done', replayed: 1, changed: 0, fields: {} })
  })

  it('can be cancelled, is refused without anything to try, and refuses rules that are none', async () => {
    const world = await makeWorld(database.current, 4)
    const { hub } = jointOf(world)
    await hub().status()
    const start = (input: object) => world.try(startDryRun, { kind: null, mapping: null, rules: null, ...input })
    const rules = { name: { by: 'newest' } }
    const started = await start({ kind: 'customer', rules })
    const id = started.ok ? started.value.id : world.newId()
    expect(await world.do(cancelDryRun, { id, input: {} })).toMatchObject({ state: 'cancelled' })
    expect(await hub().rehearse()).toBe(0)
    expect(await world.try(cancelDryRun, { id, input: {} })).toMatchObject({ refusal: { code: 'dry-run/wrong-state' } })
    expect(await start({ kind: 'customer' })).toMatchObject({ refusal: { code: 'dry-run/nothing-to-try' } })
    expect(await start({ mapping: world.newId() })).toMatchObject({ refusal: { code: 'mapping/not-found' } })
    expect(await start({ kind: 'customer', rules: { name: { by: 'luck' } } })).toMatchObject({
      refusal: { code: 'dry-run/wrong-rules', details: { field: 'name' } },
    })
  })
})
