/** Where somebody is signed in, and how they end it elsewhere: who found the page open cannot. */
import { barriersOf } from '@tandem/testkit/accessibility'
import { PATIENCE_MS } from '@tandem/testkit/browser'
import { describe, expect, it } from 'vitest'
import { browserUnderTest, serverUnderTest } from './server-under-test.ts'

const PASSWORD = 'the copper kettle sings'

const server = serverUnderTest()
const browser = browserUnderTest()

describe('P3 the sessions of somebody', () => {
  it('are ended one by one or all but this, with the password', { timeout: 180_000 }, async () => {
    const body = { name: 'ida', fullName: 'Ida Roth', email: 'ida@tandem.example', roles: ['sales'] }
    const { id } = await server.call('POST', '/platform/users', body)
    const { path } = await server.call<{ path: string }>('POST', `/platform/users/${id}/link`)
    const here = await browser.current.visit({ url: server.url, as: null, at: path })
    const { page } = here
    await page.getByLabel('Choose a password').fill(PASSWORD)
    await page.getByLabel('Once more').fill(PASSWORD)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('button', { name: 'Ida Roth' }).waitFor()
    const elsewhere = await Promise.all([1, 2, 3].map(() => signedInElsewhere()))
    await here.go('/account')
    const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: 'End', exact: true }) })
    await expect.poll(() => rows.count(), { timeout: PATIENCE_MS }).toBe(3)

    await rows.first().getByRole('button', { name: 'End', exact: true }).click()
    const dialog = page.getByRole('dialog').first()
    expect(await barriersOf(page)).toEqual([])
    await dialog.getByLabel('Password', { exact: true }).fill('not this one')
    await dialog.getByRole('button', { name: 'End', exact: true }).click()
    await dialog.getByRole('alert').waitFor()
    expect(await inStill(elsewhere)).toBe(3)
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await dialog.getByRole('button', { name: 'End', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => inStill(elsewhere), { timeout: PATIENCE_MS }).toBe(2)

    await page.getByRole('button', { name: 'End all others' }).click()
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await dialog.getByRole('button', { name: 'End all others' }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => inStill(elsewhere), { timeout: PATIENCE_MS }).toBe(0)
    await expect.poll(() => rows.count(), { timeout: PATIENCE_MS }).toBe(0)
    expect(here.problems.filter((problem) => !/422/.test(problem))).toEqual([])
    await here.leave()
  })
})

/** A cookie of another browser. */
async function signedInElsewhere(): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/platform/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: 'ida@tandem.example', password: PASSWORD }),
  })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** How many of these browsers are still let in. */
async function inStill(cookies: readonly string[]): Promise<number> {
  const me = (cookie: string) => fetch(`${server.url}/api/v1/me/sessions`, { headers: { cookie } })
  const answers = await Promise.all(cookies.map(me))
  return answers.filter(({ ok }) => ok).length
}
