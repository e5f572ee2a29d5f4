/** Whose word counts, who is told when something is wrong, and what becomes of a difference: set by hand, and seen to hold. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { alertRule, kinds } from '@tandem/hub/definitions'
import { afterAll, expect } from 'vitest'
import { arrived, serverUnderTest, stopReading } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })
const server = serverUnderTest()
const FIELDS = kinds.customer.fields

interface Company {
  readonly id: string
  readonly paymentTermDays: number
  readonly email: string | null
  readonly onHold: boolean
}

interface Pair {
  readonly customer: Company
  readonly party: Company
}

/** Names that look like no other: the joint would ask about them. */
const NAMES = {
  'zh-desk': ['璧山渝瓷', '蓟县锦绣'],
  'zh-phone': ['盱眙漆器', '泸沽藤编'],
  'en-desk': ['Hollis Quarrington', 'Ignatia Wexford'],
  'en-phone': ['Barnaby Oxleigh', 'Theodora Jinks'],
} as const

/** A customer that both sides know. */
async function pair(clerk: Person, code: string, name: string): Promise<Pair> {
  const usual = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  const customer = await clerk.make<Company>('/crm/customers', { ...usual, code, name })
  const party = await arrived<Company>(server, `/erp/parties?filter[code]=${code}`)
  return { customer, party }
}

const crmOf = ({ customer }: Pair) => server.call<Company>('GET', `/crm/customers/${customer.id}`)
const erpOf = ({ party }: Pair) => server.call<Company>('GET', `/erp/parties/${party.id}`)

async function bothSay(one: Pair, what: Partial<Company>): Promise<void> {
  const both = async () => [await crmOf(one), await erpOf(one)]
  await expect.poll(both, { timeout: PATIENCE_MS }).toMatchObject([what, what])
}

/** What is stopped goes on, and which rules are set is as usual again, for whatever a story finds. */
let goOn: (() => Promise<void>) | undefined

afterAll(async () => {
  await goOn?.()
  const set = await server.call<{ items: { id: string }[] }>('GET', '/joint/rules?filter[state]=set&limit=100')
  for (const { id } of set.items) await server.call('POST', `/joint/rules/${id}/reset`)
})

/** Who decides a field, chosen on its line. */
async function decides(integrator: Person, { say }: Told, field: string, whose: string): Promise<void> {
  await integrator.main.getByRole('combobox', { name: field, exact: true }).click()
  await integrator.page.locator('.ant-select-item-option', { hasText: whose }).last().click()
  await integrator.page.getByText(say('rules.saved')).first().waitFor()
  await expect.poll(() => integrator.page.getByText(say('rules.saved')).count(), { timeout: PATIENCE_MS }).toBe(0)
}

tell('J1 I5 an integrator says whose word counts, and it counts; what a person must decide names who said what', async (told) => {
  const { mark, say, label, comes } = told
  const [one] = NAMES[mark as keyof typeof NAMES]
  const clerk = await comes('li.na', '/customers')
  const integrator = await comes('yang.fan', '/joint/rules')
  const { page } = integrator
  await decides(integrator, told, label(FIELDS.paymentTermDays.label), say('rules.by.largest'))
  await decides(integrator, told, label(FIELDS.email.label), say('rules.by.manual'))
  await decides(integrator, told, label(FIELDS.onHold.label), say('rules.by.newest'))
  await integrator.fits()

  const company = await pair(clerk, `GOV-${mark}`, one)
  const patch = async (data: object) => {
    const { origin } = new URL(clerk.page.url())
    const answer = await clerk.context.request.patch(`${origin}/api/v1/crm/customers/${company.customer.id}`, {
      data,
      headers: { origin },
    })
    expect(answer.ok(), await answer.text()).toBe(true)
  }
  goOn = await stopReading(server, company.customer)
  await server.call('PATCH', `/erp/parties/${company.party.id}`, { paymentTermDays: 45, email: 'books@gov.example' })
  await patch({ paymentTermDays: 60, email: 'sales@gov.example', onHold: true })
  await goOn()
  // The larger one, though the ERP decides it as usual; and what was said last, though it was the CRM that said it.
  await bothSay(company, { paymentTermDays: 60, onHold: true })

  await integrator.open('/joint/conflicts')
  const conflict = integrator.main.locator('.ant-card', { hasText: one }).first()
  for (const text of ['sales@gov.example', 'books@gov.example', 'Li Na', label({ en: 'Tandem CRM', zh: '双骑 CRM' })])
    await expect.poll(() => conflict.innerText(), { timeout: PATIENCE_MS }).toContain(text)
  await integrator.fits()
  const other = (await conflict.locator('.beside > div').nth(1).locator('strong').innerText()).trim()
  await integrator.press(say('joint.takeOther'), conflict)
  await conflict.waitFor({ state: 'detached' })
  await bothSay(company, { email: other })

  // As it was: also what goes by the phase of its document.
  await integrator.open('/joint/rules')
  const usual = integrator.main.getByRole('button', { name: say('rules.asUsual'), exact: true })
  await expect.poll(() => usual.count(), { timeout: PATIENCE_MS }).toBe(3)
  for (let left = 2; left >= 0; left--) {
    await usual.first().click()
    await expect.poll(() => usual.count(), { timeout: PATIENCE_MS }).toBe(left)
  }
  await page.getByLabel(say('joint.kind')).first().waitFor()
  expect(await server.call('GET', '/joint/who-decides')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'order', name: '*', setting: expect.objectContaining({ by: 'phase' }) }),
    ]),
  )
})

/** Somewhere that messages go to, in this process. */
async function receiver() {
  const heard: { readonly data: readonly { readonly what: string; readonly text: { readonly en: string } }[] }[] = []
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push(JSON.parse(body))
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return { heard, url: `http://127.0.0.1:${port}/hook`, close: () => http.close().closeAllConnections() }
}

