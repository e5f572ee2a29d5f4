/** The story of an order as its people play it in the page, each with the rights of the role; in both languages, desk and phone. */
import type { Locator, Page, Screen, Visitor } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    locale: 'en-GB',
    ...{ customer: 'Customer', item: 'Item', quantity: 'Quantity', table: 'Oak table', inStock: 'In stock', free: '10 pcs free' },
    ...{ listPrice: 'List price', total: 'CN¥5,579.94', noLimit: 'No credit limit set', saveAndSend: 'Save and send' },
    ...{ sent: 'Sent', accept: 'Accept', becomes: /^Became order O\d+/, taken: 'Taken by the ERP', follow: 'Follow the order' },
    ...{ toShip: 'Reserved, waits to be shipped', toInvoice: 'Waits for its invoice', toPay: 'Waits for payment' },
    ...{
      ship: 'Ship',
      invoice: 'Invoice what is shipped',
      pay: 'Record payment',
      closed: 'Closed',
    },
    ...{ agrees: 'Agrees to the cent', agreed: 'Agreed', invoices: 'Invoices', settled: 'Settled', paid: 'Paid' },
    ...{ note: 'What happened, or what is to be done?', add: 'Add', prove: 'Compare now', inSync: /^In sync/ },
  },
  zh: {
    locale: 'zh-CN',
    ...{ customer: '客户', item: '物料', quantity: '数量', table: '橡木桌', inStock: '有库存', free: '可用 10 件' },
    ...{ listPrice: '价目表价格', total: '¥5,579.94', noLimit: '未设信用额度', saveAndSend: '保存并发送' },
    ...{ sent: '已发送', accept: '接受', becomes: /^已成为订单 O\d+/, taken: 'ERP 已接单', follow: '查看订单进度' },
    ...{ toShip: '已锁库，等待发货', toInvoice: '等待开票', toPay: '等待付款' },
    ...{ ship: '发货', invoice: '为已发货开票', pay: '登记收款', closed: '已关闭' },
    ...{ agrees: '一分不差', agreed: '相符', invoices: '发票', settled: '已结清', paid: '已付' },
    ...{ note: '发生了什么，或要做什么？', add: '添加', prove: '立即核对', inSync: /^一致/ },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

/** Everything runs on two slow cores beside other specs; a person would have lost patience long before. */
const PATIENCE_MS = 20_000

const server = serverUnderTest()
const browser = browserUnderTest()

const WAYS: readonly (readonly ['en' | 'zh', Screen])[] = [
  ['zh', 'desk'],
  ['en', 'phone'],
]

/** People of the demo, by their roles. */
const PEOPLE = { sales: 'li.na', warehouse: 'wu.jun', accountant: 'xu.li', integrator: 'yang.fan' } as const

describe('J3 J4 J5 J7 P3 a quote becomes an order that is shipped, invoiced and paid, all in the page', () => {
  it.each(WAYS)(
    'by sales, warehouse, accountant and integrator, in %s at a %s',
    { timeout: 240_000 },
    async (language, screen) => {
      const words = WORDS[language]
      const open: Visitor[] = []
      const as = async (role: keyof typeof PEOPLE, at: string) => {
        const visitor = await browser.current.visit({ url: server.url, locale: words.locale, screen, as: PEOPLE[role], at })
        visitor.page.setDefaultTimeout(PATIENCE_MS)
        open.push(visitor)
        return visitor
      }
      const sales = await as('sales', '/quotes/new')
      const goods = await makeGoods(server, `${language}-${screen}`, {}, (customer) => hers(sales, customer))
      await makeQuote(sales.page, words, goods)
      await acceptAndFollow(sales.page, words)
      const { id } = await arrived(server, `/erp/sales-orders?filter[party]=${goods.party.id}`)
      const page = `/erp/sales-orders/${id}`
      await ship((await as('warehouse', page)).page, words)
      await collect((await as('accountant', page)).page, words)
      await seeJourneyDone(sales, words)
      await seeCustomer(sales, words, goods)
      await seeProof((await as('integrator', '/joint/proof')).page, words)
      for (const visitor of open) {
        expect(visitor.problems).toEqual([])
        await visitor.leave()
      }
    },
  )
})

/** Who makes a customer on the page, whose it is. */
async function hers({ context }: Visitor, customer: object): Promise<Goods['customer']> {
  const answer = await context.request.post('/api/v1/crm/customers', { data: customer, headers: { origin: server.url } })
  expect(answer.status()).toBe(201)
  return (await answer.json()) as Goods['customer']
}

async function pick(page: Page, label: string, typed: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true }).first()
  await box.click()
  await box.fill(typed)
  await page.locator('.ant-select-item-option', { hasText: typed }).first().click()
}

async function makeQuote(page: Page, words: Words, { customer, item }: Goods): Promise<void> {
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

async function ship(page: Page, words: Words): Promise<void> {
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: words.ship, exact: true }).click()
  await dialog.getByRole('button', { name: words.ship, exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  // Money is not among the rights of who packs.
  expect(await page.getByRole('button', { name: words.invoice }).count()).toBe(0)
}

async function collect(page: Page, words: Words): Promise<void> {
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: words.invoice }).click()
  await page.getByRole('button', { name: words.pay }).click()
  expect(await dialog.getByRole('spinbutton').first().inputValue()).toBe('5579.94')
  await dialog.getByRole('button', { name: words.pay }).click()
  await page.getByText(words.closed, { exact: true }).waitFor()
  // The books are for who keeps them: whoever sells sees the order alone.
  await shows(page.locator('main'), words.agrees)
}

/** The page of the order is still open where the quote was accepted: that it is closed comes by itself. */
async function seeJourneyDone({ page }: Visitor, words: Words): Promise<void> {
  await page.getByText(words.closed, { exact: true }).waitFor()
  await expect.poll(() => page.locator('[data-line="1"] .ant-progress-status-success').count(), { timeout: PATIENCE_MS }).toBe(3)
  const main = page.locator('main')
  for (const gone of [words.toShip, words.toInvoice, words.toPay]) {
    await expect.poll(() => main.getByText(gone).count(), { timeout: PATIENCE_MS }).toBe(0)
  }
  // Whoever sells sees the money of what they sold, too.
  await main.getByText(words.agreed, { exact: true }).waitFor()
  const all = "[...document.querySelectorAll('[data-entry]')].map((one) => one.dataset.entry)"
  const sides = new Set(await page.evaluate<string[]>(all))
  expect(sides).toEqual(new Set(['crm', 'joint', 'erp']))
}

async function seeCustomer({ page, go }: Visitor, words: Words, { customer }: Goods): Promise<void> {
  await go(`/customers/${customer.id}`)
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
