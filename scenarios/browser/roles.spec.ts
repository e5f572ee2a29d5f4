/** What each role meets: its menu leads nowhere that is closed, its start page is its own, and administration is done in the page. */
import { barriersOf } from '@tandem/testkit/accessibility'
import type { Screen, Visitor } from '@tandem/testkit/browser'
import { PLACES } from '@tandem/web/places'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000
const server = serverUnderTest()
const browser = browserUnderTest()

async function come(as: string, language: 'en' | 'zh', screen: Screen): Promise<Visitor> {
  const locale = language === 'en' ? 'en-GB' : 'zh-CN'
  const visitor = await browser.current.visit({ url: server.url, locale, screen, as })
  visitor.page.setDefaultTimeout(PATIENCE_MS)
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
  /^(Quotes|Who decides|Connections|View|Columns|Export|CSV file|Filter|Add filter|Show|Open|Search|Clear|More|Why|Details|Preview|Verify|Download|Hide|Not now|Change the password|Set up|Sign out|End)/

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

  it('reads why a page is closed', { timeout: 60_000 }, async () => {
    const visitor = await come('wu.jun', 'en', 'phone')
    await visitor.go('/admin/users')
    await visitor.page.getByText('This page is not among your rights.').waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

const WORDS = {
  en: {
    ...{ invite: 'Invite a colleague', fullName: 'Full name', user: 'User name', email: 'E-mail', roles: 'Roles', done: 'Done' },
    ...{
      once: /^Shown this once/,
      newKey: 'New API key',
      key: 'Name',
      make: 'Make the key',
      revoke: 'Revoke',
      verify: 'Verify the chain',
    },
    ...{ holds: /^The chain holds/, sales: 'Sales', tour: 'Show me around', welcome: 'Welcome to Tandem' },
  },
  zh: {
    ...{ invite: '邀请同事', fullName: '姓名', user: '用户名', email: '邮箱', roles: '角色', done: '完成' },
    ...{ once: /^仅显示这一次/, newKey: '新建 API 密钥', key: '名称', make: '生成密钥', revoke: '撤销', verify: '校验链' },
    ...{ holds: /^链完整/, sales: '销售', tour: '开始导览', welcome: '欢迎使用双骑' },
  },
} as const

describe('P3 P6 an administrator', () => {
  it.each([
    ['en', 'phone'],
    ['zh', 'desk'],
  ] as const)(
    'invites, hands out a key and takes it back, and verifies the trail: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words = WORDS[language]
      const visitor = await come('admin', language, screen)
      const { page } = visitor
      await page.getByRole('button', { name: words.tour }).click()
      await page.getByText(words.welcome).waitFor()
      await page.keyboard.press('Escape')
      await page.locator('.ant-tour').waitFor({ state: 'hidden' })
      await visitor.go('/admin/users')
      await invite(visitor, words, `new.${language}`)
      await visitor.go('/admin/keys')
      await handOutKey(visitor, words, `loader ${language}`)
      await visitor.go('/admin/audit')
      await page.getByRole('button', { name: words.verify }).click()
      await page.getByText(words.holds).waitFor()
      expect(visitor.problems).toEqual([])
      await visitor.leave()
    },
  )
})

type Words = (typeof WORDS)['en' | 'zh']

async function invite({ page }: Visitor, words: Words, name: string): Promise<void> {
  await page.getByRole('button', { name: words.invite }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.fullName, { exact: true }).fill('Mo Newman')
  await dialog.getByLabel(words.user, { exact: true }).fill(name)
  await dialog.getByLabel(words.email, { exact: true }).fill(`${name}@example.com`)
  await dialog.getByLabel(words.roles, { exact: true }).click()
  await page.locator('.ant-select-item-option', { hasText: words.sales }).first().click()
  await page.locator('.ant-modal-title').click()
  await dialog.getByRole('button', { name: words.invite }).click()
  await page.getByText(words.once).waitFor()
  expect(await page.getByText(/\/welcome#/).count()).toBeGreaterThan(0)
  await page.getByRole('dialog').getByRole('button', { name: words.done }).click()
  await page.getByText(`${name}@example.com`).waitFor()
}

async function handOutKey({ page }: Visitor, words: Words, name: string): Promise<void> {
  await page.getByRole('button', { name: words.newKey }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.key, { exact: true }).fill(name)
  await dialog.getByRole('button', { name: words.make }).click()
  await page.getByText(words.once).waitFor()
  const key = await page
    .getByText(/^tandem_/)
    .first()
    .textContent()
  const call = () => fetch(`${server.url}/api/v1/crm/customers?limit=1`, { headers: { authorization: `Bearer ${key?.trim()}` } })
  expect((await call()).status).toBe(200)
  await dialog.getByRole('button', { name: words.done }).click()
  await page.getByRole('button', { name: `${words.revoke} ${name}` }).click()
  await page.locator('.ant-modal-confirm').getByRole('button', { name: words.revoke }).click()
  await expect.poll(async () => (await call()).status, { timeout: PATIENCE_MS }).toBe(401)
}
