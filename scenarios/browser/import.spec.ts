/** A file with faults, as a clerk imports it: what is good is in, what is not comes back with what to do, and goes in corrected. */
import { buffer } from 'node:stream/consumers'
import type { Page, Screen } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000

const server = serverUnderTest()
const browser = browserUnderTest()

/** What people read on the page: written here once more, so that a lost or mixed-up text fails. */
const WORDS = {
  en: {
    ...{
      locale: 'en-GB',
      more: 'Filters and more',
      import: 'Import',
      choose: 'Choose a file (XLSX or CSV)',
      refused: 'is refused',
    },
    ...{ first: '2 made, 0 changed, 0 as they were, 2 refused.', second: '2 made, 0 changed, 0 as they were, 0 refused.' },
    ...{ download: /^Download the refused rows/, another: 'Import another file' },
  },
  zh: {
    ...{ locale: 'zh-CN', more: '筛选与更多', import: '导入', choose: '选择文件（XLSX 或 CSV）', refused: '被拒绝' },
    ...{ first: '新建 2，修改 0，无变化 0，拒绝 2。', second: '新建 2，修改 0，无变化 0，拒绝 0。' },
    ...{ download: /^下载被拒绝的行/, another: '导入其他文件' },
  },
} as const

const HEAD = 'code,name,type,currency,paymentTermDays,onHold'

/** Names that look like no other: the joint would ask about them. */
const NAMES = {
  en: ['Aldous Quill', 'Bertha Yonder', 'Cosmo Trefoil', 'Dulcie Vane'],
  zh: ['赤水', '乌兰', '墨脱', '漠河'],
} as const

async function choose(page: Page, label: string, name: string, text: string): Promise<void> {
  await page.getByLabel(label).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

const WAYS: readonly (readonly ['en' | 'zh', Screen])[] = [
  ['en', 'desk'],
  ['zh', 'phone'],
]

describe('P5 I12 a file of customers', () => {
  it.each(WAYS)(
    'with two bad rows is imported, corrected and imported: %s at a %s',
    { timeout: 120_000 },
    async (language, screen) => {
      const words = WORDS[language]
      const [a, b, c, d] = NAMES[language]
      const mark = `IMP-${language}`
      const rows = [
        `1,${a},company,CNY,30,no`,
        `2,${b},company,YUAN,30,no`,
        `3,${c},company,CNY,ten,no`,
        `4,${d},company,CNY,30,no`,
      ]
      const visitor = await browser.current.visit({ url: server.url, locale: words.locale, screen, at: '/customers' })
      const { page } = visitor
      page.setDefaultTimeout(PATIENCE_MS)
      await page.getByRole('heading', { level: 1 }).waitFor()
      if (screen === 'phone') await page.getByRole('button', { name: words.more }).click()
      await page.getByRole('toolbar').getByText(words.import, { exact: true }).click()
      const dialog = page.getByRole('dialog')
      await choose(page, words.choose, 'customers.csv', [HEAD, ...rows.map((row) => `${mark}${row}`)].join('\n'))
      await dialog.getByText(words.refused).first().waitFor()
      expect(await dialog.getByText(words.refused).count()).toBe(2)
      await dialog.getByRole('button', { name: words.import, exact: true }).click()
      await dialog.getByText(words.first).waitFor()

      const [file] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('link', { name: words.download }).click(),
      ])
      const refused = (await buffer(await file.createReadStream())).toString('utf8')
      expect(refused).not.toContain(`${mark}1`)
      expect(refused).toContain('YUAN')
      const corrected = refused.replace('YUAN', 'CNY').replace(/\bten\b/, '10')
      await dialog.getByRole('button', { name: words.another }).click()
      await choose(page, words.choose, 'corrected.csv', corrected)
      await dialog.getByRole('button', { name: words.import, exact: true }).click()
      await dialog.getByText(words.second).waitFor()
      const { items } = await server.call<{ items: object[] }>('GET', `/crm/customers?filter[code]=${mark}*&sort=code`)
      expect(items).toMatchObject([a, b, c, d].map((name) => ({ name })))
      expect(visitor.problems).toEqual([])
      await visitor.leave()
    },
  )
})
