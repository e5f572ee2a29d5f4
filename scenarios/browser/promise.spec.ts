/** Until when lines are promised: asked for when a quote is accepted, kept beside what is expected, and said to be at risk. */
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

/** What the server says of an order that waits for goods. */
const WAITS = { en: 'Waits for stock', zh: '等待库存' } as const

interface Live {
  readonly lines: readonly { readonly availability: { readonly date: string | null } | null }[]
}

/** A sent quote of more than the ten that are there: the rest takes a week. */
async function offerMore({ server, mark }: Told): Promise<{ readonly id: string; readonly item: string }> {
  const goods = await makeGoods(server, `PROMISE-${mark}`)
  const lines = [{ item: goods.item.id, quantity: '14' }]
  const quote = await server.call('POST', '/crm/quotes', { customer: goods.customer.id, lines })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  // The item is in the CRM a moment before the joint has noted which one of the ERP's it is.
  const live = () => server.call<Live>('GET', `/joint/quotes/${quote.id}/live`)
  await expect.poll(async () => (await live()).lines[0]?.availability?.date, { timeout: PATIENCE_MS }).toBeTruthy()
  return { id: quote.id, item: (await arrived(server, `/erp/items?filter[code]=T-PROMISE-${mark}`)).id }
}

/** The rest of the goods comes in, and the joint tells the CRM that the order is expected earlier. */
async function receiveRest({ server }: Told, item: string, order: string): Promise<void> {
  const version = async () => (await server.call<{ version: number }>('GET', `/crm/orders/${order}`)).version
  const before = await version()
  const warehouse = await arrived(server, '/erp/warehouses?limit=1')
  const lines = [{ item, quantity: '4', unitCost: '700' }]
  await server.call('POST', '/erp/goods-receipts', { warehouse: warehouse.id, lines })
  await expect.poll(version, { timeout: PATIENCE_MS }).toBeGreaterThan(before)
}

/** The day that the ERP can keep stands there; the customer was told another. */
async function acceptFor(seller: Person, { say }: Told, day: string): Promise<void> {
  const { dialog } = seller
  await seller.press(say('quotes.accept'))
  const date = dialog.getByRole('textbox', { name: say('journey.promisedFor', { line: 1 }) })
  await expect.poll(() => date.inputValue(), { timeout: PATIENCE_MS }).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect((await date.inputValue()) > day).toBe(true)
  await seller.day(say('journey.promisedFor', { line: 1 }), day, dialog)
  await seller.press(say('quotes.accept'), dialog)
  await dialog.waitFor({ state: 'hidden' })
}

tell('J5 C8 a promise is given with the quote, is seen to be at risk at every station, and is given anew', async (told) => {
  const { say, label, comes } = told
  const { id, item } = await offerMore(told)
  const seller = await comes('admin', `/quotes/${id}`)
  const { page, dialog } = seller
  const today = new Date().toISOString().slice(0, 10)
  await acceptFor(seller, told, today)
  await seller.press(say('quotes.follow'))

  const line = page.locator('[data-line="1"]')
  const later = line.getByText(told.like('journey.laterBy'))
  await later.waitFor()
  for (const station of ['crm', 'joint', 'erp']) await line.locator(`[data-station=${station}]`).waitFor()
  await line.locator('[data-station=erp]').getByText(label(WAITS)).waitFor()
  await seller.fits()

  await seller.press(say('journey.promise'))
  const date = dialog.getByRole('textbox', { name: say('journey.promisedFor', { line: 1 }) })
  await expect.poll(() => date.inputValue(), { timeout: PATIENCE_MS }).toBe(today)
  // What the joint writes meanwhile is nobody's word against a promise.
  await receiveRest(told, item, page.url().split('/').at(-1) ?? '')
  await seller.day(say('journey.promisedFor', { line: 1 }), '2099-12-31', dialog)
  await seller.press(say('journey.promise'), dialog)
  await dialog.waitFor({ state: 'hidden' })
  // The joint brings the new promise to the ERP; nobody reloads.
  await expect.poll(() => line.locator('[data-station=erp]').textContent(), { timeout: PATIENCE_MS }).toMatch(/2099/)
  await expect.poll(() => later.count(), { timeout: PATIENCE_MS }).toBe(0)
  // The first try was refused for what the joint wrote, and made again unseen.
  const seen = seller.problems.splice(0)
  expect(seen).toContainEqual(expect.stringMatching(/^412 POST .*\/promise$/))
  expect(seen.filter((problem) => !/412/.test(problem))).toEqual([])
})
