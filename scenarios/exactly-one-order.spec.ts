import { crmMigrations } from '@tandem/crm'
import { erpMigrations } from '@tandem/erp'
import { type Connector, hubMigrations } from '@tandem/hub'
import { Crash, mortal, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { afterTheLease, type Company, openCompany } from './company.ts'
import { type Trade, tradeOf } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

/** One life is some 600 awaits long; every seventh is enough for each day. TANDEM_EVERY_AWAIT=1 dies at each. */
const STRIDE = process.env.TANDEM_EVERY_AWAIT ? 1 : 7

async function openShop(seed: number): Promise<Trade> {
  const company = await openCompany(database.current, seed)
  const trade = tradeOf(company)
  await trade.customer('ACME')
  await trade.item('CHAIR', '1000000')
  await company.settle()
  return trade
}

async function expectOneOrder(trade: Trade, number: string): Promise<void> {
  const orders = await trade.erpOrders(number)
  expect(orders).toMatchObject([{ state: 'confirmed', total: '1130' }])
  expect(await trade.crmOrder(number)).toMatchObject({ state: 'placed', erpNumber: orders[0]?.number })
}

/** The joint works once in a process that may die, and then in a new one once the dead one's lease has ended. */
async function dieAndComeBack(company: Company, live: () => Promise<void>): Promise<boolean> {
  const died = await live().then(
    () => false,
    (error: unknown) => {
      if (error instanceof Crash) return true
      throw error
    },
  )
  afterTheLease(company)
  await company.newJoint().runUntilIdle()
  return died
}

describe('J4 an accepted quote becomes exactly one order', () => {
  it('when all goes well', async () => {
    const trade = await openShop(1)
    const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    await trade.company.settle()
    await expectOneOrder(trade, number)
  })

  it('wherever the process of the joint dies between acceptance and order', async () => {
    const trade = await openShop(2)
    const { company } = trade
    let died = true
    let deaths = 0
    for (let diesAt = 1; died; diesAt += STRIDE) {
      const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
      const life = mortal(company.world.database, diesAt)
      const hub = company.newJoint({ database: life.database, wrap: life.connector })
      died = await dieAndComeBack(company, () => hub.runUntilIdle())
      if (died) deaths += 1
      await expectOneOrder(trade, number)
    }
    expect(deaths * STRIDE).toBeGreaterThan(300)
    expect((await company.proof()).inSync).toBe(true)
  }, 600_000)

  const moments = ['before it is written', 'after it is written', 'while the answer travels'] as const
  it.each(moments)('when the joint dies %s', async (moment) => {
    const trade = await openShop(10 + moments.indexOf(moment))
    const { number } = await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))
    let applied = 0
    const wrap = (connector: Connector): Connector => ({
      ...connector,
      async apply(kind, writes) {
        if (connector.side !== 'erp' || kind !== 'order') return connector.apply(kind, writes)
        applied += 1
        if (moment === 'before it is written') throw new Crash(moment)
        const outcomes = await connector.apply(kind, writes)
        if (moment === 'after it is written') throw new Crash(moment)
        return outcomes.map(() => ({ unknown: { reason: 'the line went dead' } }))
      },
    })
    const hub = trade.company.newJoint({ wrap })
    await dieAndComeBack(trade.company, () => hub.runUntilIdle())
    expect(applied).toBeGreaterThan(0)
    await expectOneOrder(trade, number)
  })

  it('when two joints work at the same time', async () => {
    const trade = await openShop(20)
    const numbers: string[] = []
    for (let i = 0; i < 8; i++) numbers.push((await trade.accept(await trade.quote('ACME', '10 CHAIR @ 100'))).number)
    const { company } = trade
    await Promise.all([1, 2, 3].map(() => company.newJoint().runUntilIdle()))
    await company.settle()
    for (const number of numbers) await expectOneOrder(trade, number)
    expect(await trade.all('erp', 'sales-order')).toHaveLength(8)
  })
})
