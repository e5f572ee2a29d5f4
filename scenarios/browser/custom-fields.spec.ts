/** A field of the company's own: defined by who may, filled in by who sells, seen on the record and in the list. */
import { customField } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { arrived, makeGoods } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

tell('C3 P3 a company adds a field of its own, and it is filled in, shown and listed', async (told) => {
  const { say, mark, server, comes } = told
  const administrator = await comes('admin')
  await administrator.open('/admin/custom-fields')
  const [en, zh] = [`Sales zone ${mark}`, `销售片区 ${mark}`]
  const name = told.label({ en, zh })
  await define(administrator, told, { en, zh, code: `zone${mark.replace(/\W/g, '')}` })
  await administrator.see(name)
  await administrator.fits()

  const seller = await comes('li.na')
  await seller.open('/customers')
  await seller.press(say('customers.new'))
  await seller.type(told.label({ en: 'Name', zh: '名称' }), `Zoned ${mark}`, seller.dialog)
  await seller.type(told.label({ en: 'Code', zh: '编码' }), `ZONE-${mark}`, seller.dialog)
  await choose(seller, name, told.label({ en: 'Harbour', zh: '港口' }))
  await seller.press(say('customers.save'), seller.dialog)
  await seller.page.getByRole('heading', { level: 1, name: `Zoned ${mark}` }).waitFor()
  await seller.see(name)
  await seller.see(told.label({ en: 'Harbour', zh: '港口' }))
  await seller.fits()
  const code = `zone${mark.replace(/\W/g, '')}`
  expect(await arrived(server, `/crm/customers?filter[code]=ZONE-${mark}`)).toMatchObject({ custom: { [code]: 'harbour' } })

  // Changed in the form, where it stands as it was; what the field says is found again by it.
  await seller.command(told.label({ en: 'Change', zh: '修改' }))
  await choose(seller, name, told.label({ en: 'Hills', zh: '山区' }))
  await seller.press(say('customers.save'), seller.dialog)
  await seller.see(told.label({ en: 'Hills', zh: '山区' }))
  const columns = encodeURIComponent(`"code,custom.${code}"`)
  await seller.open(`/customers?c=${columns}&f=${encodeURIComponent(JSON.stringify({ [`custom.${code}`]: 'hills' }))}`)
  await seller.see(`ZONE-${mark}`)
  await seller.see(told.label({ en: 'Hills', zh: '山区' }))
  expect(await arrived(server, `/crm/customers?filter[custom.${code}]=hills`)).toMatchObject({ code: `ZONE-${mark}` })
})

tell('C8 J4 P5 a field of quotes goes on to the order and the ERP, is filled in there, and histories name it', async (told) => {
  const { say, label, mark, server, comes } = told
  const code = `rail${mark.replace(/\W/g, '')}`
  const name = { labelEn: `Siding ${mark}`, labelZh: `专用线 ${mark}` }
  const field = { ...name, code, type: 'text', required: false }
  await server.call('POST', '/crm/custom-fields', { ...field, document: 'quote' })
  await server.call('POST', '/crm/custom-fields', { ...field, document: 'order' })
  await server.call('POST', '/erp/custom-fields', { ...field, document: 'sales-order' })
  const siding = label({ en: name.labelEn, zh: name.labelZh })
  const goods = await makeGoods(server, `RAIL-${mark}`)
  const seller = await comes('li.na', '/quotes')
  const lines = [{ item: goods.item.id, quantity: '1' }]
  const quote = await seller.make('/crm/quotes', { customer: goods.customer.id, lines })
  await seller.open(`/quotes/${quote.id}`)
  await seller.type(siding, 'Track 7')
  await seller.fits()
  await seller.press(say('quotes.save'))
  const saved = async () => (await server.call<{ custom: unknown }>('GET', `/crm/quotes/${quote.id}`)).custom
  await expect.poll(saved, { timeout: PATIENCE_MS }).toEqual({ [code]: 'Track 7' })
  await server.call('POST', `/crm/quotes/${quote.id}/send`)
  const { order } = await server.call<{ order: string }>('POST', `/crm/quotes/${quote.id}/accept`)
  await seller.open(`/orders/${order}`)
  await seller.see(siding)
  await seller.see('Track 7')
  await seller.fits()

  const { number } = await server.call<{ number: string }>('GET', `/crm/orders/${order}`)
  const there = await arrived<{ id: string; custom: unknown }>(server, `/erp/sales-orders?filter[origin]=${number}`)
  expect(there.custom).toEqual({ [code]: 'Track 7' })
  const administrator = await comes('admin', `/erp/sales-orders/${there.id}`)
  await administrator.press(say('customFields.fill'))
  await administrator.type(siding, 'Track 9', administrator.dialog)
  await administrator.fits()
  await administrator.press(say('customFields.save'), administrator.dialog)
  await administrator.dialog.waitFor({ state: 'detached' })
  await administrator.see('Track 9')
  await administrator.fits()
  await seller.see('Track 9')
  // What happened to the order says which of its fields it was.
  await seller.open(`/orders/${order}`)
  await seller.page.getByRole('tab', { name: new RegExp(`^(${say('record.history')}|${say('record.historyHere')})$`) }).click()
  await seller.main.locator('.event-fields li', { hasText: siding }).filter({ hasText: 'Track 9' }).first().waitFor()
  await seller.fits()
})

interface Zone {
  readonly en: string
  readonly zh: string
  readonly code: string
}

async function define(administrator: Person, { say, label }: Told, { en, zh, code }: Zone): Promise<void> {
  const { page, dialog } = administrator
  const { fields } = customField
  await page.locator('[data-add="crm"]').click()
  await administrator.type(label(fields.labelEn.label), en, dialog)
  await administrator.type(label(fields.labelZh.label), zh, dialog)
  await administrator.type(label(fields.code.label), code, dialog)
  await choose(administrator, label(fields.type.label), label({ en: 'Choice', zh: '选项' }))
  for (const [at, [option, inEnglish, inChinese]] of OPTIONS.entries()) {
    await administrator.press(say('record.addLine'), dialog)
    await dialog.locator(`#options-${at}-code`).fill(option)
    await dialog.locator(`#options-${at}-en`).fill(inEnglish)
    await dialog.locator(`#options-${at}-zh`).fill(inChinese)
  }
  await administrator.press(say('customFields.save'), dialog)
  await dialog.waitFor({ state: 'hidden' })
}

const OPTIONS = [
  ['harbour', 'Harbour', '港口'],
  ['hills', 'Hills', '山区'],
] as const

/** One of a list that is opened by pressing it. */
async function choose({ page, dialog }: Person, field: string, option: string): Promise<void> {
  await dialog.getByLabel(field, { exact: true }).click()
  await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', { hasText: option }).click()
}
