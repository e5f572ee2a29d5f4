/** What may be there twice, as people meet it: merging on a customer's and a party's page, and the queue of duplicates. */
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000

const server = serverUnderTest()
const browser = browserUnderTest()

const WORDS = {
  en: {
    locale: 'en-GB',
    ...{ merge: 'Merge …', other: 'The other one', keepOther: 'Keep the other one', doMerge: /^Merge C-\S+ .* into C-/ },
    ...{ isMerged: /^Merged into C-/, undo: 'Undo the merge', back: 'What goes back', goes: 'What goes along' },
  },
  zh: {
    locale: 'zh-CN',
    ...{ merge: '合并…', other: '另一个', keepOther: '保留另一个', doMerge: /^将 C-\S+ .*合并到 C-/ },
    ...{ isMerged: /^已合并到 C-/, undo: '撤销合并', back: '会退回的', goes: '随之转移' },
  },
} as const

async function orderOf({ customer, item, party }: Goods): Promise<string> {
  const quote = await server.call('POST', '/crm/quotes', { customer: customer.id, lines: [{ item: item.id, quantity: '1' }] })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  await server.call('POST', `/crm/quotes/${quote.id}/accept`)
  const order = await arrived<{ number: string }>(server, `/erp/sales-orders?filter[party]=${party.id}`)
  return order.number
}

describe('J12 two customers that turn out to be one', () => {
  it.each(['en', 'zh'] as const)(
    'are merged on their page after seeing what goes along, and made two again on the other side: %s',
    {
      timeout: 180_000,
    },
    async (language) => {
      const words = WORDS[language]
      const [keep, lose] = [await makeGoods(server, `${language}K`), await makeGoods(server, `${language}L`)]
      const number = await orderOf(lose)
      const visitor = await browser.current.visit({
        url: server.url,
        locale: words.locale,
        screen: language === 'en' ? 'desk' : 'phone',
      })
      const { page } = visitor
      page.setDefaultTimeout(PATIENCE_MS)
      await page.goto(`/customers/${lose.customer.id}`)
      await page.getByRole('button', { name: words.merge }).click()
      const dialog = page.getByRole('dialog')
      const picker = dialog.getByRole('combobox', { name: words.other })
      await picker.fill(keep.customer.code)
      await page.locator('.ant-select-item-option', { hasText: keep.customer.code }).click()
      await dialog.getByText(words.keepOther).click()
      await dialog.getByRole('heading', { name: words.goes }).waitFor()
      await dialog.getByText(/^O\d+/).first().waitFor()
      await dialog.getByRole('button', { name: words.doMerge }).click()
      await page.waitForURL(`**/customers/${keep.customer.id}`)

      await arrived(server, `/erp/parties?filter[id]=${lose.party.id}&filter[mergedInto]=${keep.party.id}`)
      await page.goto(`/erp/parties/${lose.party.id}`)
      await page.getByText(words.isMerged).first().waitFor()
      await page.getByRole('button', { name: words.undo }).click()
      await dialog.getByRole('heading', { name: words.back }).waitFor()
      await dialog.getByRole('link', { name: number }).waitFor()
      await dialog.getByRole('button', { name: words.undo }).click()
      await arrived(server, `/crm/customers?filter[id]=${lose.customer.id}&filter[status]=active`)
      await arrived(server, `/crm/orders?filter[customer]=${lose.customer.id}`)
      expect(visitor.problems).toEqual([])
      await visitor.leave()
    },
  )
})
