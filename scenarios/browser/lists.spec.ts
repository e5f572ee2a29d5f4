/** Long lists, as a clerk meets them: to their end, and down to the one row that is looked for. */
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { PATIENCE_MS, type Page, SCREENS } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'

const COUNT = 320
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

/** An amount as it is written for people. */
const MONEY = /[\d,]+\.\d\d/

describe('P3 rows that are all here', () => {
  it('are sorted, searched and taken away as a file, at a desk and on a phone', { timeout: 180_000 }, async () => {
    const { customer, item } = await makeGoods(server, 'R')
    // 9, 10, 11 ... times the price: as texts, 9 would be more than 10.
    for (const quantity of [10, 9, 11, 12, 13, 14, 15, 16, 17, 18, 101])
      await server.call('POST', '/crm/quotes', { customer: customer.id, lines: [{ item: item.id, quantity: `${quantity}` }] })
    const visitor = await browser.current.visit({ url: server.url, at: `/customers/${customer.id}` })
    const { page } = visitor
    await page.getByRole('tab', { name: /^Quotes/ }).click()
    const rows = page.getByRole('tabpanel').locator('tbody tr[data-row-key]')
    await expect.poll(() => rows.count(), { timeout: PATIENCE_MS }).toBe(11)
    const amounts = async () => (await rows.allInnerTexts()).map((text) => Number(MONEY.exec(text)?.[0].replaceAll(',', '')))
    const byWorth = (await amounts()).toSorted((a, b) => a - b)
    await page.getByRole('columnheader', { name: 'Total' }).click()
    await expect.poll(amounts, { timeout: PATIENCE_MS }).toEqual(byWorth)
    await page.getByRole('columnheader', { name: 'Total' }).click()
    await expect.poll(amounts, { timeout: PATIENCE_MS }).toEqual(byWorth.toReversed())

    await page.getByRole('searchbox', { name: 'Search in these rows' }).fill(`draft ${byWorth[0]}`)
    await expect.poll(amounts, { timeout: PATIENCE_MS }).toEqual([byWorth[0]])
    await page.getByRole('searchbox', { name: 'Search in these rows' }).fill('')
    await expect.poll(() => rows.count(), { timeout: PATIENCE_MS }).toBe(11)
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV file' }).click()])
    const lines = (await buffer(await file.createReadStream())).toString('utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(12)
    expect(lines[0]).toMatch(/^\uFEFFNumber,.*,Total,Total: currency or unit$/)
    expect(lines.slice(1).map((line) => Number(/,([\d.]+),CNY$/.exec(line)?.[1]))).toEqual(byWorth.toReversed())

    await page.setViewportSize(SCREENS.phone)
    const cards = page.getByRole('tabpanel').locator('.ant-card')
    const onCards = async () => (await cards.allInnerTexts()).map((one) => Number(MONEY.exec(one)?.[0].replaceAll(',', '')))
    await expect.poll(onCards, { timeout: PATIENCE_MS }).toEqual(byWorth.toReversed())
    await page.getByRole('button', { name: 'Descending: turn it round' }).click()
    await expect.poll(onCards, { timeout: PATIENCE_MS }).toEqual(byWorth)
    await choose(page, 'Number')
    await expect.poll(async () => (await onCards()).at(-1), { timeout: PATIENCE_MS }).toBe(byWorth.at(-1))
    expect((await onCards())[0]).toBe(byWorth[1])
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

/** From the list that stands for headings on a phone. */
async function choose(page: Page, column: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Sort by' }).click()
  await page.locator('.ant-select-item-option', { hasText: column }).click()
}

describe('P5 a list on a phone', () => {
  it('is sorted, and turned round', { timeout: 120_000 }, async () => {
    const usual = { type: 'company', currency: 'CNY', onHold: false }
    for (const [code, paymentTermDays] of [
      ['TERM-1', 30],
      ['TERM-2', 9],
      ['TERM-3', 100],
    ] as const)
      await server.call('POST', '/crm/customers', { ...usual, code, name: unlike(9000 + paymentTermDays), paymentTermDays })
    const visitor = await browser.current.visit({
      url: server.url,
      screen: 'phone',
      at: '/customers?q=TERM-&c=code,paymentTermDays',
    })
    const { page } = visitor
    const codes = async () => (await page.locator('[data-row]').allInnerTexts()).map((one) => /TERM-\d/.exec(one)?.[0])
    await choose(page, 'Payment term')
    await expect.poll(codes, { timeout: PATIENCE_MS }).toEqual(['TERM-2', 'TERM-1', 'TERM-3'])
    await page.getByRole('button', { name: 'Ascending: turn it round' }).click()
    await expect.poll(codes, { timeout: PATIENCE_MS }).toEqual(['TERM-3', 'TERM-1', 'TERM-2'])
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-paymentTermDays')
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
