import { readEvents, rows, run, sql } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createExchangeRate } from '../exchange-rate/commands.ts'
import { closePeriod, createPeriod } from '../ledger/period-commands.ts'
import { trialBalance } from '../ledger/queries.ts'
import { ask, type Company, code, company, confirmedOrder, day, financeMigrations, proved, ship } from '../testing/finance.ts'
import { createInvoice, invoiceOrders } from './create.ts'
import { creditInvoice } from './credit.ts'

const database = testDatabase([financeMigrations])

async function ledger(of: Company): Promise<string[]> {
  const found = await ask(of, trialBalance, {})
  return found.rows.map((row) => `${row.code} ${row.baseBalance}`)
}

async function credit(of: Company, party = of.customer): Promise<string> {
  const [row] = await of.run((tx) =>
    rows(
      tx,
      sql<{ ordered: string; receivable: string }>`select ordered, receivable from erp.party_credit where party = ${party}`,
    ),
  )
  return `ordered ${row?.ordered} receivable ${row?.receivable}`
}

describe('E12 an invoice', () => {
  it('takes what is shipped of the order, posts it, and what was ordered becomes receivable', async () => {
    const of = await company(database, 1)
    const order = await confirmedOrder(of, [{ quantity: '10', unitPrice: '12.5' }])
    expect(await credit(of)).toBe('ordered 141.25 receivable 0')
    const made = await of.do(createInvoice, { salesOrder: order })
    expect(made).toMatchObject({
      number: 'INV000001',
      type: 'invoice',
      state: 'open',
      net: '125',
      tax: '16.25',
      total: '141.25',
      invoiceDate: '2026-03-02',
      dueDate: '2026-04-01',
      lines: [{ orderLineNumber: 1, description: 'Widget', quantity: '10' }],
    })
    expect(await credit(of)).toBe('ordered 0 receivable 141.25')
    expect(await ledger(of)).toEqual(['1122 141.25', '222101 -16.25', '6001 -125'])
    await proved(of)
  })

  it('closes the order when all is invoiced, and tells so', async () => {
    const of = await company(database, 2)
    const order = await confirmedOrder(of, [{ quantity: '2', unitPrice: '1' }])
    await of.do(createInvoice, { salesOrder: order })
    const found = await of.run((tx) => rows(tx, sql`select state, invoicing, version from erp.sales_order where id = ${order}`))
    expect(found).toEqual([{ state: 'closed', invoicing: 'complete', version: 2 }])
    const { events } = await of.run((tx) =>
      readEvents(tx, 'erp', { after: '', limit: 100, documents: ['sales-order', 'invoice'] }),
    )
    expect(events.map(({ type, documentVersion }) => `${type} ${documentVersion}`).sort()).toEqual([
      'invoice-created 1',
      'sales-order-closed 2',
    ])
  })

  it('of parts adds up to the order to the cent', async () => {
    const of = await company(database, 3)
    const order = await confirmedOrder(of, [{ quantity: '3', unitPrice: '3.333333', shipped: '1' }])
    const totals: string[] = []
    for (const shipped of ['1', '2', '3']) {
      await ship(of, order, shipped)
      const { net, tax } = await of.do(createInvoice, { salesOrder: order })
      totals.push(`${net} + ${tax}`)
    }
    expect(totals).toEqual(['3.33 + 0.43', '3.34 + 0.44', '3.33 + 0.43'])
    const [line] = await of.run((tx) =>
      rows(tx, sql<object>`select net, tax, invoiced_net, invoiced_tax from erp.sales_order_line where parent_id = ${order}`),
    )
    expect(line).toEqual({ net: '10', tax: '1.3', invoicedNet: '10', invoicedTax: '1.3' })
    await proved(of)
  })

  it('takes services as they are ordered, goods as they are shipped', async () => {
    const of = await company(database, 4)
    const order = await confirmedOrder(of, [
      { quantity: '4', unitPrice: '1', shipped: '0' },
      { quantity: '1', unitPrice: '50', taxRate: '6', isService: true },
    ])
    expect(await of.do(createInvoice, { salesOrder: order })).toMatchObject({ net: '50', tax: '3' })
    expect(await code(of.try(createInvoice, { salesOrder: order }))).toBe('invoice/nothing-to-invoice')
  })

  it('of 300 orders at once is numbered without gaps, and a refused one takes no number', async () => {
    const of = await company(database, 5)
    const orders: Id[] = []
    for (let i = 0; i < 300; i++) orders.push(await confirmedOrder(of, [{ quantity: '1', unitPrice: '0.99' }]))
    const asked = [orders[0] as Id, of.newId(), ...orders]
    const results = await of.run((tx) =>
      invoiceOrders(
        tx,
        of.context(),
        asked.map((salesOrder) => ({ salesOrder })),
      ),
    )
    expect(results.map((result) => (result.ok ? 'ok' : result.refusal.code)).slice(0, 4)).toEqual([
      'ok',
      'invoice/no-such-order',
      'invoice/order-not-confirmed',
      'ok',
    ])
    const numbers = results.flatMap((result) => (result.ok ? [result.value.number] : []))
    expect(numbers).toEqual(Array.from({ length: 300 }, (_, i) => `INV${String(i + 1).padStart(6, '0')}`))
    await proved(of)
  })

  it('gives its number back when the transaction fails', async () => {
    const of = await company(database, 6)
    const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: '1' }])
    const failing = of.run(async (tx) => {
      await invoiceOrders(tx, of.context(), [{ salesOrder: order }])
      throw new Error('power cut')
    })
    await expect(failing).rejects.toThrow('power cut')
    expect(await of.do(createInvoice, { salesOrder: order })).toMatchObject({ number: 'INV000001' })
  })

  it('is asked for twice at the same time and made once', async () => {
    const of = await company(database, 7)
    const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: '1' }])
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => code(of.try(createInvoice, { salesOrder: order }))))
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1)
    await proved(of)
  })

  it('is not made of drafts, nor into a closed month', async () => {
    const of = await company(database, 8)
    const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: '1' }])
    await of.run((tx) => run(tx, sql`update erp.sales_order set state = 'draft' where id = ${order}`))
    expect(await code(of.try(createInvoice, { salesOrder: order }))).toBe('invoice/order-not-confirmed')
    await of.run((tx) => run(tx, sql`update erp.sales_order set state = 'confirmed' where id = ${order}`))
    const february = await of.do(createPeriod, { month: '2026-02' })
    await of.do(closePeriod, { id: february.id, input: {} })
    const late = { salesOrder: order, invoiceDate: day('2026-02-28') }
    expect(await code(of.try(createInvoice, late))).toBe('ledger/period-closed')
    expect(await ledger(of)).toEqual([])
  })

  it('never changes once posted', async () => {
    const of = await company(database, 9)
    const order = await confirmedOrder(of, [{ quantity: '1', unitPrice: '1' }])
    const { id } = await of.do(createInvoice, { salesOrder: order })
    const change = (what: ReturnType<typeof sql>) => of.run((tx) => run(tx, sql`update erp.invoice set ${what} where id = ${id}`))
    await expect(change(sql`due_date = '2027-01-01'`)).rejects.toThrow(/write a credit note/)
    await expect(change(sql`paid = 0.5`)).rejects.toThrow(/do not add up/)
    await expect(of.run((tx) => run(tx, sql`delete from erp.invoice where id = ${id}`))).rejects.toThrow(/append-only/)
  })

  it('in a foreign currency is booked at the rate of its day', async () => {
    const of = await company(database, 10)
    const order = await confirmedOrder(of, [{ quantity: '3', unitPrice: '33.33' }], { currency: 'USD' })
    expect(await code(of.try(createInvoice, { salesOrder: order }))).toBe('exchange-rate/missing')
    const rate = { fromCurrency: 'USD', toCurrency: 'CNY', rateDate: day('2026-01-01'), rate: '7.1234' }
    await of.do(createExchangeRate, rate)
    expect(await of.do(createInvoice, { salesOrder: order })).toMatchObject({ total: '112.99', baseTotal: '804.87' })
    expect(await ledger(of)).toEqual(['1122 804.87', '222101 -92.6', '6001 -712.27'])
    await proved(of)
  })
})

