/** The story of an order as a person plays it in the page, in both languages, at a desk and on a phone. */

import { postgresUrl } from '@tandem/testkit'
import { type Locator, openBrowser, type Page, type Screen, type TestBrowser, type Visitor } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Goods, makeGoods, type ServerUnderTest, startServer } from './server-under-test.ts'

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    locale: 'en-GB',
    ...{ customer: 'Customer', item: 'Item', quantity: 'Quantity', table: 'Oak table', inStock: 'In stock', free: '10 pcs free' },
    ...{ listPrice: 'List price', total: 'CN¥5,579.94', noLimit: 'No credit limit set', saveAndSend: 'Save and send' },
    ...{ sent: 'Sent', accept: 'Accept', becomes: /^Became order O\d+/, taken: 'Taken by the ERP', follow: 'Follow the order' },
    ...{ toShip: 'Reserved, waits to be shipped', toInvoice: 'Waits for its invoice', toPay: 'Waits for payment' },
    ...{
      openInErp: 'Open in the ERP',
      ship: 'Ship',
      invoice: 'Invoice what is shipped',
      pay: 'Record payment',
      closed: 'Closed',
    },
    ...{ agrees: 'Agrees to the cent', invoices: 'Invoices', settled: 'Settled', paid: 'Paid' },
    ...{ note: 'What happened, or what is to be done?', add: 'Add', prove: 'Compare now', inSync: /^In sync/ },
  },
  zh: {
    locale: 'zh-CN',
    ...{ customer: '客户', item: '物料', quantity: '数量', table: '橡木桌', inStock: '有库存', free: '可用 10 件' },
    ...{ listPrice: '价目表价格', total: '¥5,579.94', noLimit: '未设信用额度', saveAndSend: '保存并发送' },
    ...{ sent: '已发送', accept: '接受', becomes: /^已成为订单 O\d+/, taken: 'ERP 已接单', follow: '查看订单进度' },
    ...{ toShip: '已锁库，等待发货', toInvoice: '等待开票', toPay: '等待付款' },
    ...{ openInErp: '在 ERP 中打开', ship: '发货', invoice: '为已发货开票', pay: '登记收款', closed: '已关闭' },
    ...{ agrees: '一分不差', invoices: '发票', settled: '已结清', paid: '已付' },
    ...{ note: '发生了什么，或要做什么？', add: '添加', prove: '立即核对', inSync: /^一致/ },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

/** Everything runs on two slow cores beside other specs; a person would have lost patience long before. */
const PATIENCE_MS = 20_000

let server: ServerUnderTest
let browser: TestBrowser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(postgresUrl()), openBrowser()])
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
}, 60_000)

const WAYS: readonly (readonly ['en' | 'zh', Screen])[] = [
  ['en', 'desk'],
  ['zh', 'desk'],
  ['en', 'phone'],
  ['zh', 'phone'],
]

