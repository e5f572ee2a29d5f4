import { rows, sql } from '@tandem/db'
import type { Id, PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { moneyChain } from '../books/money-chain.ts'
import { customerWorthQuery } from '../books/worth.ts'
import { createGoodsReceipt, receiveSalesReturn } from '../flow/receiving.ts'
import { erpMigrations } from '../index.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import { closePeriod, createPeriod } from '../ledger/period-commands.ts'
import { trialBalance } from '../ledger/queries.ts'
import { mergeParty } from '../merge/merge.ts'
import { createParty } from '../party/commands.ts'
import { createPayment } from '../payment/commands.ts'
import { placeSalesOrder } from '../sales-order/commands.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { createShipment } from '../shipment/commands.ts'
import { acme, expectSound, NOBODY, type Shop, shop } from '../specs/trade.ts'
import { ask, code, proved } from '../testing/finance.ts'
import { archiveWarehouse, createWarehouse } from '../warehouse/commands.ts'
import { approveSalesReturn, changeSalesReturn, closeSalesReturn, createSalesReturn, rejectSalesReturn } from './commands.ts'
import { creditSalesReturn, replaceSalesReturn } from './outcome.ts'
import type { SalesReturn } from './sales-return.ts'

const database = testDatabase([erpMigrations])
const day = (text: string) => text as PlainDate
const reason = 'Scratched'

/** Ten widgets of 10.00 (three of them 11.01) sold at 12.5 less 2.5 %, shipped in two parts, invoiced, perhaps paid. */
async function sold(at: Shop, { paid = false, invoiced = true } = {}): Promise<SalesOrder> {
  await at.receive('7', at.widget, '10')
  const line = { item: at.widget, quantity: '10', unitPrice: '12.5', discountPercent: '2.5' }
  const order = await at.do(placeSalesOrder, {
    party: at.customer,
    lines: [line, { item: at.service, quantity: '1', unitPrice: '9' }],
  })
  await at.do(createShipment, { salesOrder: order.id })
  at.pass(1000)
  await at.receive('3', at.widget, '11.01')
  await at.do(createShipment, { salesOrder: order.id })
  if (!invoiced) return order
  const { total } = await at.do(createInvoice, { salesOrder: order.id })
  if (paid) await at.do(createPayment, { party: at.customer, currency: 'CNY', amount: total, method: 'bank' })
  return order
}

const asked = (at: Shop, salesOrder: Id, quantity: string, more: object = {}) =>
  at.do(createSalesReturn, { salesOrder, reason, lines: [{ orderLineNumber: 1, quantity }], ...more })

async function back(at: Shop, salesOrder: Id, quantity: string, scrapped = '0'): Promise<SalesReturn> {
  const { id } = await asked(at, salesOrder, quantity)
  await at.do(approveSalesReturn, { id, input: {} })
  return at.do(receiveSalesReturn, { id, input: { lines: [{ orderLineNumber: 1, received: quantity, scrapped }] } })
}

async function balances(at: Shop): Promise<string[]> {
  const { rows: found } = await ask(at, trialBalance, {})
  return found
    .filter(({ baseBalance }) => baseBalance !== '0')
    .map(({ code, name, baseBalance }) => `${code} ${name} ${baseBalance}`)
}

async function posted(at: Shop, id: Id) {
  return at.run((tx) =>
    rows(
      tx,
      sql`select r.role, l.base_debit - l.base_credit as amount from erp.journal_entry e
          join erp.journal_entry_line l on l.parent_id = e.id join erp.account_role r on r.account = l.account
          where e.source_id = ${id} order by r.role`,
    ),
  )
}

describe('C11 a return', () => {
  it('goes from asked for to approved to received, and its goods are stock again at what they had cost', async () => {
    const at = await shop(database, 1)
    const order = await sold(at)
    const made = await asked(at, order.id, '8', { wish: 'replace' })
    expect(made).toMatchObject({ number: 'SR000001', state: 'requested', wish: 'replace', party: at.customer, currency: 'CNY' })
    const { id } = made
    expect(await at.do(approveSalesReturn, { id, input: { answer: 'To gate 3, please' } })).toMatchObject({
      ...{ state: 'approved', answer: 'To gate 3, please', warehouse: at.main },
    })
    const came = await at.do(receiveSalesReturn, {
      ...{ id, input: { lines: [{ orderLineNumber: 1, received: '8', scrapped: '2' }] } },
    })
    // Seven left at 10.00, one of the three at 11.01: what left first comes back first.
    expect(came).toMatchObject({
      ...{ state: 'received', receivedDate: '2026-03-02', cost: '81.01', scrapCost: '20.25' },
      lines: [{ orderLineNumber: 1, quantity: '8', received: '8', scrapped: '2', cost: '81.01', scrapCost: '20.25' }],
    })
    expect(await at.balance()).toEqual({ onHand: '6', reserved: '0', backOrdered: '0', value: '60.76' })
    expect(await posted(at, id)).toEqual([
      { role: 'cost-of-goods-sold', amount: '-81.01' },
      { role: 'inventory', amount: '60.76' },
      { role: 'inventory-difference', amount: '20.25' },
    ])
    const [line] = await at.run((tx) =>
      rows(tx, sql`select returned from erp.sales_order_line where parent_id = ${order.id} and line_number = 1`),
    )
    expect(line).toEqual({ returned: '8' })
    await expectSound(at)
    await proved(at)
  })

  it('never asks for more of a line than was shipped, less what came back and what others ask for', async () => {
    const at = await shop(database, 2)
    const order = await sold(at)
    const more = (quantity: string, orderLineNumber = 1) =>
      code(at.try(createSalesReturn, { salesOrder: order.id, reason, lines: [{ orderLineNumber, quantity }] }))
    expect(await more('10.5')).toBe('sales-return/more-than-shipped')
    await back(at, order.id, '4')
    const second = await asked(at, order.id, '5')
    expect(await more('2')).toBe('sales-return/more-than-shipped')
    expect(await more('1')).toBe('accepted')
    expect(await code(at.try(createSalesReturn, { salesOrder: order.id, reason }))).toBe('sales-return/nothing-to-return')
    const change = (quantity: string) =>
      code(at.try(changeSalesReturn, { id: second.id, input: { lines: [{ orderLineNumber: 1, quantity }] } }))
    expect(await change('6')).toBe('sales-return/more-than-shipped')
    expect(await change('3')).toBe('accepted')
    await at.do(rejectSalesReturn, { id: second.id, input: { answer: 'It was dropped' } })
    expect(await asked(at, order.id, '5')).toMatchObject({ state: 'requested' })
    expect(await more('1', 2)).toBe('sales-return/no-such-line')
    expect(await more('1', 7)).toBe('sales-return/no-such-line')
    expect(await more('-1')).toBe('sales-return/bad-quantity')
    await expectSound(at)
  })

  it('is of quantities that stock can count exactly', async () => {
    const at = await shop(database, 8)
    await at.receive('2')
    const line = { item: at.widget, quantity: '6', unit: 'third', unitPrice: '1' }
    const order = await at.do(placeSalesOrder, { party: at.customer, lines: [line] })
    await at.do(createShipment, { salesOrder: order.id })
    const lines = (quantity: string) => [{ orderLineNumber: 1, quantity }]
    expect(await code(at.try(createSalesReturn, { salesOrder: order.id, reason, lines: lines('1') }))).toBe(
      'sales-return/quantity-not-exact',
    )
    const { id } = await asked(at, order.id, '6')
    await at.do(approveSalesReturn, { id, input: {} })
    const input = { lines: [{ orderLineNumber: 1, received: '6', scrapped: '1' }] }
    expect(await code(at.try(receiveSalesReturn, { id, input }))).toBe('sales-return/quantity-not-exact')
    await expectSound(at)
  })

  it('asks for all that may come back when no lines are named, and is refused without reason, order or in a line twice', async () => {
    const at = await shop(database, 3)
    const order = await sold(at)
    const twice = [1, 1].map((orderLineNumber) => ({ orderLineNumber, quantity: '1' }))
    expect(await code(at.try(createSalesReturn, { salesOrder: order.id, reason, lines: twice }))).toBe('sales-return/line-twice')
    expect(await code(at.try(createSalesReturn, { salesOrder: order.id, reason: ' ' }))).toBe('sales-return/no-reason')
    expect(await code(at.try(createSalesReturn, { salesOrder: NOBODY, reason }))).toBe('sales-return/no-such-order')
    const all = await at.do(createSalesReturn, { salesOrder: order.id, reason, origin: 'R1' })
    expect(all).toMatchObject({ lines: [{ orderLineNumber: 1, quantity: '10', unit: 'pcs' }], origin: 'R1' })
    await at.do(rejectSalesReturn, { id: all.id, input: { answer: 'no' } })
    expect(await code(at.try(createSalesReturn, { salesOrder: order.id, reason, origin: 'R1' }))).toBe(
      'sales-return/origin-taken',
    )
  })

  it('is received within what was approved, into a warehouse that is used, and in open months', async () => {
    const at = await shop(database, 4)
    const order = await sold(at)
    const { id } = await asked(at, order.id, '4', { requestedDate: day('2026-02-20') })
    const receive = (line: object, more: object = {}) =>
      code(at.try(receiveSalesReturn, { id, input: { lines: [{ orderLineNumber: 1, received: '1', ...line }], ...more } }))
    expect(await receive({})).toBe('sales-return/wrong-state')
    const closed = await at.do(createWarehouse, { code: 'OLD', name: 'Old' })
    await at.do(archiveWarehouse, { id: closed.id, input: {} })
    expect(await code(at.try(approveSalesReturn, { id, input: { warehouse: closed.id } }))).toBe('sales-return/no-warehouse')
    await at.do(approveSalesReturn, { id, input: {} })
    expect(await code(at.try(changeSalesReturn, { id, input: { reason: 'other' } }))).toBe('sales-return/wrong-state')
    const february = await at.do(createPeriod, { month: '2026-02' })
    await at.do(closePeriod, { id: february.id, input: {} })
    expect(await receive({ received: '5' })).toBe('sales-return/more-than-approved')
    expect(await receive({ received: '1', scrapped: '2' })).toBe('sales-return/more-scrapped')
    expect(await receive({ received: '0' })).toBe('sales-return/nothing-received')
    expect(await receive({ received: '-1' })).toBe('sales-return/bad-received')
    expect(await receive({ orderLineNumber: 2 })).toBe('sales-return/not-in-return')
    expect(await receive({}, { warehouse: closed.id })).toBe('sales-return/no-warehouse')
    expect(await receive({}, { receivedDate: day('2026-02-21') })).toBe('ledger/period-closed')
    expect(await receive({}, { receivedDate: day('2026-02-19') })).toBe('sales-return/too-early')
    const other = await at.do(createWarehouse, { code: 'R', name: 'Returns' })
    expect(await receive({ received: '3' }, { warehouse: other.id })).toBe('accepted')
    expect(await at.balance(at.widget, other.id)).toMatchObject({ onHand: '3', value: '30' })
    expect(await receive({})).toBe('sales-return/wrong-state')
    // The one that was approved and never came may be asked for again.
    expect(await asked(at, order.id, '7')).toMatchObject({ state: 'requested' })
    await expectSound(at)
  })

  it('needs an answer when it is rejected, also once it is approved, and is over then', async () => {
    const at = await shop(database, 5)
    const order = await sold(at)
    const { id } = await asked(at, order.id, '1')
    expect(await code(at.try(rejectSalesReturn, { id, input: { answer: ' ' } }))).toBe('sales-return/no-answer')
    await at.do(approveSalesReturn, { id, input: {} })
    expect(await at.do(rejectSalesReturn, { id, input: { answer: 'It never came' } })).toMatchObject({ state: 'rejected' })
    expect(await code(at.try(approveSalesReturn, { id, input: {} }))).toBe('sales-return/wrong-state')
    expect(await code(at.try(approveSalesReturn, { id: NOBODY, input: {} }))).toBe('sales-return/not-found')
    expect(await code(at.try(approveSalesReturn, { id, version: 1, input: {} }))).toBe('sales-return/changed-meanwhile')
  })

  it('gives goods that are back to whoever waits for them', async () => {
    const at = await shop(database, 6)
    const order = await sold(at)
    const waiting = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.widget, quantity: '2', unitPrice: '1' }],
    })
    expect(waiting.lines).toMatchObject([{ reserved: '0' }])
    await back(at, order.id, '3', '2')
    expect(await at.balance()).toMatchObject({ onHand: '1', reserved: '1', backOrdered: '1' })
    await expectSound(at)
  })

  it('goes along when its customer is merged into another', async () => {
    const at = await shop(database, 7)
    const { id } = await back(at, (await sold(at)).id, '1')
    const keep = await at.do(createParty, { ...acme, code: 'C2' })
    await at.do(mergeParty, { id: at.customer, input: { into: keep.id } })
    expect(await at.do(creditSalesReturn, { id, input: {} })).toMatchObject({ party: keep.id, state: 'closed' })
  })
})

