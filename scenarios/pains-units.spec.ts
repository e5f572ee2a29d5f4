/** Pains with units, told by those who had them: what is sold in dozens is stocked in pieces. */
import { crmMigrations } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { booksAgree, expectInSync, inbox, retryAll, shopOf } from './shop.fixture.ts'
import type { Trade } from './trade.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])

const shop = (seed: number): Promise<Trade> => shopOf(database.current, seed)

interface Stock {
  readonly onHand: number
  readonly reserved: number
}

describe('I4 J5 the pains of others with units', () => {
  it('"a dozen became thirteen": quantities arrive as they were written, in their unit', async () => {
    const trade = await shop(12)
    const { company } = trade
    await trade.item('ROPE', '0', { unit: 'm' })
    await company.settle()
    const order = await trade.accept(await trade.quote('ACME', '12.345 ROPE @ 2, 12 CHAIR @ 1'))
    await company.settle()
    const units = (lines: unknown) =>
      (lines as { quantity: string; unit: string }[]).map(({ quantity, unit }) => `${quantity} ${unit}`)
    expect(units((await trade.erpOrders(order.number))[0]?.lines)).toEqual(['12.345 m', '12 pcs'])
    expect(units((await trade.crmOrder(order.number)).lines)).toEqual(['12.345 m', '12 pcs'])
  })

  it('"a dozen was shipped as one piece, and invoiced as twelve dozens": each side counts in its unit, the money to the cent', async () => {
    const trade = await shop(21)
    const { company } = trade
    await trade.item('EGG', '100', { units: [{ unit: 'dozen', numerator: '12', denominator: '1' }] })
    await company.settle()
    const order = await trade.accept(await trade.quote('ACME', '2 dozen EGG @ 33.33, 3 EGG @ 3.10'))
    await company.settle()
    const [there] = await trade.erpOrders(order.number)
    expect(there).toMatchObject({
      lines: [
        { quantity: '2', unit: 'dozen', unitPrice: '33.33', reserved: '2', net: '66.66', tax: '8.67' },
        { quantity: '3', unit: 'pcs', reserved: '3', net: '9.3', tax: '1.21' },
      ],
    })
    expect([there?.net, there?.tax, there?.total]).toEqual([order.net, order.tax, order.total])
    const stock = () =>
      company.world.run((tx) =>
        rows(tx, sql<Stock>`select on_hand::float8 as on_hand, reserved::float8 as reserved from erp.stock_balance`),
      )
    const moved = async () => (await stock()).find(({ onHand }) => onHand !== 100)
    expect(await stock()).toContainEqual({ onHand: 100, reserved: 27 })
    const shipped = await company.act('erp', 'shipment', 'create', {
      salesOrder: there?.id as string,
      lines: [{ orderLineNumber: 1, quantity: '1' }],
    })
    await trade.invoice(order.number)
    await company.settle()
    expect(await moved()).toEqual({ onHand: 88, reserved: 15 })
    const moves = await company.world.run((tx) =>
      rows(
        tx,
        sql<{ quantity: string }>`select quantity::float8 as quantity from erp.stock_move where document_id = ${shipped.id}`,
      ),
    )
    expect(moves).toEqual([{ quantity: -12 }])
    expect(await trade.crmOrder(order.number)).toMatchObject({
      lines: [{ quantity: '2', unit: 'dozen' }, { unit: 'pcs' }],
      progress: [
        { lineNumber: 1, reserved: '1', shipped: '1', invoiced: '1' },
        { lineNumber: 2, reserved: '3', shipped: '0', invoiced: '0' },
      ],
    })
    expect((await trade.all('crm', 'shipment'))[0]?.lines).toMatchObject([{ quantity: '1', unit: 'dozen' }])
    await trade.ship(order.number)
    await trade.invoice(order.number)
    await company.settle()
    expect(await moved()).toEqual({ onHand: 73, reserved: 0 })
    const invoices = await trade.all('crm', 'invoice')
    expect(invoices.map(({ net, tax, total }) => [net, tax, total])).toEqual([
      ['33.33', '4.34', '37.67'],
      ['42.63', '5.54', '48.17'],
    ])
    expect(invoices.map(({ lines }) => (lines as unknown as { unit: string }[]).map(({ unit }) => unit))).toEqual([
      ['dozen'],
      ['dozen', 'pcs'],
    ])
    expect([order.net, order.tax, order.total]).toEqual(['75.96', '9.88', '85.84'])
    expect(await booksAgree(trade)).toBe(true)
    await expectInSync(trade)
  })

  it('"they took our box for a piece": a unit that the ERP does not know is in the inbox, never guessed', async () => {
    const trade = await shop(22)
    const { company } = trade
    const order = await trade.accept(await trade.quote('ACME', '2 box CHAIR @ 100'))
    await company.settle()
    expect(await trade.erpOrders(order.number)).toEqual([])
    expect(await inbox(trade)).toMatchObject([{ code: 'sales-order/unknown-unit', money: { CNY: '226' } }])
    const chair = await trade.find('erp', 'item', 'code', 'CHAIR')
    await company.act('erp', 'item', 'change', { units: [{ unit: 'box', numerator: '4', denominator: '1' }] }, chair.id)
    await retryAll(trade)
    await company.settle()
    expect(await trade.erpOrders(order.number)).toMatchObject([
      { lines: [{ quantity: '2', unit: 'box', numerator: '4', reserved: '2' }] },
    ])
    await expectInSync(trade)
  })
})
