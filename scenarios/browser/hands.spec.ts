/** What hands do on every page: searching everything, keys, kept views, comments, taking back, leaving, saving second. */
import type { Page, Screen, Visitor } from '@tandem/testkit/browser'
import { beforeAll, describe, expect, it } from 'vitest'
import { browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    locale: 'en-GB',
    ...{ search: 'Search everything', views: 'Views', name: 'Name of the view', keep: 'Keep this list', say: /^Say something/ },
    ...{ comment: 'Add', takeBack: 'Take back', undo: 'Undo', done: 'Done', task: 'Task', change: 'Change', save: 'Save' },
    ...{
      what: 'What happened, or what is to be done?',
      theirs: 'Take theirs',
      mine: 'Keep mine and save over it',
      saved: /^.+ saved at .+:/,
    },
    ...{ phone: 'Phone', refused: /Try again/ },
  },
  zh: {
    locale: 'zh-CN',
    ...{ search: '全局搜索', views: '视图', name: '视图名称', keep: '保存此列表', say: /^写点什么/ },
    ...{ comment: '添加', takeBack: '撤回', undo: '撤销', done: '完成', task: '任务', change: '修改', save: '保存' },
    ...{ what: '发生了什么，或要做什么？', theirs: '采用对方的', mine: '保留我的并覆盖', saved: /^.+ 于 .+ 保存：/ },
    ...{ phone: '电话', refused: /重试/ },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const WAYS: readonly (readonly ['en' | 'zh', Screen])[] = [
  ['en', 'desk'],
  ['zh', 'phone'],
]

const server = serverUnderTest()
const browser = browserUnderTest()
let goods: Goods
beforeAll(async () => {
  goods = await makeGoods(server, 'HAND')
}, 120_000)

async function visit(language: 'en' | 'zh', screen: Screen, at: string): Promise<Visitor> {
  const visitor = await browser.current.visit({ url: server.url, locale: WORDS[language].locale, screen, at })
  visitor.page.setDefaultTimeout(PATIENCE_MS)
  // Keys that are pressed before the page is there are nobody's.
  await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  await visitor.settled()
  return visitor
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('P5 the keyboard', () => {
  it.each(['en', 'zh'] as const)(
    'searches everything, goes to pages and shows its keys: %s',
    { timeout: 120_000 },
    async (language) => {
      const words: Words = WORDS[language]
      const visitor = await visit(language, 'desk', '/')
      const { page } = visitor
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: words.search }).fill(goods.customer.code)
      await page.getByRole('dialog').getByText(goods.customer.name).first().waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 1, name: goods.customer.name }).waitFor()
      // Keys that are pressed while the dialog is still going are the dialog's.
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.locator('body').click({ position: { x: 700, y: 5 } })
      const goneTo = async () => {
        await page.keyboard.press('g')
        await page.keyboard.press('q')
        await page.waitForTimeout(200)
        return new URL(page.url()).pathname
      }
      await expect.poll(goneTo, { timeout: PATIENCE_MS }).toBe('/quotes')
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByText('Ctrl').first().waitFor()
      expect(visitor.problems).toEqual([])
      await visitor.leave()
    },
  )
})

