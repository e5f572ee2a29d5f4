/** A system of somebody else's is connected in the page: tried, chosen from, started and watched; then its fields are mapped. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PATIENCE_MS, type Page } from '@tandem/testkit/browser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { arrived, browserUnderTest, serverUnderTest } from './server-under-test.ts'

const server = serverUnderTest()
const browser = browserUnderTest()

const NAMES = ['Quirin Drechsler', 'Yolanda Ibsen', 'Zeno Faber', 'Umberto Voss', 'Ottokar Wynn', 'Ludmila Xander']
const TOKEN = 'open sesame'

/** A small shop with an API: two customers a page, the last of which it keeps back until it may. */
function makeShop() {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const rows = NAMES.map((name, at) => ({ id: String(at + 1), no: `SHOP-${at + 1}`, name, mail: `c${at + 1}@shop.example` }))
  const http = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop')
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return answer(401, { error: 'who are you?' })
    const page = Number(searchParams.get('page') ?? 1)
    const found = { data: rows.slice((page - 1) * 2, page * 2) }
    if (pathname === '/customers') return page === 3 ? held.then(() => answer(200, found)) : answer(200, found)
    if (pathname === '/contacts') return answer(200, { data: [] })
    const one = rows.find(({ id }) => pathname === `/customers/${id}`)
    return one ? answer(200, one) : answer(404, { error: 'not here' })
  })
  return { http, release: () => release() }
}

let shop: ReturnType<typeof makeShop>

