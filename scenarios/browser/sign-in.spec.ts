/** How people come in, as they meet it: the demo's people, an invitation, out again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { barriersOf } from '@tandem/testkit/accessibility'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, serverUnderTest } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()

describe('P3 a newcomer', () => {
  it.each(['en-GB', 'zh-CN'])('comes into the demo with one click and out again: %s', { timeout: 120_000 }, async (locale) => {
    const visitor = await browser.current.visit({
      url: server.url,
      locale,
      as: null,
      screen: locale === 'en-GB' ? 'desk' : 'phone',
    })
    const { page } = visitor
    const zh = locale === 'zh-CN'
    await page.getByRole('heading', { level: 1, name: zh ? '登录' : 'Sign in' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByRole('button', { name: zh ? '以管理员身份进入' : 'Come in as the administrator' }).click()
    await page.getByRole('heading', { level: 1, name: zh ? '首页' : 'Home' }).waitFor()
    await page.getByRole('button', { name: '周敏 Zhou Min' }).click()
    await page.getByText(zh ? '退出登录' : 'Sign out').click()
    await page.getByRole('heading', { level: 1, name: zh ? '登录' : 'Sign in' }).waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it('asks nothing more in the name of who is on the way out', { timeout: 120_000 }, async () => {
    const visitor = await browser.current.visit({ url: server.url })
    const { page } = visitor
    await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
    await visitor.settled()
    // The session has ended, and the page has not heard of it: meanwhile something happens that it would want to show.
    await page.route('**/me/sign-out', async (route) => {
      const response = await route.fetch()
      const terms = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
      await server.call('POST', '/crm/customers', { code: 'C-OUT', name: 'Comes while somebody leaves', ...terms })
      await sleep(1500)
      await route.fulfill({ response })
    })
    await page.getByRole('button', { name: '周敏 Zhou Min' }).click()
    await page.getByText('Sign out').click()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(visitor.problems).toEqual([])
    await visitor.leave()
  })

  it('who was invited chooses a password and signs in with it', { timeout: 120_000 }, async () => {
    const body = { name: 'mia', fullName: 'Mia Berg', email: 'mia@tandem.example', roles: ['sales'] }
    const { id } = await server.call('POST', '/platform/users', body)
    const { path } = await server.call<{ path: string }>('POST', `/platform/users/${id}/link`)
    const visitor = await browser.current.visit({ url: server.url, as: null })
    const { page } = visitor
    await page.goto(path)
    await page.getByRole('heading', { level: 1, name: 'Welcome, Mia Berg' }).waitFor()
    expect(await barriersOf(page)).toEqual([])
    await page.getByLabel('Choose a password').fill('the copper kettle sings')
    await page.getByLabel('Once more').fill('the copper kettle sinks')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByText('The two are not the same.').waitFor()
    await page.getByLabel('Once more').fill('the copper kettle sings')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('button', { name: 'Mia Berg' }).click()
    await page.getByText('Sign out').click()
    await page.getByLabel('E-mail').fill('mia@tandem.example')
    await page.getByLabel('Password').fill('not this one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText(/^E-mail or password are not right/).waitFor()
    await page.getByLabel('Password').fill('the copper kettle sings')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('button', { name: 'Mia Berg' }).waitFor()
    await visitor.leave()
  })
})
