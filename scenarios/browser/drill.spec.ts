/** From the joint's flows into one of them, to a record, to a field; found from everywhere; edited with care, and taken back. */
import { customer } from '@tandem/crm/definitions'
import { beforeAll, expect } from 'vitest'
import { arrived, type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })
const server = serverUnderTest()
let goods: Goods

beforeAll(async () => {
  goods = await makeGoods(server, 'DRILL')
}, 120_000)

interface Flow {
  readonly id: string
  readonly system: string
  readonly kind: string
  readonly direction: string
}

const flowOf = async (kind: string) =>
  (await server.call<Flow[]>('GET', '/joint/flow-states')).find(
    (one) => one.kind === kind && one.system === 'tandem-crm' && one.direction === 'in',
  ) as Flow

async function find({ page }: Person, { say }: Told, typed: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: say('shell.searchAll') }).fill(typed)
}

tell('I11 I9 a flow is drilled into, to a record, to a field; it is paused, and goes on by Undo', async (told) => {
  const { say, label, comes } = told
  const flow = await flowOf('customer')
  // What was told last stands there under the name that people know.
  await server.call('PATCH', `/crm/customers/${goods.customer.id}`, { phone: `0571-${Date.now() % 10_000_000}` })
  const somebody = await comes('admin', '/joint/flows')
  const { page, main, dialog } = somebody
  await page.locator(`a[href="/joint/flows/${flow.id}"]`).first().click()
  await page.getByRole('heading', { level: 2, name: say('flow.last') }).waitFor()
  await page.locator('.figures').getByText(say('running.lag')).waitFor()
  const record = main.locator('a[href^="/joint/records/"]', { hasText: goods.customer.code }).first()
  await record.waitFor()
  await somebody.fits()
  await record.click()
  const title = new RegExp(`${label(customer.label)}.*${goods.customer.code}|${goods.customer.name}`)
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.getByRole('heading', { level: 2, name: say('flow.where') }).waitFor()
  await page.getByRole('heading', { level: 2, name: say('lineage.every') }).waitFor()
  await page.locator(`a[href="/customers/${goods.customer.id}"]`).first().waitFor()
  await somebody.fits()

  const prices = await flowOf('price')
  await somebody.open(`/joint/flows/${prices.id}`)
  await somebody.press(say('joint.pause'))
  await dialog.getByRole('textbox').first().fill('counting')
  await somebody.press(say('joint.pause'), dialog)
  const paused = main.locator('.ant-tag', { hasText: say('joint.states.paused') })
  await paused.waitFor()
  await somebody.press(say('record.undo'))
  await paused.waitFor({ state: 'detached' })
  expect(await server.call('GET', `/joint/flows/${prices.id}`)).toMatchObject({ state: 'active' })
})

tell('P5 the search over everything finds records, users and the manual, by right', async (told) => {
  const { say, language, comes } = told
  const [user] = (await server.call<{ items: { id: string }[] }>('GET', '/platform/users?filter[name]=wu.jun')).items
  const somebody = await comes('admin')
  const { page } = somebody
  await find(somebody, told, 'wu.jun')
  await page.locator(`[id="hit-${user?.id}"]`).click()
  await page.waitForURL(`**/admin/users/${user?.id}`)
  await page.getByRole('tab', { name: say('record.historyHere') }).click()
  await find(somebody, told, goods.customer.code)
  await page
    .locator('[role=option]', { hasText: say('sides.joint') })
    .first()
    .click()
  await page.waitForURL('**/joint/records/*')
  await page.getByRole('heading', { level: 2, name: say('flow.where') }).waitFor()
  await find(somebody, told, { en: 'trial balance', zh: '试算平衡' }[language])
  await page
    .locator('[role=option]', { hasText: say('shell.manualPage') })
    .first()
    .click()
  await page.locator('.manual h2').first().waitFor()

  // Who sells sees neither users nor the joint.
  const seller = await comes('li.na')
  await find(seller, told, 'wu.jun')
  await seller.settled()
  expect(await seller.page.locator(`[id="hit-${user?.id}"]`).count()).toBe(0)
})

