/** The board of opportunities: a seller moves business on by hand, from stage to stage, and sees what colleagues move. */
import type { OpportunityState } from '@tandem/crm/definitions'
import type { Locator } from '@tandem/testkit/browser'
import { expect } from 'vitest'
import { makeGoods } from './server-under-test.ts'
import { PATIENCE_MS, type Person, storyteller, type Told } from './tell.ts'

const tell = storyteller({ once: true })

interface Summed {
  readonly sums: readonly { readonly currency: string; readonly expectedRevenue: string }[]
}

const BOARD = `/records/crm/opportunity/board?f=${encodeURIComponent(JSON.stringify({ owner: 'li.na' }))}`

/** What the board has of one seller, found by hand. */
function boardOf(seller: Person, { say, choice, label, screen, server, money }: Told) {
  const { page, dialog } = seller
  const stage = (state: OpportunityState) => page.locator(`[data-stage="${state}"]`)
  const card = (id: string) => page.locator(`[data-row="${id}"]`)
  return {
    stage,
    card,
    /** On a phone one stage is shown, which is chosen. */
    async stands(id: string, state: OpportunityState): Promise<void> {
      if (screen === 'phone') await page.locator('.ant-segmented').getByText(choice(state), { exact: true }).click()
      await stage(state).locator(`[data-row="${id}"]`).waitFor()
    },
    async lose(title: string, id: string): Promise<void> {
      await seller.press(say('board.move', { title }), card(id))
      await page.getByRole('menuitem', { name: label({ en: 'Lost', zh: '丢单' }), exact: true }).click()
      const reason = dialog.getByRole('textbox').first()
      await reason.fill(' ')
      await seller.press(choice('lost'), dialog)
      // What the server says of it stands there, and it is not lost yet.
      await dialog.getByRole('alert').or(dialog.locator('.ant-form-item-explain-error')).first().waitFor()
      expect(seller.problems.splice(0)).toMatchObject([
        expect.stringMatching(/^422 POST .*\/lose$/),
        expect.stringContaining('422'),
      ])
      await reason.fill('Too dear')
      await seller.press(choice('lost'), dialog)
      await dialog.waitFor({ state: 'detached' })
    },
    /** The head of a stage says exactly what the server adds up. */
    async addsUp(state: OpportunityState): Promise<void> {
      const path = `/crm/opportunities/summary?filter[state]=${state}&filter[owner]=li.na&sum=expectedRevenue`
      const { sums } = await server.call<Summed>('GET', path)
      for (const { currency, expectedRevenue } of sums)
        await stage(state).locator('header').getByText(money(expectedRevenue, currency), { exact: true }).waitFor()
    },
  }
}

tell('C7 C8 P3 J7 a seller moves opportunities on a board: by hand, by keys and on a phone', async (told) => {
  const { server, mark, say, label, screen, comes } = told
  const seller = await comes('li.na', BOARD)
  const { page } = seller
  const { customer } = await makeGoods(server, `BRD-${mark}`, {}, (one) => seller.make('/crm/customers', one))
  const [first, second] = [`A canteen ${mark}`, `A foyer ${mark}`]
  const make = (title: string, expectedRevenue: string) =>
    seller.make<{ id: string }>('/crm/opportunities', { title, customer: customer.id, owner: 'li.na', expectedRevenue })
  const [one, two] = [await make(first, '5000'), await make(second, '7000.5')]
  const board = boardOf(seller, told)
  const twice = await watchForTwice(seller)

  // They come by themselves: nobody loads the page again.
  await board.stands(one.id, 'new')
  await seller.see(customer.name, board.card(one.id))
  await board.addsUp('new')
  if (screen === 'desk') {
    await board.card(one.id).dragTo(board.stage('qualified'))
    await board.stands(one.id, 'qualified')
    await board.card(one.id).dragTo(board.stage('new'))
    const refused = say('board.noStep', { from: told.choice('qualified'), to: told.choice('new') })
    await page.getByText(refused).waitFor()
    await board.stands(one.id, 'qualified')
    await byKeys(seller, told, second)
  } else {
    await seller.press(say('board.move', { title: first }), board.card(one.id))
    await page.getByRole('menuitem', { name: label({ en: 'Qualified', zh: '确认有效' }), exact: true }).click()
    await board.stands(one.id, 'qualified')
    await server.call('POST', `/crm/opportunities/${two.id}/propose`)
  }
  await board.addsUp('qualified')
  expect(await server.call('GET', `/crm/opportunities/${one.id}`)).toMatchObject({ state: 'qualified', updatedBy: 'li.na' })
  await board.stands(two.id, 'proposition')
  await board.lose(second, two.id)
  await board.stands(two.id, 'lost')
  expect(await server.call('GET', `/crm/opportunities/${two.id}`)).toMatchObject({ state: 'lost', lostReason: 'Too dear' })

  // A colleague wins the other: it goes there before this seller's eyes.
  await board.stands(one.id, 'qualified')
  await server.call('POST', `/crm/opportunities/${one.id}/win`)
  await board.card(one.id).waitFor({ state: screen === 'phone' ? 'detached' : 'attached' })
  await board.stands(one.id, 'won')
  await board.addsUp('won')
  expect(await twice()).toEqual([])
  await seller.fits()
  await page.emulateMedia({ colorScheme: 'dark' })
  await seller.fits()
  // To the list of the same seller, and back.
  await seller.press(say('board.asList'))
  await page.getByRole('heading', { level: 1, name: say('menus.opportunities') }).waitFor()
  await seller.press(say('board.open'))
  await page.getByRole('heading', { level: 1, name: say('board.title') }).waitFor()
  expect(new URL(page.url()).search).toContain('li.na')
})

