import { rows, sql } from '@tandem/db'
import { testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { createInvoice } from '../invoice/create.ts'
import { createItem } from '../item/commands.ts'
import { changeParty } from '../party/commands.ts'
import { placeSalesOrder } from '../sales-order/commands.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { approveSalesReturn, createSalesReturn } from '../sales-return/commands.ts'
import { creditSalesReturn } from '../sales-return/outcome.ts'
import { createShipment } from '../shipment/commands.ts'
import { HAPPENINGS, happen, type Step } from '../specs/happenings.ts'
import { expectSound, type Shop, shop, widget } from '../specs/trade.ts'
import { proved } from '../testing/finance.ts'
import { receiveSalesReturn } from './receiving.ts'

const database = testDatabase([erpMigrations])

const step = fc.record<Step>({
  what: fc.constantFrom(...HAPPENINGS),
  item: fc.nat(1),
  order: fc.nat(5),
  quantity: fc.integer({ min: 1, max: 30 }),
  dozen: fc.boolean(),
})

let seed = 1

/** Sold goods, and how much of them comes back in which parts and how much of each part is good. */
const comingBack = fc.record({
  shipped: fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9 }), cost: fc.integer({ min: 1, max: 99_999 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  parts: fc.array(fc.record({ take: fc.integer({ min: 1, max: 9 }), scrap: fc.integer({ min: 0, max: 9 }) }), { maxLength: 6 }),
})

describe('C11 whatever comes back in whatever parts', () => {
  it('goes back at the cost it left with and is credited as it was billed: when all is back, nothing is left of the sale', async () => {
    await fc.assert(
      fc.asyncProperty(comingBack, async ({ shipped, parts }) => {
        const at = await shop(database, 200_000 + seed++)
        const total = shipped.reduce((sum, { quantity }) => sum + quantity, 0)
        const line = { item: at.widget, quantity: String(total), unitPrice: '3.3337', discountPercent: '3.3' }
        const { id: salesOrder } = await at.do(placeSalesOrder, { party: at.customer, lines: [line] })
        for (const { quantity, cost } of shipped) {
          await at.receive(String(quantity), at.widget, String(cost / 1000))
          await at.do(createShipment, { salesOrder, lines: [{ orderLineNumber: 1, quantity: String(quantity) }] })
          await at.do(createInvoice, { salesOrder })
        }
        let left = total
        for (const { take, scrap } of [...parts, { take: total, scrap: 0 }]) {
          const quantity = Math.min(take, left)
          if (quantity === 0) continue
          left -= quantity
          await wentBack(at, salesOrder, quantity, Math.min(scrap, quantity))
        }
        expect(await ledgerOf(at)).toEqual({ receivable: '0', revenue: '0', 'tax-payable': '0', 'cost-of-goods-sold': '0' })
        await expectSound(at)
        await proved(at)
      }),
      { numRuns: 25, endOnFailure: true },
    )
  }, 240_000)
})

async function wentBack(at: Shop, salesOrder: SalesOrder['id'], quantity: number, scrapped: number): Promise<void> {
  const lines = [{ orderLineNumber: 1, quantity: String(quantity) }]
  const { id } = await at.do(createSalesReturn, { salesOrder, reason: 'x', lines })
  await at.do(approveSalesReturn, { id, input: {} })
  const came = { orderLineNumber: 1, received: String(quantity), scrapped: String(scrapped) }
  await at.do(receiveSalesReturn, { id, input: { lines: [came] } })
  await at.do(creditSalesReturn, { id, input: {} })
}

/** What is left on the accounts of a sale. */
async function ledgerOf(at: Shop): Promise<Record<string, string>> {
  const found = await at.run((tx) =>
    rows(
      tx,
      sql<{ role: string; balance: string }>`
        select r.role, coalesce(sum(l.base_debit - l.base_credit), 0) as balance
        from erp.account_role r left join erp.journal_entry_line l on l.account = r.account
        where r.role in ('receivable', 'revenue', 'tax-payable', 'cost-of-goods-sold') group by r.role`,
    ),
  )
  return Object.fromEntries(found.map(({ role, balance }) => [role, balance]))
}

describe('invariants 2 and 3', () => {
  it('hold after every step of any course of business', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const at = await shop(database, seed++)
        await at.do(changeParty, { id: at.customer, input: { creditLimit: '5000' } })
        const second = await at.do(createItem, { ...widget, code: 'W2' })
        const run = { at, items: [at.widget, second.id], orders: [] }
        for (const one of steps) {
          at.pass(1000)
          await happen(run, one)
          await expectSound(at)
        }
        await proved(at)
      }),
      { numRuns: 25, endOnFailure: true },
    )
  }, 240_000)
})
