import { rows, sql } from '@tandem/db'
import { type Details, must } from '@tandem/kernel'
import { testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import { acme, chair, only, orderOf } from '../engine/joint.fixture.ts'
import { editAndRetry } from '../inbox/commands.ts'
import { hubMigrations } from '../index.ts'
import { kindOf } from '../kinds.ts'
import { compile, mapOut } from './apply.ts'
import { activateMapping, createMapping } from './commands.ts'
import { foreignOrders, foreignWorld, goodRows, orderRows, progressRows } from './mapping.fixture.ts'
import { saidBy } from './names.ts'

const database = testDatabase([hubMigrations])

async function map(world: World, kind: string, list: readonly object[]): Promise<void> {
  const draft = await world.do(createMapping, { system: 'erp', kind, rows: list as never })
  await world.do(activateMapping, { id: draft.id, input: { replan: 'everything' } })
}

function inbox(world: World) {
  return world.run((tx) =>
    rows(
      tx,
      sql<{ id: never; code: string; details: Details }>`select id, code, details from hub.inbox_entry where state = 'open'`,
    ),
  )
}

describe('I4 a quantity or amount that a system keeps in one unit or currency only', () => {
  it.each([
    ['customer', 'creditLimit', 'currency'],
    ['price', 'minimumQuantity', 'unit'],
    ['price', 'unitPrice', 'currency'],
    ['order', 'lines.quantity', 'lines.unit'],
    ['order', 'lines.net', 'currency'],
    ['order', 'progress.shipped', 'lines.unit'],
    ['invoice', 'lines.quantity', 'lines.unit'],
    ['customer', 'name', undefined],
  ])('of a %s: what %s is in is said by %s', (kind, field, beside) => {
    expect(saidBy(field, kindOf(kind).fields)).toBe(beside)
  })

  it('is never written as if it were in that one: a dozen is in the inbox, not one piece in the ERP', async () => {
    const { world, crm, erp, joint } = await foreignOrders(database.current, 1)
    await joint.status()
    await map(world, 'order', orderRows)
    const [customer, item] = [crm.add('customer', acme), crm.add('item', chair)]
    const order = orderOf('SO1', customer, item, '1')
    const [line] = order.lines as unknown as readonly Values[]
    crm.add('order', { ...order, lines: [{ ...line, unit: 'dozen' }] } as Values)
    await joint.runUntilIdle()
    expect(erp.documents('order').size).toBe(0)
    expect(await inbox(world)).toMatchObject([
      { code: 'joint/other-unit', details: { field: 'lines.quantity', beside: 'lines.unit', value: 'dozen', wanted: 'pcs' } },
    ])
    crm.add('order', { ...orderOf('SO2', customer, item, '12') })
    await joint.runUntilIdle()
    expect(only(erp.documents('order'))[1]).toMatchObject({ no: 'SO2', rows: [{ pos: 1, pieces: '12' }] })
  })

  it('is never taken for another currency, and goes once it is said in that one', async () => {
    const { world, crm, erp, joint } = await foreignWorld(database.current, 2)
    await joint.status()
    await map(world, 'customer', goodRows)
    crm.add('customer', { ...acme, currency: 'USD', creditLimit: null })
    crm.add('customer', { ...acme, code: 'C2', name: 'Beta', currency: 'USD', creditLimit: '1000' })
    await joint.runUntilIdle()
    // Without a limit there is nothing to mistake.
    expect(only(erp.documents('customer'))[1]).toMatchObject({ no: 'C1', limitCents: null })
    const [entry, ...others] = await inbox(world)
    expect([entry, others]).toMatchObject([{ code: 'joint/other-unit', details: { value: 'USD', wanted: 'CNY' } }, []])
    await world.do(editAndRetry, { id: entry?.id as never, input: { values: { currency: 'CNY', creditLimit: '7100' } as never } })
    await joint.runUntilIdle()
    expect([...erp.documents('customer').values()]).toMatchObject([{ no: 'C1' }, { no: 'C2', limitCents: '710000' }])
    expect(await inbox(world)).toEqual([])
  })

  it('holds up what it is part of, and nothing else that changes', async () => {
    const compiled = compile(1, [...orderRows, ...progressRows], kindOf('order').fields)
    const lines = [
      { lineNumber: 1, quantity: '1', unit: 'dozen' },
      { lineNumber: 2, quantity: '5', unit: 'pcs' },
    ]
    const progress = (lineNumber: number) => [{ lineNumber, shipped: '1' }]
    const out = (values: Values, changed: string[]) => mapOut(compiled, values, changed)
    expect(await out({ number: 'SO1', lines, progress: progress(1) }, ['progress'])).toMatchObject({
      refusal: { code: 'joint/other-unit', details: { field: 'progress.shipped', value: 'dozen' } },
    })
    const good = must(await out({ number: 'SO1', lines, progress: progress(2) }, ['number', 'progress']))
    expect(good.changed).toEqual(['no', 'done'])
  })
})
