/** Somebody of a customer's sees what was sent to that customer, and nothing else, whichever way they ask. */
import { crmMigrations } from '@tandem/crm'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { createFeeds, type Feeds } from '../joint/feed-route.ts'
import { callerWith, only, type Somebody, somebody } from './people.fixture.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, hubMigrations])
const sides = [{ ...crmSide, messages: { ...crmSide.messages, ...deskMessages } }]
let server: TestServer
let feeds: Feeds
let admin: Somebody
let guest: Somebody['call']
let theirs: Trade
let others: Trade

interface Trade {
  readonly customer: string
  readonly draft: string
  readonly quote: string
  readonly order: string
}

beforeAll(async () => {
  server = await startTestServer(database.current, {
    sides,
    more: (services, door) => {
      feeds = createFeeds(services)
      const desk = deskRoutes(sides, services, door)
      return { ...desk, routes: [...desk.routes, feeds.route(door)] }
    },
  })
  admin = await somebody(server, { name: 'admin', roles: ['administrator'] })
  theirs = await trade('THEIRS')
  others = await trade('OTHERS')
  guest = await invited(theirs.customer)
})
afterAll(async () => {
  feeds.close()
  await server.close()
})

async function made(path: string, body: object): Promise<string> {
  const reply = await admin.call('POST', `/api/v1/crm/${path}`, { body })
  if (reply.status >= 300) throw new Error(JSON.stringify(reply.body))
  return reply.body.id
}

const ITEM = { name: 'Oak', type: 'bought', unit: 'pcs', taxRate: '13' }

async function trade(code: string): Promise<Trade> {
  const base = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false, creditLimit: '88842.13', owner: null }
  const customer = await made('customers', { ...base, code, name: `Customer ${code}` })
  const item = await made('items', { code: `I-${code}`, name: 'Oak', type: 'bought', unit: 'pcs', taxRate: '13' })
  const lines = [{ item, quantity: '1', unit: 'pcs', unitPrice: '10' }]
  const secret = await made('items', { code: `S-${code}`, name: 'Elm', type: 'bought', unit: 'pcs', taxRate: '13' })
  const planned = [{ item: secret, quantity: '1', unit: 'pcs', unitPrice: '10' }]
  const draft = await made('quotes', { customer, lines: planned, notes: `internal ${code}` })
  const quote = await made('quotes', { customer, lines })
  await made(`quotes/${quote}/send`, {})
  const order = await made('orders', { customer, lines })
  const dates = { invoiceDate: '2026-01-10', dueDate: '2026-02-20' }
  const invoice = { type: 'invoice', customer, order, currency: 'CNY', lines: [], ...dates }
  await made('invoices', { ...invoice, number: `I-${code}`, net: '800', tax: '104', total: '904', paid: '0' })
  await made('invoices', { ...invoice, number: `J-${code}`, net: '500', tax: '0', total: '500', paid: '500' })
  return { customer, draft, quote, order }
}

let count = 0

async function invited(customer: string): Promise<Somebody['call']> {
  const name = `guest${++count}`
  const body = { name, fullName: 'Guest', email: `${name}@customer.example`, roles: ['portal'], customer }
  const user = await admin.call('POST', '/api/v1/platform/users', { body })
  expect(user.status, JSON.stringify(user.body)).toBe(201)
  const link = await admin.call('POST', `/api/v1/platform/users/${user.body.id}/link`)
  const secret = String(link.body.path).split('#')[1]
  const password = 'we buy chairs every autumn'
  const reply = await server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password } })
  return callerWith(server, only(String(reply.headers.get('set-cookie'))))
}

