/** A sales manager's day: what a clerk's quote earns, a better price for it, and a task for the clerk. */
import { activity, quoteInput } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { storyteller } from './tell.ts'

const tell = storyteller({ once: true })

interface Quote {
  readonly id: string
  readonly number: string
}

tell("P3 C4 a sales manager sees what a clerk's quote earns, gives a discount, sends it and hands on a task", async (told) => {
  const { server, mark, say, label, choice, money, comes } = told
  // As the clerk left it yesterday.
  const clerk = await comes('li.na', '/quotes')
  const { customer, item } = await makeGoods(server, `MAN-${mark}`, {}, (one) => clerk.make('/crm/customers', one))
  const lines = [{ item: item.id, quantity: '4' }]
  const quote = await clerk.make<Quote>('/crm/quotes', { customer: customer.id, lines })

  const manager = await comes('chen.jing')
  const { page } = manager
  await manager.see(say('home.openQuotes'))
  await manager.fits()
  await manager.open(`/quotes?q=${encodeURIComponent(quote.number)}`)
  await page.locator(`[data-row="${quote.id}"]`).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(quote.number) }).waitFor()
  // What the clerk does not see: what is left of it.
  await manager.see(say('desk.margin'), page.locator('[data-live=margin]'))
  const line = page.locator('fieldset.quote-line')
  await line.getByRole('spinbutton', { name: label(quoteInput.lines.of.discountPercent.label) }).fill('10')
  await manager.see(money('5021.95'), page.locator('.totals'))
  await manager.press(say('quotes.saveAndSend'))
  await manager.see(choice('sent'))
  await manager.fits()

  await manager.open(`/customers/${customer.id}`)
  const subject = page.getByRole('textbox', { name: label(activity.fields.subject.label) })
  const adding = page.locator('form', { has: subject })
  await adding.getByText(choice('task'), { exact: true }).click()
  await subject.fill(`Ring them about ${quote.number}`)
  await manager.pick(label(activity.fields.assignee.label), 'Li Na', adding)
  await manager.press(say('customers.add'), adding)
  await manager.see(`Ring them about ${quote.number}`, page.locator('.ant-timeline'))

  const sent = { state: 'sent', total: '5021.95', updatedBy: 'chen.jing' }
  expect(await server.call('GET', `/crm/quotes/${quote.id}`)).toMatchObject(sent)
  const task = { assignee: 'li.na', createdBy: 'chen.jing', done: false }
  expect(await arrived(server, `/crm/activities?filter[customer]=${customer.id}`)).toMatchObject(task)
})
