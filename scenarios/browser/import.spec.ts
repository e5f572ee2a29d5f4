/** A file with faults, as a clerk imports it: what is good is in, what is not comes back with what to do, and goes in corrected. */
import { buffer } from 'node:stream/consumers'
import { customer } from '@tandem/crm/definitions'
import { expect } from 'vitest'
import { PATIENCE_MS, type Person, storyteller } from './tell.ts'

const tell = storyteller({ once: true })

const HEAD = 'code,name,type,currency,paymentTermDays,onHold'

/** Names that look like no other: the joint would ask about them. */
const NAMES = {
  'en-desk': ['Aldous Quill', 'Bertha Yonder', 'Cosmo Trefoil', 'Dulcie Vane'],
  'en-phone': ['Evander Moss', 'Fenella Grout', 'Gideon Larch', 'Hester Plum'],
  'zh-phone': ['赤水', '乌兰', '墨脱', '漠河'],
  'zh-desk': ['若羌', '丹巴', '勐腊', '涠洲'],
} as const

async function choose({ page }: Person, label: string, name: string, text: string): Promise<void> {
  await page.getByLabel(label).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

/** The words of a list by the page itself: what it exports in the reader's words comes in again, and changes nothing. */
async function exported({ page, context }: Person, format: 'CSV'): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: format }).click()])
  expect(context.pages()).toHaveLength(1)
  return (await buffer(await file.createReadStream())).toString('utf8')
}

tell('P5 P7 I12 a file with two bad rows is imported, corrected and imported; what is exported comes in again', async (told) => {
  const { server, mark, screen, language, say, label, choice, comes } = told
  const names = NAMES[mark as keyof typeof NAMES]
  const [a, b, c, d] = names
  const code = `IMP-${mark}-`
  const clerk = await comes('admin', '/customers')
  const { page, dialog } = clerk
  if (screen === 'phone') await clerk.press(say('tools.filters'))
  await page.getByRole('toolbar').getByText(say('tools.import'), { exact: true }).click()
  const rows = [`1,${a},company,CNY,30,no`, `2,${b},company,YUAN,30,no`, `3,${c},company,CNY,ten,no`, `4,${d},company,CNY,30,no`]
  await choose(clerk, say('tools.chooseFile'), 'customers.csv', [HEAD, ...rows.map((row) => code + row)].join('\n'))
  const refused = dialog.getByText(say('tools.does.refused'))
  await refused.first().waitFor()
  await expect.poll(() => refused.count(), { timeout: PATIENCE_MS }).toBe(2)
  await clerk.fits()
  await clerk.press(say('tools.importNow'), dialog)
  await dialog.getByText(say('tools.imported', { created: 2, changed: 0, unchanged: 0, refused: 2 })).waitFor()

  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: say('tools.errorsFile') }).click(),
  ])
  const bad = (await buffer(await file.createReadStream())).toString('utf8')
  expect(bad).not.toContain(`${code}1`)
  expect(bad).toContain('YUAN')
  await clerk.press(say('tools.another'), dialog)
  await choose(clerk, say('tools.chooseFile'), 'corrected.csv', bad.replace('YUAN', 'CNY').replace(/\bten\b/, '10'))
  await clerk.press(say('tools.importNow'), dialog)
  await dialog.getByText(say('tools.imported', { created: 2, changed: 0, unchanged: 0, refused: 0 })).waitFor()
  const { items } = await server.call<{ items: object[] }>('GET', `/crm/customers?filter[code]=${code}*&sort=code`)
  expect(items).toMatchObject(names.map((name) => ({ name })))

  await clerk.open(`/customers?q=${encodeURIComponent(code)}&sort=code&c=code,name,type,onHold`)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  if (screen === 'phone' && !(await page.getByRole('toolbar').isVisible()))
    await page.getByText(say('tools.filters')).first().click()
  await page.getByRole('toolbar').getByText(say('tools.export'), { exact: true }).click()
  const out = await exported(clerk, 'CSV')
  const { type, onHold } = customer.fields
  expect(out).toContain([label(type.label), label(onHold.label)].join())
  expect(out).toContain([choice('company'), say('lists.no')].join())
  expect(out).not.toContain('company')
  await page.getByRole('toolbar').getByText(say('tools.import'), { exact: true }).click()
  await choose(clerk, say('tools.chooseFile'), `again-${language}.csv`, out)
  await dialog.getByText(say('tools.does.nothing')).first().waitFor()
  await clerk.press(say('tools.importNow'), dialog)
  await dialog.getByText(say('tools.imported', { created: 0, changed: 0, unchanged: 4, refused: 0 })).waitFor()
})
