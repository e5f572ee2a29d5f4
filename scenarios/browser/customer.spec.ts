/** Somebody of a customer's, in the portal: one quote accepted, another declined, a question asked; and service answers it. */
import { ticketInput } from '@tandem/crm/definitions'
import { beforeAll, expect } from 'vitest'
import { type Goods, makeGoods, type ServerUnderTest, serverUnderTest } from './server-under-test.ts'
import { type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })
let others: Goods

beforeAll(async () => {
  others = await makeGoods(serverUnderTest(), 'CUO')
}, 120_000)

interface Numbered {
  readonly id: string
  readonly number: string
}

async function sentQuote(server: ServerUnderTest, { customer, item }: Goods): Promise<Numbered> {
  const input = { customer: customer.id, lines: [{ item: item.id, quantity: '1' }] }
  const quote = await server.call<Numbered>('POST', '/crm/quotes', input)
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  return quote
}

/** Invited by link, and in with a password. */
async function comeIn({ server, say, comes }: Told, name: string, customer: string): Promise<Person> {
  const user = { name, fullName: 'Mo', email: `${name}@customer.example`, roles: ['portal'], customer }
  const { id } = await server.call('POST', '/platform/users', user)
  const { path } = await server.call<{ path: string }>('POST', `/platform/users/${id}/link`)
  const mo = await comes(null, path)
  const password = mo.page.getByLabel(say('people.choose'))
  await password.fill('we buy chairs every autumn')
  await mo.page.getByLabel(say('people.again')).fill('we buy chairs every autumn')
  await mo.press(say('people.begin'))
  // The page of the link welcomes, too.
  await password.waitFor({ state: 'detached' })
  await mo.page.getByRole('heading', { level: 1, name: say('portal.welcome', { name: 'Mo' }) }).waitFor()
  return mo
}

/** The button beside the quote opens a dialog, whose own button says the same. */
async function answer(mo: Person, quote: Numbered, button: string, label: string, text: string, outcome: string): Promise<void> {
  await mo.open(`/quotes/${quote.id}`)
  await mo.press(button, mo.main)
  await mo.dialog.getByLabel(label).fill(text)
  await mo.press(button, mo.dialog)
  await mo.dialog.waitFor({ state: 'hidden' })
  await mo.see(outcome)
}

tell('P3 C13 somebody of a customer’s answers quotes, asks, is answered and replies', async (told) => {
  const { server, mark, say, label, comes } = told
  const goods = await makeGoods(server, `CU-${mark}`)
  const [wanted, unwanted] = [await sentQuote(server, goods), await sentQuote(server, goods)]
  const mo = await comeIn(told, `mo.${mark}`, goods.customer.id)
  const { page } = mo
  await mo.fits()
  await answer(mo, wanted, say('portal.accept'), say('portal.acceptText'), 'PO 4711', say('portal.quote.accepted'))
  await mo.fits()
  await answer(mo, unwanted, say('portal.decline'), say('portal.declineText'), '', say('portal.quote.declined'))
  const { order } = await server.call<{ order: string }>('GET', `/crm/quotes/${wanted.id}`)
  const placed = { customerReference: 'PO 4711', createdBy: `mo.${mark}`, quote: wanted.id }
  expect(await server.call('GET', `/crm/orders/${order}`)).toMatchObject(placed)

  await page.getByRole('link', { name: say('menus.tickets'), exact: true }).click()
  await mo.press(say('portal.newTicket'))
  await mo.page.getByLabel(label(ticketInput.subject.label)).fill(`A leg is loose ${mark}`)
  await mo.page.getByLabel(label(ticketInput.message.label)).fill('It wobbles.')
  await mo.fits()
  await mo.press(say('portal.send'))
  await page.getByRole('heading', { level: 1, name: `A leg is loose ${mark}` }).waitFor()
  await mo.see(say('portal.ticket.open'))
  const ticket = page.url().split('/').at(-1)

  const clerk = await comes('zhao.yan', `/records/crm/ticket/${ticket}`)
  await clerk.see('It wobbles.')
  await clerk.page.getByRole('textbox', { name: say('record.answer') }).fill('A new one is on its way.')
  await clerk.press(say('portal.send'))
  await clerk.see('A new one is on its way.', clerk.page.getByRole('listitem'))

  await page.reload()
  await mo.see('A new one is on its way.')
  await mo.see(say('portal.ticket.answered'))
  await page.getByLabel(say('portal.reply')).fill('Thank you.')
  await mo.press(say('portal.send'))
  await mo.see(say('portal.ticket.open'))
  await mo.fits()
  const said = [{ ours: false }, { ours: true, author: 'zhao.yan' }, { ours: false, text: 'Thank you.' }]
  expect(await server.call('GET', `/crm/tickets/${ticket}`)).toMatchObject({ state: 'open', messages: said })

  // What is somebody else's is not there, and neither is what the house keeps to itself.
  const input = { customer: others.customer.id, subject: 'x', message: 'y' }
  const secret = await server.call('POST', '/crm/tickets', input)
  await mo.go(`/tickets/${secret.id}`)
  await mo.see(say('portal.notYours'))
  for (const path of [`/crm/tickets/${secret.id}`, `/crm/orders/${order}/events`])
    expect((await mo.context.request.get(`/api/v1${path}`)).status(), path).toBe(404)
  await mo.press(say('shell.help'))
  await mo.dialog.getByRole('heading', { name: label({ en: 'Your pages', zh: '您的门户' }) }).waitFor()
  expect(mo.problems.filter((problem) => !/404/.test(problem))).toEqual([])
  mo.problems.length = 0
})
