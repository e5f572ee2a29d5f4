/** The queues in which a person decides: where two systems say different things, and what may be there twice. */
import { createHash } from 'node:crypto'
import { type Locator, PATIENCE_MS, type Page } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, serverUnderTest, stopReading } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()

interface Document {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly phone: string | null
}
type Company = Document & { readonly party: Document }

const USUAL = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

/** A name that looks like no other: else the joint would ask about those of other stories, too. */
const unlike = (of: string) => createHash('sha256').update(of).digest('hex').replace(/\d/g, ' ').trim().slice(0, 30)

/** A customer of the CRM that the ERP knows, too. */
async function company(code: string, phone: string, name = unlike(code)): Promise<Company> {
  const customer = await server.call<Document>('POST', '/crm/customers', { ...USUAL, code, phone, name })
  return { ...customer, party: await arrived<Document>(server, `/erp/parties?filter[code]=${code}`) }
}

const crmPhone = async ({ id }: Document) => (await server.call<Document>('GET', `/crm/customers/${id}`)).phone
const erpPhone = async ({ party }: Company) => (await server.call<Document>('GET', `/erp/parties/${party.id}`)).phone

/** What both sides say in the end. */
async function bothSay(one: Company, phone: string): Promise<void> {
  await expect.poll(async () => [await crmPhone(one), await erpPhone(one)], { timeout: PATIENCE_MS }).toEqual([phone, phone])
}

/** While neither side is read, each gets another number: whoever is read second contradicts the first. */
async function disagree(companies: readonly Company[]): Promise<void> {
  const goOn = await stopReading(server, companies[0] as Company)
  for (const [at, { id, party }] of companies.entries()) {
    await server.call('PATCH', `/crm/customers/${id}`, { phone: `010-7000${at}` })
    await server.call('PATCH', `/erp/parties/${party.id}`, { phone: `020-8000${at}` })
  }
  await goOn()
}

const card = (page: Page, text: string | RegExp): Locator => page.getByRole('tabpanel').locator('.ant-card', { hasText: text })

describe('I5 the conflict queue', () => {
  let companies: readonly Company[]
  let rule: { readonly id: string } | undefined

  beforeAll(async () => {
    const asked = { kind: 'customer', name: 'phone', setting: { by: 'manual' } }
    rule = await server.call('POST', '/joint/rules/set', asked)
    companies = await Promise.all([1, 2, 3].map((at) => company(`QC-${at}`, `0571-6000${at}`)))
    await disagree(companies)
  }, 120_000)

  // Others go by what is usual.
  afterAll(async () => {
    if (rule) await server.call('POST', `/joint/rules/${rule.id}/reset`)
  })

  it('shows both values, who, when and why; they are decided, taken back and decided at once', { timeout: 180_000 }, async () => {
    const [first, second, third] = companies as [Company, Company, Company]
    const visitor = await browser.current.visit({ url: server.url, at: '/joint/conflicts' })
    const { page } = visitor
    const mine = card(page, first.name)
    await mine.waitFor()
    for (const text of ['010-70000', '020-80000', '0571-60001', 'Tandem CRM', 'Tandem ERP', 'Rule: A person'])
      await mine.getByText(text).first().waitFor()
    await expect.poll(() => mine.getByText(/\d{2}:\d{2}/).count(), { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(2)
    await mine.getByText('The whole document').click()
    await mine.getByText('QC-1', { exact: true }).waitFor()

    // Which of the two was read first, nobody knows: what is taken is the one that was not kept.
    const other = (await mine.locator('.beside > div').nth(1).locator('strong').innerText()).trim()
    await mine.getByRole('button', { name: 'Take the other' }).click()
    await mine.waitFor({ state: 'detached' })
    await bothSay(first, other)
    await page.getByText('Decided', { exact: true }).click()
    await mine.getByText(other).first().waitFor()
    await mine.getByRole('button', { name: 'Undo' }).click()
    await mine.waitFor({ state: 'detached' })

    await page.getByText('Open', { exact: true }).click()
    await mine.waitFor()
    await mine.getByRole('textbox', { name: 'Another value' }).fill('0571-69999')
    await mine.getByRole('button', { name: 'Take this' }).click()
    await mine.waitFor({ state: 'detached' })
    await bothSay(first, '0571-69999')

    await card(page, third.name).waitFor()
    await page.getByRole('button', { name: /^Decide all \d+ at once$/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText("Take the ERP's").click()
    await dialog
      .getByRole('row', { name: /020-80002/ })
      .locator('strong', { hasText: '020-80002' })
      .waitFor()
    await dialog.getByRole('button', { name: /^Decide \d+$/ }).click()
    await dialog.waitFor({ state: 'detached' })
    await bothSay(second, '020-80001')
    await bothSay(third, '020-80002')
    await card(page, third.name).waitFor({ state: 'detached' })
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

describe('J12 the queue of duplicates', () => {
  it('says of one, and of many at once, that they are the same or different, and takes it back: on a phone, in Chinese', {
    timeout: 180_000,
  }, async () => {
    // The same name and telephone under another code: likely, and never certain.
    const pairs = await Promise.all(
      ['A', 'B', 'C', 'D', 'E'].map(async (mark, at) => {
        const known = await company(`QD-${mark}1`, `0755-5000${at}`, unlike(`pair ${mark}`))
        return { known, found: await company(`QD-${mark}2`, `0755-5000${at}`, known.name) }
      }),
    )
    const [a, b, c, d, e] = pairs as [Pair, Pair, Pair, Pair, Pair]
    const visitor = await browser.current.visit({
      ...{ url: server.url, at: '/joint/conflicts', locale: 'zh-CN', screen: 'phone' as const },
    })
    const { page } = visitor
    await page.getByRole('tab', { name: /^疑似重复/ }).click()
    for (const { known } of pairs) await card(page, known.name).waitFor()
    await card(page, a.known.name).getByText('= 电话').waitFor()
    await card(page, a.known.name).getByRole('button', { name: '相同：保留原有的' }).click()
    await card(page, a.known.name).waitFor({ state: 'detached' })
    await arrived(server, `/erp/parties?filter[id]=${a.found.party.id}&filter[mergedInto]=${a.known.party.id}`)

    const sayOf = async (chosen: readonly Pair[], word: string) => {
      for (const { known } of chosen) await card(page, known.name).getByRole('checkbox').check()
      await page.getByRole('button', { name: `${word}（${chosen.length}）`, exact: true }).click()
      const dialog = page.getByRole('dialog')
      for (const { found } of chosen) await dialog.getByText(found.name).first().waitFor()
      await dialog.getByRole('button', { name: `${word}（${chosen.length}）`, exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    }
    await sayOf([b, c], '是同一个')
    for (const { known, found } of [b, c])
      await arrived(server, `/erp/parties?filter[id]=${found.party.id}&filter[mergedInto]=${known.party.id}`)
    await sayOf([d, e], '不是同一个')
    for (const { known } of [d, e]) await card(page, known.name).waitFor({ state: 'detached' })

    await page.getByTitle('不是同一个', { exact: true }).click()
    await card(page, d.known.name).getByRole('button', { name: '撤销' }).click()
    await card(page, d.known.name).waitFor({ state: 'detached' })
    await page.getByTitle('待判断', { exact: true }).click()
    await card(page, d.known.name).waitFor()
    await page.getByTitle('是同一个', { exact: true }).click()
    await card(page, b.known.name).first().waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

interface Pair {
  readonly known: Company
  readonly found: Company
}
