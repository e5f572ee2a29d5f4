/** A table comes back, as its people tell it, each with the rights of the role: from the telephone to the money. */
import { goodsReturn } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { arrived, type Goods, makeGoods, type ServerUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

interface Numbered {
  readonly id: string
  readonly number: string
}

/** Four tables at 1,234.50, shipped and invoiced: as it comes to the day on which one of them wobbles. */
async function sold(server: ServerUnderTest, { customer, item, party }: Goods): Promise<Numbered & { salesOrder: string }> {
  const lines = [{ item: item.id, quantity: '4' }]
  const order = await server.call<Numbered>('POST', '/crm/orders', { customer: customer.id, lines })
  const { id: salesOrder } = await arrived(server, `/erp/sales-orders?filter[party]=${party.id}`)
  await server.call('POST', '/erp/shipments', { salesOrder })
  await server.call('POST', '/erp/invoices', { salesOrder })
  await arrived(server, `/crm/shipments?filter[order]=${order.id}`)
  await arrived(server, `/crm/orders?filter[id]=${order.id}&filter[state]=closed`)
  return { ...order, salesOrder }
}

tell('C11 J8 what a customer sends back is answered, received and credited, and service sees it all', async (told) => {
  const { server, mark, choice, money, comes } = told
  const goods = await makeGoods(server, `RET-${mark}`)
  const order = await sold(server, goods)
  const clerk = await comes('zhao.yan', `/orders/${order.id}`)
  await ask(clerk, told, order)
  const { id } = await arrived(server, `/erp/sales-returns?filter[salesOrder]=${order.salesOrder}`)
  // Service answers in the ERP, too: the customer is told where to send it.
  await clerk.open(`/records/erp/sales-return/${id}`)
  await answer(clerk, told)
  await receive(await comes('wu.jun', `/records/erp/sales-return/${id}`), told)
  await credit(await comes('xu.li', `/records/erp/sales-return/${id}`), told)

  // Two of four at 1,234.50, with 13 % tax; the scrapped one is paid back, too.
  const back = await arrived(server, `/crm/returns?filter[order]=${order.id}&filter[state]=closed`)
  expect(back).toMatchObject({ credited: '2789.97', answer: 'To gate 3, please', createdBy: 'zhao.yan' })
  await clerk.open(`/orders/${order.id}`)
  await clerk.see(money('2789.97'))
  // On the line of time of the order, too: what the warehouse did.
  await clerk.see(new RegExp(told.label({ en: 'received and inspected', zh: '已收货检验' })))
  await clerk.open(`/customers/${goods.customer.id}`)
  // On a phone it is not in sight at first: whoever goes there by the keyboard brings it there.
  const tab = clerk.page.getByRole('tab', { name: new RegExp(`^${told.say('returns.title')}`) })
  await tab.focus()
  await clerk.page.keyboard.press('Enter')
  await clerk.see(money('2789.97'), clerk.page.getByRole('tabpanel'))
  await clerk.see(choice('closed'), clerk.page.getByRole('tabpanel'))
  await clerk.fits()
})

async function ask(clerk: Person, { say, label, choice }: Told, order: Numbered): Promise<void> {
  const { page, dialog } = clerk
  await clerk.press(say('returns.ask'))
  await dialog.getByRole('spinbutton').first().fill('2')
  await clerk.type(label(goodsReturn.fields.reason.label), 'They wobble', dialog)
  await dialog.getByText(choice('refund'), { exact: true }).click()
  await clerk.press(say('returns.ask'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('They wobble').first().waitFor()
  await clerk.see(new RegExp(order.number))
  await clerk.fits()
}

async function answer(clerk: Person, { label, say, choice }: Told): Promise<void> {
  const { dialog } = clerk
  await clerk.see('They wobble')
  await clerk.command(label({ en: 'Approve', zh: '批准' }))
  await clerk.type(label(goodsReturn.fields.answer.label), 'To gate 3, please', dialog)
  await clerk.press(say('customers.save'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await clerk.see(choice('approved'))
}

async function receive(packer: Person, { say, choice }: Told): Promise<void> {
  const { dialog } = packer
  await packer.press(say('returns.receive'))
  const [came, scrapped] = [dialog.getByRole('spinbutton').first(), dialog.getByRole('spinbutton').last()]
  await expect.poll(() => came.inputValue(), { timeout: PATIENCE_MS }).toBe('2')
  await scrapped.fill('1')
  await packer.press(say('returns.receive'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await packer.see(choice('received'))
  await packer.fits()
}

async function credit(accountant: Person, { label, say, choice, money }: Told): Promise<void> {
  const { dialog } = accountant
  await accountant.command(label({ en: 'Credit', zh: '红冲退款' }))
  await accountant.press(say('customers.save'), dialog)
  await dialog.waitFor({ state: 'detached' })
  await accountant.see(choice('closed'))
  await accountant.see(money('2789.97'))
  await accountant.fits()
}
