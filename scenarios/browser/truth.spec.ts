/** What the joint says of itself, as people ask it: why a value is so, what differs and why, and where the money of an order stands. */
import type { Page, Screen, Visitor } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    ...{ locale: 'en-GB', phone: 'Phone', why: 'Phone: why is it so?', history: 'Record history', happened: 'What happened' },
    ...{ compare: 'Compare now', onItsWay: 'On its way', erp: 'Tandem ERP', orders: 'Money of orders' },
    ...{ invoice: 'Invoice', wait: 'on its way to the other system' },
  },
  zh: {
    ...{ locale: 'zh-CN', phone: '电话', why: '电话：为什么是这个值？', history: '记录历史', happened: '发生过的事' },
    ...{ compare: '立即核对', onItsWay: '传送中', erp: '双骑 ERP', orders: '订单资金' },
    ...{ invoice: '发票', wait: '正在传往另一系统' },
  },
} as const
type Language = keyof typeof WORDS

const server = serverUnderTest()
const browser = browserUnderTest()
let goods: Goods

beforeAll(async () => {
  goods = await makeGoods(server, 'TRUTH')
}, 120_000)

const WAYS: readonly (readonly [Language, Screen])[] = [
  ['en', 'desk'],
  ['zh', 'phone'],
]

async function visit(language: Language, screen: Screen, at: string): Promise<Visitor> {
  const visitor = await browser.current.visit({ url: server.url, locale: WORDS[language].locale, screen, at })
  await visitor.page.getByRole('heading', { level: 1 }).first().waitFor()
  return visitor
}

async function left({ problems, leave }: Visitor): Promise<void> {
  expect(problems).toEqual([])
  await leave()
}

interface Flow {
  readonly id: string
  readonly state: string
}

/** A row of a list, at a desk and as a card on a phone. */
const row = (page: Page, screen: Screen, text: string) =>
  page.locator(screen === 'desk' ? 'main tbody tr' : 'main .ant-card', { hasText: text })

async function flow(system: string, kind: string, direction: string): Promise<Flow> {
  const path = `/joint/flows?filter[system]=${system}&filter[kind]=${kind}&filter[direction]=${direction}`
  return arrived<Flow>(server, path)
}

/** What is stopped is let go on again, whatever a spec finds. */
const stopped = new Set<string>()

async function stop({ id }: Flow): Promise<void> {
  await server.call('POST', `/joint/flows/${id}/pause`, { reason: 'a spec' })
  stopped.add(id)
}

async function goOn({ id }: Flow): Promise<void> {
  await server.call('POST', `/joint/flows/${id}/resume`)
  stopped.delete(id)
}

afterAll(async () => {
  for (const id of stopped) await server.call('POST', `/joint/flows/${id}/resume`)
})

describe('I9 why a value is so', () => {
  it.each(WAYS)(
    'is answered beside it: who said it, where, by which rule; and all that ever happened to it: %s at a %s',
    { timeout: 120_000 },
    async (language, screen) => {
      const words = WORDS[language]
      const phone = `0571-66${language === 'en' ? '01' : '02'}`
      await server.call('PATCH', `/erp/parties/${goods.party.id}`, { phone })
      await arrived(server, `/crm/customers?filter[code]=${goods.customer.code}&filter[phone]=${phone}`)
      const visitor = await visit(language, screen, `/customers/${goods.customer.id}`)
      const { page } = visitor
      await page.getByRole('button', { name: words.why }).first().click()
      const answer = page.getByRole('tooltip')
      await answer.getByText(phone).first().waitFor()
      const said = await answer.innerText()
      expect(said).toContain(words.erp)
      await answer.getByRole('link', { name: words.history }).click()
      await page.getByRole('heading', { level: 1, name: words.history }).waitFor()
      await page.getByRole('heading', { level: 2, name: words.happened }).waitFor()
      const entry = page.locator('main .ant-card', { hasText: phone }).first()
      await entry.getByText(words.phone).first().waitFor()
      await left(visitor)
    },
  )
})

describe('I8 the proof', () => {
  it.each(WAYS)(
    'shows a difference with both values and its reason, and that it is gone: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words = WORDS[language]
      const phone = `0571-77${language === 'en' ? '01' : '02'}`
      const writing = await flow('tandem-erp', 'customer', 'out')
      await stop(writing)
      await server.call('PATCH', `/crm/customers/${goods.customer.id}`, { phone })
      const visitor = await visit(language, screen, '/joint/proof')
      const { page } = visitor
      await page.getByRole('button', { name: words.compare }).click()
      const difference = row(page, screen, phone).first()
      await difference.getByText(words.onItsWay).waitFor()
      await difference.getByText(words.phone, { exact: true }).first().waitFor()
      await difference.getByText(words.erp).first().waitFor()
      await goOn(writing)
      await arrived(server, `/erp/parties?filter[code]=${goods.customer.code}&filter[phone]=${phone}`)
      await page.getByRole('button', { name: words.compare }).click()
      await difference.waitFor({ state: 'detached' })
      await left(visitor)
    },
  )
})

interface Sold {
  readonly id: string
  readonly number: string
}

/** An order that was accepted, shipped and invoiced, of which the CRM does not hear the invoice yet. */
async function invoicedUnheard(reading: Flow): Promise<Sold> {
  const lines = [{ item: goods.item.id, quantity: '1' }]
  const quote = await server.call('POST', '/crm/quotes', { customer: goods.customer.id, lines })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${quote.id}/accept`)
  const { number } = await server.call<Sold>('GET', `/crm/orders/${order}`)
  const sold = await arrived<Sold>(server, `/erp/sales-orders?filter[origin]=${number}&filter[state]=confirmed`)
  await server.call('POST', '/erp/shipments', { salesOrder: sold.id })
  await stop(reading)
  await server.call('POST', '/erp/invoices', { salesOrder: sold.id })
  return { id: order, number }
}

describe('J6 the money of an order', () => {
  it.each(WAYS)(
    'says what it waits for, down to the document that is missing, and agrees when that has come: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words = WORDS[language]
      const reading = await flow('tandem-erp', 'invoice', 'in')
      const { number } = await invoicedUnheard(reading)
      const visitor = await visit(language, screen, '/joint/proof')
      const { page } = visitor
      await page.getByRole('tab', { name: words.orders }).click()
      const mine = row(page, screen, number).first()
      await mine.getByText(words.wait).first().waitFor()
      await mine.getByRole('button', { name: number }).click()
      const drawer = page.getByRole('dialog')
      const invoice = drawer.locator(screen === 'desk' ? 'tbody tr' : '.ant-card', { hasText: words.invoice }).last()
      await invoice.getByText('1,394.99').first().waitFor()
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
      await goOn(reading)
      await mine.getByText(words.wait).first().waitFor({ state: 'detached' })
      await left(visitor)
    },
  )
})
