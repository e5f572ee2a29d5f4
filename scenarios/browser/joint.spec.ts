/** The joint's pages as an integrator meets them: who decides, and what the proof says of it. */
import { PATIENCE_MS, type Page } from '@tandem/testkit/browser'
import { beforeAll, describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()
let goods: Goods

beforeAll(async () => {
  goods = await makeGoods(server, 'J')
}, 120_000)

async function choose(page: Page, name: string | RegExp, option: string): Promise<void> {
  await page.getByRole('combobox', { name }).first().click()
  await page.locator('.ant-select-item-option', { hasText: option }).first().click()
}

describe('J1 who decides', () => {
  it('keeps a new prospect in the CRM until an order names it, set and taken back in the page', {
    timeout: 180_000,
  }, async () => {
    const visitor = await browser.current.visit({ url: server.url })
    const { page } = visitor
    await page.goto('/joint/rules')
    await choose(page, 'When one in the CRM is made', 'once an order')
    await page.getByText('Saved: it counts from the next change on.').first().waitFor()
    const company = {
      code: 'PROSPECT',
      name: 'Prospect 潜在客户',
      type: 'company',
      currency: 'CNY',
      paymentTermDays: 30,
      onHold: false,
    }
    const prospect = await server.call('POST', '/crm/customers', company)
    await page.goto('/joint/proof')
    await page.getByRole('button', { name: 'Compare now' }).click()
    await page.getByText('Tandem ERP has 1 fewer by rule').waitFor()
    const quote = await server.call('POST', '/crm/quotes', {
      customer: prospect.id,
      lines: [{ item: goods.item.id, quantity: '1' }],
    })
    await server.call('POST', `/crm/quotes/${quote.id}/send`)
    await server.call('POST', `/crm/quotes/${quote.id}/accept`)
    const party = await arrived(server, '/erp/parties?filter[code]=PROSPECT')
    await arrived(server, `/erp/sales-orders?filter[party]=${party.id}`)
    await page.goto('/joint/rules')
    await page.getByRole('button', { name: 'As usual' }).first().click()
    await expect.poll(() => page.getByRole('button', { name: 'As usual' }).count(), { timeout: PATIENCE_MS }).toBe(0)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
