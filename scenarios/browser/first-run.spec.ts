/** The first start of an empty company, as its administrator meets it: the link, a password, three questions. */
import type { AddressInfo } from 'node:net'
import { PAGE_FOLDER } from '@tandem/server/build-page'
import { openApp } from '@tandem/server/compose'
import { makeEmptyCompany } from '@tandem/server/first-start'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { barriersOf } from '@tandem/testkit/accessibility'
import type { Page, Screen } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000
const PASSWORD = 'the copper kettle sings'

const WORDS = {
  en: {
    ...{ locale: 'en-GB', choose: 'Choose a password', again: 'Once more', begin: 'Begin', name: 'Name of the company' },
    ...{ needed: 'Give the name.', other: '中文', needed2: '请填写公司名称。', setUp: 'Set up', files: 'Files (CSV, Excel)' },
    ...{ next: 'Watched folders', home: 'Home', country: 'Country', pick: 'Germany', currency: 'EUR' },
    ...{ newCompany: 'New company …', make: 'Make the company', back: 'Go to Nordwind GmbH' },
  },
  zh: {
    ...{ locale: 'zh-CN', choose: '设置密码', again: '再次输入', begin: '开始使用', name: '公司名称' },
    ...{
      needed: '请填写公司名称。',
      other: 'English',
      needed2: 'Give the name.',
      setUp: '完成设置',
      files: '文件（CSV、Excel）',
    },
    ...{ next: '监视文件夹', home: '首页', country: '国家/地区', pick: '德国', currency: 'EUR' },
    ...{ newCompany: '新建公司…', make: '创建公司', back: '切换到 Nordwind GmbH' },
  },
} as const
type Words = (typeof WORDS)['en' | 'zh']

const browser = browserUnderTest()
let app: Awaited<ReturnType<typeof openApp>>
let url: string

beforeAll(async () => {
  const databaseUrl = await freshDatabaseUrl(postgresUrl())
  app = await openApp({ databaseUrl, demo: false, pageFolder: PAGE_FOLDER, logLevel: 'silent' })
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
})
afterAll(() => app.stop())

async function choosePassword(page: Page, words: Words): Promise<void> {
  await page.getByLabel(words.choose, { exact: true }).fill(PASSWORD)
  await page.getByLabel(words.again).fill(PASSWORD)
  await page.getByRole('button', { name: words.begin }).click()
}

/** The dialog asks for what is missing, in the language chosen, also when that changes. */
async function answerThree(page: Page, words: Words): Promise<void> {
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: words.setUp }).click()
  await dialog.getByText(words.needed).waitFor()
  await dialog.getByText(words.other, { exact: true }).click()
  await dialog.getByText(words.needed2).waitFor()
  await dialog.getByText(words.other === '中文' ? 'English' : '中文', { exact: true }).click()
  await dialog.getByLabel(words.name).fill('Nordwind GmbH')
  await dialog.getByLabel(words.country).click()
  await dialog.getByLabel(words.country).fill(words.pick)
  await page.locator('.ant-select-item-option', { hasText: words.pick }).click()
  await dialog.getByText(words.currency, { exact: true }).waitFor()
  await dialog.getByText(words.files).click()
  await dialog.getByRole('button', { name: words.setUp }).click()
}

/** A second company, whose administrator one is at once; and back to the first. */
async function makeAnother(page: Page, words: Words): Promise<void> {
  const name = `Südwind ${words.locale}`
  await page.getByRole('button', { name: 'Administrator' }).click()
  await page.getByRole('menuitem', { name: words.newCompany }).click()
  await page.getByRole('dialog').getByLabel(words.name).fill(name)
  await page.getByRole('dialog').getByRole('button', { name: words.make }).click()
  await page.locator('main').getByText(name).first().waitFor()
  await page.getByRole('button', { name: 'Administrator' }).click()
  await page.getByRole('menuitem', { name: words.back }).click()
  await page.locator('main').getByText('Nordwind GmbH').first().waitFor()
}

describe('P3 P6 the first run', () => {
  const ways: readonly (readonly ['en' | 'zh', Screen])[] = [
    ['en', 'desk'],
    ['zh', 'phone'],
  ]
  it.each(ways)('asks three questions, sets the company up and asks no more: %s at a %s', async (language, screen) => {
    const words: Words = WORDS[language]
    const { path } = await makeEmptyCompany(app, `${language}@nordwind.example`)
    const visitor = await browser.current.visit({ url, locale: words.locale, screen, as: null, at: path })
    const { page } = visitor
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByLabel(words.again).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await choosePassword(page, words)
    await page.getByRole('dialog').getByLabel(words.name).waitFor()
    await visitor.settled()
    expect(await barriersOf(page)).toEqual([])
    await answerThree(page, words)
    // There are files: it leads to where they come in.
    await page.getByRole('heading', { level: 1, name: words.next }).waitFor()
    await page.goto('/')
    await page.getByRole('heading', { level: 1, name: words.home }).waitFor()
    await page.getByText('Nordwind GmbH').first().waitFor()
    await visitor.settled()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await makeAnother(page, words)
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
