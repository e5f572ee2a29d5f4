/** From the joint's flows into one of them, to a record, to a field; found from everywhere; edited with care, and taken back. */
import type { Page, Screen } from '@tandem/testkit/browser'
import { beforeAll, describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    ...{ locale: 'en-GB', customer: 'Customer', last: 'The last of what flowed', lag: 'Late by' },
    ...{ where: 'Where it is', every: 'Every value and why', pause: 'Pause', undo: 'Undo' },
    ...{ paused: 'Paused', search: 'Search everything', manual: 'Manual', trial: 'trial balance', history: 'History' },
    ...{ mine: 'Mine', take: 'Take', nobodys: "Nobody's" },
  },
  zh: {
    ...{ locale: 'zh-CN', customer: '客户', last: '最近流经的数据', lag: '滞后' },
    ...{ where: '所在系统', every: '每个值及其来源', pause: '暂停', undo: '撤销' },
    ...{ paused: '已暂停', search: '全局搜索', manual: '手册', trial: '试算平衡', history: '历史' },
    ...{ mine: '我的', take: '领取', nobodys: '待领取' },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const server = serverUnderTest()
const browser = browserUnderTest()
let goods: Goods

beforeAll(async () => {
  goods = await makeGoods(server, 'DRILL')
})

const WAYS: readonly (readonly ['en' | 'zh', Screen])[] = [
  ['en', 'desk'],
  ['zh', 'phone'],
]

async function visit(language: 'en' | 'zh', screen: Screen, at: string, as?: string) {
  const locale = WORDS[language].locale
  const visitor = await browser.current.visit({ url: server.url, locale, screen, at, ...(as ? { as } : {}) })
  visitor.page.setDefaultTimeout(PATIENCE_MS)
  await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  return visitor
}

interface Flow {
  readonly id: string
  readonly system: string
  readonly kind: string
  readonly direction: string
}

const flowOf = async (kind: string) =>
  (await server.call<Flow[]>('GET', '/joint/flow-states')).find(
    (one) => one.kind === kind && one.system === 'tandem-crm' && one.direction === 'in',
  ) as Flow

async function find(page: Page, words: Words, typed: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: words.search }).fill(typed)
}

