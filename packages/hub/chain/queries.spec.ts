import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { moneyChainQuery, moneyChainsQuery } from './queries.ts'

const database = testDatabase([hubMigrations])

describe('J6 asking for the money chain', () => {
  it('is refused for what was never looked at, and empty where there is nothing', async () => {
    const world = await makeWorld(database.current, 1)
    for (const record of ['x', world.newId()]) {
      const asked = await world.run((tx) => moneyChainQuery.run(tx, world.context(), { record }))
      expect(asked).toMatchObject({ ok: false, refusal: { code: 'joint/no-money-chain', details: { record } } })
    }
    const list = await world.run((tx) => moneyChainsQuery.run(tx, world.context(), { about: 'order' }))
    expect(list).toEqual({ ok: true, value: { states: [], sums: [], items: [] } })
  })
})
