/** Whose word counts goes by the phase of a document: set by hand on the page, and seen to hold on both sides. */
import { text } from 'node:stream/consumers'
import { customer } from '@tandem/crm/definitions'
import { party } from '@tandem/erp/definitions'
import { kinds } from '@tandem/hub/definitions'
import { afterAll, expect } from 'vitest'
import { arrived, serverUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })
const server = serverUnderTest()
const FIELDS = kinds.customer.fields

/** Names that look like no other: the joint would ask about them. */
const NAMES = {
  'zh-desk': '郫县蜀绣',
  'zh-phone': '鄱阳竹器',
  'en-desk': 'Lavinia Thistlewood',
  'en-phone': 'Obadiah Penhallow',
} as const

/** Others go by what is usual, whatever a story finds. */
afterAll(async () => {
  const set = await server.call<{ items: { id: string }[] }>('GET', '/joint/rules?filter[state]=set&limit=100')
  for (const { id } of set.items) await server.call('POST', `/joint/rules/${id}/reset`)
})

/** On the line of the field: by phase of the type, where of people the CRM decides, of companies the ERP. */
async function byType(integrator: Person, { say, label, choice }: Told): Promise<void> {
  const { page, main, dialog } = integrator
  const field = label(FIELDS.paymentTermDays.label)
  await main.getByRole('combobox', { name: field, exact: true }).click()
  await page
    .locator('.ant-select-item-option', { hasText: say('rules.byPhase') })
    .last()
    .click()
  await dialog.getByText(say('rules.phaseAbout')).waitFor()
  await dialog.getByLabel(say('rules.phaseField')).click()
  await page
    .locator('.ant-select-item-option', { hasText: label(FIELDS.type.label) })
    .last()
    .click()
  const side = (phase: string, whose: 'crm' | 'erp') =>
    dialog
      .getByRole('radiogroup', { name: choice(phase) })
      .getByText(say(`rules.by.owner-${whose}`), { exact: true })
      .click()
  await side('company', 'erp')
  await side('person', 'crm')
  await integrator.fits()
  await integrator.press(say('rules.takePhase'), dialog)
  await page.getByText(say('rules.saved')).first().waitFor()
  await integrator.see(say('rules.phaseSays', { side: say('rules.by.owner-crm'), phases: choice('person') }))
  await integrator.fits()
}

/** What stands there, and what somebody makes of it. */
type Change = readonly [now: string, next: string]

/** Changes one field in the form of the document's page. */
async function types(person: Person, told: Told, path: string, field: string, [now, next]: Change): Promise<void> {
  const { say, label } = told
  // Read anew: what the joint wrote meanwhile would be somebody who saved first.
  await person.page.goto(path)
  await person.main.locator('.facts > div', { hasText: field }).getByText(now, { exact: true }).waitFor()
  await person.command(label({ en: 'Change', zh: '修改' }))
  await person.type(field, next, person.dialog)
  await person.press(say('customers.save'), person.dialog)
  await person.dialog.waitFor({ state: 'detached' })
}

/** What was put back is kept, with whose word counted; the queue is searched and taken away as a file, like a list. */
async function putBack(integrator: Person, { say, label, screen }: Told, name: string): Promise<void> {
  // A queue that is longer than what is shown of it says so.
  await integrator.page.route(/\/joint\/conflicts\?/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), next: 'more' } })
  })
  await integrator.open('/joint/conflicts')
  await integrator.main.getByText(say('rules.byRule'), { exact: true }).click()
  const [, more = ''] = say('joint.onlyFirst', { shown: '#' }).split('#')
  await integrator.see(more)
  const put = integrator.main.locator('.ant-card', { hasText: name })
  await put
    .filter({ hasText: '75' })
    .filter({ hasText: label(FIELDS.paymentTermDays.label) })
    .first()
    .waitFor()
  if (screen === 'phone') await integrator.press(say('tools.filters'))
  const cards = () => integrator.main.locator('.beside').count()
  await integrator.type(say('tools.searchRows'), name)
  await expect.poll(cards, { timeout: PATIENCE_MS }).toBe(2)
  await integrator.type(say('tools.searchRows'), `${name} 75`)
  await expect.poll(cards, { timeout: PATIENCE_MS }).toBe(1)
  await integrator.press(say('tools.export'), integrator.page.getByRole('toolbar'))
  const [file] = await Promise.all([
    integrator.page.waitForEvent('download'),
    integrator.page.getByRole('menuitem', { name: 'CSV' }).click(),
  ])
  const lines = (await text(await file.createReadStream())).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  for (const said of [name, label(FIELDS.paymentTermDays.label), '75', '20', say('rules.by.owner-erp')]) {
    expect(lines[1]).toContain(said)
  }
  await integrator.fits()
}

tell('J1 I5 a field goes by the phase of its document: one side decides it before, the other after', async (told) => {
  const { mark, say, label, choice, comes } = told
  const name = NAMES[mark as keyof typeof NAMES]
  const integrator = await comes('yang.fan', '/joint/rules')
  await byType(integrator, told)

  const clerk = await comes('li.na', '/customers')
  const accountant = await comes('xu.li')
  const person = { type: 'person', currency: 'CNY', paymentTermDays: 30, onHold: false, code: `PHASE-${mark}`, name }
  const ofCrm = await clerk.make('/crm/customers', person)
  const ofErp = await arrived(server, `/erp/parties?filter[code]=PHASE-${mark}`)
  const inCrm = (...days: Change) =>
    types(clerk, told, `/customers/${ofCrm.id}`, label(customer.fields.paymentTermDays.label), days)
  const inErp = (...days: Change) =>
    types(accountant, told, `/erp/parties/${ofErp.id}`, label(party.fields.paymentTermDays.label), days)
  const both = async () => [
    await server.call('GET', `/crm/customers/${ofCrm.id}`),
    await server.call('GET', `/erp/parties/${ofErp.id}`),
  ]
  const bothSay = (what: object) => expect.poll(both, { timeout: PATIENCE_MS }).toMatchObject([what, what])

  // A person is the CRM's: what the ERP says is put back.
  await inErp('30', '45')
  await bothSay({ paymentTermDays: 30 })
  await inCrm('30', '60')
  await bothSay({ paymentTermDays: 60 })
  // From now on it is a company, and the ERP's.
  await clerk.page.goto(`/customers/${ofCrm.id}`)
  await clerk.command(label({ en: 'Change', zh: '修改' }))
  await clerk.dialog.getByLabel(label(customer.fields.type.label), { exact: true }).click()
  await clerk.page
    .locator('.ant-select-item-option', { hasText: choice('company') })
    .last()
    .click()
  await clerk.press(say('customers.save'), clerk.dialog)
  await clerk.dialog.waitFor({ state: 'detached' })
  await bothSay({ type: 'company', paymentTermDays: 60 })
  await inErp('60', '20')
  await bothSay({ paymentTermDays: 20 })
  await inCrm('20', '75')
  await bothSay({ paymentTermDays: 20 })

  await putBack(integrator, told, name)
  await integrator.open('/joint/rules')
  await integrator.press(say('rules.asUsual'))
  await expect.poll(() => integrator.main.getByText(choice('person')).count(), { timeout: PATIENCE_MS }).toBe(0)
})