tell('C6 P3 tasks are taken from those that nobody has, and stand among mine', async (told) => {
  const { say, mark, comes } = told
  const subject = `Measure the hall ${mark}`
  await server.call('POST', '/crm/activities', { customer: goods.customer.id, kind: 'task', subject, dueDate: '2020-01-01' })
  const seller = await comes('li.na')
  const { page } = seller
  await page.getByText(say('home.nobodys'), { exact: true }).click()
  const task = page.getByRole('listitem').filter({ hasText: subject })
  await seller.press(say('customers.take'), task)
  await task.waitFor({ state: 'detached' })
  await page.getByText(say('home.mine'), { exact: true }).click()
  await task.waitFor()
  const taken = await arrived<{ assignee: string }>(server, `/crm/activities?filter[subject]=${encodeURIComponent(subject)}`)
  expect(taken.assignee).toBe('li.na')
})

tell('P3 P5 what is edited is not left without being asked, and somebody who saved first is named: a role', async (told) => {
  const { say, mark, comes } = told
  const code = `guard-${mark}`
  const body = { code, name: 'Guard', nameZh: '守卫', permissions: ['crm.customer.read'] }
  const role = await server.call('POST', '/platform/roles', body)
  const administrator = await comes('admin', '/admin/roles')
  const { page } = administrator
  await administrator.press(say('admin.change'), page.locator(`[data-row-key="${code}"]`))
  const dialog = page.getByRole('dialog').first()
  await administrator.type(say('admin.nameEn'), 'Night guard', dialog)
  await page.keyboard.press('Escape')
  await page.locator('.ant-modal-confirm-title').waitFor()
  await administrator.press(say('shell.stay'))
  await server.call('PATCH', `/platform/roles/${role.id}`, { nameZh: '夜班守卫' })
  await administrator.press(say('admin.save'), dialog)
  await dialog.getByText(say('record.changedMeanwhile')).waitFor()
  await dialog.getByText('夜班守卫').waitFor()
  await administrator.press(say('record.keepMine'), dialog)
  await dialog.waitFor({ state: 'detached' })
  expect(await server.call('GET', `/platform/roles/${role.id}`)).toMatchObject({ name: 'Night guard' })
  expect(administrator.problems.splice(0).filter((problem) => !/412/.test(problem))).toEqual([])
})

tell(
  'P5 what was done is taken back from the message that tells of it: a user shut out, a view removed, a change',
  async (told) => {
    const { say, label, screen, mark, comes } = told
    // Of its own: the people of the demo are wanted by other stories.
    const invited = { name: `shut.${mark}`, fullName: 'Shut Out', email: `shut.${mark}@drill.example`, roles: ['warehouse'] }
    const user = await server.call('POST', '/platform/users', invited)
    const somebody = await comes('admin', `/admin/users/${user.id}`)
    const { page, main, dialog } = somebody
    await main.locator('.ant-dropdown-trigger').first().click()
    await page.getByRole('menuitem', { name: say('admin.do.disable') }).click()
    await somebody.press(say('admin.do.disable'), dialog)
    await somebody.press(say('record.undo'))
    const stateOf = async () => (await server.call<{ state: string }>('GET', `/platform/users/${user.id}`)).state
    await expect.poll(stateOf, { timeout: PATIENCE_MS }).not.toBe('disabled')

    await somebody.open('/customers?q=DRILL')
    const view = `To be undone ${mark}`
    if (screen === 'phone') await somebody.press(say('tools.filters'))
    await somebody.press(say('tools.views'))
    await page.getByRole('textbox', { name: say('tools.viewName') }).fill(view)
    await somebody.press(say('tools.keepView'))
    await somebody.press(say('tools.removeView', { name: view }))
    await page
      .getByRole('button', { name: say('record.undo') })
      .last()
      .click()
    // A click beside what is opened above the list closes it.
    await somebody.press(say('tools.views'))
    await page.getByRole('button', { name: view, exact: true }).waitFor()

    await somebody.open(`/customers/${goods.customer.id}`)
    await somebody.press(say('admin.change'))
    await somebody.type(label(customer.fields.phone.label), '0571-7777', dialog)
    await somebody.press(say('customers.save'), dialog)
    await main.getByText('0571-7777').first().waitFor()
    await page
      .getByRole('button', { name: say('record.undo') })
      .last()
      .click()
    await main.getByText('0571-7777').first().waitFor({ state: 'detached' })
  },
)
