import { rows, sql } from '@tandem/db'
import type { Id, PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createGoodsReceipt } from '../flow/receiving.ts'
import { createInvoice, invoiceOrders } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { closePeriod, createPeriod } from '../ledger/period-commands.ts'
import { trialBalance } from '../ledger/queries.ts'
import { createPayment, recordPayments } from '../payment/commands.ts'
import { placeSalesOrder } from '../sales-order/commands.ts'
import { createShipment } from '../shipment/commands.ts'
import { ask, type Company, code, company, day, financeMigrations, proved } from '../testing/finance.ts'
import { moneyChain } from './money-chain.ts'

const database = testDatabase([financeMigrations])

async function balances(of: Company): Promise<string[]> {
  const found = await ask(of, trialBalance, {})
  return found.rows.filter(({ baseBalance }) => baseBalance !== '0').map((row) => `${row.code} ${row.name} ${row.baseBalance}`)
}

function receive(of: Company, quantity: string, unitCost: string, receiptDate = '2026-03-01') {
  const line = { item: of.item, quantity, unitCost }
  return of.do(createGoodsReceipt, { warehouse: of.warehouse, receiptDate: day(receiptDate), lines: [line] })
}

function order(of: Company, quantity: string, unitPrice: string) {
  return { party: of.customer, orderDate: day('2026-03-02'), lines: [{ item: of.item, quantity, unitPrice }] }
}

function shipping(salesOrder: Id, quantity: string) {
  return { salesOrder, lines: [{ orderLineNumber: 1, quantity }] }
}

describe('E12 E13 J6 from order to cash', () => {
  it('each step posts itself, and the end agrees to the cent', async () => {
    const of = await company(database, 1)
    await receive(of, '3', '3.333333')
    await receive(of, '7', '4')
    expect(await balances(of)).toEqual(['1405 Inventory 38', '220201 Goods received, not invoiced -38'])
    const { id } = await of.do(placeSalesOrder, order(of, '9', '12.5'))
    const first = await of.do(createShipment, shipping(id, '4'))
    await of.do(createInvoice, { salesOrder: id })
    expect(await balances(of)).toEqual([
      '1122 Trade receivables 56.5',
      '1405 Inventory 22.8',
      '220201 Goods received, not invoiced -38',
      '222101 Output tax payable -6.5',
      '6001 Revenue -50',
      '6401 Cost of goods sold 15.2',
    ])
    expect(first).toMatchObject({ cost: '15.2' })
    await of.do(createShipment, shipping(id, '5'))
    const second = await of.do(createInvoice, { salesOrder: id })
    await of.do(createPayment, { party: of.customer, currency: 'CNY', amount: '127.13', method: 'bank transfer' })
    await of.do(creditInvoice, { id: second.id, input: { reason: 'scratched', lines: [{ lineNumber: 1, quantity: '1' }] } })
    await proved(of)
    const chain = await ask(of, moneyChain, { salesOrder: id })
    expect(chain.steps.map(({ name, amount }) => `${name} ${amount}`)).toEqual([
      'ordered 127.13',
      'shipped 127.13',
      'invoiced 127.13',
      'credited 113',
      'posted 113',
      'settled 127.13',
      'banked 127.13',
    ])
    const [state] = await of.run((tx) =>
      rows(tx, sql<object>`select state, delivery, invoicing from erp.sales_order where id = ${id}`),
    )
    expect(state).toEqual({ state: 'closed', delivery: 'complete', invoicing: 'complete' })
  })

  it('a shipment into a closed month is refused, and neither stock nor books move', async () => {
    const of = await company(database, 2)
    await receive(of, '5', '1')
    const { id } = await of.do(placeSalesOrder, order(of, '5', '2'))
    const february = await of.do(createPeriod, { month: '2026-02' })
    await of.do(closePeriod, { id: february.id, input: {} })
    const late = { ...shipping(id, '5'), shippedDate: '2026-02-28' as PlainDate }
    expect(await code(of.try(createShipment, late))).toBe('ledger/period-closed')
    expect(await balances(of)).toEqual(['1405 Inventory 5', '220201 Goods received, not invoiced -5'])
    await proved(of)
  })

  it('100 orders go through in batches as one does', async () => {
    const of = await company(database, 3)
    await receive(of, '1000', '0.333333')
    const all = Array.from({ length: 100 }, (_, i) => order(of, String((i % 9) + 1), `${i}.0799`))
    const run = <T>(work: Parameters<typeof of.run<T>>[0]) => of.run(work)
    const placed = await run((tx) => placeSalesOrder.run(tx, of.context(), all))
    const ids = placed.flatMap((result) => (result.ok ? [(result.value as { id: Id }).id] : []))
    expect(ids).toHaveLength(100)
    await run((tx) =>
      createShipment.run(
        tx,
        of.context(),
        ids.map((salesOrder) => ({ salesOrder })),
      ),
    )
    const invoiced = await run((tx) =>
      invoiceOrders(
        tx,
        of.context(),
        ids.map((salesOrder) => ({ salesOrder })),
      ),
    )
    const payments = invoiced.flatMap((result) =>
      result.ok ? [{ party: of.customer, currency: 'CNY', amount: result.value.total, method: 'card' }] : [],
    )
    const paid = await run((tx) => recordPayments(tx, of.context(), payments))
    expect(paid.filter(({ ok }) => ok)).toHaveLength(100)
    await proved(of)
    const found = await ask(of, trialBalance, {})
    expect(found.rows.find((row) => row.code === '1122')).toMatchObject({ baseBalance: '0' })
  })

  it('many clerks at once, each step in a transaction of its own, wait for each other but never for good', async () => {
    const of = await company(database, 4)
    await receive(of, '500', '2.5')
    await Promise.all(
      Array.from({ length: 6 }, async (_, clerk) => {
        for (let i = 1; i <= 4; i++) {
          const { id } = await of.do(placeSalesOrder, order(of, '2', `${clerk}.${i}9`))
          await of.do(createShipment, { salesOrder: id })
          const { total } = await of.do(createInvoice, { salesOrder: id })
          await of.do(createPayment, { party: of.customer, currency: 'CNY', amount: total, method: 'card' })
        }
      }),
    )
    await proved(of)
    const numbers = await of.run((tx) => rows(tx, sql<{ number: string }>`select number from erp.invoice order by number`))
    expect(numbers.map(({ number }) => number)).toEqual(
      Array.from({ length: 24 }, (_, i) => `INV${String(i + 1).padStart(6, '0')}`),
    )
    expect((await balances(of)).some((line) => line.startsWith('1122'))).toBe(false)
  })
})
