/** Long lists, as a clerk meets them: to their end, and down to the one row that is looked for. */
import { createHash } from 'node:crypto'
import type { Page } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'

const COUNT = 320
const PATIENCE_MS = 20_000
const MOST_TURNS = 200

const server = serverUnderTest()
const browser = browserUnderTest()

/** A name that looks like no other: else the joint would take them for duplicates. */
const unlike = (at: number) => createHash('sha256').update(`${at}`).digest('hex').replace(/\d/g, ' ').trim()

/** Turns the wheel to the end again and again, until no row comes that was not seen: all names seen. */
async function readToTheEnd(page: Page, last: string): Promise<Set<string>> {
  const seen = new Set<string>()
  const rows = page.locator('[data-row]')
  await rows.nth(3).hover()
  for (let turn = 0; turn < MOST_TURNS && !seen.has(last); turn++) {
    await page.mouse.wheel(0, 100_000)
    await page.waitForTimeout(50)
    for (const text of await rows.allInnerTexts()) seen.add(/LONG-\d{4}/.exec(text)?.[0] ?? text)
  }
  return seen
}

describe('P5 a figure of the start page', () => {
  it.each(['en-GB', 'zh-CN'])('leads to the part of the list that it counts: %s', { timeout: 120_000 }, async (locale) => {
    const { customer, item } = await makeGoods(server, `FIG-${locale}`)
    const lines = [{ item: item.id, quantity: '1' }]
    const [open, declined] = [
      await server.call<{ id: string; number: string }>('POST', '/crm/quotes', { customer: customer.id, lines }),
      await server.call<{ id: string; number: string }>('POST', '/crm/quotes', { customer: customer.id, lines }),
    ]
    await server.call('POST', `/crm/quotes/${declined.id}/send`)
    await server.call('POST', `/crm/quotes/${declined.id}/decline`, { reason: 'too dear' })
    const visitor = await browser.current.visit({ url: server.url, locale })
    const { page } = visitor
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByRole('link', { name: locale === 'zh-CN' ? '未结报价单' : 'Open quotes' }).click()
    await page.getByRole('searchbox').fill(customer.name)
    await page.locator(`[data-row="${open.id}"]`).waitFor()
    expect(await page.locator(`[data-row="${declined.id}"]`).count()).toBe(0)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

describe('P3 a long list', () => {
  it('is read to its end by who jumps there, and comes down to the row that is looked for', { timeout: 120_000 }, async () => {
    const usual = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
    const code = (at: number) => `LONG-${String(at).padStart(4, '0')}`
    const inputs = Array.from({ length: COUNT }, (_, at) => ({ ...usual, code: code(at), name: unlike(at) }))
    await server.call('POST', '/crm/customers/batch', inputs)
    const visitor = await browser.current.visit({ url: server.url, at: '/customers?sort=code&q=LONG-' })
    const { page } = visitor
    page.setDefaultTimeout(PATIENCE_MS)
    await page.locator('[data-row]', { hasText: code(0) }).waitFor()
    expect(await readToTheEnd(page, code(COUNT - 1))).toContain(code(COUNT - 1))

    await page.getByRole('searchbox').fill(code(COUNT - 2))
    await page.locator('[data-row]', { hasText: code(COUNT - 2) }).waitFor()
    await expect.poll(() => page.locator('[data-row]').count(), { timeout: PATIENCE_MS }).toBe(1)
    await page.getByRole('searchbox').fill('')
    await page.locator('[data-row]').nth(5).waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