beforeAll(async () => {
  shop = makeShop()
  await new Promise<void>((resolve) => shop.http.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  shop.release()
  const connection = await arrived<{ id: string }>(server, '/joint/connections?filter[name]=corner-shop')
  for (const command of ['stop', 'remove']) await server.call('POST', `/joint/connections/${connection.id}/${command}`)
  await closed(shop.http)
})

const closed = (http: Server) => new Promise((resolve) => http.close(resolve).closeAllConnections())

/** As somebody would write it who reads the manual. */
function description(): string {
  const { port } = shop.http.address() as AddressInfo
  const constant = (value: string | number | boolean) => ({ constant: value })
  const always = { type: constant('company'), currency: constant('CNY'), paymentTermDays: constant(30), onHold: constant(false) }
  const fields = { code: 'no', name: 'name', email: 'mail', status: constant('active'), ...always }
  const paging = { by: 'page', page: 'page', size: 'size' }
  const customer = { path: '/customers', items: 'data', pageSize: 2, id: 'id', paging, fields }
  const contact = { path: '/contacts', items: 'data', id: 'id', fields: { name: 'name', customer: 'customer' } }
  return JSON.stringify({ base: `http://127.0.0.1:${port}`, auth: { by: 'bearer' }, kinds: { customer, contact } })
}

describe('P5 I3 an integrator', () => {
  let page: Page
  let problems: string[]
  let leave: () => Promise<void>

  beforeAll(async () => {
    const visitor = await browser.current.visit({ url: server.url, as: 'yang.fan', at: '/joint/connections' })
    page = visitor.page
    problems = visitor.problems
    leave = visitor.leave
  })
  afterAll(() => leave())

  it('connects a system: reads what is wrong, chooses what is carried, and watches the first load', {
    timeout: 180_000,
  }, async () => {
    await page.getByRole('button', { name: 'Connect a system' }).click()
    const form = page.getByRole('dialog')
    await form.getByText('REST or OData API', { exact: true }).click()
    await form.getByText('CRM', { exact: true }).click()
    await form.getByLabel('Name', { exact: true }).fill('corner-shop')
    await form.getByRole('checkbox', { name: 'Keep ours joined beside it' }).check()
    await form.getByLabel('Description of the API').fill('{ "base": "http')
    await form.getByText(/^This is no JSON yet/).waitFor()
    await form.getByLabel('Description of the API').fill(description())
    const test = form.getByRole('button', { name: 'Test', exact: true })
    await test.click()
    await form
      .getByRole('alert')
      .getByText(/does not accept the sign-in/)
      .waitFor()
    await form.getByLabel('Token or signing key').fill(TOKEN)
    await test.click()
    await form.getByRole('status').getByText('It works: ').waitFor()
    expect(await form.getByRole('checkbox', { name: 'Customer: to there' }).isDisabled()).toBe(true)
    await form.getByRole('checkbox', { name: 'Contact: from there' }).uncheck()
    await form.getByRole('button', { name: 'Save and start' }).click()
    await form.waitFor({ state: 'detached' })
    const connection = page.locator('[data-row-key]', { hasText: 'corner-shop' })
    await connection.getByText('joined', { exact: true }).waitFor()
    await page.getByRole('toolbar').getByRole('button', { name: 'Export', exact: true }).waitFor()

    // The last page is kept back: so long the first load is under way.
    await page.goto('/joint/load')
    const loads = page.locator('[data-row-key]', { hasText: 'corner-shop' })
    const load = loads.filter({ hasText: 'Customer' })
    await load.getByText(/^[24] so far$/).waitFor()
    await load.getByText('Reading', { exact: true }).waitFor()
    expect(await loads.filter({ hasText: 'Contact' }).count()).toBe(0)
    // It is stopped, and goes on where it stopped.
    await load.getByRole('button', { name: 'Pause', exact: true }).click()
    await form.getByLabel('Paused because').fill('the shop is busy')
    await form.getByRole('button', { name: 'Pause', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await load.getByText('Paused', { exact: true }).waitFor()
    shop.release()
    await load.getByRole('button', { name: 'Resume', exact: true }).click()
    await load.getByText('Paused', { exact: true }).waitFor({ state: 'detached' })
    await load.getByText('Done', { exact: true }).waitFor()
    for (const at of [1, 6]) await arrived(server, `/erp/parties?filter[code]=SHOP-${at}`)
    expect(problems).toEqual([])
  })

  it('maps its fields: edits, tries, uses, goes back', { timeout: 180_000 }, async () => {
    const nameOf = async () => (await arrived<{ name: string }>(server, '/erp/parties?filter[code]=SHOP-1')).name
    await page.goto('/joint/mappings')
    await page.getByRole('combobox', { name: 'System', exact: true }).click()
    await page.locator('.ant-select-item-option', { hasText: 'corner-shop' }).click()
    await page.getByText(/^No mapping yet/).waitFor()
    await page.getByRole('button', { name: 'New draft', exact: true }).click()
    await use(page, '1 · Draft', 'Activate for what comes from now on')

    const name = page.locator('.ant-card', { hasText: 'Name (name)' })
    await name.getByRole('combobox', { name: 'Add a step · Steps on the way in' }).click()
    await page.locator('.ant-select-item-option', { hasText: 'in capitals' }).click()
    await name.getByText(/^Becomes: [A-Z ]+$/).waitFor()
    // What is wrong is said at the row, in words.
    const code = page.locator('.ant-card', { hasText: 'Code (code)' })
    await code.getByRole('combobox', { name: 'Field of the system' }).fill('taxNumber')
    await code
      .getByRole('alert')
      .getByText(/Code is empty.*corner-shop/)
      .first()
      .waitFor()
    expect((await code.getByRole('alert').allInnerTexts()).join()).not.toMatch(/[{}]|[a-z]\/[a-z]/)
    await code.getByRole('combobox', { name: 'Field of the system' }).fill('code')
    await code.getByText(/^Becomes: SHOP-/).waitFor()
    await page.getByRole('button', { name: 'New draft of this version' }).click()

    await page.getByText('2 · Draft').waitFor()
    await page.getByRole('button', { name: 'Dry run' }).click()
    await page.getByText('6 records would change.').waitFor()
    await page.getByText('Name: 6 records').waitFor()
    await use(page, '2 · Draft', 'Activate and read everything again')
    await expect.poll(nameOf, { timeout: PATIENCE_MS }).toBe('QUIRIN DRECHSLER')

    await use(page, '1 · Retired', 'Roll back to this version')
    await expect.poll(nameOf, { timeout: PATIENCE_MS }).toBe('Quirin Drechsler')
    await page.getByText('2 · Retired').waitFor()
    expect(problems).toEqual([])
  })
})

/** Uses a version, after being asked. */
async function use(page: Page, version: string, how: string): Promise<void> {
  await page.getByText(version, { exact: true }).click()
  await page.getByRole('button', { name: how }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Activate', exact: true }).click()
  await page.getByText(version.replace(/\w+$/, 'Active'), { exact: true }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}
