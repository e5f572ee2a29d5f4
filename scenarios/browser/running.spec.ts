/** Running the joint as a person does in the page: the inbox, flows, alerts and the first load, in both languages, desk and phone. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openBrowser, type Page, type Screen, type TestBrowser, type Visitor } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { arrived, type Goods, makeGoods, type ServerUnderTest, startServer } from './server-under-test.ts'

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    locale: 'en-GB',
    ...{ inbox: 'Error inbox', tryAgain: 'Try again', correct: 'Correct', correctOk: 'Correct and try again' },
    ...{ reference: "Customer's reference", empty: 'Nothing waits', line: 'Line 1', settled: 'Settled' },
    ...{ pause: 'Pause', resume: 'Resume', reason: 'Paused because', paused: 'Paused' },
    ...{ channel: 'Add a channel', webhook: 'Webhook', address: 'Address', secret: 'Signing secret', add: 'Add' },
    ...{
      test: 'Send a test',
      arrived: 'arrived',
      rule: 'Add a rule',
      open: 'Open cases',
      ofChannel: 'Channel',
      calm: 'Nothing fires.',
    },
    ...{ preview: 'Preview', look: 'Look', joined: 'joined already', done: 'Done', customer: 'Customer' },
    ...{ limits: 'Limits', aSecond: 'Writes a second, at most', set: 'Set' },
  },
  zh: {
    locale: 'zh-CN',
    ...{ inbox: '待处理事项', tryAgain: '重试', correct: '更正', correctOk: '更正并重试' },
    ...{ reference: '客户订单号', empty: '没有', line: '第 1 行', settled: '已处理' },
    ...{ pause: '暂停', resume: '恢复', reason: '暂停原因', paused: '已暂停' },
    ...{ channel: '新增渠道', webhook: 'Webhook', address: '地址', secret: '加签密钥', add: '新增' },
    ...{ test: '发送测试', arrived: '已送达', rule: '新增规则', open: '待处理条数', ofChannel: '渠道', calm: '当前没有告警。' },
    ...{ preview: '预览', look: '查看', joined: '已关联', done: '已完成', customer: '客户' },
    ...{ limits: '限制', aSecond: '每秒最多写入', set: '设置' },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const PATIENCE_MS = 20_000

let server: ServerUnderTest
let browser: TestBrowser

beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(inject('postgresUrl')), openBrowser()])
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

async function visit(language: 'en' | 'zh', screen: Screen): Promise<Visitor> {
  const visitor = await browser.visit({ url: server.url, locale: WORDS[language].locale, screen })
  visitor.page.setDefaultTimeout(PATIENCE_MS)
  return visitor
}

/** Nothing went wrong behind the page, and nothing is wider than the screen. */
async function left({ page, problems, leave }: Visitor): Promise<void> {
  expect(problems).toEqual([])
  expect(
    await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
  ).toBeLessThanOrEqual(0)
  await leave()
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })

/** An order that the ERP refuses: it goes beyond the credit limit. */
async function refusedOrder(goods: Goods): Promise<string> {
  await server.call('PATCH', `/erp/parties/${goods.party.id}`, { creditLimit: '1' })
  const lines = [{ item: goods.item.id, quantity: '2' }]
  const quote = await server.call('POST', '/crm/quotes', { customer: goods.customer.id, lines })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${quote.id}/accept`)
  const { number } = await server.call<{ number: string }>('GET', `/crm/orders/${order}`)
  await arrived(server, `/joint/inbox?filter[state]=open&filter[subject]=${number}`)
  return number
}

describe('I7 the error inbox', () => {
  it.each(WAYS)(
    'an order that was refused is corrected and tried again: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const goods = await makeGoods(server, `I${language}${screen}`)
      const number = await refusedOrder(goods)
      const visitor = await visit(language, screen)
      const { page } = visitor
      await page.goto('/joint/inbox')
      await page.getByText(number, { exact: true }).first().waitFor()
      // Tried again while nothing has changed: it is refused again, and stays.
      await button(page, words.tryAgain).first().click()
      await server.call('PATCH', `/erp/parties/${goods.party.id}`, { creditLimit: null })
      await button(page, words.correct).first().click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText(words.line, { exact: true }).first().waitFor()
      await dialog.getByLabel(words.reference, { exact: true }).fill('PO-77')
      await inDialog(page, words.correctOk).click()
      const order = await arrived<{ customerReference: string }>(server, `/erp/sales-orders?filter[origin]=${number}`)
      expect(order.customerReference).toBe('PO-77')
      await expect.poll(() => page.getByText(number, { exact: true }).count(), { timeout: PATIENCE_MS }).toBe(0)
      await left(visitor)
    },
  )
})

interface Flow {
  readonly id: string
  readonly version: number
  readonly state: string
}

describe('I11 flows', () => {
  it.each(WAYS)(
    'one is paused with a reason, and what waited goes on: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const visitor = await visit(language, screen)
      const { page } = visitor
      await page.goto('/joint/flows')
      const row = page.locator(screen === 'desk' ? 'tr' : '.ant-card', { hasText: `${words.customer} · tandem-erp` })
      await row.last().getByRole('button', { name: words.pause, exact: true }).click()
      await page.getByRole('dialog').getByLabel(words.reason).fill('year end')
      await inDialog(page, words.pause).click()
      const path = '/joint/flows?filter[system]=tandem-erp&filter[kind]=customer&filter[state]=paused'
      const paused = await arrived<Flow & { direction: string; pauseReason: string }>(server, path)
      expect(paused.pauseReason).toBe('year end')
      await page
        .getByText(/year end/)
        .first()
        .waitFor()
      await button(page, words.resume).first().click()
      await expect
        .poll(async () => (await server.call<{ items: Flow[] }>('GET', path)).items.length, { timeout: PATIENCE_MS })
        .toBe(0)
      await left(visitor)
    },
  )
})

describe('I11 alerts', () => {
  it.each(WAYS)('a channel is added, tried and watched with: %s at a %s', { timeout: 180_000 }, async (language, screen) => {
    const words: Words = WORDS[language]
    const heard: string[] = []
    const receiver = createServer((request, response) => {
      request.on('data', (part) => heard.push(String(part))).on('end', () => response.end('{}'))
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const visitor = await visit(language, screen)
    const { page } = visitor
    await page.goto('/joint/alerts')
    await button(page, new RegExp(words.channel)).hover()
    await page.getByRole('menuitem', { name: words.webhook }).click()
    const dialog = page.getByRole('dialog')
    const name = `Hook ${language} ${screen}`
    await dialog.locator('#name').fill(name)
    await dialog.getByLabel(words.address).fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`)
    await dialog.getByLabel(words.secret).fill('a secret of thirty-two characters')
    await inDialog(page, words.add).click()
    const row = page.locator(screen === 'desk' ? 'tr' : '.ant-card', { hasText: name }).filter({ hasText: words.test })
    await row.first().getByRole('button', { name: words.test }).click()
    await expect.poll(() => heard.length, { timeout: PATIENCE_MS }).toBeGreaterThan(0)
    await page.reload()
    await page.getByText(words.arrived).first().waitFor()
    await button(page, new RegExp(words.rule)).hover()
    await page.getByRole('menuitem', { name: words.open }).click()
    await page.getByRole('dialog').getByRole('combobox').last().click()
    await page.getByTitle(name).last().click()
    await inDialog(page, words.add).click()
    const channel = await arrived<{ id: string }>(server, `/joint/alert-channels?q=${encodeURIComponent(name)}`)
    await arrived(server, `/joint/alert-rules?filter[channel]=${channel.id}`)
    receiver.close()
    await left(visitor)
  })
})

describe('I12 the first load', () => {
  it.each(WAYS)('shows n of N, and what another would do: %s at a %s', { timeout: 180_000 }, async (language, screen) => {
    const words: Words = WORDS[language]
    await makeGoods(server, `L${language}${screen}`)
    const visitor = await visit(language, screen)
    const { page } = visitor
    await page.goto('/joint/load')
    await page.getByText(words.done, { exact: true }).first().waitFor()
    await button(page, words.preview).first().click()
    await inDialog(page, words.look).click()
    await page.getByText(new RegExp(words.joined)).first().waitFor()
    await page.keyboard.press('Escape')
    await left(visitor)
  })
})

describe('I6 limits', () => {
  it('of a system are set and emptied in the page', { timeout: 120_000 }, async () => {
    const words = WORDS.en
    const visitor = await visit('en', 'desk')
    const { page } = visitor
    await page.goto('/joint')
    const limit = async (value: string) => {
      await button(page, words.limits).first().click()
      await page.getByRole('dialog').getByLabel(words.aSecond).fill(value)
      await inDialog(page, words.set).click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    }
    const now = async () =>
      (await server.call<{ items: { writesASecond: number | null }[] }>('GET', '/joint/joined-systems')).items.map(
        (one) => one.writesASecond,
      )
    await limit('50')
    expect(await now()).toContain(50)
    await limit('')
    expect(await now()).not.toContain(50)
    await left(visitor)
  })
})
