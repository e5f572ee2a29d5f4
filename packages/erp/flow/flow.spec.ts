import { run, sql } from '@tandem/db'
import { must } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { createGoodsReceipt as receiveOnly } from '../goods-receipt/commands.ts'
import { erpMigrations } from '../index.ts'
import { createInvoice } from '../invoice/create.ts'
import { confirmSalesOrder, createSalesOrder, placeSalesOrder } from '../sales-order/commands.ts'
import { createShipment } from '../shipment/commands.ts'
import { expectSound, NOBODY, type Shop, shop } from '../specs/trade.ts'
import { dueShipments } from './due-shipments.ts'
import { processSalesOrders, reserveWaiting } from './process.ts'
import { serveWaiting } from './serve-waiting.ts'

const database = testDatabase([erpMigrations])

async function receiveQuietly(at: Shop, quantity: string) {
  await at.do(receiveOnly, { lines: [{ item: at.widget, quantity, unitCost: '10' }] })
}
const process = (at: Shop, ...ids: (typeof NOBODY)[]) => at.run((tx) => processSalesOrders(tx, at.context(), ids))

describe('E4 processing an order', () => {
  it('reserves for whoever waits longest first, and the second time changes nothing', async () => {
    const at = await shop(database, 1)
    const first = await at.draft('3')
    const second = await at.draft('3')
    await at.do(confirmSalesOrder, { id: first, input: {} })
    at.pass(1000)
    await at.do(confirmSalesOrder, { id: second, input: {} })
    await receiveQuietly(at, '4')
    const [result] = await process(at, second)
    expect(result).toMatchObject({ value: { version: 3, lines: [{ reserved: '1' }] } })
    const again = await process(at, second, first)
    expect(again).toMatchObject([{ value: { version: 3 } }, { value: { version: 3, lines: [{ reserved: '3' }] } }])
    expect(await process(at, NOBODY)).toMatchObject([{ refusal: { code: 'sales-order/not-found' } }])
    await expectSound(at)
  })

  it('closes what is shipped and invoiced', async () => {
    const at = await shop(database, 2)
    await at.receive('5')
    const order = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.widget, quantity: '5', unitPrice: '12.5' }],
    })
    await at.do(createShipment, { salesOrder: order.id })
    expect(must((await process(at, order.id))[0] as never)).toMatchObject({ state: 'confirmed', delivery: 'complete' })
    await at.do(createInvoice, { salesOrder: order.id })
    expect(must((await process(at, order.id))[0] as never)).toMatchObject({ state: 'closed', invoicing: 'complete' })
    const [again] = await process(at, order.id)
    expect(again).toMatchObject({ value: { state: 'closed' } })
    await expectSound(at)
  })

  it('puts right a progress that is wrong', async () => {
    const at = await shop(database, 3)
    await at.receive('5')
    const order = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.widget, quantity: '5', unitPrice: '1' }],
    })
    await at.run((tx) => run(tx, sql`update erp.sales_order set delivery = 'complete' where id = ${order.id}`))
    expect(await process(at, order.id)).toMatchObject([{ value: { delivery: 'none' } }])
  })

  it('gives new stock to the waiting by item', async () => {
    const at = await shop(database, 4)
    const id = await at.draft('3')
    await at.do(confirmSalesOrder, { id, input: {} })
    await receiveQuietly(at, '2')
    expect(await at.run((tx) => reserveWaiting(tx, at.context(), [at.widget]))).toMatchObject([
      { value: { lines: [{ reserved: '2' }] } },
    ])
    expect(await at.run((tx) => reserveWaiting(tx, at.context(), [at.service]))).toEqual([])
    await expectSound(at)
  })
})

describe('E6 what is due', () => {
  it('is what is reserved and wanted by the day', async () => {
    const at = await shop(database, 10)
    await at.receive('10')
    const place = (quantity: string, requestedDate?: string) =>
      at.do(placeSalesOrder, {
        party: at.customer,
        requestedDate: requestedDate as never,
        lines: [{ item: at.widget, quantity, unitPrice: '1' }],
      })
    await place('2', '2026-03-05')
    await place('3')
    const due = async (date?: string) => {
      const answer = must(await at.run((tx) => dueShipments.run(tx, at.context(), { date: date as never })))
      return answer.lines.map(({ number, quantity }) => [number, quantity])
    }
    expect(await due()).toEqual([['SO000002', '3']])
    expect(await due('2026-03-05')).toEqual([
      ['SO000002', '3'],
      ['SO000001', '2'],
    ])
  })
})

describe('E4 more orders wait for stock than one run serves', () => {
  it('and all of them are served, page after page, longest waiting first', async () => {
    const at = await shop(database, 90)
    const drafts = await at.run((tx) =>
      createSalesOrder.run(
        tx,
        at.context(),
        Array.from({ length: 250 }, () => ({ party: at.customer, lines: [{ item: at.widget, quantity: '1', unitPrice: '1' }] })),
      ),
    )
    const ids = drafts.map((draft) => must(draft).id)
    await at.run((tx) =>
      confirmSalesOrder.run(
        tx,
        at.context(),
        ids.map((id) => ({ id, input: {} })),
      ),
    )
    await receiveQuietly(at, '240')
    const first = await at.run((tx) => serveWaiting(tx, at.context(), undefined))
    expect(await at.balance()).toMatchObject({ reserved: '200', backOrdered: '50' })
    const second = await at.run((tx) => serveWaiting(tx, at.context(), first))
    expect(await at.balance()).toMatchObject({ reserved: '240', backOrdered: '10' })
    expect(await at.run((tx) => serveWaiting(tx, at.context(), second))).toBeUndefined()
    await expectSound(at)
  })
})
