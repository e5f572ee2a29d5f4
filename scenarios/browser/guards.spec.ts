/** What is typed is not lost by a slip, and what somebody else did first is said before anything is done over it. */
import { describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, makeGoods, serverUnderTest } from './server-under-test.ts'

const PATIENCE_MS = 20_000

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
    page.setDefaultTimeout(PATIENCE_MS)
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