describe('C11 what comes of a return', () => {
  it('is a credit note of what came, to the cent of the lines that billed it, and less is owed', async () => {
    const at = await shop(database, 11)
    const order = await sold(at)
    const first = await back(at, order.id, '3')
    const credited = await at.do(creditSalesReturn, { id: first.id, input: {} })
    // The line is 121.88 and 15.84 tax for ten: three of ten, and then the other seven, are all of it.
    expect(credited).toMatchObject({ state: 'closed', credited: '41.31', credits: [{ amount: '41.31' }] })
    const rest = await back(at, order.id, '7')
    expect(await at.do(creditSalesReturn, { id: rest.id, input: {} })).toMatchObject({ credited: '96.41' })
    const chain = await ask(at, moneyChain, { salesOrder: order.id })
    expect(chain).toMatchObject({ agrees: true })
    const [note] = chain.invoices.filter(({ type }) => type === 'credit-note')
    expect(note).toMatchObject({ number: 'CN000001', total: '41.31', paid: '41.31', posted: '-41.31' })
    const open = chain.steps.find(({ name }) => name === 'credited')
    expect(open?.amount).toBe('10.17')
    expect(await balances(at)).toEqual(expect.arrayContaining(['1122 Trade receivables 10.17', '1405 Inventory 103.03']))
    expect((await balances(at)).some((line) => line.startsWith('6401'))).toBe(false)
    expect(await ask(at, customerWorthQuery, { party: at.customer })).toMatchObject({ revenue: '9', cost: '0', margin: '9' })
    await proved(at)
    await expectSound(at)
  })

  it('is money to be given back when the invoice is paid, and is settled by paying it', async () => {
    const at = await shop(database, 12)
    const order = await sold(at, { paid: true })
    const { id } = await back(at, order.id, '3', '1')
    const { credits } = await at.do(creditSalesReturn, { id, input: {} })
    const state = () =>
      at.run((tx) => rows(tx, sql`select state, total, paid from erp.invoice where id = ${credits[0]?.invoice as Id}`))
    expect(await state()).toEqual([{ state: 'open', total: '41.31', paid: '0' }])
    await at.do(createPayment, { party: at.customer, currency: 'CNY', amount: '-41.31', method: 'bank' })
    expect(await state()).toEqual([{ state: 'paid', total: '41.31', paid: '41.31' }])
    expect((await balances(at)).some((line) => line.startsWith('1122'))).toBe(false)
    await proved(at)
  })

  it('takes several invoices of one line in turn, and never credits more than they billed', async () => {
    const at = await shop(database, 13)
    await at.receive('10')
    const line = { item: at.widget, quantity: '10', unitPrice: '0.333333' }
    const order = await at.do(placeSalesOrder, { party: at.customer, lines: [line] })
    for (const quantity of ['3', '3', '4']) {
      await at.do(createShipment, { salesOrder: order.id, lines: [{ orderLineNumber: 1, quantity }] })
      await at.do(createInvoice, { salesOrder: order.id })
    }
    const { id } = await back(at, order.id, '7')
    const { credits, credited } = await at.do(creditSalesReturn, { id, input: {} })
    expect(credits).toHaveLength(3)
    const rest = await back(at, order.id, '3')
    const last = await at.do(creditSalesReturn, { id: rest.id, input: {} })
    // 3.33 and 0.43 tax in all.
    expect([credited, last.credited]).toEqual(['2.63', '1.13'])
    expect((await balances(at)).some((one) => one.startsWith('1122'))).toBe(false)
    await proved(at)
  })

  it('is refused where nothing is invoiced, or a credit note took it already, and may be closed with neither', async () => {
    const at = await shop(database, 14)
    const order = await sold(at, { invoiced: false })
    const { id } = await back(at, order.id, '4')
    const credit = (input: object = {}) => code(at.try(creditSalesReturn, { id, input }))
    expect(await credit()).toBe('sales-return/not-invoiced')
    const bill = await at.do(createInvoice, { salesOrder: order.id, invoiceDate: day('2026-03-01') })
    expect(await credit({ invoiceDate: day('2026-02-28') })).toBe('sales-return/before-invoice')
    await at.do(creditInvoice, { id: bill.id, input: { reason: 'x', lines: [{ lineNumber: 1, quantity: '7' }] } })
    expect(await credit()).toBe('sales-return/not-invoiced')
    const march = await at.do(createPeriod, { month: '2026-03' })
    await at.do(closePeriod, { id: march.id, input: {} })
    expect(await credit()).toBe('ledger/period-closed')
    const closed = await at.do(closeSalesReturn, { id, input: { answer: 'Credited before' } })
    expect(closed).toMatchObject({ state: 'closed', credited: '0', replacement: null, answer: 'Credited before' })
    expect(await credit()).toBe('sales-return/wrong-state')
    await proved(at)
  })

  it('is the same goods sent anew for nothing, by an order of its own', async () => {
    const at = await shop(database, 15)
    const order = await sold(at)
    const { id } = await back(at, order.id, '4', '4')
    await at.receive('5')
    const replaced = await at.do(replaceSalesReturn, { id, input: {} })
    expect(replaced).toMatchObject({ state: 'closed', credited: '0', replacement: expect.any(String) })
    const [sent] = await at.run((tx) =>
      rows(tx, sql`select state, total, customer_reference from erp.sales_order where id = ${replaced.replacement as Id}`),
    )
    expect(sent).toEqual({ state: 'confirmed', total: '0', customerReference: replaced.number })
    await at.do(createShipment, { salesOrder: replaced.replacement as Id })
    await at.do(createInvoice, { salesOrder: replaced.replacement as Id })
    // It may come back once more, and then there is nothing to credit but zero.
    const again = await back(at, replaced.replacement as Id, '1')
    expect(await at.do(creditSalesReturn, { id: again.id, input: {} })).toMatchObject({ credited: '0', state: 'closed' })
    await expectSound(at)
    await proved(at)
  })

  it('of many returns at once is what each of them gets by itself', async () => {
    const at = await shop(database, 16)
    const order = await sold(at)
    const ids: Id[] = []
    for (const quantity of ['3', '3', '3']) ids.push((await back(at, order.id, quantity)).id)
    const results = await at.run((tx) =>
      creditSalesReturn.run(
        tx,
        at.context(),
        [...ids, ids[0] as Id, NOBODY].map((id) => ({ id, input: {} })),
      ),
    )
    const told = results.map((result) => (result.ok ? result.value.credited : result.refusal.code))
    expect(told).toEqual(['41.31', '41.32', '41.32', 'sales-return/wrong-state', 'sales-return/not-found'])
    await proved(at)
  })
})