describe('P5 a kept view', () => {
  it('shows the list again as it was kept', { timeout: 120_000 }, async () => {
    const words = WORDS.en
    const visitor = await visit('en', 'desk', '/customers?q=C-HAND&sort=code')
    const { page } = visitor
    await page.getByRole('button', { name: words.views }).click()
    await page.getByRole('textbox', { name: words.name }).fill('The handy ones')
    await button(page, words.keep).click()
    await page.getByText('Kept.').waitFor()
    await visitor.go('/customers')
    await visitor.settled()
    // What was opened above the list is open still.
    await page.getByRole('button', { name: 'The handy ones', exact: true }).click()
    await expect.poll(() => new URL(page.url()).searchParams.get('q'), { timeout: PATIENCE_MS }).toBe('C-HAND')
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

describe('P5 what is done is shown at once', () => {
  it.each(WAYS)(
    'a task, put back when the server refuses; a comment, brought back by Undo: %s at a %s',
    { timeout: 120_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const subject = `Ring them up ${language}`
      await server.call('POST', '/crm/activities', { customer: goods.customer.id, kind: 'task', subject, done: false })
      const visitor = await visit(language, screen, `/customers/${goods.customer.id}`)
      const { page } = visitor
      // The answer is held back: what is shown does not wait for it.
      let refuse = () => {}
      const held = new Promise<void>((resolve) => {
        refuse = resolve
      })
      await page.route('**/activities/*/complete', async (route) => {
        await held
        await route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: '{"status":503,"detail":"Try again 重试"}',
        })
      })
      const task = page.getByRole('listitem').filter({ hasText: subject })
      await task.getByRole('button', { name: words.done }).click()
      await task.getByRole('button', { name: words.done }).waitFor({ state: 'detached' })
      refuse()
      await page.getByText(words.refused).waitFor()
      await task.getByRole('button', { name: words.done }).waitFor()

      const text = `The green ones, please ${language}`
      await page.getByRole('textbox', { name: words.say }).fill(text)
      await page
        .locator('form', { has: page.getByRole('textbox', { name: words.say }) })
        .getByRole('button', { name: words.comment })
        .click()
      await page.getByText(text).waitFor()
      // Who says it is called by name, not by what they sign with.
      await page.getByRole('listitem').filter({ hasText: text }).getByText('周敏 Zhou Min').waitFor()
      await page.getByRole('listitem').filter({ hasText: text }).getByRole('button', { name: words.takeBack }).click()
      await page.getByRole('listitem').filter({ hasText: text }).waitFor({ state: 'detached' })
      await button(page, words.undo).click()
      await page.getByRole('listitem').filter({ hasText: text }).waitFor()
      expect(visitor.problems.filter((problem) => !/503/.test(problem))).toEqual([])
      await visitor.leave()
    },
  )
})

describe('P5 two people change one customer', () => {
  it.each(WAYS)('the second sees who was first and what they did: %s at a %s', { timeout: 120_000 }, async (language, screen) => {
    const words: Words = WORDS[language]
    const mine = await makeGoods(server, `SECOND-${language}`)
    const visitor = await visit(language, screen, `/customers/${mine.customer.id}`)
    const { page } = visitor
    await button(page, words.change).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(words.phone, { exact: true }).fill('0571-1111')
    await server.call('PATCH', `/crm/customers/${mine.customer.id}`, { phone: '0571-2222' })
    await dialog.getByRole('button', { name: words.save, exact: true }).click()
    await dialog.getByText(words.saved).waitFor()
    await dialog.getByText('0571-2222').waitFor()
    await button(page, language === 'en' ? words.theirs : words.mine).click()
    await dialog.waitFor({ state: 'detached' })
    const phone = language === 'en' ? '0571-2222' : '0571-1111'
    await page.locator('main').getByText(phone).first().waitFor()
    expect(await server.call('GET', `/crm/customers/${mine.customer.id}`)).toMatchObject({ phone })
    expect(visitor.problems.filter((problem) => !/412/.test(problem))).toEqual([])
    await visitor.leave()
  })

  it('what was typed is not left without being asked', { timeout: 120_000 }, async () => {
    const visitor = await visit('en', 'desk', `/quotes/new?customer=${goods.customer.id}`)
    const { page } = visitor
    await page.getByRole('textbox', { name: "Customer's reference" }).fill('PO 7')
    const asked: string[] = []
    page.once('dialog', (dialog) => {
      asked.push(dialog.message())
      void dialog.dismiss()
    })
    await page.locator('nav [data-menu-id$="-/orders"]').click()
    await expect.poll(() => asked, { timeout: PATIENCE_MS }).toEqual(['What you typed is not saved. Leave all the same?'])
    expect(new URL(page.url()).pathname).toBe('/quotes/new')
    page.once('dialog', (dialog) => void dialog.accept())
    await page.locator('nav [data-menu-id$="-/orders"]').click()
    await page.waitForURL('**/orders')
    await visitor.leave()
  })
})
