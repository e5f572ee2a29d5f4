import { rows, sql } from '@tandem/db'
import { must } from '@tandem/kernel'
import { randomNumbers, testDatabase } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { createItem } from '../item/commands.ts'
import { changeParty } from '../party/commands.ts'
import {
  cancelSalesOrder,
  changeSalesOrder,
  confirmSalesOrder,
  createSalesOrder,
  placeSalesOrder,
  reserveSalesOrder,
} from '../sales-order/commands.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { lockOrders } from '../sales-order/store.ts'
import { approveSalesReturn, createSalesReturn, rejectSalesReturn } from '../sales-return/commands.ts'
import { creditSalesReturn, replaceSalesReturn } from '../sales-return/outcome.ts'
import { createShipment } from '../shipment/commands.ts'
import { expectSound, type Shop, shop, widget } from '../specs/trade.ts'
import { proved } from '../testing/finance.ts'
import { processSalesOrders } from './process.ts'
import { createGoodsReceipt, createStockAdjustment, receiveSalesReturn } from './receiving.ts'

const database = testDatabase([erpMigrations])

/** One thing that happens in a company, with numbers to choose by; which order or item is meant is chosen when it happens. */
interface Step {
  readonly what: (typeof HAPPENINGS)[number]
  readonly item: number
  readonly order: number
  readonly quantity: number
  readonly dozen: boolean
}

const HAPPENINGS = [
  'receive',
  'count',
  'create',
  'place',
  'confirm',
  'change',
  'ship',
  'ship-part',
  'invoice',
  'cancel',
  'reserve',
  'process',
  'ask-back',
  'approve',
  'take-back',
  'take-back',
  'reject',
  'credit-return',
  'replace-return',
  'credit',
] as const

const step = fc.record<Step>({
  what: fc.constantFrom(...HAPPENINGS),
  item: fc.nat(1),
  order: fc.nat(5),
  quantity: fc.integer({ min: 1, max: 30 }),
  dozen: fc.boolean(),
})

interface Run {
  readonly at: Shop
  readonly items: Shop['widget'][]
  readonly orders: SalesOrder['id'][]
}

/** Does the step; refusals are good answers, faults are not. */
async function happen({ at, items, orders }: Run, { what, item: i, order: o, quantity: q, dozen }: Step): Promise<void> {
  const item = items[i] ?? at.widget
  const id = orders[o % Math.max(orders.length, 1)] ?? at.widget
  const line = { item, quantity: String(q), unit: dozen ? 'dozen' : 'pcs', unitPrice: '3.337', discountPercent: '2.5' }
  const order = { party: at.customer, lines: [line, { ...line, item: at.service, unit: 'pcs' }] }
  switch (what) {
    case 'receive':
      return void (await at.do(createGoodsReceipt, { lines: [{ item, quantity: String(q), unitCost: `${q}.123457` }] }))
    case 'count':
      return void (await at.try(createStockAdjustment, {
        reason: 'Count',
        lines: [{ item, counted: String(q), unitCost: '1.3' }],
      }))
    case 'create':
      return void orders.push((await at.do(createSalesOrder, order)).id)
    case 'place':
      return void orders.push(...(await placed(at, order)))
    case 'confirm':
      return void (await at.try(confirmSalesOrder, { id, input: {} }))
    case 'change':
      return void (await at.try(changeSalesOrder, { id, input: { lines: [{ ...line, lineNumber: 1, quantity: String(q) }] } }))
    case 'ship':
      return void (await at.try(createShipment, { salesOrder: id }))
    case 'ship-part':
      return void (await at.try(createShipment, { salesOrder: id, lines: [{ orderLineNumber: 1, quantity: String(q % 4) }] }))
    case 'invoice':
      return void (await at.try(createInvoice, { salesOrder: id }))
    case 'cancel':
      return void (await at.try(cancelSalesOrder, { id, input: {} }))
    case 'reserve':
      return void (await at.try(reserveSalesOrder, { id, input: {} }))
    case 'process':
      return void (await at.run((tx) => processSalesOrders(tx, at.context(), orders)))
    default:
      return comeBack(at, what, id, q)
  }
}

/** What happens to goods that were sold. */
async function comeBack(at: Shop, what: string, salesOrder: SalesOrder['id'], q: number): Promise<void> {
  const quantity = String(1 + (q % 4))
  const lines = [{ orderLineNumber: 1, quantity }]
  const input = {}
  switch (what) {
    case 'ask-back':
      return void (await at.try(createSalesReturn, { salesOrder, reason: 'x', ...(q % 3 > 0 && { lines }) }))
    case 'approve':
      return onOne(at, 'sales_return', q, (id) => at.try(approveSalesReturn, { id, input }))
    case 'take-back':
      return onOne(at, 'sales_return', q, async (id) => {
        await at.try(approveSalesReturn, { id, input })
        const part = { lines: [{ orderLineNumber: 1, received: quantity, scrapped: String(q % 3) }] }
        return at.try(receiveSalesReturn, { id, input: q % 2 ? part : {} })
      })
    case 'reject':
      return onOne(at, 'sales_return', q, (id) => at.try(rejectSalesReturn, { id, input: { answer: 'x' } }))
    case 'credit-return':
      return onOne(at, 'sales_return', q, (id) => at.try(creditSalesReturn, { id, input }))
    case 'replace-return':
      return onOne(at, 'sales_return', q, (id) => at.try(replaceSalesReturn, { id, input }))
    case 'credit': {
      const credit = { reason: 'x', lines: [{ lineNumber: 1, quantity }] }
      return onOne(at, 'invoice', q, (id) => at.try(creditInvoice, { id, input: credit }))
    }
  }
}

async function onOne(at: Shop, table: string, q: number, act: (id: SalesOrder['id']) => Promise<unknown>): Promise<void> {
  const found = await at.run((tx) =>
    rows(tx, sql<{ id: SalesOrder['id'] }>`select id from ${sql.raw(`erp.${table}`)} order by number`),
  )
  const row = found[q % Math.max(found.length, 1)]
  if (row) await act(row.id)
}

async function placed(at: Shop, order: Parameters<typeof placeSalesOrder.run>[2][number]) {
  const result = await at.try(placeSalesOrder, order)
  return result.ok ? [result.value.id] : []
}

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
  it.each([11, 15, 26, 38])(
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