describe('C11 what a table refuses of returns whatever the code says', () => {
  const against = async (seed: number, statement: (id: Id, order: Id) => ReturnType<typeof sql>) => {
    const at = await shop(database, seed)
    const order = await sold(at)
    const { id } = await back(at, order.id, '4')
    return at
      .run((tx) => rows(tx, statement(id, order.id)))
      .then(
        () => 'accepted',
        (fault: Error) => fault.message,
      )
  }

  it('that more comes back than was shipped', async () => {
    const line = (order: Id) => sql`update erp.sales_order_line set returned = 11 where parent_id = ${order} and line_number = 1`
    expect(await against(21, (_, order) => line(order))).toMatch(/check/)
  })

  it('that a return receives what the order does not count', async () => {
    expect(await against(22, (id) => sql`update erp.sales_return_line set received = 3 where parent_id = ${id}`)).toMatch(
      /does not count/,
    )
  })

  it('that costs of received goods change, or a return goes', async () => {
    expect(await against(23, (id) => sql`update erp.sales_return set cost = 1, scrap_cost = 0 where id = ${id}`)).toMatch(
      /stay as/,
    )
    expect(await against(24, (id) => sql`delete from erp.sales_return where id = ${id}`)).not.toBe('accepted')
  })
})

describe('C11 goods received', () => {
  it('for the first time in a company open its books', async () => {
    const at = await shop(database, 31)
    await at.do(createGoodsReceipt, { lines: [{ item: at.widget, quantity: '1', unitCost: '0' }] })
    const order = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.widget, quantity: '1', unitPrice: '1' }],
    })
    await at.do(createShipment, { salesOrder: order.id })
    expect(await back(at, order.id, '1')).toMatchObject({ cost: '0', state: 'received' })
    await proved(at)
  })
})
