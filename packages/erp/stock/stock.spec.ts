import { rows, run, sql } from '@tandem/db'
import { must, type PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { cancelExpectedReceipt, createExpectedReceipt } from '../expected-receipt/commands.ts'
import { createGoodsReceipt, createStockAdjustment, createStockTransfer } from '../flow/receiving.ts'
import { erpMigrations } from '../index.ts'
import { closePeriod, createPeriod } from '../ledger/period-commands.ts'
import { placeSalesOrder } from '../sales-order/commands.ts'
import { createShipment } from '../shipment/commands.ts'
import { expectSound, NOBODY, shop } from '../specs/trade.ts'
import { createWarehouse } from '../warehouse/commands.ts'
import { stockMovesQuery, stockQuery } from './queries.ts'

const database = testDatabase([erpMigrations])

describe('E2 goods that come in', () => {
  it('raise stock and its value, each line by itself', async () => {
    const at = await shop(database, 1)
    const lines = [
      { item: at.widget, quantity: '3', unitCost: '10.333333' },
      { item: at.widget, quantity: '1', unit: 'dozen', unitCost: '120' },
      { item: at.widget, quantity: '2' },
    ]
    const receipt = await at.do(createGoodsReceipt, { reference: 'PO 1', lines })
    expect(receipt).toMatchObject({ number: 'GR000001', receiptDate: '2026-03-02', currency: 'CNY', cost: '171.13' })
    expect(receipt.lines).toMatchObject([{ cost: '31' }, { cost: '120' }, { unitCost: '10.066667', cost: '20.13' }])
    expect(await at.balance()).toEqual({ onHand: '17', reserved: '0', backOrdered: '0', value: '171.13' })
    const { lines: stock } = must(await at.run((tx) => stockQuery.run(tx, at.context(), { search: 'widg' })))
    expect(stock).toMatchObject([{ itemCode: 'W1', warehouseCode: 'M', free: '17', averageCost: '10.066471' }])
    const { moves } = must(await at.run((tx) => stockMovesQuery.run(tx, at.context(), { item: at.widget })))
    expect(moves.map(({ quantity, reason }) => [quantity, reason])).toEqual([
      ['2', 'receipt'],
      ['12', 'receipt'],
      ['3', 'receipt'],
    ])
    await expectSound(at)
  })

  it('may be what was expected', async () => {
    const at = await shop(database, 2)
    const expectedReceipt = await at.expectGoods('10', '2026-03-09')
    const arrive = (quantity: string) =>
      at.try(createGoodsReceipt, { lines: [{ item: at.widget, quantity, unitCost: '1', expectedReceipt }] })
    const state = async () =>
      (await at.run((tx) => rows(tx, sql`select state, received from erp.expected_receipt where id = ${expectedReceipt}`)))[0]
    await arrive('4')
    expect(await state()).toEqual({ state: 'open', received: '4' })
    await arrive('6')
    expect(await state()).toEqual({ state: 'received', received: '10' })
    expect(await arrive('1')).toMatchObject({ refusal: { code: 'goods-receipt/not-expected' } })
    const other = await at.expectGoods('1', '2026-03-09')
    await at.do(cancelExpectedReceipt, { id: other, input: {} })
    expect(await at.try(cancelExpectedReceipt, { id: other, input: {} })).toMatchObject({
      refusal: { code: 'expected-receipt/wrong-state' },
    })
    await expectSound(at)
  })

  it('are refused where they name what is not there, or a closed month', async () => {
    const at = await shop(database, 3)
    const line = { item: at.widget, quantity: '1', unitCost: '1' }
    const refusal = async (lines: object[], more: object = {}) => {
      const result = await at.try(createGoodsReceipt, { ...more, lines } as never)
      return result.ok ? 'received' : result.refusal.code
    }
    expect(await refusal([])).toBe('goods-receipt/no-lines')
    expect(await refusal([{ ...line, item: NOBODY }])).toBe('goods-receipt/no-such-item')
    expect(await refusal([{ ...line, item: at.service }])).toBe('goods-receipt/not-stocked')
    expect(await refusal([{ ...line, unit: 'crate' }])).toBe('goods-receipt/unknown-unit')
    expect(await refusal([{ ...line, quantity: '0' }])).toBe('goods-receipt/bad-quantity')
    expect(await refusal([{ ...line, unit: 'third' }])).toBe('goods-receipt/quantity-not-exact')
    expect(await refusal([{ ...line, unitCost: '-1' }])).toBe('goods-receipt/bad-cost')
    expect(await refusal([line], { warehouse: NOBODY })).toBe('goods-receipt/no-warehouse')
    expect(await refusal([line], { party: NOBODY })).toBe('goods-receipt/no-such-vendor')
    await at.do(createPeriod, { month: '2026-02' })
    const [period] = await at.run((tx) => rows(tx, sql<{ id: typeof NOBODY }>`select id from erp.period`))
    await at.do(closePeriod, { id: period?.id ?? NOBODY, input: {} })
    expect(await refusal([line], { receiptDate: '2026-02-28' as PlainDate })).toBe('ledger/period-closed')
    expect(await at.balance()).toMatchObject({ onHand: '0' })
  })
})

describe('E2 a count', () => {
  it('makes stock what was found, and posts what that is worth', async () => {
    const at = await shop(database, 10)
    await at.receive('10', at.widget, '3.333333')
    const count = (counted: string, more: object = {}) =>
      at.try(createStockAdjustment, { reason: 'Year end', lines: [{ item: at.widget, counted, ...more }] })
    expect(await count('7')).toMatchObject({ value: { cost: '-10', lines: [{ difference: '-3', cost: '-10' }] } })
    expect(await count('1', { unit: 'dozen', unitCost: '4' })).toMatchObject({ value: { cost: '20' } })
    expect(await at.balance()).toMatchObject({ onHand: '12', value: '43.33' })
    expect(await count('12')).toMatchObject({ value: { cost: '0' } })
    expect(await count('0')).toMatchObject({ value: { cost: '-43.33' } })
    await expectSound(at)
  })

  it('cannot take what is reserved', async () => {
    const at = await shop(database, 11)
    await at.receive('10')
    await at.do(placeSalesOrder, { party: at.customer, lines: [{ item: at.widget, quantity: '6', unitPrice: '1' }] })
    const count = (counted: string, more: object = {}, reason = 'Lost') =>
      at.try(createStockAdjustment, { reason, lines: [{ item: at.widget, counted, ...more }] })
    expect(await count('5')).toMatchObject({
      refusal: { code: 'stock-adjustment/reserved', details: { counted: '5', reserved: '6' } },
    })
    expect(await count('6', {}, ' ')).toMatchObject({ refusal: { code: 'stock-adjustment/no-reason' } })
    const elsewhere = { warehouse: NOBODY, reason: 'Lost', lines: [{ item: at.widget, counted: '1' }] }
    expect(await at.try(createStockAdjustment, elsewhere)).toMatchObject({ refusal: { code: 'stock-adjustment/no-warehouse' } })
    expect(await count('12', { unitCost: '-1' })).toMatchObject({ refusal: { code: 'stock-adjustment/bad-cost' } })
    expect(await count('1', { unit: 'third', unitCost: '1' })).toMatchObject({
      refusal: { code: 'stock-adjustment/quantity-not-exact' },
    })
    await expectSound(at)
  })
})

describe('E2 a transfer', () => {
  it('takes free stock and its value to another warehouse', async () => {
    const at = await shop(database, 20)
    const { id: far } = await at.do(createWarehouse, { code: 'F', name: 'Far' })
    await at.receive('3', at.widget, '3.333333')
    const move = (quantity: string, toWarehouse = far) =>
      at.try(createStockTransfer, { fromWarehouse: at.main, toWarehouse, lines: [{ item: at.widget, quantity }] })
    expect(await move('1')).toMatchObject({ value: { number: 'ST000001', lines: [{ cost: '3.33' }] } })
    expect(await at.balance()).toMatchObject({ onHand: '2', value: '6.67' })
    expect(await at.balance(at.widget, far)).toMatchObject({ onHand: '1', value: '3.33' })
    expect(await move('3')).toMatchObject({ refusal: { code: 'stock-transfer/not-enough', details: { free: '2' } } })
    expect(await move('1', at.main)).toMatchObject({ refusal: { code: 'stock-transfer/same-warehouse' } })
    expect(await move('1', NOBODY)).toMatchObject({ refusal: { code: 'stock-transfer/no-warehouse' } })
    await expectSound(at)
  })
})

describe('E2 the stock journal', () => {
  it('never changes, and stock is never negative, not even by SQL', async () => {
    const at = await shop(database, 30)
    await at.receive('3')
    const attempt = (text: string) => at.run((tx) => run(tx, sql.raw(text)))
    await expect(attempt(`update erp.stock_move set quantity = 1`)).rejects.toThrow(/permission denied|append-only/)
    await expect(attempt(`delete from erp.stock_move`)).rejects.toThrow(/permission denied|append-only/)
    await expect(attempt(`update erp.stock_balance set on_hand = -1`)).rejects.toThrow(/check/)
    await expect(attempt(`update erp.stock_balance set reserved = 4`)).rejects.toThrow(/check/)
  })

  it('gives the last piece the rest of the value, so that no cent stays behind', async () => {
    const at = await shop(database, 31)
    await at.receive('3', at.widget, '3.333333')
    const order = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.widget, quantity: '3', unitPrice: '1' }],
    })
    const costs: string[] = []
    for (const quantity of ['1', '1', '1']) {
      const shipped = await at.do(createShipment, { salesOrder: order.id, lines: [{ orderLineNumber: 1, quantity }] })
      costs.push(shipped.cost)
    }
    expect(costs).toEqual(['3.33', '3.34', '3.33'])
    await expectSound(at)
  })
})

describe('E5 what is expected', () => {
  it('is refused where it names what is not there', async () => {
    const at = await shop(database, 40)
    const refusal = async (changes: object) => {
      const input = { item: at.widget, quantity: '1', expectedDate: '2026-03-09', ...changes }
      const result = await at.try(createExpectedReceipt, input as never)
      return result.ok ? 'expected' : result.refusal.code
    }
    expect(await refusal({ item: NOBODY })).toBe('expected-receipt/no-such-item')
    expect(await refusal({ item: at.service })).toBe('expected-receipt/not-stocked')
    expect(await refusal({ quantity: '0' })).toBe('expected-receipt/bad-quantity')
    expect(await refusal({ quantity: '0.0000001' })).toBe('expected-receipt/quantity-not-exact')
    expect(await refusal({ warehouse: NOBODY })).toBe('expected-receipt/no-warehouse')
    expect(await at.try(cancelExpectedReceipt, { id: NOBODY, input: {} })).toMatchObject({
      refusal: { code: 'expected-receipt/not-found' },
    })
  })
})
