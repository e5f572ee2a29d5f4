/** An integrator at one entry of the inbox: why it is there, whose it is, and what becomes of it: again, corrected, or let be. */
import { inboxEntry } from '@tandem/hub/definitions'
import { afterAll, beforeAll, expect } from 'vitest'
import { arrived, makeGoods, serverUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, storyteller } from './tell.ts'

const tell = storyteller({ once: true })

interface Entry {
  readonly id: string
  readonly subject: string
  readonly record: string | null
}

const server = serverUnderTest()
let rule: { readonly id: string }

// Customers that may pay after more than 90 days are looked at first.
beforeAll(async () => {
  const check = { kind: 'customer', field: 'paymentTermDays', does: 'number', options: { max: '90' } }
  rule = await server.call('POST', '/joint/quality-rules', { ...check, grade: 'error', source: 'tandem-crm' })
})
// Others go by what is usual.
afterAll(async () => {
  await server.call('POST', `/joint/quality-rules/${rule.id}/remove`)
})

/** The open entry about a document that people call so. */
async function entryOf(kind: string, name: string): Promise<Entry> {
  const path = `/joint/inbox?filter[state]=open&filter[kind]=${kind}&limit=200`
  const find = async () =>
    (await server.call<{ items: Entry[] }>('GET', path)).items.find(({ subject }) => subject.includes(name))
  await expect.poll(find, { timeout: PATIENCE_MS }).toBeTruthy()
  return (await find()) as Entry
}

const stateOf = ({ id }: Entry) => server.call('GET', `/joint/inbox/${id}`)

/** A customer that may pay after 120 days. */
async function slowPayer(code: string, name: string): Promise<Entry> {
  const usual = { type: 'company', currency: 'CNY', onHold: false }
  await server.call('POST', '/crm/customers', { ...usual, code, name, paymentTermDays: 120 })
  return entryOf('customer', code)
}

const pageOf = ({ id }: Entry) => `/joint/documents/inbox-entry/${id}`

/** Names that look like no other: the joint would ask about them. */
const NAMES = {
  'zh-desk': ['朔州', '黟县'],
  'zh-phone': ['歙县', '儋州'],
  'en-desk': ['Pendleton Rook', 'Marigold Tse'],
  'en-phone': ['Ximena Orlov', 'Fitzgerald Bao'],
} as const

tell('P5 I7 an integrator takes an order that is held up, and tries it again once its cause is gone', async (told) => {
  const { mark, say, choice, money, label, comes } = told
  const { customer, item, party } = await makeGoods(server, `INB-${mark}`, { creditLimit: '100' })
  const lines = [{ item: item.id, quantity: '1' }]
  const order = await server.call<{ id: string; number: string }>('POST', '/crm/orders', { customer: customer.id, lines })
  const entry = await entryOf('order', order.number)
  const integrator = await comes('yang.fan', pageOf(entry))
  const { page, main } = integrator
  await integrator.see(money('1394.99'))
  await integrator.see('sales-order/credit-exceeded')
  await integrator.fits()
  await integrator.press(say('running.take'))
  await expect.poll(() => stateOf(entry), { timeout: PATIENCE_MS }).toMatchObject({ owner: 'yang.fan', state: 'open' })
  await integrator.see('Yang Fan', main)
  expect(await main.getByRole('button', { name: say('running.take') }).count()).toBe(0)
  await integrator.see(label(inboxEntry.fields.owner.label))

  await server.call('PATCH', `/erp/parties/${party.id}`, { creditLimit: '5000' })
  await integrator.press(say('joint.retry'))
  await main
    .getByText(choice('retried'), { exact: true })
    .or(main.getByText(choice('done'), { exact: true }))
    .first()
    .waitFor()
  await arrived(server, `/erp/sales-orders?filter[party]=${party.id}`)
  // The ways to what it is about: its record in the joint, and its own page.
  await expect.poll(() => main.locator(`a[href="/joint/records/${entry.record}"]`).count(), { timeout: PATIENCE_MS }).toBe(1)
  await main.getByRole('link', { name: entry.subject, exact: true }).click()
  await page.waitForURL(`**/orders/${order.id}`)
})

tell('P5 I7 an integrator corrects what was told, and leaves another as it is with a reason', async (told) => {
  const { mark, say, choice, comes } = told
  const [corrected, left] = NAMES[mark as keyof typeof NAMES]
  const first = await slowPayer(`INB-A-${mark}`, corrected)
  const second = await slowPayer(`INB-B-${mark}`, left)
  const integrator = await comes('yang.fan', pageOf(first))
  const { page, main, dialog } = integrator
  await integrator.press(say('running.edit'))
  const field = dialog.getByRole('spinbutton').first()
  await expect.poll(() => field.inputValue(), { timeout: PATIENCE_MS }).toBe('120')
  await field.fill('60')
  await integrator.press(say('running.editOk'), dialog)
  await dialog.waitFor({ state: 'detached' })
  expect(await arrived(server, `/erp/parties?filter[code]=INB-A-${mark}`)).toMatchObject({ paymentTermDays: 60 })

  await integrator.open(pageOf(second))
  await integrator.press(say('joint.ignore'))
  await dialog.getByRole('textbox').first().fill('A friend of the house')
  await integrator.press(say('joint.ignore'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await integrator.see('A friend of the house')
  await main.getByText(choice('ignored'), { exact: true }).first().waitFor()
  await integrator.fits()
  expect(await stateOf(second)).toMatchObject({ state: 'ignored', reason: 'A friend of the house' })

  // Who thinks better of it tries again from there; it is refused for the same reason, and stands in the inbox anew.
  await integrator.press(say('joint.retry'))
  const again = await entryOf('customer', `INB-B-${mark}`)
  await integrator.open(pageOf(again))
  await page.getByRole('button', { name: say('joint.ignore'), exact: true }).waitFor()
})
