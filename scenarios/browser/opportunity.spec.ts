/** Business that may come: a clerk writes it down, qualifies it, offers something for it, and it is won with the quote. */
import { opportunity, opportunityInput, quoteInput } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { storyteller } from './tell.ts'

const tell = storyteller({ once: true })

interface Numbered {
  readonly id: string
  readonly number: string
}

tell('C7 C8 P3 a clerk follows an opportunity from the first call until its quote wins it', async (told) => {
  const { server, mark, say, label, inside, choice, money, comes } = told
  const clerk = await comes('li.na', '/records/crm/opportunity')
  const { page, main, dialog } = clerk
  const { customer, item } = await makeGoods(server, `OPP-${mark}`, {}, (one) => clerk.make('/crm/customers', one))
  const title = `A new canteen ${mark}`

  await clerk.press(say('record.new', { what: inside(opportunity.label) }))
  await clerk.type(label(opportunityInput.title.label), title, dialog)
  await clerk.pick(label(opportunityInput.customer.label), customer.code, dialog)
  // A colleague by name, not by a user name that one has to know.
  await clerk.pick(label(opportunityInput.owner.label), 'Li Na', dialog)
  await dialog
    .getByRole('textbox', { name: label(opportunityInput.expectedRevenue.label) })
    .or(dialog.getByRole('spinbutton', { name: label(opportunityInput.expectedRevenue.label) }))
    .first()
    .fill('5000')
  await clerk.press(say('customers.save'), dialog)
  await page.waitForURL('**/records/crm/opportunity/*')
  await dialog.waitFor({ state: 'detached' })
  const own = new URL(page.url()).pathname
  await clerk.see(choice('new'))
  await clerk.see(money('5000'))
  await clerk.see(say('opportunities.noQuotes'))
  await clerk.fits()
  await clerk.command(label({ en: 'Qualified', zh: '确认有效' }))
  await clerk.press(say('record.do'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await clerk.see(choice('qualified'))

  await clerk.press(say('quotes.new'))
  await page.getByRole('heading', { level: 1, name: say('quotes.new') }).waitFor()
  // Whom it is for is known.
  const line = page.locator('fieldset.quote-line')
  await clerk.see(customer.name, main)
  await clerk.pick(label(quoteInput.lines.of.item.label), item.code)
  await line.getByRole('spinbutton', { name: label(quoteInput.lines.of.quantity.label) }).fill('4')
  await clerk.see(money('5579.94'), page.locator('.totals'))
  await clerk.press(say('quotes.saveAndSend'))
  await clerk.see(choice('sent'))
  const quote = await arrived<Numbered>(server, `/crm/quotes?filter[customer]=${customer.id}`)
  await clerk.press(say('quotes.accept'))
  await clerk.press(say('quotes.accept'), dialog)
  await dialog.waitFor({ state: 'detached' })

  await clerk.open(own)
  await clerk.see(choice('won'))
  await main.getByText(quote.number, { exact: true }).first().waitFor()
  await clerk.fits()
  // In the list of what was won it stands with its owner.
  const [id = ''] = own.split('/').slice(-1)
  await clerk.open(
    `/records/crm/opportunity?q=${encodeURIComponent(title)}&f=${encodeURIComponent(JSON.stringify({ state: 'won' }))}`,
  )
  await page.locator(`[data-row="${id}"]`).waitFor()
  await clerk.fits()
  expect(await server.call('GET', `/crm/opportunities/${id}`)).toMatchObject({ state: 'won', owner: 'li.na', createdBy: 'li.na' })
  expect(await server.call('GET', `/crm/quotes/${quote.id}`)).toMatchObject({ state: 'accepted', opportunity: id })
})
