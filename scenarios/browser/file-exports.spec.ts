/** A list that another system is to have as a file: set up from the list itself, written now, changed, and no longer written. */

import { fileExport } from '@tandem/hub/definitions'
import { expect } from 'vitest'
import { storyteller } from './tell.ts'

const story = storyteller({ once: true })
const { name, columns, file } = fileExport.fields

story('I2 a list goes out as a file', async ({ say, label, choice, mark, screen, server, comes }) => {
  const terms = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  await server.call('POST', '/crm/customers', { code: `OUT-${mark}`, name: `Outgoing ${mark} 出`, ...terms })
  const admin = await comes('admin', '/customers')
  const { page, main } = admin
  await page.getByRole('heading', { level: 1 }).waitFor()
  if (screen === 'phone') await page.getByRole('button', { name: say('tools.filters') }).click()
  await page.getByRole('toolbar').getByText(say('tools.export'), { exact: true }).click()
  await page.getByText(say('files.out.regularly')).click()
  const called = `out-${mark}`
  await admin.dialog.getByLabel(label(name.label), { exact: true }).fill(called)
  await admin.dialog.getByLabel(label(columns.label), { exact: true }).fill('code, name=Kunde')
  await admin.dialog.getByLabel(label(file.label), { exact: true }).fill('customers')
  await admin.dialog.getByRole('button', { name: say('files.out.add') }).click()
  await admin.dialog.waitFor({ state: 'detached' })

  await admin.open('/joint/files')
  await admin.see(called, main)
  await admin.fits()
  const rows = screen === 'phone' ? main.locator('.ant-card') : main.getByRole('row')
  // What was written names its export, too.
  const row = rows.filter({ hasText: called }).filter({ has: page.getByRole('button', { name: say('files.out.ask') }) })
  await admin.press(say('files.out.ask'), row)
  await expect
    .poll(
      async () => {
        const { items } = await server.call<{ items: { file: string; state: string; documents: number }[] } & { id: string }>(
          'GET',
          '/joint/file-export-runs',
        )
        return items.filter((run) => run.file === 'customers.csv' && run.state === 'written' && run.documents > 0).length
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0)
  await admin.see('customers.csv', main)
  await admin.see(choice('written'), main)
  await admin.press(say('files.remove'), row)
  await expect.poll(() => row.count(), { timeout: 60_000 }).toBe(0)
})