describe('J3 J4 J5 J7 a quote becomes an order that is shipped, invoiced and paid, all in the page', () => {
  it.each(WAYS)('in %s at a %s', { timeout: 180_000 }, async (language, screen) => {
    const words = WORDS[language]
    const goods = await makeGoods(server, `${language}-${screen}`)
    const visitor = await browser.visit({ url: server.url, locale: words.locale, screen })
    visitor.page.setDefaultTimeout(PATIENCE_MS)
    await makeQuote(visitor.page, words, goods)
    await acceptAndFollow(visitor.page, words)
    const orderPage = new URL(visitor.page.url()).pathname
    await deliverAndCollect(visitor.page, words)
    await seeJourneyDone(visitor, words, orderPage)
    await seeCustomer(visitor.page, words, goods)
    await seeProof(visitor.page, words)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

async function pick(page: Page, label: string, typed: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true }).first()
  await box.click()
  await box.fill(typed)
  await page.locator('.ant-select-item-option', { hasText: typed }).first().click()
}

async function makeQuote(page: Page, words: Words, { customer, item }: Goods): Promise<void> {
  await page.goto('/quotes/new')
  await pick(page, words.customer, customer.code)
  await pick(page, words.item, item.code)
  const line = page.locator('fieldset.quote-line')
  expect(await line.locator('.ant-select-content').first().textContent()).toContain(words.table)
  await line.getByRole('spinbutton', { name: words.quantity }).fill('4')
  // Live beside the line: stock from the ERP, price from the list; beside the total the customer's credit.
  await shows(line, words.inStock)
  await shows(line, words.free)
  await shows(line, words.listPrice)
  await shows(page.locator('.totals'), words.total)
  await shows(page.locator('[data-live=credit]'), words.noLimit)
  await page.getByRole('button', { name: words.saveAndSend }).click()
  await shows(page.locator('main'), words.sent)
}

async function acceptAndFollow(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: words.accept, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: words.accept, exact: true }).click()
  await page.getByText(words.becomes).waitFor()
  // Nobody reloads: the joint's work shows by itself.
  await page
    .locator('.ant-steps-item-finish', { hasText: words.taken })
    .getByText(/^SO\d+/)
    .waitFor()
  await page.getByRole('button', { name: words.follow }).click()
  await shows(page.locator('main'), words.toShip)
}

async function deliverAndCollect(page: Page, words: Words): Promise<void> {
  await page.getByRole('button', { name: words.openInErp }).click()
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: words.ship, exact: true }).click()
  await dialog.getByRole('button', { name: words.ship, exact: true }).click()
  await page.getByRole('button', { name: words.invoice }).click()
  await page.getByRole('button', { name: words.pay }).click()
  expect(await dialog.getByRole('spinbutton').first().inputValue()).toBe('5579.94')
  await dialog.getByRole('button', { name: words.pay }).click()
  await page.getByText(words.closed, { exact: true }).waitFor()
}

async function seeJourneyDone({ page }: Visitor, words: Words, orderPage: string): Promise<void> {
  await page.goto(orderPage)
  await page.getByText(words.closed, { exact: true }).waitFor()
  await expect.poll(() => page.locator('[data-line="1"] .ant-progress-status-success').count(), { timeout: PATIENCE_MS }).toBe(3)
  await shows(page.locator('main'), words.agrees)
  const main = page.locator('main')
  for (const gone of [words.toShip, words.toInvoice, words.toPay]) expect(await main.getByText(gone).count()).toBe(0)
  const all = "[...document.querySelectorAll('[data-entry]')].map((one) => one.dataset.entry)"
  const sides = new Set(await page.evaluate<string[]>(all))
  expect(sides).toEqual(new Set(['crm', 'joint', 'erp']))
}

async function seeCustomer(page: Page, words: Words, { customer }: Goods): Promise<void> {
  await page.goto(`/customers/${customer.id}`)
  await page.getByRole('heading', { level: 1, name: customer.name }).waitFor()
  const subject = page.getByRole('textbox', { name: words.customer === '客户' ? '主题' : 'Subject' })
  await subject.fill('Thank you · 谢谢')
  // Comments beside the customer are added, too: by a button of the same name.
  await page.locator('form', { has: subject }).getByRole('button', { name: words.add, exact: true }).click()
  await page.getByText('Thank you · 谢谢').waitFor()
  await page.getByRole('tab', { name: new RegExp(`^${words.invoices}`) }).click()
  await shows(page.getByRole('tabpanel'), words.settled)
  await shows(page.locator('.figures'), words.total)
}

async function seeProof(page: Page, words: Words): Promise<void> {
  await page.goto('/joint/proof')
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: words.prove }).click()
        await page.locator('.ant-alert').waitFor()
        return page.locator('.ant-alert').textContent()
      },
      { timeout: PATIENCE_MS },
    )
    .toMatch(words.inSync)
}

async function shows(place: Locator, text: string): Promise<void> {
  await place.getByText(text).first().waitFor()
}