/** Looks whenever the page changes; answers which cards ever stood in two places at the same time. */
async function watchForTwice({ page }: Person): Promise<() => Promise<string[]>> {
  const seen = await page.locator('body').evaluateHandle((body) => {
    const twice = new Set<string>()
    const look = () => {
      const before = new Set<string>()
      for (const { dataset } of body.querySelectorAll('[data-row]'))
        if (before.has(dataset.row)) twice.add(dataset.row)
        else before.add(dataset.row)
    }
    new body.ownerDocument.defaultView.MutationObserver(look).observe(body, { childList: true, subtree: true })
    return twice
  })
  return () => seen.evaluate((twice) => [...twice])
}

/** The menu of a card, without a mouse; the keys go on from where the card is now. */
async function byKeys({ page }: Person, { say, label }: Told, title: string): Promise<void> {
  const button = page.getByRole('button', { name: say('board.move', { title }), exact: true })
  await button.focus()
  await page.keyboard.press('Enter')
  const item = page.getByRole('menuitem', { name: label({ en: 'Proposition made', zh: '已提方案' }), exact: true })
  // The menu takes the keys once it has unfolded; each arrow is one step in it.
  const menu = page.getByRole('menu').filter({ has: item })
  const onAnItem = () => menu.evaluate((one) => one.contains(one.ownerDocument.activeElement))
  await expect.poll(onAnItem, { timeout: PATIENCE_MS }).toBe(true)
  for (let key = 0; key < 5 && !(await isActive(item)); key++) await page.keyboard.press('ArrowDown')
  await expect.poll(() => isActive(item), { timeout: PATIENCE_MS }).toBe(true)
  await page.keyboard.press('Enter')
  await page.locator('[data-stage="proposition"]').getByText(title).waitFor()
  await expect.poll(() => isActive(button), { timeout: PATIENCE_MS }).toBe(true)
}

function isActive(element: Locator): Promise<boolean> {
  return element.evaluate((one) => one === one.ownerDocument.activeElement)
}

tell('C7 C8 P3 a card that a colleague moved meanwhile is not moved over their heads', async (told) => {
  const { server, mark, say, label, comes } = told
  const seller = await comes('li.na', BOARD)
  const { page } = seller
  const { customer } = await makeGoods(server, `BRM-${mark}`, {}, (one) => seller.make('/crm/customers', one))
  const title = `A lobby ${mark}`
  const one = await seller.make<{ id: string }>('/crm/opportunities', { title, customer: customer.id, owner: 'li.na' })
  const board = boardOf(seller, told)
  await board.stands(one.id, 'new')

  // What comes of the colleague's step stays on its way until this seller has let the card go.
  const lists = /\/api\/v1\/crm\/opportunities\?/
  await page.route(lists, () => {})
  await server.call('POST', `/crm/opportunities/${one.id}/propose`)
  const answer = page.waitForResponse(/\/qualify$/)
  await seller.press(say('board.move', { title }), board.card(one.id))
  await page.getByRole('menuitem', { name: label({ en: 'Qualified', zh: '确认有效' }), exact: true }).click()
  expect((await answer).status()).toBe(412)
  await page.unroute(lists)
  // Who was faster is told, and the card goes where it is now.
  await page
    .locator('.ant-message-notice')
    .getByText(/^spec /)
    .waitFor()
  await board.stands(one.id, 'proposition')
  expect(await server.call('GET', `/crm/opportunities/${one.id}`)).toMatchObject({ state: 'proposition' })
  expect(seller.problems.splice(0).filter((problem) => !/412/.test(problem))).toEqual([])
})
