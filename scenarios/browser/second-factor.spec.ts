/** A second factor as people meet it, and the way through a company's provider, which brings its own. */
import { createHmac } from 'node:crypto'
import { ISSUER_CLIENT, type Issuer, startIssuer } from '@tandem/testkit'
import { barriersOf } from '@tandem/testkit/accessibility'
import { PATIENCE_MS, type Page } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserUnderTest, serverUnderTest } from './server-under-test.ts'

const PASSWORD = 'the copper kettle sings'

const server = serverUnderTest()
const browser = browserUnderTest()
let issuer: Issuer
let provider: string

beforeAll(async () => {
  issuer = await startIssuer(Date.now)
  const role = { code: 'careful', name: 'Careful', nameZh: '谨慎', permissions: ['crm.*.read'] }
  await server.call('POST', '/platform/roles', role)
  await server.call('POST', '/platform/second-factor', { roles: ['careful'] })
  provider = (await server.call('POST', '/platform/providers', { name: 'Acme', issuer: issuer.url, ...ISSUER_CLIENT })).id
})
// Other specs meet the page to sign in as it was.
afterAll(async () => {
  await server.call('POST', '/platform/second-factor', { roles: [] })
  await server.call('POST', `/platform/providers/${provider}/remove`)
  await issuer.close()
})

async function invite(name: string, roles: readonly string[]): Promise<string> {
  const body = { name, fullName: `Person ${name}`, email: `${name}@tandem.example`, roles }
  const { id } = await server.call('POST', '/platform/users', body)
  return (await server.call<{ path: string }>('POST', `/platform/users/${id}/link`)).path
}

/** What an authenticator app shows now for a key as it is typed in. */
function codeOf(key: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key.replace(/\s/g, '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 0xf) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

const WORDS = {
  'en-GB': {
    ...{ choose: 'Choose a password', again: 'Once more', begin: 'Begin', enrol: 'This company asks for a second factor' },
    ...{ type: 'Type the code the app shows now', confirm: 'Confirm', kept: 'I have kept them', out: 'Sign out' },
    ...{
      email: 'E-mail',
      password: 'Password',
      signIn: 'Sign in',
      code: 'Code of the app',
      enter: 'Come in',
      wrong: /^This code is not right/,
    },
  },
  'zh-CN': {
    ...{ choose: '设置密码', again: '再次输入', begin: '开始使用', enrol: '本公司要求启用二次验证' },
    ...{ type: '请输入应用当前显示的验证码', confirm: '确认', kept: '已保存', out: '退出登录' },
    ...{ email: '邮箱', password: '密码', signIn: '登录', code: '验证码', enter: '进入', wrong: /^验证码不正确/ },
  },
} as const

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

describe('P3 a second factor in the page', () => {
  it.each([
    ['en-GB', 'desk'],
    ['zh-CN', 'phone'],
  ] as const)('is set up at the first sign-in where a role needs it, and asked for from then on: %s', async (locale, screen) => {
    const words = WORDS[locale]
    const name = locale === 'en-GB' ? 'ada' : 'min'
    const path = await invite(name, ['careful'])
    const visitor = await browser.current.visit({ url: server.url, locale, screen, as: null })
    const { page } = visitor
    await page.goto(path)
    await page.getByLabel(words.choose).fill(PASSWORD)
    await page.getByLabel(words.again).fill(PASSWORD)
    await button(page, words.begin).click()
    await page.getByRole('heading', { level: 1, name: words.enrol }).waitFor()
    await page.locator('.ant-qrcode svg').waitFor()
    expect(await barriersOf(page)).toEqual([])
    const key = (await page.locator('code').first().innerText()).trim()
    expect(key).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/enrol-${locale}.png`, fullPage: true })
    await page.getByLabel(words.type).fill('000000')
    await button(page, words.confirm).click()
    await page.getByText(words.wrong).waitFor()
    await page.getByLabel(words.type).fill(codeOf(key))
    await button(page, words.confirm).click()
    const codes = page.locator('li code')
    await codes.first().waitFor()
    await expect.poll(() => codes.count(), { timeout: PATIENCE_MS }).toBe(10)
    const recovery = await codes.first().innerText()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/recovery-${locale}.png`, fullPage: true })
    await button(page, words.kept).click()
    await page.getByRole('button', { name: `Person ${name}` }).click()
    await page.getByText(words.out).click()
    await page.getByLabel(words.email).fill(`${name}@tandem.example`)
    await page.getByLabel(words.password).fill(PASSWORD)
    await button(page, words.signIn).click()
    await page.getByLabel(words.code, { exact: true }).fill('000000')
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/code-${locale}.png`, fullPage: true })
    await button(page, words.enter).click()
    await page.getByText(words.wrong).waitFor()
    await page.getByLabel(words.code, { exact: true }).fill(recovery)
    await button(page, words.enter).click()
    await page.getByRole('button', { name: `Person ${name}` }).waitFor()
    expect(visitor.problems.filter((problem) => !/401/.test(problem))).toEqual([])
    await visitor.leave()
  })
})

describe('P3 a provider in the page', () => {
  it('is a button; who is known there and invited here is in, who is not is told why', async () => {
    await invite('eva', ['sales'])
    const visitor = await browser.current.visit({ url: server.url, as: null })
    const { page } = visitor
    issuer.signedInAs('nobody@tandem.example')
    await button(page, 'Sign in with Acme').click()
    await page.getByText(/^Acme knows you as nobody@tandem.example, but nobody with this e-mail works here/).waitFor()
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/provider-refused.png`, fullPage: true })
    await page.getByRole('link', { name: 'Sign in' }).click()
    issuer.signedInAs('eva@tandem.example')
    await button(page, 'Sign in with Acme').click()
    await page.getByRole('button', { name: 'Person eva' }).waitFor()
    expect(visitor.problems.filter((problem) => !/401|403/.test(problem))).toEqual([])
    await visitor.leave()
  })
})
