/** Whatever many do at the same time: nobody waits for another in a circle, and what is kept beside its parts stays their sum. */

import { first, sql, type Tx } from '@tandem/db'
import { must, type Result } from '@tandem/kernel'
import { randomNumbers, testDatabase, unlessYielded } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { createItem } from '../item/commands.ts'
import { mergeParty } from '../merge/merge.ts'
import { confirmSalesOrder, placeSalesOrder } from '../sales-order/commands.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { lockOrders } from '../sales-order/store.ts'
import { createShipment } from '../shipment/commands.ts'
import { HAPPENINGS, happen, type Step } from '../specs/happenings.ts'
import { companyOf, MONEY_HAPPENINGS, moneyHappens } from '../specs/money-happenings.ts'
import { expectSound, shop, widget } from '../specs/trade.ts'
import { proved } from '../testing/finance.ts'

const database = testDatabase([erpMigrations])

describe('many at the same time', () => {
  it('never promise the last pieces twice, nor wait for each other in a circle', async () => {
    const at = await shop(database, 100_001)
    const second = await at.do(createItem, { ...widget, code: 'W2' })
    await at.receive('10')
    await at.receive('10', second.id)
    const ids: SalesOrder['id'][] = []
    for (let i = 0; i < 20; i++) {
      const [a, b] = i % 2 === 0 ? [at.widget, second.id] : [second.id, at.widget]
      const line = (item: typeof a) => ({ item, quantity: '1', unitPrice: '1' })
      ids.push(await at.draft('1', { lines: [line(a), line(b)] }))
    }
    const results = await Promise.all(ids.map((id) => at.try(confirmSalesOrder, { id, input: {} })))
    const reserved = results.flatMap((result) => must(result).lines.map((line) => Number(line.reserved)))
    expect(reserved.reduce((a, b) => a + b, 0)).toBe(20)
    expect(await at.balance()).toMatchObject({ onHand: '10', reserved: '10', backOrdered: '10' })
    await expectSound(at)
  })

  // The seeds beside the first once made two wait for each other: a credit note held the credit and asked for the order.
  it.each([11, 15, 26])(
    'do everything at once to the same few orders and stay sound (%i)',
    async (seed) => {
      const at = await shop(database, 100_010 + seed)
      const second = await at.do(createItem, { ...widget, code: 'W2' })
      const orders = await Promise.all(Array.from({ length: 6 }, () => at.draft('5')))
      const run = { at, items: [at.widget, second.id], orders }
      const random = randomNumbers(seed)
      const pick = (below: number) => Math.floor(random() * below)
      for (let round = 0; round < 20; round++) {
        const steps = Array.from({ length: 10 }, (): Step => {
          const what = HAPPENINGS[pick(HAPPENINGS.length)] ?? 'receive'
          return { what, item: pick(2), order: pick(6), quantity: 1 + pick(9), dozen: pick(3) === 0 }
        })
        await Promise.all(steps.map((one) => happen(run, one)))
        await expectSound(at)
      }
      await proved(at)
    },
    120_000,
  )

  it('credit an invoice while its order is being decided on: neither waits for the other', async () => {
    const at = await shop(database, 100_004)
    await at.receive('5')
    const { id } = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.widget, quantity: '2', unitPrice: '1' }],
    })
    await at.do(createShipment, { salesOrder: id })
    const billed = await at.do(createInvoice, { salesOrder: id })
    await at.run(async (tx) => {
      await lockOrders(tx, [id])
      await at.do(creditInvoice, { id: billed.id, input: { reason: 'x' } })
    })
    await expectSound(at)
  }, 20_000)

  // Each of these once found credit that was counted beside somebody who changed it, or a merge in a circle with an order.
  it.each([0, 3, 22, 31])('sell, pay, match, close months, merge customers and undo it (%i)', async (seed) => {
    const company = await companyOf(await shop(database, 100_100 + seed))
    const { at } = company
    const random = randomNumbers(seed)
    const pick = (below: number) => Math.floor(random() * below)
    const doOne = (): Promise<void> => {
      const [quantity, n] = [1 + pick(9), pick(HAPPENINGS.length + MONEY_HAPPENINGS.length)]
      const money = MONEY_HAPPENINGS[n - HAPPENINGS.length]
      if (money) return moneyHappens(company, { what: money, quantity }).catch(unlessYielded)
      const step: Step = { what: HAPPENINGS[n] ?? 'ship', item: pick(2), order: pick(6), quantity, dozen: pick(3) === 0 }
      return happen(company, step)
    }
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 10 }, doOne))
      await expectSound(at)
    }
    await proved(at)
  })

  it('count credit for a merge when whoever is changing it has ended, not beside them', async () => {
    const { at, parties } = await companyOf(await shop(database, 100_005))
    const [winner = at.customer, loser = at.customer] = parties
    const lines = [{ item: at.widget, quantity: '2', unitPrice: '10' }]
    const held = at.run(async (tx) => {
      must((await placeSalesOrder.run(tx, at.context(), [{ party: winner, lines }]))[0] as Result<SalesOrder>)
      await tx.settled()
      // Begun while this is held, and ended after it.
      const merged = at.do(mergeParty, { id: loser, input: { into: winner } }).catch(unlessYielded)
      await expect.poll(() => at.run(waiting)).toBeGreaterThan(0)
      return { merged }
    })
    await (await held).merged
    await expectSound(at)
  })

  it('place one order of an origin, however often it is sent', async () => {
    const at = await shop(database, 100_003)
    await at.receive('50')
    const input = { party: at.customer, origin: 'Q-7', lines: [{ item: at.widget, quantity: '2', unitPrice: '1' }] }
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => at.try(placeSalesOrder, input)))
    const made = results.filter((result) => result.status === 'fulfilled' && result.value.ok)
    expect(made).toHaveLength(1)
    expect(await at.balance()).toMatchObject({ reserved: '2' })
    await expectSound(at)
  })
})

/** How many wait for a lock in this database. */
async function waiting(tx: Tx): Promise<number> {
  const counted = sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  return (await first(tx, counted))?.count ?? 0
}
