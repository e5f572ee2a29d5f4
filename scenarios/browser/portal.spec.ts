/** The portal, as somebody of a customer's tells it: invited, in, and everything of theirs on three pages. */
import { barriersOf } from '@tandem/testkit/accessibility'
import type { Page, Screen, Visitor } from '@tandem/testkit/browser'
import { beforeAll, describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000
const server = serverUnderTest()
const browser = browserUnderTest()

interface Numbered {
  readonly id: string
  readonly number: string
}

/** A quote that waits for an answer, and an order that was shipped and invoiced. */
interface Trade {
  readonly goods: Goods
  readonly offered: Numbered
  readonly order: Numbered
  readonly invoice: Numbered
  readonly shipment: Numbered
}

let others: Trade
const mine = new Map<string, Trade>()

beforeAll(async () => {
  others = await trade('QO')
  for (const language of ['en', 'zh']) mine.set(language, await trade(`Q${language}`))
}, 180_000)

async function trade(mark: string): Promise<Trade> {
  const goods = await makeGoods(server, mark)
  const input = { customer: goods.customer.id, lines: [{ item: goods.item.id, quantity: '2' }] }
  const offered = await server.call<Numbered>('POST', '/crm/quotes', input)
  await server.call('POST', `/crm/quotes/${offered.id}/send`)
  const quote = await server.call<Numbered>('POST', '/crm/quotes', input)
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  await server.call('POST', `/crm/quotes/${quote.id}/accept`)
  const salesOrder = await arrived<Numbered>(server, `/erp/sales-orders?filter[party]=${goods.party.id}`)
  await server.call('POST', '/erp/shipments', { salesOrder: salesOrder.id, carrier: 'SF', trackingNumber: `SF-${mark}` })
  await server.call('POST', '/erp/invoices', { salesOrder: salesOrder.id })
  const of = `filter[customer]=${goods.customer.id}`
  const [invoice, order] = [
    await arrived<Numbered>(server, `/crm/invoices?${of}`),
    await arrived<Numbered>(server, `/crm/orders?${of}`),
  ]
  const shipment = await arrived<Numbered>(server, `/crm/shipments?filter[order]=${order.id}`)
  return { goods, offered, order, invoice, shipment }
}

const WORDS = {
  en: {
    ...{ locale: 'en-GB', screen: 'desk', invite: 'Invite a colleague', fullName: 'Full name', user: 'User name' },
    ...{ email: 'E-mail', roles: 'Roles', portal: 'Portal user', customer: 'Customer', choose: 'Choose a password' },
    ...{ again: 'Once more', begin: 'Begin', welcome: 'Welcome, Mo', decide: 'For you to decide', toPay: 'To pay' },
    ...{
      orders: 'Orders',
      invoices: 'Invoices',
      shipped: 'Shipped',
      nothing: 'There is nothing here, or it is not yours to see.',
    },
    ...{ noPage: 'There is no such page.', sendBack: 'Return goods', reason: 'Reason', asked: 'Requested' },
  },
  zh: {
    ...{ locale: 'zh-CN', screen: 'phone', invite: '邀请同事', fullName: '姓名', user: '用户名' },
    ...{ email: '邮箱', roles: '角色', portal: '门户用户', customer: '客户', choose: '设置密码' },
    ...{ again: '再次输入', begin: '开始', welcome: 'Mo，欢迎您', decide: '待您决定', toPay: '待付' },
    ...{ orders: '订单', invoices: '发票', shipped: '已发货', nothing: '此处没有内容，或您无权查看。' },
    ...{ noPage: '没有这个页面。', sendBack: '退货', reason: '退货原因', asked: '待受理' },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

/** The administrator invites, and hands the link over. */
async function invitation(words: Words, code: string, name: string): Promise<string> {
  const visitor = await browser.current.visit({ url: server.url, locale: words.locale })
  const { page } = visitor
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto('/admin/users')
  await page.getByRole('button', { name: words.invite }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.fullName, { exact: true }).fill('Mo')
  await dialog.getByLabel(words.user, { exact: true }).fill(name)
  await dialog.getByLabel(words.email, { exact: true }).fill(`${name}@customer.example`)
  expect(await dialog.getByRole('combobox', { name: words.customer }).count()).toBe(0)
  await dialog.getByLabel(words.roles, { exact: true }).click()
  await page.locator('.ant-select-item-option', { hasText: words.portal }).first().click()
  await page.locator('.ant-modal-title').click()
  await dialog.getByRole('combobox', { name: words.customer }).fill(code)
  await page.locator('.ant-select-item-option', { hasText: code }).first().click()
  await dialog.getByRole('button', { name: words.invite }).click()
  const link = await page
    .getByText(/\/welcome#/)
    .first()
    .textContent()
  expect(visitor.problems).toEqual([])
  await visitor.leave()
  return /\/welcome#\S+/.exec(link ?? '')?.[0] ?? ''
}

async function comeIn(words: Words, link: string): Promise<Visitor> {
  const visitor = await browser.current.visit({ url: server.url, locale: words.locale, screen: words.screen as Screen, as: null })
  const { page } = visitor
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(link)
  await page.getByLabel(words.choose).fill('we buy chairs every autumn')
  await page.getByLabel(words.again).fill('we buy chairs every autumn')
  await page.getByRole('button', { name: words.begin }).click()
  // The page of the link welcomes, too.
  await page.getByLabel(words.choose).waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: words.welcome }).waitFor()
  return visitor
}

async function fits(visitor: Visitor): Promise<void> {
  const { page, problems } = visitor
  await visitor.settled()
  expect(await barriersOf(page)).toEqual([])
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
  expect(problems).toEqual([])
}

/** What the browser of the portal user is answered. */
function statusOf(page: Page, path: string): Promise<number> {
  return page.evaluate<number>(`fetch('/api/v1${path}').then(({ status }) => status)`)
}

/** One of the two is wrong: the customer says so, and sees that it was heard. */
async function sendBack(page: Page, { sendBack: name, reason, asked }: Words): Promise<void> {
  await page.locator('main').getByRole('button', { name, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('spinbutton').first().fill('1')
  await dialog.getByLabel(reason, { exact: true }).fill('It wobbles')
  await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('main').getByText('It wobbles').first().waitFor()
  await page.locator('main').getByText(asked, { exact: true }).first().waitFor()
  // What is told for a moment fades, and is hard to read meanwhile.
  await expect.poll(() => page.locator('.ant-message-notice').count(), { timeout: PATIENCE_MS }).toBe(0)
}

describe('P3 C13 somebody of a customer’s', () => {
  it.each(['en', 'zh'] as const)(
    'finds what waits, how far an order is and what is to pay: %s',
    { timeout: 180_000 },
    async (language) => {
      const words = WORDS[language]
      const { goods, offered, order, invoice, shipment } = mine.get(language) as Trade
      const visitor = await comeIn(words, await invitation(words, goods.customer.code, `mo.${language}`))
      const { page } = visitor
      const main = page.locator('main')
      await main.getByText(words.decide).waitFor()
      await main.getByText(words.toPay).first().waitFor()
      await main.getByRole('link', { name: invoice.number }).waitFor()
      await fits(visitor)

      await main.getByRole('link', { name: offered.number }).click()
      await main.getByText(goods.item.code).first().waitFor()
      await fits(visitor)

      await page.getByRole('link', { name: words.orders, exact: true }).click()
      await main.getByRole('link', { name: order.number }).click()
      await page.locator('.ant-steps-item-finish', { hasText: words.shipped }).waitFor()
      await main.getByText(shipment.number).waitFor()
      await main.getByText(`SF-Q${language}`).waitFor()
      await fits(visitor)
      await sendBack(page, words)
      await fits(visitor)

      await page.getByRole('link', { name: words.invoices, exact: true }).click()
      await main.getByRole('link', { name: invoice.number }).click()
      await main.getByText('2,789.97').first().waitFor()
      await fits(visitor)

      expect(await page.getByRole('navigation').getByRole('link').count()).toBe(5)
      for (const path of ['/joint', '/customers', '/erp/invoices', '/admin/users']) {
        await visitor.go(path)
        await page.getByText(words.noPage).waitFor()
      }
      expect(visitor.problems).toEqual([])
      for (const path of [`/quotes/${others.offered.id}`, `/orders/${others.order.id}`, `/invoices/${others.invoice.id}`]) {
        await visitor.go(path)
        await page.getByText(words.nothing).waitFor()
      }
      const { customer, item, party } = others.goods
      for (const [path, status] of [
        [`/crm/customers/${customer.id}`, 404],
        [`/crm/items/${item.id}`, 404],
        [`/crm/open-invoices?customer=${customer.id}`, 404],
        [`/erp/parties/${party.id}`, 403],
        [`/joint/journey/${order.id}`, 403],
        ['/platform/users', 403],
      ] as const) {
        expect([path, await statusOf(page, path)]).toEqual([path, status])
      }
      await visitor.leave()
    },
  )
})
