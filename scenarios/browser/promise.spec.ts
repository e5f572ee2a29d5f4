/** Until when lines are promised: asked for when a quote is accepted, kept beside what is expected, and said to be at risk. */
import type { Page, Screen } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'
import { putDay } from './tell.ts'

const PATIENCE_MS = 20_000

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    ...{ locale: 'en-GB', accept: 'Accept', line: 'Promised date of line 1', follow: 'Follow the order' },
    ...{ later: /^Later than promised by \d+ days?$/, promise: 'Promise dates', waits: /^Waits for stock/ },
  },
  zh: {
    ...{ locale: 'zh-CN', accept: '接受', line: '第 1 行的承诺日期', follow: '查看订单进度' },
    ...{ later: /^晚于承诺 \d+ 天$/, promise: '承诺交期', waits: /^等待库存/ },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const server = serverUnderTest()
const browser = browserUnderTest()

interface Live {
  readonly lines: readonly { readonly availability: { readonly date: string | null } | null }[]
}

/** A sent quote of more than the ten that are there: the rest takes a week. */
async function offerMore(mark: string): Promise<{ readonly id: string; readonly item: string }> {
  const goods = await makeGoods(server, mark)
  const lines = [{ item: goods.item.id, quantity: '14' }]
  const quote = await server.call('POST', '/crm/quotes', { customer: goods.customer.id, lines })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  // The item is in the CRM a moment before the joint has noted which one of the ERP's it is.
  const live = () => server.call<Live>('GET', `/joint/quotes/${quote.id}/live`)
  await expect.poll(async () => (await live()).lines[0]?.availability?.date, { timeout: PATIENCE_MS }).toBeTruthy()
  return { id: quote.id, item: (await arrived(server, `/erp/items?filter[code]=T-${mark}`)).id }
}

interface Order {
  readonly version: number
}

/** The rest of the goods comes in, and the joint tells the CRM that the order is expected earlier. */
async function receiveRest(item: string, order: string): Promise<void> {
  const version = async () => (await server.call<Order>('GET', `/crm/orders/${order}`)).version
  const before = await version()
  const warehouse = await arrived(server, '/erp/warehouses?limit=1')
  const lines = [{ item, quantity: '4', unitCost: '700' }]
  await server.call('POST', '/erp/goods-receipts', { warehouse: warehouse.id, lines })
  await expect.poll(version, { timeout: 3 * PATIENCE_MS }).toBeGreaterThan(before)
}

/** The day that the ERP can keep stands there; the customer was told another. */
async function acceptFor(page: Page, words: Words, day: string): Promise<void> {
  await page.getByRole('button', { name: words.accept, exact: true }).click()
  const dialog = page.getByRole('dialog')
  const date = dialog.getByRole('textbox', { name: words.line })
  await expect.poll(() => date.inputValue(), { timeout: PATIENCE_MS }).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect((await date.inputValue()) > day).toBe(true)
  await putDay(page, date, day)
  await dialog.getByRole('button', { name: words.accept, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

describe('J5 C8 a promise', () => {
  const ways: readonly (readonly ['en' | 'zh', Screen])[] = [
    ['en', 'phone'],
    ['zh', 'desk'],
  ]
  it.each(ways)(
    'is given with the quote, is seen to be at risk at every station, and is given anew: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const { id, item } = await offerMore(`PROMISE-${language}`)
      const visitor = await browser.current.visit({ url: server.url, locale: words.locale, screen, at: `/quotes/${id}` })
      const { page } = visitor
      page.setDefaultTimeout(PATIENCE_MS)
      const today = new Date().toISOString().slice(0, 10)
      await acceptFor(page, words, today)
      await page.getByRole('button', { name: words.follow }).click()

      const line = page.locator('[data-line="1"]')
      await line.getByText(words.later).waitFor()
      for (const station of ['crm', 'joint', 'erp']) await line.locator(`[data-station=${station}]`).waitFor()
      await line.locator('[data-station=erp]').getByText(words.waits).waitFor()

      await page.getByRole('button', { name: words.promise }).click()
      const dialog = page.getByRole('dialog')
      const date = dialog.getByRole('textbox', { name: words.line })
      expect(await date.inputValue()).toBe(today)
      // What the joint writes meanwhile is nobody's word against a promise.
      await receiveRest(item, page.url().split('/').at(-1) ?? '')
      await putDay(page, date, '2099-12-31')
      await dialog.getByRole('button', { name: words.promise }).click()
      await dialog.waitFor({ state: 'hidden' })
      // The joint brings the new promise to the ERP; nobody reloads.
      await expect.poll(() => line.locator('[data-station=erp]').textContent(), { timeout: 3 * PATIENCE_MS }).toMatch(/2099/)
      await expect.poll(() => line.getByText(words.later).count(), { timeout: PATIENCE_MS }).toBe(0)
      // The first try was refused for what the joint wrote, and made again unseen.
      expect(visitor.problems).toContainEqual(expect.stringMatching(/^412 POST .*\/promise$/))
      expect(visitor.problems.filter((problem) => !/412/.test(problem))).toEqual([])
      await visitor.leave()
    },
  )
})
