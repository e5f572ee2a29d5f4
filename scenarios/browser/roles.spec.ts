/** What each role meets: its menu leads nowhere that is closed, and its start page is its own. */
import { barriersOf } from '@tandem/testkit/accessibility'
import type { Screen, Visitor } from '@tandem/testkit/browser'
import { PLACES } from '@tandem/web/places'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, serverUnderTest } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()

async function come(as: string, language: 'en' | 'zh', screen: Screen): Promise<Visitor> {
  const locale = language === 'en' ? 'en-GB' : 'zh-CN'
  const visitor = await browser.current.visit({ url: server.url, locale, screen, as })
  await visitor.settled()
  return visitor
}

const KEYS = PLACES.flatMap(({ places }) => places.map(({ key }) => key))

/** The addresses in the menu, as people see it. */
async function menuOf({ page }: Visitor): Promise<string[]> {
  const folded = page.locator('nav .ant-menu-submenu-title[aria-expanded="false"]')
  while ((await folded.count()) > 0) await folded.first().click()
  const ids = await page.evaluate<string[]>(
    "[...document.querySelectorAll('nav [data-menu-id]')].map((one) => one.dataset.menuId)",
  )
  return KEYS.filter((key) => ids.some((id) => id.endsWith(`-${key}`)))
}

/** What buttons say that only look at things, lead on, or are of one's own: views, columns, files, one's password and sessions. */
const READING =
  /^(Quotes|Who decides|Connections|As a board|What the first load|View|Columns|Export|CSV file|Filter|Add filter|Show|Open|Search|Clear|More|Why|Details|Preview|Verify|Download|Hide|Not now|Change the password|Set up|Sign out|End)/

const ROLES = [
  ['sales', 'wang.lei', 'en', 'Quotes sent, last 30 days'],
  ['planner', 'liu.qiang', 'zh', '待到货'],
  ['warehouse', 'wu.jun', 'en', 'Orders to ship'],
  ['accountant', 'xu.li', 'zh', '近 30 天收款'],
  ['integrator', 'yang.fan', 'en', 'Could not be delivered, by cause'],
] as const

describe('P3 P5 a role', () => {
  it.each(ROLES)(
    '%s: the start page is its own, and everything in the menu opens',
    { timeout: 180_000 },
    async (_, name, language, figure) => {
      const visitor = await come(name, language, 'desk')
      const { page } = visitor
      await page.getByText(figure).first().waitFor()
      expect(await barriersOf(page)).toEqual([])
      const menu = await menuOf(visitor)
      expect(menu.length).toBeGreaterThan(3)
      for (const path of menu) {
        await visitor.go(path)
        await visitor.settled()
        expect(await page.locator('.ant-result-403').count(), path).toBe(0)
        expect(visitor.problems, path).toEqual([])
      }
      await visitor.leave()
    },
  )

  it('that reads everything and does nothing finds no button that would refuse it', { timeout: 180_000 }, async () => {
    const visitor = await come('huang.wei', 'en', 'desk')
    const found: string[] = []
    for (const path of [...KEYS, '/account']) {
      await visitor.go(path)
      await visitor.settled()
      const names = await visitor.page.evaluate<string[]>(
        "[...document.querySelectorAll('main button:not([role])')].map((one) => (one.textContent || one.ariaLabel || '').trim())",
      )
      found.push(...names.filter((name) => name !== '' && !READING.test(name)).map((name) => `${path}: ${name}`))
    }
    expect(found).toEqual([])
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it('reads why a page is closed', { timeout: 120_000 }, async () => {
    const visitor = await come('wu.jun', 'en', 'phone')
    await visitor.go('/admin/users')
    await visitor.page.getByText('This page is not among your rights.').waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
