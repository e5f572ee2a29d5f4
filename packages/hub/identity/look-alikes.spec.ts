import { makeWorld, testDatabase } from '@tandem/testkit'
import { expect, it } from 'vitest'
import { acme, jointOf } from '../engine/joint.fixture.ts'
import { hubMigrations } from '../index.ts'
import { lookAlikesQuery } from './look-alikes.ts'

const database = testDatabase([hubMigrations])

it('C4 what may be there already is told while a new customer is typed, the surest first, with reasons and where it is', async () => {
  const world = await makeWorld(database.current, 1)
  const { crm, erp, hub } = jointOf(world)
  const near = crm.add('customer', { ...acme, code: 'C1', name: '杭州明珠家具有限公司', phone: '0571-88000001' })
  crm.add('customer', { ...acme, code: 'C2', name: '北京光明贸易公司' })
  await hub().runUntilIdle()
  const ask = async (typed: object) => {
    const answer = await world.run((tx) => lookAlikesQuery.run(tx, world.context(), { kind: 'customer', ...typed } as never))
    return answer.ok ? answer.value : []
  }
  const [found, ...others] = await ask({ name: '明珠家具（杭州）', phone: '+86 571 8800 0001' })
  expect(others).toEqual([])
  expect(found).toMatchObject({ subject: 'C1', name: '杭州明珠家具有限公司' })
  expect(found?.reasons.map(({ field, is }) => [field, is])).toContainEqual(['phone', 'same'])
  expect(found?.links).toEqual([
    { system: 'crm', externalId: near },
    { system: 'erp', externalId: [...erp.documents('customer')].find(([, { code }]) => code === 'C1')?.[0] },
  ])
  expect(await ask({ name: '上海远洋' })).toEqual([])
  expect(await ask({})).toEqual([])
})
