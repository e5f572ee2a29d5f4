import { readEvents, rows, sql } from '@tandem/db'
import type { PlainDate } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { erpMigrations } from '../index.ts'
import { confirmSalesOrder, placeSalesOrder } from '../sales-order/commands.ts'
import { expectSound, NOBODY, type Shop, shop } from '../specs/trade.ts'
import { createShipment, deliverShipment } from './commands.ts'

const database = testDatabase([erpMigrations])
const day = (text: string) => text as PlainDate

async function confirmedOrder(at: Shop, quantity: string, unit = 'pcs') {
  const lines = [{ item: at.widget, quantity, unit, unitPrice: '12.5' }]
  return at.do(placeSalesOrder, { party: at.customer, lines })
}

describe('E6 a shipment', () => {
  it('takes what is reserved, at the average cost of the stock, and tells the order', async () => {
    const at = await shop(database, 1)
    await at.receive('3', at.widget, '10')
    await at.receive('4', at.widget, '11.01')
    const order = await confirmedOrder(at, '8')
    const part = await at.do(createShipment, {
      salesOrder: order.id,
      carrier: '顺丰',
      trackingNumber: 'SF1',
      lines: [{ orderLineNumber: 1, quantity: '2' }],
    })
    expect(part).toMatchObject({
      number: 'SH000001',
      state: 'shipped',
      shippedDate: '2026-03-02',
      carrier: '顺丰',
      cost: '21.15',
    })
    const rest = await at.do(createShipment, { salesOrder: order.id })
    expect(rest.lines).toMatchObject([{ orderLineNumber: 1, quantity: '5', cost: '52.89', warehouse: at.main }])
    expect(await at.balance()).toEqual({ onHand: '0', reserved: '0', backOrdered: '1', value: '0' })
    const { events } = await at.run((tx) => readEvents(tx, 'erp', { after: '', limit: 10, documents: ['sales-order'] }))
    expect(events.map(({ type }) => type)).toEqual(['sales-order-placed', 'sales-order-shipped', 'sales-order-shipped'])
    expect(events[2]).toMatchObject({ documentVersion: 3, payload: { lines: [{ lineNumber: 1, shipped: '7' }] } })
    await expectSound(at)
  })

  it('posts the cost of what was sold', async () => {
    const at = await shop(database, 2)
    await at.receive('3')
    const order = await confirmedOrder(at, '2')
    const shipment = await at.do(createShipment, { salesOrder: order.id })
    const posted = await at.run((tx) =>
      rows(
        tx,
        sql`select r.role, l.base_debit, l.base_credit from erp.journal_entry e
            join erp.journal_entry_line l on l.parent_id = e.id join erp.account_role r on r.account = l.account
            where e.source_id = ${shipment.id} order by r.role`,
      ),
    )
    expect(posted).toMatchObject([
      { role: 'cost-of-goods-sold', baseDebit: '20' },
      { role: 'inventory', baseCredit: '20' },
    ])
  })

  it('may take free stock beyond what is reserved, and several shipments of one order in a batch', async () => {
    const at = await shop(database, 3)
    const order = await confirmedOrder(at, '10')
    await at.run(async (tx) => {
      const { createGoodsReceipt } = await import('../goods-receipt/commands.ts')
      return createGoodsReceipt.run(tx, at.context(), [{ lines: [{ item: at.widget, quantity: '9', unitCost: '1' }] }])
    })
    const part = (quantity: string) => ({ salesOrder: order.id, lines: [{ orderLineNumber: 1, quantity }] })
    const results = await at.run((tx) => createShipment.run(tx, at.context(), [part('4'), part('7'), part('5')]))
    expect(results).toMatchObject([
      { value: { cost: '4' } },
      { refusal: { code: 'shipment/more-than-ordered', details: { open: '6' } } },
      { value: { cost: '5' } },
    ])
    expect(await at.try(createShipment, part('1'))).toMatchObject({ refusal: { code: 'shipment/not-enough-stock' } })
    await expectSound(at)
  })

  it('counts in the unit of the order and takes base units from stock', async () => {
    const at = await shop(database, 4)
    await at.receive('30')
    const order = await confirmedOrder(at, '2.5', 'dozen')
    await at.do(createShipment, { salesOrder: order.id, lines: [{ orderLineNumber: 1, quantity: '1' }] })
    expect(await at.balance()).toMatchObject({ onHand: '18', reserved: '18' })
    await expectSound(at)
  })

  it('is refused for what is not ordered, not confirmed or not there', async () => {
    const at = await shop(database, 5)
    await at.receive('5')
    const draft = await at.draft('5')
    const service = await at.do(placeSalesOrder, {
      party: at.customer,
      lines: [{ item: at.service, quantity: '1', unitPrice: '1' }],
    })
    const refusal = async (salesOrder: typeof draft, lines?: [number, string][]) => {
      const given = lines?.map(([orderLineNumber, quantity]) => ({ orderLineNumber, quantity }))
      const result = await at.try(createShipment, { salesOrder, lines: given })
      return result.ok ? 'shipped' : result.refusal.code
    }
    expect(await refusal(NOBODY)).toBe('shipment/no-such-order')
    expect(await refusal(draft)).toBe('shipment/order-not-confirmed')
    expect(await refusal(service.id)).toBe('shipment/nothing-to-ship')
    expect(await refusal(service.id, [[1, '1']])).toBe('shipment/no-such-line')
    await at.do(confirmSalesOrder, { id: draft, input: {} })
    expect(await refusal(draft, [[2, '1']])).toBe('shipment/no-such-line')
    expect(await refusal(draft, [[1, '0']])).toBe('shipment/bad-quantity')
    expect(await refusal(draft, [[1, '0.0000001']])).toBe('shipment/quantity-not-exact')
    expect(
      await refusal(draft, [
        [1, '1'],
        [1, '1'],
      ]),
    ).toBe('shipment/line-twice')
    await expectSound(at)
  })

  it('is delivered once, not before it left', async () => {
    const at = await shop(database, 6)
    await at.receive('5')
    const order = await confirmedOrder(at, '5')
    const { id } = await at.do(createShipment, { salesOrder: order.id, shippedDate: day('2026-03-01') })
    const deliver = (deliveredDate?: PlainDate) => at.try(deliverShipment, { id, input: { deliveredDate } })
    expect(await deliver(day('2026-02-28'))).toMatchObject({ refusal: { code: 'shipment/delivered-before-shipped' } })
    expect(await deliver()).toMatchObject({ value: { state: 'delivered', deliveredDate: '2026-03-02' } })
    expect(await deliver()).toMatchObject({ refusal: { code: 'shipment/wrong-state' } })
    expect(await at.try(deliverShipment, { id: NOBODY, input: {} })).toMatchObject({ refusal: { code: 'shipment/not-found' } })
    expect(await at.try(deliverShipment, { id, version: 1, input: {} })).toMatchObject({
      refusal: { code: 'shipment/changed-meanwhile' },
    })
  })
})
