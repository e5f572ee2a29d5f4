/** Lists that are wholly on one page have what every list has: filters, columns, views, files out and in. */
import { buffer } from 'node:stream/consumers'
import { expect } from 'vitest'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

/** On a phone filters and tools are put away behind a button that counts what holds. */
async function unfold(person: Person, { say, screen }: Told, used = 0): Promise<void> {
  if (screen === 'phone') await person.press(used > 0 ? say('tools.filtersUsed', { used }) : say('tools.filters'))
}

async function exported({ page, press }: Person, { say }: Told, format: string): Promise<Buffer> {
  await press(say('tools.export'), page.getByRole('toolbar'))
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: format }).click()])
  return buffer(await file.createReadStream())
}

async function bringIn({ page, dialog, press }: Person, { say }: Told, name: string, content: Buffer): Promise<void> {
  await press(say('tools.import'), page.getByRole('toolbar'))
  const mimeType = name.endsWith('csv') ? 'text/csv' : 'application/octet-stream'
  await dialog.getByLabel(say('tools.chooseFile')).setInputFiles({ name, mimeType, buffer: content })
  await dialog.getByText(say('tools.firstRows')).waitFor()
}

tell(
  'P5 P6 people come in by a file, are filtered, kept as a view, taken away as a workbook, and known when it comes back',
  async (told) => {
    const { say, label, mark, language, server, comes } = told
    const administrator = await comes('admin', '/admin/users')
    const { page, main, dialog } = administrator
    const row = (name: string) => main.locator('[data-row-key]', { hasText: name })
    await unfold(administrator, told)
    const file = [
      'User name,Full name,E-mail,Roles,Team',
      `amy.${mark},Amy ${mark},amy.${mark}@example.com,Sales,list-${mark}`,
      `ben.${mark},Ben ${mark},ben.${mark}@example.com,"service; buyer",list-${mark}`,
      `cat.${mark},Cat ${mark},nowhere,sales,list-${mark}`,
    ]
    await bringIn(administrator, told, 'people.csv', Buffer.from(file.join('\n')))
    await dialog.getByText(say('tools.does.refused')).waitFor()
    await administrator.fits()
    await administrator.press(say('tools.importNow'), dialog)
    await dialog.getByText(say('tools.imported', { created: 2, changed: 0, unchanged: 0, refused: 1 })).waitFor()
    await administrator.press(say('tools.close'), dialog)
    await dialog.waitFor({ state: 'detached' })
    await row(`Ben ${mark}`).waitFor()

    // One choice of a column that may hold several.
    await administrator.pick(say('admin.roles'), label({ en: 'Buyer', zh: '采购员' }), main)
    await page.keyboard.press('Escape')
    await row(`Amy ${mark}`).waitFor({ state: 'detached' })
    await row(`Ben ${mark}`).waitFor()
    await administrator.type(say('tools.searchRows'), `list-${mark}`, main)
    await expect.poll(() => main.locator('[data-row-key]').count()).toBe(1)

    await administrator.press(say('tools.columns'))
    await page.getByRole('checkbox', { name: label({ en: 'User name', zh: '用户名' }) }).check()
    await page.keyboard.press('Escape')
    await administrator.press(say('tools.views'))
    await page.getByRole('textbox', { name: say('tools.viewName') }).fill(`Buyers ${mark}`)
    await administrator.press(say('tools.keepView'))
    await page.getByText(say('tools.viewKept')).first().waitFor()
    // The address is the list: sent to a colleague, it shows the same.
    await page.reload()
    await row(`Ben ${mark}`).waitFor()
    await expect.poll(() => main.locator('[data-row-key]').count(), { timeout: PATIENCE_MS }).toBe(1)

    await unfold(administrator, told, 1)
    const csv = (await exported(administrator, told, 'CSV')).toString('utf8').trimEnd().split('\r\n')
    expect(csv).toHaveLength(2)
    expect(csv[1]).toContain(`Ben ${mark},ben.${mark}@example.com`)
    expect(csv[1]).toContain(label({ en: 'Buyer', zh: '采购员' }))
    const workbook = await exported(administrator, told, 'XLSX')
    await server.call('PATCH', `/platform/users/${await idOf(told, `ben.${mark}`)}`, { fullName: 'Somebody else' })
    await bringIn(administrator, told, `people-${language}.xlsx`, workbook)
    await dialog.getByText(say('tools.does.change')).waitFor()
    await administrator.press(say('tools.importNow'), dialog)
    await dialog.getByText(say('tools.imported', { created: 0, changed: 1, unchanged: 0, refused: 0 })).waitFor()
    await administrator.press(say('tools.close'), dialog)
    await dialog.waitFor({ state: 'detached' })
    await row(`Ben ${mark}`).waitFor()
    await administrator.press(say('lists.clear'), main)
    await row(`Amy ${mark}`).waitFor()
    await administrator.fits()
  },
)

async function idOf({ server }: Told, name: string): Promise<string> {
  const { items } = await server.call<{ items: readonly { id: string }[] }>('GET', `/platform/users?filter[name]=${name}`)
  return items[0]?.id ?? ''
}

/** Where they are, by the place of the menu. */
const PAGES = [
  '/admin/roles',
  '/admin/keys',
  '/admin/sessions',
  '/joint/flows',
  '/joint/load',
  '/joint/alerts',
  '/joint/quality',
  '/joint/files',
] as const

/** Made here so that no list is empty: an empty one has nothing to filter. */
async function fill({ server, mark }: Told): Promise<void> {
  const channel = { name: `Ops ${mark}`, type: 'webhook', language: 'en', url: 'https://hooks.example/x', secret: 'a secret' }
  const { id } = await server.call('POST', '/joint/alert-channels', channel)
  await server.call('POST', '/joint/alert-rules', { name: `Late ${mark}`, watches: 'lag', threshold: '9000', channel: id })
  await server.call('POST', `/joint/alert-channels/${id}/test`)
  await server.call('POST', '/joint/quality-dictionaries', { name: `words ${mark}`, words: ['one'] })
  await server.call('POST', '/joint/quality-rules', { kind: 'customer', field: 'name', does: 'trim' })
  await server.call('POST', '/joint/file-sources', { name: `in-${mark}`, target: 'crm/customer' })
}

tell('P5 each place of the menu with a list has its search, views, columns and files in the reader’s words', async (told) => {
  const { say, screen, comes } = told
  const administrator = await comes('admin')
  const { page, main } = administrator
  await fill(told)
  for (const at of PAGES) {
    await administrator.open(at)
    await main
      .getByRole('searchbox', { name: say('tools.searchRows') })
      .first()
      .waitFor()
    if (screen === 'phone')
      await main
        .getByRole('button', { name: say('tools.filters') })
        .first()
        .click()
    const toolbar = main.getByRole('toolbar').first()
    for (const tool of ['tools.views', 'tools.columns', 'tools.export'] as const)
      await toolbar.getByRole('button', { name: say(tool), exact: true }).waitFor()
    await administrator.fits()
  }
  // What was told says as a state what it is about.
  await administrator.open('/joint/alerts')
  await main.getByText(say('running.alerts.what.test'), { exact: true }).first().waitFor()
  expect(new URL(page.url()).pathname).toBe('/joint/alerts')
})
