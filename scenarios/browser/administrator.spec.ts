/** An administrator's day: shown around once, a colleague invited, a key handed out and taken back, the trail verified. */
import { expect } from 'vitest'
import { arrived } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

tell('P3 P6 an administrator invites, hands out a key and takes it back, and verifies the trail', async (told) => {
  const { say, like, mark, server, comes } = told
  const administrator = await comes('admin')
  const { page } = administrator
  await administrator.press(say('tour.start'))
  await page.getByText(say('tour.hello')).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.ant-tour').waitFor({ state: 'hidden' })
  await administrator.open('/admin/users')
  await invite(administrator, told, `new.${mark}`)
  await administrator.fits()
  await administrator.open('/admin/keys')
  await handOutKey(administrator, told, `loader ${mark}`)
  await administrator.fits()
  await administrator.open('/admin/audit')
  await administrator.press(say('admin.verify'))
  await page.getByText(like('admin.chainHolds')).waitFor()
  expect(await arrived(server, `/platform/users?filter[name]=new.${mark}`)).toMatchObject({ state: 'invited', roles: ['sales'] })
})

async function invite(administrator: Person, { say, label }: Told, name: string): Promise<void> {
  const { page, dialog } = administrator
  await administrator.press(say('admin.invite'))
  await administrator.type(say('admin.fullName'), 'Mo Newman', dialog)
  await administrator.type(say('admin.userName'), name, dialog)
  await administrator.type(say('people.email'), `${name}@example.com`, dialog)
  await dialog.getByLabel(say('admin.roles'), { exact: true }).click()
  await page
    .locator('.ant-select-item-option', { hasText: label({ en: 'Sales', zh: '销售' }) })
    .first()
    .click()
  await page.locator('.ant-modal-title').click()
  await administrator.press(say('admin.invite'), dialog)
  await page.getByText(say('admin.once')).waitFor()
  await expect.poll(() => page.getByText(/\/welcome#/).count(), { timeout: PATIENCE_MS }).toBeGreaterThan(0)
  await administrator.press(say('admin.done'), dialog)
  await page.getByText(`${name}@example.com`).first().waitFor()
}

async function handOutKey(administrator: Person, { say, server }: Told, name: string): Promise<void> {
  const { page, dialog } = administrator
  await administrator.press(say('admin.newKey'))
  await administrator.type(say('admin.keyName'), name, dialog)
  await administrator.press(say('admin.makeKey'), dialog)
  await page.getByText(say('admin.once')).waitFor()
  const key = await page
    .getByText(/^tandem_/)
    .first()
    .textContent()
  const call = () => fetch(`${server.url}/api/v1/crm/customers?limit=1`, { headers: { authorization: `Bearer ${key?.trim()}` } })
  expect((await call()).status).toBe(200)
  await administrator.press(say('admin.done'), dialog)
  await administrator.press(say('admin.revokeOne', { name }))
  await administrator.press(say('admin.revoke'), page.locator('.ant-modal-confirm'))
  await expect.poll(async () => (await call()).status, { timeout: PATIENCE_MS }).toBe(401)
}
