/** What is typed is not lost by a slip, and what somebody else did first is said before anything is done over it. */
import { type Locator, PATIENCE_MS, type Page } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()

describe('P5 a shipment that is being typed', () => {
  it('is not left without being asked, and says who shipped meanwhile', { timeout: 120_000 }, async () => {
    const { customer, item, party } = await makeGoods(server, 'GUARD')
    await server.call('POST', '/crm/orders', { customer: customer.id, lines: [{ item: item.id, quantity: '5' }] })
    const path = `/erp/sales-orders?filter[party]=${party.id}&filter[state]=confirmed`
    const { id } = await arrived<{ id: string }>(server, path)
    const visitor = await browser.current.visit({ url: server.url, at: `/erp/sales-orders/${id}` })
    const { page } = visitor
    await page.getByRole('button', { name: 'Ship', exact: true }).click()
    const dialog = page.getByRole('dialog').first()
    await dialog.getByLabel('Carrier').fill('SF Express')
    await page.keyboard.press('Escape')
    await page.locator('.ant-modal-confirm-title', { hasText: 'What you typed is not saved.' }).waitFor()
    await page.getByRole('button', { name: 'Go on typing' }).click()

    await server.call('POST', '/erp/shipments', { salesOrder: id, lines: [{ orderLineNumber: 1, quantity: '2' }] })
    await dialog.getByText('Somebody else saved first. What you typed is still here.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Ship', exact: true }).isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Take theirs' }).click()
    await expect.poll(() => dialog.getByLabel('Quantity 1').inputValue(), { timeout: PATIENCE_MS }).toBe('3')
    await dialog.getByRole('button', { name: 'Ship', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await arrived(server, `/erp/shipments?filter[carrier]=${encodeURIComponent('SF Express')}`)
    expect(visitor.problems).toEqual([])

    // Who needs a second factor is chosen, then saved; another's choice is not saved over.
    await visitor.go('/admin/sign-in')
    const roles = page.getByRole('combobox', { name: /second factor/ })
    await roles.click()
    await page.locator('.ant-select-item-option', { hasText: 'Auditor' }).click()
    await page.keyboard.press('Escape')
    await server.call('POST', '/platform/second-factor', { roles: ['buyer'] })
    await page.locator('main').getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/^Somebody else changed this meanwhile; needed by now: buyer/).waitFor()
    await page.getByRole('button', { name: 'Take theirs' }).click()
    await page.locator('main').getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
    expect(await server.call('GET', '/platform/second-factor')).toMatchObject({ roles: ['buyer'] })
    await server.call('POST', '/platform/second-factor', { roles: [] })
    expect(visitor.problems.filter((problem) => !/409/.test(problem))).toEqual([])
    await visitor.leave()
  })
})

/** Typed text is neither dropped by Escape nor by a click on Cancel, until one says so. */
async function isGuarded(page: Page, dialog: Locator, field: Locator, typed: string): Promise<void> {
  const asked = page.locator('.ant-modal-confirm', { hasText: 'What you typed is not saved.' })
  await page.keyboard.press('Escape')
  await asked.waitFor()
  await asked.getByRole('button', { name: 'Go on typing' }).click()
  await asked.waitFor({ state: 'detached' })
  await expect.poll(() => field.inputValue(), { timeout: PATIENCE_MS }).toBe(typed)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await asked.getByRole('button', { name: 'Leave without saving' }).click()
  await dialog.waitFor({ state: 'detached' })
}

describe('P5 goods that are being received', () => {
  it('are not left without being asked, and come in as they were typed', { timeout: 120_000 }, async () => {
    await makeGoods(server, 'GUARD-R')
    const { id } = await arrived(server, '/erp/items?filter[code]=T-GUARD-R')
    const visitor = await browser.current.visit({ url: server.url, as: 'wu.jun', at: `/erp/items/${id}` })
    const { page } = visitor
    const dialog = page.getByRole('dialog').first()
    const open = () => page.locator('main').getByRole('button', { name: 'Receive goods' }).click()
    await open()
    // Nothing typed yet: nothing to lose.
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    await open()
    await dialog.getByLabel('Reference').fill('DN 4711')
    await isGuarded(page, dialog, dialog.getByLabel('Reference'), 'DN 4711')
    const path = `/erp/goods-receipts?filter[reference]=${encodeURIComponent('DN 4712')}`
    await open()
    expect(await dialog.getByLabel('Reference').inputValue()).toBe('')
    await dialog.getByLabel('Quantity').fill('6')
    await dialog.getByLabel('Reference').fill('DN 4712')
    await dialog.getByRole('button', { name: 'Receive goods' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await arrived(server, path)).toMatchObject({ createdBy: 'wu.jun' })
    // What is done is no longer in danger.
    await visitor.go('/erp/items')
    await page.getByRole('heading', { level: 1, name: 'Items and stock' }).waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})

interface Entry {
  readonly id: string
  readonly subject: string
}

/** An order that the ERP refused, and somebody let be: the proof goes on showing it. */
async function letBe(): Promise<{ readonly number: string; readonly party: string }> {
  const { customer, item, party } = await makeGoods(server, 'GUARD-S', { creditLimit: '100' })
  const lines = [{ item: item.id, quantity: '1' }]
  const { number } = await server.call<{ number: string }>('POST', '/crm/orders', { customer: customer.id, lines })
  const open = '/joint/inbox?filter[state]=open&filter[kind]=order&limit=200'
  const find = async () => (await server.call<{ items: Entry[] }>('GET', open)).items.find(({ subject }) => subject === number)
  await expect.poll(find, { timeout: PATIENCE_MS }).toBeTruthy()
  await server.call('POST', `/joint/inbox/${(await find())?.id}/ignore`, { reason: 'a spec' })
  await server.call('PATCH', `/erp/parties/${party.id}`, { creditLimit: '5000' })
  return { number, party: party.id }
}

describe('P5 J14 a difference that is being settled', () => {
  it('is not left without being asked, and is settled as it was typed', { timeout: 180_000 }, async () => {
    const { number, party } = await letBe()
    const visitor = await browser.current.visit({ url: server.url, as: 'yang.fan', at: '/joint/proof' })
    const { page } = visitor
    await page.getByRole('button', { name: 'Compare now' }).click()
    const settle = page.locator('main tr', { hasText: number }).getByRole('button', { name: 'Settle …' })
    await settle.click()
    const dialog = page.getByRole('dialog').first()
    await dialog.getByLabel('Why').fill('They paid')
    await isGuarded(page, dialog, dialog.getByLabel('Why'), 'They paid')
    await settle.click()
    await dialog.getByLabel('Why').fill('They really paid')
    await dialog.getByRole('button', { name: /^Make it anew/ }).click()
    await dialog.waitFor({ state: 'detached' })
    await arrived(server, `/erp/sales-orders?filter[party]=${party}`)
    const { items } = await server.call<{ items: object[] }>('GET', '/joint/repairs?filter[kind]=order&limit=200')
    const repair = { reason: 'They really paid', choice: 'write-agreed', createdBy: 'yang.fan' }
    expect(items).toContainEqual(expect.objectContaining(repair))
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })
})
