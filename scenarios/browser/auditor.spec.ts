/** An auditor's day: who did what to one quote, whether the trail is as it was written, and whether the books say the same. */
import { quote } from '@tandem/crm/definitions'
import { eventVerbs } from '@tandem/web/event-words'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { storyteller } from './tell.ts'

const tell = storyteller({ once: true })

interface Quote {
  readonly id: string
  readonly number: string
}

tell('P3 an auditor follows one quote through the trail and the order, and changes nothing', async (told) => {
  const { server, mark, say, like, label, comes } = told
  const { customer, item, party } = await makeGoods(server, `AUD-${mark}`)
  const lines = [{ item: item.id, quantity: '2' }]
  const drafted = await server.call<Quote>('POST', '/crm/quotes', { customer: customer.id, lines })
  await server.call('POST', `/crm/quotes/${drafted.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${drafted.id}/accept`)
  await arrived(server, `/erp/sales-orders?filter[party]=${party.id}`)

  const auditor = await comes('huang.wei')
  const { page } = auditor
  await auditor.see(say('home.overdue'))
  await auditor.open('/admin/audit')
  await auditor.press(say('admin.verify'))
  await page.getByText(like('admin.chainHolds')).waitFor()
  await auditor.pick(say('admin.document'), label(quote.label))
  await auditor.pick(label(quote.label), drafted.number)
  const entries = page.locator(`main a[href="/quotes/${drafted.id}"]`)
  await expect.poll(() => entries.count()).toBe(3)
  await auditor.fits()
  // Looked for by the word for what happened, and by the name of who did it.
  await auditor.pick(say('admin.what'), eventVerbs.accepted?.[told.language] ?? '')
  await expect.poll(() => entries.count()).toBe(1)

  // The same, taken away as a file.
  const file = await page.locator('main a[download]').getAttribute('href')
  const text = await (await auditor.context.request.get(file ?? '')).text()
  expect(text.split('\n').filter((row) => row.includes(drafted.id))).toHaveLength(1)

  await auditor.open(`/orders/${order}`)
  const sides = "[...new Set([...document.querySelectorAll('[data-entry]')].map((one) => one.dataset.entry))].sort()"
  await expect.poll(() => page.evaluate<string[]>(sides)).toEqual(['crm', 'erp', 'joint'])
  for (const command of [say('orders.requestCancel'), say('journey.promise')])
    expect(await page.getByRole('button', { name: command }).count(), command).toBe(0)
  await auditor.open('/erp/trial-balance')
  await auditor.see(like('erp.balanced'))
  await auditor.fits()
  expect(await server.call('GET', `/crm/quotes/${drafted.id}`)).toMatchObject({ state: 'accepted', version: 3 })
})