describe('P3 a portal user', () => {
  it('sees the customer, the quotes sent and the orders that are theirs', async () => {
    const ids = async (plural: string) =>
      (await guest('GET', `/api/v1/crm/${plural}`)).body.items.map(({ id }: { id: string }) => id)
    expect(await ids('customers')).toEqual([theirs.customer])
    expect(await ids('quotes')).toEqual([theirs.quote])
    expect(await ids('orders')).toEqual([theirs.order])
    const found = await guest('GET', '/api/v1/crm/items')
    expect(found.body.items.map(({ code }: { code: string }) => code)).toEqual(['I-THEIRS'])
    expect(await ids('invoices')).toHaveLength(2)
    for (const plural of ['shipments', 'payments']) expect(await ids(plural)).toEqual([])
    const quote = await guest('GET', `/api/v1/crm/quotes/${theirs.quote}`)
    expect(quote).toMatchObject({ status: 200, body: { state: 'sent', lines: [{ unitPrice: '10' }] } })
    expect((await guest('GET', `/api/v1/crm/customers/${theirs.customer}`)).body.creditLimit).toBeUndefined()
  })

  it('is neither told nor asked what the house keeps in fields of its own, not in answers either', async () => {
    const own = await trade('OWN')
    const guest = await invited(own.customer)
    const about = { labelEn: 'Margin', labelZh: '毛利', type: 'text' }
    for (const [document, required] of [
      ['quote', false],
      ['order', false],
      ['ticket', true],
    ] as const) {
      await made('custom-fields', { ...about, document, code: 'margin', required })
    }
    const item = (await guest('GET', '/api/v1/crm/items')).body.items[0].id
    const lines = [{ item, quantity: '1', unit: 'pcs', unitPrice: '10' }]
    const quote = await made('quotes', { customer: own.customer, lines, custom: { margin: 'a third' } })
    await made(`quotes/${quote}/send`, {})
    const accepted = await guest('POST', `/api/v1/crm/quotes/${quote}/accept`, { body: {} })
    const order = await guest('GET', `/api/v1/crm/orders/${accepted.body.order}`)
    const asked = { customer: own.customer, subject: 'A leg', message: 'Loose' }
    const ticket = await guest('POST', '/api/v1/crm/tickets', { body: asked })
    for (const reply of [accepted, order, ticket]) {
      expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300)
      expect(JSON.stringify(reply.body)).not.toMatch(/margin|a third/)
      expect(reply.body.custom ?? null).toBeNull()
    }
    expect((await admin.call('GET', `/api/v1/crm/orders/${accepted.body.order}`)).body.custom).toEqual({ margin: 'a third' })
    const said = await guest('POST', '/api/v1/crm/tickets', { body: { ...asked, custom: { margin: 'x' } } })
    expect(said.status).toBe(403)
    const fields = await admin.call('GET', '/api/v1/crm/custom-fields?filter[code]=margin')
    for (const { id } of fields.body.items) await made(`custom-fields/${id}/retire`, {})
  })

  it('sees nothing of other customers, no drafts, and no history of who did what', async () => {
    const paths = [
      ...[`quotes/${others.quote}`, `orders/${others.order}`, `customers/${others.customer}`, `quotes/${theirs.draft}`],
      ...[`quotes/${theirs.quote}/events`, `orders/${theirs.order}/events`, `customers/${theirs.customer}/events`],
    ]
    for (const path of paths) expect((await guest('GET', `/api/v1/crm/${path}`)).status, path).toBe(404)
    const barred = ['contacts', 'addresses', 'activities', 'prices', `customer-story?customer=${theirs.customer}`]
    for (const path of barred) expect((await guest('GET', `/api/v1/crm/${path}`)).status, path).toBe(403)
    expect((await guest('GET', '/api/v1/crm/quotes/export')).body).not.toMatch(/internal|OTHERS/)
  })

  it('is told what is still to pay, of nobody but themselves', async () => {
    const asked = (customer: string) => guest('GET', `/api/v1/crm/open-invoices?customer=${customer}`)
    expect((await asked(theirs.customer)).body).toMatchObject({
      balances: [{ currency: 'CNY', open: '904', overdue: '904', invoiced: '1404', paid: '500' }],
      invoices: [{ number: 'I-THEIRS', open: '904', overdueDays: expect.any(Number) }],
    })
    expect((await asked(others.customer)).status).toBe(404)
  })

  it('changes nothing else', async () => {
    expect((await guest('PATCH', `/api/v1/crm/customers/${theirs.customer}`, { body: { name: 'Mine' } })).status).toBe(403)
    expect((await guest('POST', '/api/v1/crm/orders', { body: { customer: theirs.customer, lines: [] } })).status).toBe(403)
  })

  it('accepts or declines a quote that was sent to them, as themselves, by the command of sales, and no other', async () => {
    const lines = [{ item: await made('items', { ...ITEM, code: 'I-ANSWER' }), quantity: '1', unit: 'pcs', unitPrice: '10' }]
    const sent = async (more = {}) => {
      const id = await made('quotes', { customer: theirs.customer, lines, ...more })
      await made(`quotes/${id}/send`, {})
      return id
    }
    const [wanted, unwanted] = [await sent(), await sent()]
    const answer = (id: string, verb: string, body = {}) => guest('POST', `/api/v1/crm/quotes/${id}/${verb}`, { body })
    const backdated = await answer(wanted, 'accept', { orderDate: '2020-01-01' })
    expect(backdated).toMatchObject({ status: 403, body: { code: 'http/field-not-allowed', details: { field: 'orderDate' } } })
    const promised = await answer(wanted, 'accept', { promises: [{ lineNumber: 1, promisedDate: '2020-01-01' }] })
    expect(promised).toMatchObject({ status: 403, body: { details: { field: 'promises' } } })
    const accepted = await answer(wanted, 'accept', { customerReference: 'PO 7' })
    expect(accepted).toMatchObject({ status: 200, body: { state: 'accepted', updatedBy: expect.stringMatching(/^guest/) } })
    const order = await guest('GET', `/api/v1/crm/orders/${accepted.body.order}`)
    expect(order.body).toMatchObject({ quote: wanted, customerReference: 'PO 7', createdBy: accepted.body.updatedBy })
    const { items } = (await admin.call('GET', `/api/v1/crm/quotes/${wanted}/events`)).body
    expect(items.at(-1)).toMatchObject({ type: 'quote-accepted', actorKind: 'user', actorId: accepted.body.updatedBy })
    expect((await answer(wanted, 'accept')).body.code).toBe('quote/wrong-state')
    expect((await answer(unwanted, 'decline', { reason: 'too late' })).body).toMatchObject({
      state: 'declined',
      declineReason: 'too late',
    })
    for (const id of [others.quote, others.draft, theirs.draft]) {
      for (const verb of ['accept', 'decline']) expect((await answer(id, verb)).status, `${verb} ${id}`).toBe(404)
    }
    for (const verb of ['send', 'expire', 'revise']) expect((await answer(theirs.quote, verb)).status, verb).toBe(403)
    const batch = await guest('POST', '/api/v1/crm/quotes/batch/accept', { body: [{ id: others.quote, input: {} }] })
    expect(batch.body.results).toMatchObject([{ ok: false, problem: { code: 'quote/not-found' } }])
    expect((await admin.call('GET', `/api/v1/crm/quotes/${others.quote}`)).body.state).toBe('sent')
  })

  it('opens tickets of their own, follows them and replies, and sees nobody else’s', async () => {
    const open = (body: object) => guest('POST', '/api/v1/crm/tickets', { body })
    const asked = { customer: theirs.customer, subject: 'A leg is loose', message: 'It wobbles.', order: theirs.order }
    const ticket = await open(asked)
    expect(ticket).toMatchObject({
      status: 201,
      body: { state: 'open', messages: [{ ours: false, author: expect.stringMatching(/^guest/) }] },
    })
    const path = `/api/v1/crm/tickets/${ticket.body.id}`
    await admin.call('POST', `${path}/answer`, { body: { message: 'A new one is on its way.' } })
    const read = await guest('GET', path)
    expect(read.body).toMatchObject({ state: 'answered', messages: [{}, { ours: true, text: 'A new one is on its way.' }] })
    expect((await guest('POST', `${path}/reply`, { body: { message: 'Thank you.' } })).body).toMatchObject({ state: 'open' })
    for (const verb of ['answer', 'solve', 'reopen']) {
      expect((await guest('POST', `${path}/${verb}`, { body: { message: 'x' } })).status, verb).toBe(403)
    }
    expect((await guest('PATCH', path, { body: { priority: 'high' } })).status).toBe(403)
    expect((await open({ ...asked, priority: 'high' })).body.code).toBe('http/field-not-allowed')
    expect((await open({ ...asked, customer: others.customer })).body.code).toBe('customer/not-found')
    expect((await open({ ...asked, order: others.order })).body.code).toBe('order/not-found')
    const secret = await admin.call('POST', '/api/v1/crm/tickets', {
      body: { customer: others.customer, subject: 'OTHERS', message: 'x' },
    })
    const theirOwn = `/api/v1/crm/tickets/${secret.body.id}`
    expect((await guest('GET', theirOwn)).status).toBe(404)
    expect((await guest('POST', `${theirOwn}/reply`, { body: { message: 'x' } })).status).toBe(404)
    expect((await guest('GET', '/api/v1/crm/tickets')).body.items.map(({ id }: { id: string }) => id)).toEqual([ticket.body.id])
    expect((await guest('GET', `${path}/events`)).status).toBe(404)
  })

  it('asks to send back what was shipped to them, follows the answer, and sees nobody else’s returns', async () => {
    const shipped = async (order: string) => {
      const progress = [{ lineNumber: 1, reserved: '0', shipped: '1', invoiced: '0', expectedDate: null }]
      const told = { state: 'placed', progress }
      const reply = await admin.call('POST', `/api/v1/crm/orders/${order}/record-progress`, { body: told })
      expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    }
    for (const { order } of [theirs, others]) await shipped(order)
    const ask = (order: string, more = {}) =>
      guest('POST', '/api/v1/crm/returns', { body: { order, reason: 'It wobbles', ...more } })
    expect((await ask(others.order)).body.code).toBe('order/not-found')
    expect((await ask(theirs.order, { requestedDate: '2020-01-01' })).body.code).toBe('http/field-not-allowed')
    const made = await ask(theirs.order, { wish: 'replace' })
    expect(made).toMatchObject({ status: 201, body: { state: 'requested', customer: theirs.customer, wish: 'replace' } })
    expect((await ask(theirs.order)).body.code).toBe('return/nothing-to-return')
    const path = `/api/v1/crm/returns/${made.body.id}`
    expect((await guest('PATCH', path, { body: { reason: 'other' } })).status).toBe(403)
    const approved = { state: 'approved', answer: 'To gate 3, please' }
    expect((await guest('POST', `${path}/record-progress`, { body: approved })).status).toBe(403)
    await admin.call('POST', `${path}/record-progress`, { body: approved })
    expect((await guest('GET', path)).body).toMatchObject(approved)
    const secret = await admin.call('POST', '/api/v1/crm/returns', { body: { order: others.order, reason: 'OTHERS' } })
    expect((await guest('GET', `/api/v1/crm/returns/${secret.body.id}`)).status).toBe(404)
    expect((await guest('GET', '/api/v1/crm/returns')).body.items.map(({ id }: { id: string }) => id)).toEqual([made.body.id])
  })

  it('is told nothing of the house: no comments, files, people, search or timeline', async () => {
    const at = `document=crm/customer&documentId=${theirs.customer}`
    const comment = { document: 'crm/customer', documentId: theirs.customer, text: 'pays late', mentions: [] }
    const said = await admin.call('POST', '/api/v1/desk/comments', { body: comment })
    expect(said.status, JSON.stringify(said.body)).toBe(201)
    expect((await guest('GET', `/api/v1/desk/comments?${at}`)).status).toBe(422)
    expect((await guest('GET', `/api/v1/desk/files?${at}`)).status).toBe(422)
    expect((await guest('GET', `/api/v1/desk/timeline?${at}`)).status).toBe(422)
    expect((await guest('GET', '/api/v1/desk/search?q=customer')).body).toEqual({ groups: [], manual: [] })
    expect((await guest('GET', '/api/v1/desk/people')).body.items).toHaveLength(1)
    expect((await guest('GET', '/api/v1/desk/abilities')).body.documents).toEqual({})
  })

  it('belongs to a customer that there is; without one they see nothing', async () => {
    const body = { name: 'lost', fullName: 'Lost', email: 'lost@customer.example', roles: ['portal'] }
    for (const customer of ['acme', server.world.tenant]) {
      const reply = await admin.call('POST', '/api/v1/platform/users', { body: { ...body, customer } })
      expect(reply.body.code).toBe('user/no-such-customer')
    }
    const nobody = await somebody(server, { name: 'nobody', roles: ['portal'] })
    expect((await nobody.call('GET', '/api/v1/crm/customers')).body.items).toEqual([])
    expect((await nobody.call('GET', `/api/v1/crm/quotes/${theirs.quote}`)).status).toBe(404)
  })
})
