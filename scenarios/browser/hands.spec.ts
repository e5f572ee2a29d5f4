/** What hands do on every page: searching everything, keys, kept views, comments, taking back, leaving, saving second. */
import { customer, quoteInput } from '@tandem/crm/definitions'
import { beforeAll, expect } from 'vitest'
import { type Goods, makeGoods, serverUnderTest } from './server-under-test.ts'
import { PATIENCE_MS, storyteller } from './tell.ts'

const tell = storyteller({ once: true })
const server = serverUnderTest()
let goods: Goods
beforeAll(async () => {
  goods = await makeGoods(server, 'HAND')
}, 120_000)

tell('P5 the keyboard searches everything, goes to pages and shows its keys; a kept view shows its list again', async (told) => {
  const { say, screen, mark, comes } = told
  const somebody = await comes('admin')
  const { page, dialog } = somebody
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: say('shell.searchAll') }).fill(goods.customer.code)
  await dialog.getByText(goods.customer.name).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: goods.customer.name }).waitFor()
  // Keys that are pressed while the dialog is still going are the dialog's.
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const goneTo = async () => {
    await page.evaluate('document.activeElement?.blur()')
    await page.keyboard.press('g')
    await page.keyboard.press('q')
    await page.waitForTimeout(200)
    return new URL(page.url()).pathname
  }
  await expect.poll(goneTo, { timeout: PATIENCE_MS }).toBe('/quotes')
  await page.getByRole('heading', { level: 1, name: say('menu.quotes') }).waitFor()
  await page.keyboard.press('?')
  await dialog.getByText('Ctrl').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await somebody.open('/customers?q=C-HAND&sort=code')
  const view = `The handy ones ${mark}`
  if (screen === 'phone') await somebody.press(say('tools.filters'))
  await somebody.press(say('tools.views'))
  await page.getByRole('textbox', { name: say('tools.viewName') }).fill(view)
  await somebody.press(say('tools.keepView'))
  await page.getByText(say('tools.viewKept')).waitFor()
  await somebody.open('/customers')
  // What was opened above the list is open still.
  await page.getByRole('button', { name: view, exact: true }).click()
  await expect.poll(() => new URL(page.url()).searchParams.get('q'), { timeout: PATIENCE_MS }).toBe('C-HAND')
})

tell(
  'P5 what is done is shown at once: a task, put back when the server refuses; a comment, brought back by Undo',
  async (told) => {
    const { say, mark, comes } = told
    const subject = `Ring them up ${mark}`
    await server.call('POST', '/crm/activities', { customer: goods.customer.id, kind: 'task', subject, done: false })
    const somebody = await comes('admin', `/customers/${goods.customer.id}`)
    const { page } = somebody
    // The answer is held back: what is shown does not wait for it.
    let refuse = () => {}
    const held = new Promise<void>((resolve) => {
      refuse = resolve
    })
    const no = { status: 503, contentType: 'application/problem+json', body: '{"status":503,"detail":"Try again 重试"}' }
    await page.route('**/activities/*/complete', async (route) => {
      await held
      await route.fulfill(no)
    })
    const task = page.getByRole('listitem').filter({ hasText: subject })
    const done = task.getByRole('button', { name: say('customers.complete') })
    await done.click()
    await done.waitFor({ state: 'detached' })
    refuse()
    await page.getByText('Try again 重试').waitFor()
    await done.waitFor()
    expect(somebody.problems.splice(0).filter((problem) => !/503/.test(problem))).toEqual([])

    const text = `The green ones, please ${mark}`
    const box = page.getByRole('textbox', { name: say('record.say') })
    await box.fill(text)
    await somebody.press(say('record.add'), page.locator('form', { has: box }))
    const comment = page.getByRole('listitem').filter({ hasText: text })
    // Who says it is called by name, not by what they sign with.
    await comment.getByText('周敏 Zhou Min').waitFor()
    await somebody.press(say('record.takeBack'), comment)
    await comment.waitFor({ state: 'detached' })
    await somebody.press(say('record.undo'))
    await comment.waitFor()
  },
)

tell('P5 two people change one customer: the second sees who was first and what they did', async (told) => {
  const { say, like, label, language, mark, comes } = told
  const mine = await makeGoods(server, `SECOND-${mark}`)
  const somebody = await comes('admin', `/customers/${mine.customer.id}`)
  const { page, main, dialog } = somebody
  await somebody.press(say('admin.change'))
  await somebody.type(label(customer.fields.phone.label), '0571-1111', dialog)
  await server.call('PATCH', `/crm/customers/${mine.customer.id}`, { phone: '0571-2222' })
  await somebody.press(say('customers.save'), dialog)
  await dialog.getByText(like('record.whoSaved')).waitFor()
  await dialog.getByText('0571-2222').waitFor()
  await somebody.press(say(language === 'en' ? 'record.takeTheirs' : 'record.keepMine'), dialog)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const phone = language === 'en' ? '0571-2222' : '0571-1111'
  await main.getByText(phone).first().waitFor()
  expect(await server.call('GET', `/crm/customers/${mine.customer.id}`)).toMatchObject({ phone })
  expect(somebody.problems.splice(0).filter((problem) => !/412/.test(problem))).toEqual([])

  // What was typed is not left without being asked.
  await somebody.open(`/quotes/new?customer=${goods.customer.id}`)
  await page.getByRole('textbox', { name: label(quoteInput.customerReference.label) }).fill('PO 7')
  const asked: string[] = []
  page.once('dialog', (question) => {
    asked.push(question.message())
    void question.dismiss()
  })
  const away = page.locator('.ant-breadcrumb a').first()
  await away.click()
  await expect.poll(() => asked, { timeout: PATIENCE_MS }).toEqual([say('shell.leave')])
  expect(new URL(page.url()).pathname).toBe('/quotes/new')
  page.once('dialog', (question) => void question.accept())
  await away.click()
  await page.getByRole('heading', { level: 1, name: say('home.title') }).waitFor()
})
