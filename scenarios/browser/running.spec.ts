/** Running the joint as a person does in the page: a flow is paused and resumed, in both languages, desk and phone. */
import { PATIENCE_MS, type Page, type Screen, type Visitor } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, serverUnderTest } from './server-under-test.ts'

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    ...{ locale: 'en-GB', pause: 'Pause', resume: 'Resume', reason: 'Paused because', customer: 'Customer', erp: 'Tandem ERP' },
    ...{ limits: 'Limits', second: 'Writes a second, at most', set: 'Set', crmIn: 'Tandem CRM → Joint' },
  },
  zh: {
    ...{ locale: 'zh-CN', pause: '暂停', resume: '恢复', reason: '暂停原因', customer: '客户', erp: '双骑 ERP' },
    ...{ limits: '限制', second: '每秒最多写入', set: '设置', crmIn: '双骑 CRM → 枢纽' },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const server = serverUnderTest()
const browser = browserUnderTest()

const WAYS: readonly (readonly ['en' | 'zh', Screen])[] = [
  ['en', 'desk'],
  ['zh', 'phone'],
]

async function visit(language: 'en' | 'zh', screen: Screen): Promise<Visitor> {
  const visitor = await browser.current.visit({ url: server.url, locale: WORDS[language].locale, screen })
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

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })

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
      const row = page.locator(screen === 'desk' ? 'tr' : '.ant-card', { hasText: `${words.customer} · ${words.erp}` })
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

interface System {
  readonly id: string
  readonly state: string
  readonly pauseReason: string | null
  readonly writesASecond: number | null
}

async function theErp(): Promise<System> {
  const all = await server.call<{ id: string; system: string }[]>('GET', '/joint/systems')
  return server.call('GET', `/joint/joined-systems/${all.find(({ system }) => system === 'tandem-erp')?.id}`)
}

describe('I6 I11 a system', () => {
  it.each(WAYS)(
    'gets a quota and loses it again, is paused with a reason and goes on: %s at a %s',
    { timeout: 180_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const visitor = await visit(language, screen)
      const { page } = visitor
      await page.goto('/joint')
      const card = page.locator('main .systems > .ant-card', { hasText: words.erp })
      for (const typed of ['50', '']) {
        await card.getByRole('button', { name: words.limits }).click()
        await page.getByRole('dialog').getByLabel(words.second).fill(typed)
        await inDialog(page, words.set).click()
        await page.getByRole('dialog').waitFor({ state: 'detached' })
        expect((await theErp()).writesASecond).toBe(typed === '' ? null : 50)
      }
      await card.getByRole('button', { name: words.pause, exact: true }).click()
      await page.getByRole('dialog').getByLabel(words.reason).fill('stocktaking')
      await inDialog(page, words.pause).click()
      await card.getByText(/stocktaking/).waitFor()
      expect(await theErp()).toMatchObject({ state: 'paused', pauseReason: 'stocktaking' })
      await card.getByRole('button', { name: words.resume, exact: true }).click()
      await card.getByText(/stocktaking/).waitFor({ state: 'detached' })
      expect(await theErp()).toMatchObject({ state: 'active' })
      await left(visitor)
    },
  )
})

describe('I11 the diagram of systems and flows', () => {
  // On a phone the list stands in its place.
  it.each(['en', 'zh'] as const)('says by itself how much flows along a line: %s', { timeout: 120_000 }, async (language) => {
    const words: Words = WORDS[language]
    const visitor = await visit(language, 'desk')
    const { page } = visitor
    await page.goto('/joint/flows')
    const line = page.locator(`section [aria-label^="${words.crmIn}"]`)
    await line.waitFor({ state: 'attached' })
    const before = await line.getAttribute('aria-label')
    const company = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
    // Names that nobody takes for each other's.
    for (const name of { en: ['Alder', 'Birchwood', 'Cedarling'], zh: ['榉木坊', '楠木居', '樟树里', '柚木轩'] }[language]) {
      await server.call('POST', '/crm/customers', { ...company, code: `DIAGRAM-${name}`, name })
    }
    // What flows is counted in slices of ten seconds, and the page asks again by itself.
    await expect.poll(() => line.getAttribute('aria-label'), { timeout: 3 * PATIENCE_MS }).not.toBe(before)
    await left(visitor)
  })
})
