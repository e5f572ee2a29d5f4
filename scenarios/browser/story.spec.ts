/** The story of an order as its people tell it, each with the rights of the role: from the quote to the proof. */
import { activity, quoteInput } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { arrived, type Goods, makeGoods } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller()

/** What the server says of an order that waits. */
const WAITS = [
  { en: 'Reserved, waits to be shipped', zh: '已锁库，等待发货' },
  { en: 'Waits for its invoice', zh: '等待开票' },
  { en: 'Waits for payment', zh: '等待付款' },
] as const
const [TO_SHIP] = WAITS

/** Four of them, at 1,234.50 and 13 % tax. */
const TOTAL = '5579.94'

tell('J3 J4 J5 J7 P3 a quote becomes an order that is shipped, invoiced and paid', async (told) => {
  const { server, mark, comes } = told
  const clerk = await comes('li.na', '/quotes/new')
  // Who makes a customer, whose it is.
  const goods = await makeGoods(server, mark, {}, (customer) => clerk.make('/crm/customers', customer))
  await makeQuote(clerk, told, goods)
  await acceptAndFollow(clerk, told)
  const order = await arrived<{ id: string; number: string }>(server, `/erp/sales-orders?filter[party]=${goods.party.id}`)
  await ship(await comes('wu.jun', `/erp/sales-orders/${order.id}`), told)
  await collect(await comes('xu.li', `/erp/sales-orders/${order.id}`), told)
  await seeJourneyDone(clerk, told)
  await seeCustomer(clerk, told, goods)
  await seeProof(await comes('yang.fan', '/joint/proof'), told)

  // What each of them did is there for everybody who asks, signed with their name.
  const by = (name: string) => ({ createdBy: name })
  expect(await arrived(server, `/crm/quotes?filter[customer]=${goods.customer.id}`)).toMatchObject(by('li.na'))
  expect(await arrived(server, `/erp/shipments?filter[salesOrder]=${order.id}`)).toMatchObject(by('wu.jun'))
  expect(await arrived(server, `/erp/payments?filter[party]=${goods.party.id}`)).toMatchObject(by('xu.li'))
  const paid = { type: 'invoice', total: TOTAL, state: 'paid' }
  expect(await arrived(server, `/erp/invoices?filter[party]=${goods.party.id}`)).toMatchObject(paid)
})

async function makeQuote(clerk: Person, { label, say, choice, money, quantity }: Told, { customer, item }: Goods): Promise<void> {
  const line = clerk.page.locator('fieldset.quote-line')
  const { of } = quoteInput.lines
  await clerk.pick(label(quoteInput.customer.label), customer.code)
  await clerk.pick(label(of.item.label), item.code)
  await expect
    .poll(() => line.locator('.ant-select-content').first().textContent(), { timeout: PATIENCE_MS })
    .toContain(label({ en: 'Oak table', zh: '橡木桌' }))
  await line.getByRole('spinbutton', { name: label(of.quantity.label) }).fill('4')
  // Live beside the line: stock from the ERP, price from the list; beside the total the customer's credit.
  await clerk.see(say('quotes.availability.in-stock'), line)
  await clerk.see(say('quotes.free', { quantity: quantity('10') }), line)
  await clerk.see(say('quotes.price.list-price'), line)
  await clerk.see(money(TOTAL), clerk.page.locator('.totals'))
  await clerk.see(say('quotes.credit.no-limit'), clerk.page.locator('[data-live=credit]'))
  await clerk.fits()
  await clerk.press(say('quotes.saveAndSend'))
  await clerk.see(choice('sent'))
}

async function acceptAndFollow(clerk: Person, { say, like, label }: Told): Promise<void> {
  const { page } = clerk
  await clerk.press(say('quotes.accept'))
  await clerk.press(say('quotes.accept'), clerk.dialog)
  await page.getByText(like('quotes.becomes')).waitFor()
  // Nobody reloads: the joint's work shows by itself.
  await page
    .locator('.ant-steps-item-finish', { hasText: say('quotes.steps.placed') })
    .getByText(/^SO\d+/)
    .waitFor()
  await clerk.press(say('quotes.follow'))
  await clerk.see(label(TO_SHIP))
}

async function ship(packer: Person, { say }: Told): Promise<void> {
  await packer.press(say('erp.ship'))
  await packer.press(say('erp.ship'), packer.dialog)
  await packer.dialog.waitFor({ state: 'hidden' })
  await packer.fits()
  // Money is not among the rights of who packs.
  expect(await packer.page.getByRole('button', { name: say('erp.invoice') }).count()).toBe(0)
}

async function collect(accountant: Person, { say, choice }: Told): Promise<void> {
  const { page, dialog } = accountant
  await accountant.press(say('erp.invoice'))
  await accountant.press(say('erp.recordPayment'))
  await expect.poll(() => dialog.getByRole('spinbutton').first().inputValue(), { timeout: PATIENCE_MS }).toBe(TOTAL)
  await accountant.press(say('erp.recordPayment'), dialog)
  await page.getByText(choice('closed'), { exact: true }).waitFor()
  // The books are for who keeps them: whoever sells sees the order alone.
  await accountant.see(say('orders.moneyAgrees'))
  await accountant.fits()
}

/** The page of the order is still open where the quote was accepted: that it is closed comes by itself. */
async function seeJourneyDone({ page, main }: Person, { say, label, choice }: Told): Promise<void> {
  await page.getByText(choice('closed'), { exact: true }).waitFor()
  await expect.poll(() => page.locator('[data-line="1"] .ant-progress-status-success').count(), { timeout: PATIENCE_MS }).toBe(3)
  for (const gone of WAITS) await expect.poll(() => main.getByText(label(gone)).count(), { timeout: PATIENCE_MS }).toBe(0)
  // Whoever sells sees the money of what they sold, too.
  await main.getByText(say('chain.states.agreed'), { exact: true }).waitFor()
  const all = "[...document.querySelectorAll('[data-entry]')].map((one) => one.dataset.entry)"
  const sides = new Set(await page.evaluate<string[]>(all))
  expect(sides).toEqual(new Set(['crm', 'joint', 'erp']))
}

async function seeCustomer(clerk: Person, { say, label, money }: Told, { customer }: Goods): Promise<void> {
  const { page } = clerk
  await clerk.open(`/customers/${customer.id}`)
  await page.getByRole('heading', { level: 1, name: customer.name }).waitFor()
  const subject = page.getByRole('textbox', { name: label(activity.fields.subject.label) })
  await subject.fill('Thank you · 谢谢')
  // Comments beside the customer are added, too: by a button of the same name.
  await clerk.press(say('customers.add'), page.locator('form', { has: subject }))
  await page.getByText('Thank you · 谢谢').waitFor()
  await page.getByRole('tab', { name: new RegExp(`^${label({ en: 'Invoices', zh: '发票' })}`) }).click()
  await clerk.see(say('customers.settled'), page.getByRole('tabpanel'))
  await clerk.see(money(TOTAL), page.locator('.figures'))
}

async function seeProof({ page, press }: Person, { say, like }: Told): Promise<void> {
  const said = async () => {
    await press(say('joint.prove'))
    await page.locator('.ant-alert').waitFor()
    return page.locator('.ant-alert').textContent()
  }
  await expect.poll(said, { timeout: PATIENCE_MS }).toMatch(like('joint.inSync'))
}