describe('I11 I9 a flow', () => {
  it.each(WAYS)('is drilled into, to a record, to a field: %s at a %s', { timeout: 180_000 }, async (language, screen) => {
    const words: Words = WORDS[language]
    const flow = await flowOf('customer')
    const visitor = await visit(language, screen, '/joint/flows')
    const { page } = visitor
    await page.locator(`a[href="/joint/flows/${flow.id}"]`).first().click()
    await page.getByRole('heading', { level: 2, name: words.last }).waitFor()
    await page.locator('.figures').getByText(words.lag).waitFor()
    // What was told last stands there under the name that people know.
    const record = page.locator('main a[href^="/joint/records/"]', { hasText: goods.customer.code }).first()
    await record.waitFor()
    await record.click()
    await page
      .getByRole('heading', { level: 1, name: new RegExp(`${words.customer}.*${goods.customer.code}|${goods.customer.name}`) })
      .waitFor()
    await page.getByRole('heading', { level: 2, name: words.where }).waitFor()
    await page.getByRole('heading', { level: 2, name: words.every }).waitFor()
    await page.locator(`a[href="/customers/${goods.customer.id}"]`).first().waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it.each(WAYS)('is paused, and goes on by Undo: %s at a %s', { timeout: 120_000 }, async (language, screen) => {
    const words: Words = WORDS[language]
    const flow = await flowOf('price')
    const visitor = await visit(language, screen, `/joint/flows/${flow.id}`)
    const { page } = visitor
    await page.getByRole('button', { name: words.pause, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('counting')
    await dialog.getByRole('button', { name: words.pause, exact: true }).click()
    await page.locator('main .ant-tag', { hasText: words.paused }).waitFor()
    await page.getByRole('button', { name: words.undo }).click()
    await page.locator('main .ant-tag', { hasText: words.paused }).waitFor({ state: 'detached' })
    expect(await server.call('GET', `/joint/flows/${flow.id}`)).toMatchObject({ state: 'active' })
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

describe('P5 the search over everything', () => {
  it.each(WAYS)('finds records, users and the manual, by right: %s at a %s', { timeout: 180_000 }, async (language, screen) => {
    const words: Words = WORDS[language]
    const [user] = (await server.call<{ items: { id: string }[] }>('GET', '/platform/users?filter[name]=wu.jun')).items
    const visitor = await visit(language, screen, '/')
    const { page } = visitor
    await find(page, words, 'wu.jun')
    await page.locator(`[id="hit-${user?.id}"]`).click()
    await page.waitForURL(`**/admin/users/${user?.id}`)
    await page.getByRole('tab', { name: words.history }).click()
    await find(page, words, goods.customer.code)
    await page
      .locator('[role=option]', { hasText: language === 'en' ? 'Joint' : '对接' })
      .first()
      .click()
    await page.waitForURL('**/joint/records/*')
    await page.getByRole('heading', { level: 2, name: words.where }).waitFor()
    await find(page, words, words.trial)
    await page.locator('[role=option]', { hasText: words.manual }).first().click()
    await page.locator('.manual h2').first().waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()

    // Who sells sees neither users nor the joint.
    const seller = await visit(language, screen, '/', 'li.na')
    await find(seller.page, words, 'wu.jun')
    await seller.settled()
    expect(await seller.page.locator(`[id="hit-${user?.id}"]`).count()).toBe(0)
    await seller.leave()
  })
})

describe('C6 tasks', () => {
  it.each(WAYS)(
    'are taken from those that nobody has, and stand among mine: %s at a %s',
    { timeout: 120_000 },
    async (language, screen) => {
      const words: Words = WORDS[language]
      const subject = `Measure the hall ${language}`
      const dueDate = '2020-01-01'
      await server.call('POST', '/crm/activities', { customer: goods.customer.id, kind: 'task', subject, dueDate })
      const visitor = await visit(language, screen, '/', 'li.na')
      const { page } = visitor
      await page.getByText(words.nobodys, { exact: true }).click()
      const task = page.getByRole('listitem').filter({ hasText: subject })
      await task.getByRole('button', { name: words.take }).click()
      await task.waitFor({ state: 'detached' })
      await page.getByText(words.mine, { exact: true }).click()
      await task.waitFor()
      const taken = await arrived<{ assignee: string }>(server, `/crm/activities?filter[subject]=${encodeURIComponent(subject)}`)
      expect(taken.assignee).toBe('li.na')
      expect(visitor.problems).toEqual([])
      await visitor.leave()
    },
  )
})

describe('P5 what is edited', () => {
  it('is not left without being asked, and somebody who saved first is named: a role', { timeout: 180_000 }, async () => {
    const code = `guard-${Date.now()}`
    const body = { code, name: 'Guard', nameZh: '守卫', permissions: ['crm.customer.read'] }
    const role = await server.call('POST', '/platform/roles', body)
    const visitor = await visit('en', 'desk', '/admin/roles')
    const { page } = visitor
    const row = page.locator(`[data-role="${code}"]`)
    await row.getByRole('button', { name: 'Change', exact: true }).first().click()
    const dialog = page.getByRole('dialog').first()
    await dialog.getByLabel('Name (English)').fill('Night guard')
    await page.keyboard.press('Escape')
    await page.locator('.ant-modal-confirm-title', { hasText: 'What you typed is not saved.' }).waitFor()
    await page.getByRole('button', { name: 'Go on typing' }).click()
    await server.call('PATCH', `/platform/roles/${role.id}`, { nameZh: '夜班守卫' })
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByText('Somebody else saved first. What you typed is still here.').waitFor()
    await dialog.getByText('夜班守卫').waitFor()
    await dialog.getByRole('button', { name: 'Keep mine and save over it' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await server.call('GET', `/platform/roles/${role.id}`)).toMatchObject({ name: 'Night guard' })
    expect(visitor.problems.filter((problem) => !/412/.test(problem))).toEqual([])
    await visitor.leave()
  })

  it('is taken back from the message that tells of it: a user shut out, a view removed, a change', {
    timeout: 180_000,
  }, async () => {
    // Of its own: the people of the demo are wanted by other stories.
    const invited = { name: 'shut.out', fullName: 'Shut Out', email: 'shut.out@drill.example', roles: ['warehouse'] }
    const user = await server.call<{ id: string }>('POST', '/platform/users', invited)
    const visitor = await visit('en', 'desk', `/admin/users/${user.id}`)
    const { page } = visitor
    await page.locator('main .ant-dropdown-trigger').first().click()
    await page.getByRole('menuitem', { name: 'Disable' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect
      .poll(async () => (await server.call<{ state: string }>('GET', `/platform/users/${user.id}`)).state, {
        timeout: PATIENCE_MS,
      })
      .not.toBe('disabled')

    await visitor.go('/customers?q=DRILL')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('To be undone')
    await page.getByRole('button', { name: 'Keep this list' }).click()
    await page.getByRole('button', { name: /^Remove.*To be undone/ }).click()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    // A click beside what is opened above the list closes it.
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('button', { name: 'To be undone', exact: true }).waitFor()

    await visitor.go(`/customers/${goods.customer.id}`)
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Phone', { exact: true }).fill('0571-7777')
    await dialog.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('main').getByText('0571-7777').first().waitFor()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.locator('main').getByText('0571-7777').first().waitFor({ state: 'detached' })
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
