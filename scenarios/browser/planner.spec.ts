/** An order larger than the stock, as its planner meets it: found on the start page, supply announced, and what came of it. */
import type { Page, Screen } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000
const DAY_MS = 86_400_000

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    ...{
      locale: 'en-GB',
      home: 'Home',
      receipts: 'Expected receipt',
      make: 'New expected receipt',
      item: 'Item',
      on: 'Expected',
    },
    ...{ quantity: 'Quantity', save: 'Save', toShip: 'Reserved, waits to be shipped', more: /^On its way/ },
  },
  zh: {
    ...{ locale: 'zh-CN', home: '首页', receipts: '预计到货', make: '新建预计到货', item: '物料', on: '预计日期' },
    ...{ quantity: '数量', save: '保存', toShip: '已锁库，等待发货', more: /^在途/ },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const server = serverUnderTest()
const browser = browserUnderTest()

/** An accepted quote of more than the ten that are there. */
async function orderMore(mark: string) {
  const goods = await makeGoods(server, mark)
  const lines = [{ item: goods.item.id, quantity: '14' }]
  // Wanted today: of all that wait it is the most urgent.
  const requestedDate = new Date().toISOString().slice(0, 10)
  const quote = await server.call('POST', '/crm/quotes', { customer: goods.customer.id, requestedDate, lines })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${quote.id}/accept`)
  const salesOrder = await arrived<{ id: string; number: string }>(server, `/erp/sales-orders?filter[party]=${goods.party.id}`)
  const [item] = (await server.call<{ items: { id: string }[] }>('GET', `/erp/items?filter[code]=T-${mark}`)).items
  return { order, salesOrder, item: item?.id ?? '', code: `T-${mark}` }
}

async function announce(page: Page, words: Words, code: string, day: string): Promise<void> {
  await page.getByRole('button', { name: words.make }).first().click()
  const dialog = page.getByRole('dialog')
  const item = dialog.getByRole('combobox', { name: words.item, exact: true })
  await item.click()
  await item.fill(code)
  await page.locator('.ant-select-item-option', { hasText: code }).first().click()
  const date = dialog.getByRole('textbox', { name: words.on, exact: true })
  await date.fill(day)
  await date.press('Enter')
  await dialog.getByRole('spinbutton', { name: words.quantity }).fill('4')
  await dialog.getByRole('button', { name: words.save, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

describe('P5 E5 a planner', () => {
  const ways: readonly (readonly ['en' | 'zh', Screen])[] = [
    ['en', 'desk'],
    ['zh', 'phone'],
  ]
  it.each(ways)(
    'finds the order that waits, announces what is coming, and sees it promised and reserved: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const { order, salesOrder, item, code } = await orderMore(`PLAN-${language}`)
      const visitor = await browser.current.visit({ url: server.url, locale: words.locale, screen, as: 'liu.qiang' })
      const { page } = visitor
      page.setDefaultTimeout(PATIENCE_MS)
      await page.getByRole('heading', { level: 1, name: words.home }).waitFor()
      await visitor.settled()
      await page.getByText(salesOrder.number).first().waitFor()

      const day = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10)
      await visitor.go('/records/erp/expected-receipt')
      await announce(page, words, code, day)
      // The item's page says what is on its way; a new customer would be promised that day.
      await visitor.go(`/erp/items/${item}`)
      await page.getByRole('heading', { level: 2, name: words.more }).waitFor()
      await page.locator('main').getByText(shown(day, words)).first().waitFor()

      // The order is followed while the goods come: nobody reloads.
      await visitor.go(`/orders/${order}`)
      await page.locator('[data-line="1"]').getByText('10 / 14').first().waitFor()
      const [warehouse] = (await server.call<{ items: { id: string }[] }>('GET', '/erp/warehouses?limit=1')).items
      const line = { item, quantity: '4', unitCost: '700' }
      await server.call('POST', '/erp/goods-receipts', { warehouse: warehouse?.id, lines: [line] })
      await page.locator('[data-line="1"]').getByText('14 / 14').first().waitFor()
      await page.locator('main').getByText(words.toShip).first().waitFor()
      expect(visitor.problems).toEqual([])
      await visitor.leave()
    },
  )
})

/** A day as the page writes it. */
function shown(day: string, { locale }: Words): string {
  const options = { day: 'numeric', month: locale === 'en-GB' ? 'short' : 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${day}T00:00:00Z`))
}
