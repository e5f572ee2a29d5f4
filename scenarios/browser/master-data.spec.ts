/** What the company keeps in the ERP is made and changed in the page, by whose work it is. */
import type { Page, Screen } from '@tandem/testkit/browser'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()
let goods: Goods

beforeAll(async () => {
  goods = await makeGoods(server, 'MD')
}, 120_000)

const WORDS = {
  en: {
    ...{ locale: 'en-GB', screen: 'desk', make: 'New item', code: 'Code', name: 'Name', unit: 'Base unit', tax: 'Tax rate' },
    ...{ customer: 'New customer', called: 'Name', customerCode: 'Code' },
    ...{ save: 'Save', cost: 'Standard cost', change: 'Change', limit: 'Credit limit', shown: 'CN¥90,000.00' },
  },
  zh: {
    ...{ locale: 'zh-CN', screen: 'phone', make: '新建物料', code: '编码', name: '名称', unit: '基本单位', tax: '税率' },
    ...{ customer: '新建客户', called: '名称', customerCode: '编码' },
    ...{ save: '保存', cost: '标准成本', change: '修改', limit: '信用额度', shown: '¥90,000.00' },
  },
} as const

async function come(as: string, language: 'en' | 'zh', at: string) {
  const { locale, screen } = WORDS[language]
  const visitor = await browser.current.visit({ url: server.url, locale, screen: screen as Screen, as, at })
  await visitor.settled()
  return visitor
}

const main = (page: Page) => page.locator('main')

describe.each(['en', 'zh'] as const)('E1 P5 the page of what the ERP keeps: %s', (language) => {
  const words = WORDS[language]

  it('makes an item by hand, and goes to it', { timeout: 120_000 }, async () => {
    const visitor = await come('admin', language, '/erp/items')
    const { page } = visitor
    await main(page).getByRole('button', { name: words.make }).first().click()
    const form = page.getByRole('dialog')
    const field = (name: string) => form.getByLabel(name, { exact: true })
    await field(words.code).fill(`MD-${language}`)
    await field(words.name).fill(`Stool ${language}`)
    await field(words.unit).fill('pcs')
    await field(words.tax).fill('13')
    await form.getByRole('button', { name: words.save }).click()
    await page.getByRole('heading', { level: 1, name: new RegExp(`MD-${language}`) }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/erp\/items\/.+/)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it('makes a customer, and goes to it without asking what was saved', { timeout: 120_000 }, async () => {
    const visitor = await come('li.na', language, '/customers')
    const { page } = visitor
    await main(page).getByRole('button', { name: words.customer }).first().click()
    const form = page.getByRole('dialog')
    await form.getByLabel(words.called, { exact: true }).fill(`Maker of ${language}`)
    await form.getByLabel(words.customerCode, { exact: true }).fill(`MDC-${language}`)
    await form.getByRole('button', { name: words.save }).click()
    await page.getByRole('heading', { level: 1, name: `Maker of ${language}` }).waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it('shows no column of what the reader may not know', { timeout: 120_000 }, async () => {
    const visitor = await come('li.na', language, '/erp/items')
    const { page } = visitor
    await main(page).getByText(goods.item.code).first().waitFor()
    expect(await main(page).getByText(words.cost, { exact: true }).count()).toBe(0)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it("raises a customer's credit limit, as the inbox asks the accountant to", { timeout: 120_000 }, async () => {
    await server.call('PATCH', `/erp/parties/${goods.party.id}`, { creditLimit: '100' })
    const visitor = await come('xu.li', language, `/erp/parties/${goods.party.id}`)
    const { page } = visitor
    await main(page).getByRole('button', { name: words.change, exact: true }).click()
    const form = page.getByRole('dialog')
    await form.getByLabel(words.limit, { exact: true }).fill('90000')
    await form.getByRole('button', { name: words.save }).click()
    await form.waitFor({ state: 'hidden' })
    await main(page).getByText(words.shown).first().waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
