/** An order larger than the stock, as its planner meets it: found on the start page, supply announced, and what came of it. */
import { expectedReceipt, expectedReceiptFields } from '@tandem/erp/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods, type ServerUnderTest } from './server-under-test.ts'
import { storyteller } from './tell.ts'

const DAY_MS = 86_400_000

const tell = storyteller({ once: true })

/** An accepted quote of more than the ten that are there. */
async function orderMore(server: ServerUnderTest, mark: string) {
  const goods = await makeGoods(server, mark)
  const lines = [{ item: goods.item.id, quantity: '14' }]
  // Wanted today: of all that wait it is the most urgent.
  const requestedDate = new Date().toISOString().slice(0, 10)
  const quote = await server.call('POST', '/crm/quotes', { customer: goods.customer.id, requestedDate, lines })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${quote.id}/accept`)
  const salesOrder = await arrived<{ id: string; number: string }>(server, `/erp/sales-orders?filter[party]=${goods.party.id}`)
  const { id: item } = await arrived(server, `/erp/items?filter[code]=T-${mark}`)
  return { order, salesOrder, item, code: `T-${mark}` }
}

tell('P5 E5 a planner finds the order that waits, announces supply, and sees it promised and reserved', async (told) => {
  const { server, mark, say, label, inside, date, comes } = told
  const { order, salesOrder, item, code } = await orderMore(server, `PLAN-${mark}`)
  const planner = await comes('liu.qiang')
  const { page, main, dialog } = planner
  await planner.see(salesOrder.number)
  await planner.fits()

  const day = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10)
  await planner.open('/records/erp/expected-receipt')
  await planner.press(say('record.new', { what: inside(expectedReceipt.label) }))
  await planner.pick(label(expectedReceiptFields.item.label), code, dialog)
  await planner.day(label(expectedReceiptFields.expectedDate.label), day, dialog)
  await planner.type(label(expectedReceiptFields.quantity.label), '4', dialog)
  await planner.press(say('customers.save'), dialog)
  await dialog.waitFor({ state: 'detached' })
  // The item's page says what is on its way; a new customer would be promised that day.
  await planner.open(`/erp/items/${item}`)
  await page.getByRole('heading', { level: 2, name: new RegExp(`^${say('erp.coming')}`) }).waitFor()
  await planner.see(date(day))
  await planner.fits()

  // The order is followed while the goods come: nobody reloads.
  await planner.open(`/orders/${order}`)
  const line = page.locator('[data-line="1"]')
  await planner.see('10 / 14', line)
  const warehouse = await arrived(server, '/erp/warehouses?limit=1')
  await server.call('POST', '/erp/goods-receipts', {
    warehouse: warehouse.id,
    lines: [{ item, quantity: '4', unitCost: '700' }],
  })
  await planner.see('14 / 14', line)
  await main
    .getByText(label({ en: 'Reserved, waits to be shipped', zh: '已锁库，等待发货' }))
    .first()
    .waitFor()
  expect(await server.call('GET', `/erp/sales-orders/${salesOrder.id}`)).toMatchObject({ state: 'confirmed' })
  expect(await arrived(server, `/erp/expected-receipts?filter[item]=${item}`)).toMatchObject({ createdBy: 'liu.qiang' })
})
