/** Service on the telephone: where an order is, who called, what is wrong with it, and the answer. */
import { activity, ticket, ticketInput } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { storyteller } from './tell.ts'

const tell = storyteller({ once: true })

interface Numbered {
  readonly id: string
  readonly number: string
}

tell('P3 C7 somebody of service finds the order a customer asks about, and sees to what is wrong with it', async (told) => {
  const { server, mark, say, label, inside, choice, comes } = told
  const { customer, item } = await makeGoods(server, `SVC-${mark}`)
  const order = await server.call<Numbered>('POST', '/crm/orders', {
    customer: customer.id,
    lines: [{ item: item.id, quantity: '3' }],
  })
  await arrived(server, `/crm/orders?filter[id]=${order.id}&filter[state]=placed`)
  const clerk = await comes('zhao.yan')
  const { page, dialog } = clerk
  await clerk.see(say('home.toShip'))
  await clerk.fits()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: say('shell.searchAll') }).fill(order.number)
  await page.locator(`[id="hit-${order.id}"]`).click()
  await page.waitForURL(`**/orders/${order.id}`)
  await clerk.see(label({ en: 'Reserved, waits to be shipped', zh: '已锁库，等待发货' }))

  await clerk.open(`/customers/${customer.id}`)
  const subject = page.getByRole('textbox', { name: label(activity.fields.subject.label) })
  const adding = page.locator('form', { has: subject })
  await adding.getByText(choice('call'), { exact: true }).click()
  await subject.fill('Asks when it comes')
  await clerk.press(say('customers.add'), adding)
  await clerk.see('Asks when it comes', page.locator('.ant-timeline'))

  await clerk.open('/records/crm/ticket')
  await clerk.press(say('record.new', { what: inside(ticket.label) }))
  await clerk.pick(label(ticketInput.customer.label), customer.code, dialog)
  await clerk.type(label(ticketInput.subject.label), `A scratch ${mark}`, dialog)
  await clerk.type(label(ticketInput.message.label), 'There is a scratch on the top.', dialog)
  await clerk.press(say('customers.save'), dialog)
  await page.waitForURL('**/records/crm/ticket/*')
  await dialog.waitFor({ state: 'detached' })
  await clerk.see(`A scratch ${mark}`)
  await page.getByRole('textbox', { name: say('record.answer') }).fill('We bring another top.')
  await clerk.press(say('portal.send'))
  await clerk.see('We bring another top.', page.getByRole('listitem'))
  await clerk.command(label({ en: 'Solved', zh: '标记为已解决' }))
  await clerk.press(say('record.do'), dialog)
  await clerk.see(choice('solved'))
  await clerk.fits()

  const of = `filter[customer]=${customer.id}`
  const seenTo = await arrived<{ messages: object[] }>(server, `/crm/tickets?${of}`)
  expect(seenTo).toMatchObject({ state: 'solved', createdBy: 'zhao.yan' })
  const said = await server.call<{ messages: object[] }>('GET', `/crm/tickets/${(seenTo as unknown as Numbered).id}`)
  expect(said.messages).toMatchObject([{ ours: false }, { ours: true, author: 'zhao.yan', text: 'We bring another top.' }])
  expect(await arrived(server, `/crm/activities?${of}`)).toMatchObject({ kind: 'call', createdBy: 'zhao.yan' })
})