tell('I11 an integrator is told by a webhook when something waits in the inbox, and when it is over', async (told) => {
  const { mark, say, label, choice, comes } = told
  const { heard, url, close } = await receiver()
  const integrator = await comes('yang.fan', '/joint/alerts')
  const { page, main, dialog } = integrator
  const channel = `Hook ${mark}`
  await integrator.press(say('running.alerts.addChannel'))
  await page.getByRole('menuitem', { name: choice('webhook'), exact: true }).click()
  await integrator.type(label({ en: 'Name', zh: '名称' }), channel, dialog)
  await integrator.type(label({ en: 'Address', zh: '地址' }), url, dialog)
  await integrator.type(label({ en: 'Signing secret', zh: '加签密钥' }), 'a secret of this story', dialog)
  await integrator.fits()
  await integrator.press(say('running.alerts.add'), dialog)
  await dialog.waitFor({ state: 'detached' })
  const told1 = main.locator('tr, .ant-card', { hasText: channel }).filter({ has: page.getByRole('button') })
  await integrator.press(say('running.alerts.test'), told1.last())
  const whats = () => heard.flatMap(({ data }) => data.map(({ what }) => what))
  await expect.poll(whats, { timeout: PATIENCE_MS }).toContain('test')

  await integrator.press(say('running.alerts.addRule'))
  await page.getByRole('menuitem', { name: choice('inbox-count'), exact: true }).click()
  await integrator.pick(label(alertRule.fields.channel.label), channel, dialog)
  await integrator.press(say('running.alerts.add'), dialog)
  await dialog.waitFor({ state: 'detached' })

  // Something that waits for a person: a customer who may pay after more days than a rule of quality lets in.
  const check = { kind: 'customer', field: 'paymentTermDays', does: 'number', options: { max: '90' } }
  const rule = await server.call('POST', '/joint/quality-rules', { ...check, grade: 'error', source: 'tandem-crm' })
  const [, name] = NAMES[mark as keyof typeof NAMES]
  const slow = { type: 'company', currency: 'CNY', onHold: false, paymentTermDays: 120, code: `RINGS-${mark}`, name }
  const { id } = await server.call('POST', '/crm/customers', slow)
  await expect.poll(whats, { timeout: 2 * PATIENCE_MS }).toContain('fired')
  await server.call('PATCH', `/crm/customers/${id}`, { paymentTermDays: 30 })
  await arrived(server, `/erp/parties?filter[code]=RINGS-${mark}`)
  await server.call('POST', `/joint/quality-rules/${rule.id}/remove`)
  await integrator.see(say('running.alerts.states.sent'))
  await integrator.fits()

  for (const ask of ['running.alerts.removeRule', 'running.alerts.removeChannel'] as const) {
    const mine = main.locator('tr, .ant-card', { hasText: channel }).filter({ has: page.getByRole('button') })
    await integrator.press(say('running.alerts.remove'), ask === 'running.alerts.removeRule' ? mine.last() : mine.first())
    await page.getByRole('dialog').last().getByRole('button').last().click()
    await expect.poll(() => page.getByRole('dialog').count(), { timeout: PATIENCE_MS }).toBe(0)
  }
  close()
})

tell(
  'I8 an integrator settles a difference that a person had let be, with a reason, and the proof sees it gone',
  async (told) => {
    const { mark, say, label, comes } = told
    const [, name] = NAMES[mark as keyof typeof NAMES]
    const clerk = await comes('li.na', '/customers')
    const company = await pair(clerk, `SETTLE-${mark}`, `${name} ${name}`)
    const check = { kind: 'customer', field: 'paymentTermDays', does: 'number', options: { max: '90' } }
    const rule = await server.call('POST', '/joint/quality-rules', { ...check, grade: 'error', source: 'tandem-crm' })
    await server.call('PATCH', `/crm/customers/${company.customer.id}`, { paymentTermDays: 120 })
    const waiting = '/joint/inbox?filter[state]=open&filter[kind]=customer&limit=200'
    const find = async () =>
      (await server.call<{ items: { id: string; subject: string }[] }>('GET', waiting)).items.find(({ subject }) =>
        subject.includes(`SETTLE-${mark}`),
      )
    await expect.poll(find, { timeout: PATIENCE_MS }).toBeTruthy()
    await server.call('POST', `/joint/inbox/${(await find())?.id}/ignore`, { reason: 'a friend' })
    await server.call('POST', `/joint/quality-rules/${rule.id}/remove`)

    const integrator = await comes('yang.fan', '/joint/proof')
    const { main, dialog } = integrator
    await integrator.press(say('chain.proveNow'))
    const difference = main
      .locator('tr, .ant-card', { hasText: '120' })
      .filter({ hasText: say('joint.whys.ignored') })
      .last()
    await integrator.press(say('chain.settleOne'), difference)
    await dialog.getByText(label(FIELDS.paymentTermDays.label)).first().waitFor()
    const system = label({ en: 'Tandem CRM', zh: '双骑 CRM' })
    await dialog.getByText(say('chain.ways.write-agreed', { system }), { exact: true }).first().click()
    await integrator.type(say('chain.reason'), 'As agreed with them', dialog)
    await integrator.fits()
    await integrator.press(say('chain.ways.write-agreed', { system }), dialog)
    await dialog.waitFor({ state: 'detached' })
    await bothSay(company, { paymentTermDays: 30 })
    await integrator.press(say('chain.repairNow'))
    await main.getByText(say('chain.repairStates.gone')).first().waitFor()
    await integrator.see('As agreed with them')
    await integrator.see('Yang Fan')
    await difference.waitFor({ state: 'detached' })
    await integrator.fits()
  },
)
