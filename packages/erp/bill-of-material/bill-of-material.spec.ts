import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { createItem } from '../item/commands.ts'
import { createBillOfMaterial } from './commands.ts'

const database = testDatabase([erpMigrations])

async function workshop(seed: number) {
  const world = await makeWorld(database.current, seed)
  const item = async (code: string) =>
    (await world.do(createItem, { code, name: code, type: 'made', unit: 'pcs', taxRate: '13' })).id
  const [desk, top, leg] = [await item('DESK'), await item('TOP'), await item('LEG')]
  return { world, desk, top, leg }
}

describe('E7 a bill of material', () => {
  it('says what one piece is made of', async () => {
    const { world, desk, top, leg } = await workshop(1)
    const lines = [
      { item: top, quantity: '1', unit: 'pcs' },
      { item: leg, quantity: '4', unit: 'pcs', validTo: '2026-12-31' as never },
    ]
    expect(await world.do(createBillOfMaterial, { item: desk, lines })).toMatchObject({
      item: desk,
      lines: [
        { item: top, quantity: '1', validTo: null },
        { item: leg, quantity: '4', validTo: '2026-12-31' },
      ],
    })
  })

  it('needs components, items that exist, and is the only one of its item', async () => {
    const { world, desk, top } = await workshop(2)
    const lines = [{ item: top, quantity: '1', unit: 'pcs' }]
    const refused = async (input: object) => {
      const result = await world.try(createBillOfMaterial, input as never)
      return result.ok ? 'done' : result.refusal.code
    }
    expect(await refused({ item: desk, lines: [] })).toBe('bill-of-material/no-lines')
    expect(await refused({ item: world.newId(), lines })).toBe('bill-of-material/unknown-item')
    expect(await refused({ item: desk, lines })).toBe('done')
    expect(await refused({ item: desk, lines })).toBe('bill-of-material/exists')
  })

  it('never makes an item of itself, at whatever level, also within one batch', async () => {
    const { world, desk, top, leg } = await workshop(3)
    const one = (item: string, part: string) => ({ item, lines: [{ item: part, quantity: '1', unit: 'pcs' }] }) as never
    await world.do(createBillOfMaterial, one(desk, top))
    const results = await world.run((tx) =>
      createBillOfMaterial.run(tx, world.context(), [one(top, leg), one(leg, desk), one(leg, leg)]),
    )
    expect(results.map((result) => (result.ok ? 'done' : result.refusal.code))).toEqual([
      'done',
      'bill-of-material/cycle',
      'bill-of-material/cycle',
    ])
  })
})
