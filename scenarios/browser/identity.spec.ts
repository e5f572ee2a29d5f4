/** What may be there twice, as people meet it: two customers are merged on their page, and made two again on the other side. */
import { arrived, type Goods, makeGoods } from './server-under-test.ts'
import { storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

async function orderOf({ server }: Told, { customer, item, party }: Goods): Promise<string> {
  const quote = await server.call('POST', '/crm/quotes', { customer: customer.id, lines: [{ item: item.id, quantity: '1' }] })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  await server.call('POST', `/crm/quotes/${quote.id}/accept`)
  const order = await arrived<{ number: string }>(server, `/erp/sales-orders?filter[party]=${party.id}`)
  return order.number
}

tell('J12 two customers that turn out to be one are merged after seeing what goes along, and made two again', async (told) => {
  const { server, mark, say, like, comes } = told
  const [keep, lose] = [await makeGoods(server, `${mark}-K`), await makeGoods(server, `${mark}-L`)]
  const number = await orderOf(told, lose)
  const somebody = await comes('admin', `/customers/${lose.customer.id}`)
  const { page, main, dialog } = somebody
  await somebody.press(say('identity.mergeInto'))
  await somebody.pick(say('identity.other'), keep.customer.code, dialog)
  await dialog.getByText(say('identity.keepOther')).click()
  await dialog.getByRole('heading', { name: say('identity.goesAlong') }).waitFor()
  await dialog.getByText(/^O\d+/).first().waitFor()
  await somebody.fits()
  await dialog.getByRole('button', { name: like('identity.doMerge') }).click()
  await page.waitForURL(`**/customers/${keep.customer.id}`)
  await dialog.waitFor({ state: 'detached' })

  await arrived(server, `/erp/parties?filter[id]=${lose.party.id}&filter[mergedInto]=${keep.party.id}`)
  await somebody.open(`/erp/parties/${lose.party.id}`)
  await main.getByText(like('identity.isMerged')).first().waitFor()
  await somebody.press(say('identity.unmerge'))
  await dialog.getByRole('heading', { name: say('identity.back') }).waitFor()
  await dialog.getByRole('link', { name: number }).waitFor()
  await somebody.fits()
  await somebody.press(say('identity.unmerge'), dialog)
  await arrived(server, `/crm/customers?filter[id]=${lose.customer.id}&filter[status]=active`)
  await arrived(server, `/crm/orders?filter[customer]=${lose.customer.id}`)
})
