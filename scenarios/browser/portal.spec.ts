/** The portal, as somebody of a customer's tells it: invited, in, and everything of theirs on three pages. */
import { user } from '@tandem/server/definitions'
import { beforeAll, expect } from 'vitest'
import { arrived, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })
const server = serverUnderTest()

interface Numbered {
  readonly id: string
  readonly number: string
}

/** A quote that waits for an answer, and an order that was shipped and invoiced. */
interface Trade {
  readonly goods: Goods
  readonly offered: Numbered
  readonly order: Numbered
  readonly invoice: Numbered
  readonly shipment: Numbered
}

let others: Trade

beforeAll(async () => {
  others = await trade('QO')
}, 180_000)

async function trade(mark: string): Promise<Trade> {
  const goods = await makeGoods(server, mark)
  const input = { customer: goods.customer.id, lines: [{ item: goods.item.id, quantity: '2' }] }
  const offered = await server.call<Numbered>('POST', '/crm/quotes', input)
  await server.call('POST', `/crm/quotes/${offered.id}/send`)
  const quote = await server.call<Numbered>('POST', '/crm/quotes', input)
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  await server.call('POST', `/crm/quotes/${quote.id}/accept`)
  const salesOrder = await arrived<Numbered>(server, `/erp/sales-orders?filter[party]=${goods.party.id}`)
  await server.call('POST', '/erp/shipments', { salesOrder: salesOrder.id, carrier: 'SF', trackingNumber: `SF-${mark}` })
  await server.call('POST', '/erp/invoices', { salesOrder: salesOrder.id })
  const of = `filter[customer]=${goods.customer.id}`
  const [invoice, order] = [
    await arrived<Numbered>(server, `/crm/invoices?${of}`),
    await arrived<Numbered>(server, `/crm/orders?${of}`),
  ]
  const shipment = await arrived<Numbered>(server, `/crm/shipments?filter[order]=${order.id}`)
  return { goods, offered, order, invoice, shipment }
}

/** The administrator invites, and hands the link over. */
async function invitation({ say, label, mark, comes }: Told, code: string): Promise<string> {
  const administrator = await comes('admin', '/admin/users')
  const { page, dialog } = administrator
  await administrator.press(say('admin.invite'))
  await administrator.type(say('admin.fullName'), 'Mo', dialog)
  await administrator.type(say('admin.userName'), `buyer.${mark}`, dialog)
  await administrator.type(say('people.email'), `buyer.${mark}@customer.example`, dialog)
  const whose = dialog.getByRole('combobox', { name: label(user.fields.customer.label) })
  expect(await whose.count()).toBe(0)
  await dialog.getByLabel(say('admin.roles'), { exact: true }).click()
  const portal = label({ en: 'Portal user', zh: '门户用户' })
  await page.locator('.ant-select-item-option', { hasText: portal }).first().click()
  await page.locator('.ant-modal-title').click()
  await whose.fill(code)
  await page.locator('.ant-select-item-option', { hasText: code }).first().click()
  await administrator.press(say('admin.invite'), dialog)
  const link = await page
    .getByText(/\/welcome#/)
    .first()
    .textContent()
  return /\/welcome#\S+/.exec(link ?? '')?.[0] ?? ''
}

async function comeIn({ say, comes }: Told, link: string): Promise<Person> {
  const somebody = await comes(null, link)
  const { page } = somebody
  await somebody.type(say('people.choose'), 'we buy chairs every autumn')
  await somebody.type(say('people.again'), 'we buy chairs every autumn')
  await somebody.press(say('people.begin'))
  // The page of the link welcomes, too.
  await page.getByLabel(say('people.choose')).waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: say('portal.welcome', { name: 'Mo' }) }).waitFor()
  return somebody
}

/** One of the two is wrong: the customer says so, and sees that it was heard. */
async function sendBack(guest: Person, { say, label, choice }: Told): Promise<void> {
  const { dialog } = guest
  await guest.press(say('returns.ask'), guest.main)
  await dialog.getByRole('spinbutton').first().fill('1')
  await guest.type(label({ en: 'Reason', zh: '退货原因' }), 'It wobbles', dialog)
  await guest.press(say('returns.ask'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await guest.see('It wobbles')
  await guest.main.getByText(choice('requested'), { exact: true }).first().waitFor()
}

/** What the browser of the portal user is answered. */
const statusOf = ({ page }: Person, path: string) => page.evaluate<number>(`fetch('/api/v1${path}').then(({ status }) => status)`)

tell(
  'P3 C13 somebody of a customer’s finds what waits, how far an order is and what is to pay, and nothing of others',
  async (told) => {
    const { say, mark, money } = told
    const { goods, offered, order, invoice, shipment } = await trade(`Q-${mark}`)
    const guest = await comeIn(told, await invitation(told, goods.customer.code))
    const { page, main } = guest
    await guest.see(say('portal.quote.sent'))
    await guest.see(say('portal.open'))
    await main.getByRole('link', { name: invoice.number }).waitFor()
    await guest.fits()

    await main.getByRole('link', { name: offered.number }).click()
    await guest.see(goods.item.code)
    await guest.fits()

    await page.getByRole('link', { name: say('menu.orders'), exact: true }).click()
    await main.getByRole('link', { name: order.number }).click()
    await page.locator('.ant-steps-item-finish', { hasText: say('portal.steps.shipped') }).waitFor()
    await guest.see(shipment.number)
    await guest.see(`SF-Q-${mark}`)
    await guest.fits()
    await sendBack(guest, told)
    await guest.fits()

    await page.getByRole('link', { name: say('menu.invoices'), exact: true }).click()
    await main.getByRole('link', { name: invoice.number }).click()
    await guest.see(money('2789.97'))
    await guest.fits()

    await expect.poll(() => page.getByRole('navigation').getByRole('link').count(), { timeout: PATIENCE_MS }).toBe(5)
    for (const path of ['/joint', '/customers', '/erp/invoices', '/admin/users']) {
      await guest.go(path)
      await page.getByText(say('app.notFound')).waitFor()
    }
    expect(guest.problems).toEqual([])
    for (const path of [`/quotes/${others.offered.id}`, `/orders/${others.order.id}`, `/invoices/${others.invoice.id}`]) {
      await guest.go(path)
      await page.getByText(say('portal.notYours')).waitFor()
    }
    const { customer, item, party } = others.goods
    for (const [path, status] of [
      [`/crm/customers/${customer.id}`, 404],
      [`/crm/items/${item.id}`, 404],
      [`/crm/open-invoices?customer=${customer.id}`, 404],
      [`/erp/parties/${party.id}`, 403],
      [`/joint/journey/${order.id}`, 403],
      ['/platform/users', 403],
    ] as const) {
      expect([path, await statusOf(guest, path)]).toEqual([path, status])
    }
    // What others have was refused, as it should be.
    expect(guest.problems.splice(0).filter((problem) => !/40[34]/.test(problem))).toEqual([])
  },
)
