/** A buyer's day: what a supplier promises is announced, dearer goods cost more from now on, and what was called off is gone. */
import { expectedReceipt, expectedReceiptFields, itemFields } from '@tandem/erp/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { storyteller } from './tell.ts'

const tell = storyteller({ once: true })

tell('P3 E4 a buyer announces what a supplier promised, and keeps costs and times true', async (told) => {
  const { server, mark, say, label, inside, quantity, comes } = told
  await makeGoods(server, `BUY-${mark}`)
  const material = await arrived(server, `/erp/items?filter[code]=T-BUY-${mark}`)
  const buyer = await comes('sun.tao')
  await buyer.see(say('home.arrivals'))
  await buyer.fits()

  // Promised for today: of all that is to come it is first.
  const today = new Date().toISOString().slice(0, 10)
  await buyer.open('/records/erp/expected-receipt')
  await buyer.press(say('record.new', { what: inside(expectedReceipt.label) }))
  await buyer.pick(label(expectedReceiptFields.item.label), `T-BUY-${mark}`, buyer.dialog)
  await buyer.day(label(expectedReceiptFields.expectedDate.label), today, buyer.dialog)
  await buyer.type(label(expectedReceiptFields.quantity.label), '30', buyer.dialog)
  await buyer.type(label(expectedReceiptFields.reference.label), `PO ${mark}`, buyer.dialog)
  await buyer.press(say('customers.save'), buyer.dialog)
  await buyer.dialog.waitFor({ state: 'detached' })
  await buyer.open('/')
  await buyer.see(`PO ${mark}`)

  await buyer.open(`/erp/items/${material.id}`)
  await buyer.see(quantity('30'))
  await buyer.command(label({ en: 'Change', zh: '修改' }))
  await buyer.type(label(itemFields.standardCost.label), '725.5', buyer.dialog)
  await buyer.type(label(itemFields.leadTimeDays.label), '12', buyer.dialog)
  await buyer.press(say('customers.save'), buyer.dialog)
  await buyer.dialog.waitFor({ state: 'detached' })
  await buyer.fits()
  // Receiving is for who counts the goods.
  expect(await buyer.page.getByRole('button', { name: say('erp.receive') }).count()).toBe(0)

  const announced = await arrived(server, `/erp/expected-receipts?filter[item]=${material.id}`)
  expect(announced).toMatchObject({ quantity: '30', expectedDate: today, state: 'open', createdBy: 'sun.tao' })
  const changed = { standardCost: '725.5', leadTimeDays: 12, updatedBy: 'sun.tao' }
  expect(await server.call('GET', `/erp/items/${material.id}`)).toMatchObject(changed)
})