describe('E12 a credit note', () => {
  it('takes an open invoice back, which is then credited', async () => {
    const of = await company(database, 30)
    const order = await confirmedOrder(of, [{ quantity: '10', unitPrice: '12.5' }])
    const { id } = await of.do(createInvoice, { salesOrder: order })
    const note = await of.do(creditInvoice, { id, input: { reason: 'wrong address' } })
    expect(note).toMatchObject({
      number: 'CN000001',
      type: 'credit-note',
      state: 'credited',
      total: '141.25',
      creditedInvoice: id,
    })
    const [row] = await of.run((tx) => rows(tx, sql`select state, paid, credited, version from erp.invoice where id = ${id}`))
    expect(row).toEqual({ state: 'credited', paid: '141.25', credited: '141.25', version: 2 })
    expect(await ledger(of)).toEqual(['1122 0', '222101 0', '6001 0'])
    expect(await credit(of)).toBe('ordered 0 receivable 0')
    expect(await code(of.try(creditInvoice, { id, input: { reason: 'again' } }))).toBe('invoice/nothing-to-credit')
    await proved(of)
  })

  it('of quantities adds up to the invoice to the cent', async () => {
    const of = await company(database, 31)
    const order = await confirmedOrder(of, [{ quantity: '3', unitPrice: '3.333333' }])
    const { id } = await of.do(createInvoice, { salesOrder: order })
    const one = { id, input: { reason: 'broken', lines: [{ lineNumber: 1, quantity: '1' }] } }
    const made = [await of.do(creditInvoice, one), await of.do(creditInvoice, one), await of.do(creditInvoice, one)]
    expect(made.map(({ net, tax }) => `${net} + ${tax}`)).toEqual(['3.33 + 0.43', '3.34 + 0.44', '3.33 + 0.43'])
    await proved(of)
  })

  it('in a foreign currency leaves nothing in base currency when all is credited', async () => {
    const of = await company(database, 32)
    const rate = { fromCurrency: 'USD', toCurrency: 'CNY', rateDate: day('2026-01-01'), rate: '7.1234' }
    await of.do(createExchangeRate, rate)
    const order = await confirmedOrder(of, [{ quantity: '7', unitPrice: '1.11' }], { currency: 'USD' })
    const { id } = await of.do(createInvoice, { salesOrder: order })
    const two = { id, input: { reason: 'broken', lines: [{ lineNumber: 1, quantity: '2' }] } }
    for (let i = 0; i < 3; i++) await of.do(creditInvoice, two)
    await of.do(creditInvoice, { id, input: { reason: 'the rest' } })
    const found = await ask(of, trialBalance, {})
    expect(found.rows.find((row) => row.code === '1122')).toMatchObject({ baseBalance: '0' })
    await proved(of)
  })

  it('is refused with what to do', async () => {
    const of = await company(database, 33)
    const order = await confirmedOrder(of, [{ quantity: '10', unitPrice: '12.5' }])
    const { id } = await of.do(createInvoice, { salesOrder: order })
    const refused = (input: object, of_ = id, version?: number) =>
      code(of.try(creditInvoice, { id: of_, version, input: { reason: 'x', ...input } }))
    const line = (lineNumber: number, quantity: string) => ({ lines: [{ lineNumber, quantity }] })
    expect(await refused({ reason: ' ' })).toBe('invoice/no-reason')
    expect(await refused({ invoiceDate: day('2026-03-01') })).toBe('invoice/before-invoice')
    expect(await refused(line(1, '10.000001'))).toBe('invoice/more-than-invoiced')
    expect(await refused(line(2, '1'))).toBe('invoice/no-such-line')
    expect(await refused(line(1, '0'))).toBe('invoice/nothing-to-credit')
    expect(await refused({}, of.newId())).toBe('invoice/not-found')
    expect(await refused({}, id, 9)).toBe('invoice/changed-meanwhile')
    const note = await of.do(creditInvoice, { id, input: { reason: 'x' } })
    expect(await refused({}, note.id)).toBe('invoice/not-an-invoice')
    const march = await of.do(createPeriod, { month: '2026-03' })
    await of.do(closePeriod, { id: march.id, input: {} })
    expect(await refused({})).toBe('ledger/period-closed')
  })
})
