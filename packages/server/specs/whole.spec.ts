/** The whole server on a real database: both sides, the joint at work, HTTP. */
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { crm } from '@tandem/crm'
import { erp } from '@tandem/erp'
import type { Id } from '@tandem/kernel'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, openApp } from '../compose.ts'
import { createApiKey } from '../http/api-keys.ts'
import { type Caller, caller, type Reply } from './test-server.ts'

let app: App
let call: Caller
let url: string
let key: string
let tenant: Id

beforeAll(async () => {
  app = await openApp({ databaseUrl: await freshDatabaseUrl(postgresUrl()), logLevel: 'silent' })
  tenant = await app.addTenant({ name: 'Tandem', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const by = app.workshop(tenant).context()
  const made = await app.database.transaction(tenant, (tx) =>
    createApiKey(tx, by, app.services.randomBytes, { name: 'spec', scopes: ['*'] }),
  )
  key = made.key
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  await app.startJoint()
  url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
  call = caller(url, key, app.api)
})
afterAll(() => app?.stop())

/** Asks again until the answer is as wanted, at most ten seconds. */
async function until(ask: () => Promise<Reply>, isGood: (reply: Reply) => boolean): Promise<Reply> {
  const end = performance.now() + 10_000
  for (;;) {
    const reply = await ask()
    if (isGood(reply)) return reply
    if (performance.now() > end) throw new Error(`it did not come: ${JSON.stringify(reply.body)}`)
    await sleep(20)
  }
}

const PATIENTLY = { timeout: 30_000 }

async function post(path: string, body: object = {}): Promise<Reply['body']> {
  const reply = await call('POST', `/api/v1${path}`, { body })
  if (reply.status >= 300) throw new Error(`${path}: ${JSON.stringify(reply.body)}`)
  return reply.body
}

/** The first document of a list of the other side, once the joint brought it. */
async function find(path: string, filter: string): Promise<Reply['body']> {
  const reply = await until(
    () => call('GET', `/api/v1${path}?${filter}`),
    ({ body }) => body.items?.length > 0,
  )
  return reply.body.items[0]
}

async function goods(code: string, quantity: string) {
  const item = await post('/erp/items', {
    code,
    name: `Oak ${code}`,
    type: 'bought',
    unit: 'pcs',
    taxRate: '13',
    leadTimeDays: 7,
  })
  await post('/erp/prices', {
    item: item.id,
    priceList: 'standard',
    currency: 'CNY',
    unit: 'pcs',
    minimumQuantity: '1',
    unitPrice: '100',
  })
  const warehouse =
    (await call('GET', '/api/v1/erp/warehouses?limit=1')).body.items[0] ??
    (await post('/erp/warehouses', { code: 'W1', name: 'Main' }))
  await post('/erp/goods-receipts', { warehouse: warehouse.id, lines: [{ item: item.id, quantity, unitCost: '40' }] })
  const inCrm = await find('/crm/items', `filter[code]=${code}`)
  await find('/crm/prices', `filter[item]=${inCrm.id}`)
  return { item, inCrm }
}

async function buyer(code: string) {
  const body = { code, name: `Buyer ${code}`, type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  const customer = await post('/crm/customers', body)
  const party = await find('/erp/parties', `filter[code]=${code}`)
  return { customer, party }
}

describe('J4 J5 a quote', () => {
  it('becomes one order, is shipped, invoiced and paid, and its journey tells it all', async () => {
    const [{ inCrm }, { customer, party }] = [await goods('T1', '10'), await buyer('B1')]
    const quote = await post('/crm/quotes', { customer: customer.id, lines: [{ item: inCrm.id, quantity: '4' }] })
    const live = async () => (await call('GET', `/api/v1/joint/quotes/${quote.id}/live`)).body
    // The party is there a moment before the joint has noted whose it is.
    await expect.poll(live, PATIENTLY).toMatchObject({
      lines: [{ lineNumber: 1, availability: { available: '10', reason: 'in-stock' }, price: { unitPrice: '100' } }],
      credit: { state: 'no-limit' },
    })
    await post(`/crm/quotes/${quote.id}/send`)
    const accepted = await post(`/crm/quotes/${quote.id}/accept`)
    const journey = () => call('GET', `/api/v1/joint/journey/${accepted.order}`)
    const waiting = (code: string) => (reply: Reply) => reply.body.waitsFor[0]?.code === code
    const placed = await until(journey, waiting('shipment'))
    expect(placed.body).toMatchObject({ lines: [{ quantity: '4', reserved: '4', shipped: '0' }] })
    const salesOrder = placed.body.salesOrderId
    await post('/erp/shipments', { salesOrder })
    await until(journey, waiting('invoice'))
    await post('/erp/invoices', { salesOrder })
    await until(journey, waiting('payment'))
    await post('/erp/payments', { party: party.id, currency: 'CNY', amount: '452', method: 'bank' })
    const done = await until(journey, ({ body }) => body.waitsFor.length === 0)
    expect(done.body.lines).toMatchObject([{ shipped: '4', invoiced: '4', waitsFor: null }])
    const told = done.body.entries.map(({ side, type }: { side: string; type: string }) => `${side} ${type}`)
    for (const one of [
      'crm quote-accepted',
      'crm order-created',
      'joint change-taken-in',
      'joint delivery-done',
      'erp invoice-created',
    ]) {
      expect(told).toContain(one)
    }
    expect(told.filter((one: string) => one === 'erp shipment-created')).toHaveLength(1)
    expect(done.body.entries[0].words.zh).toMatch(/^报价单/)
    const orders = await call('GET', `/api/v1/erp/sales-orders?filter[party]=${party.id}`)
    expect(orders.body.items).toHaveLength(1)
    const proof = await until(
      () => call('GET', '/api/v1/joint/proof?kinds=order,invoice,payment'),
      ({ body }) => body.inSync,
    )
    expect(proof.body.kinds).toHaveLength(3)
  })

  it('promises what the ERP can keep where nobody says when it is accepted, and nothing where that is said', async () => {
    const [{ inCrm }, { customer }] = [await goods('T6', '10'), await buyer('B6')]
    const requestedDate = '2099-01-02'
    const lines = [
      { item: inCrm.id, quantity: '4' },
      { item: inCrm.id, quantity: '1' },
    ]
    const sent = async (more: object) => {
      const { id } = await post('/crm/quotes', { customer: customer.id, lines, ...more })
      await post(`/crm/quotes/${id}/send`)
      return id
    }
    const live = async (id: string) => (await call('GET', `/api/v1/joint/quotes/${id}/live`)).body.lines
    const date = expect.stringMatching(/^\d{4}-\d\d-\d\d$/)
    const [soon, later, never] = [await sent({}), await sent({ requestedDate }), await sent({})]
    await expect.poll(() => live(soon), PATIENTLY).toMatchObject([{ availability: { date } }, { availability: { date } }])
    const promises = async (order: string) =>
      (await call('GET', `/api/v1/crm/orders/${order}`)).body.lines.map((line: { promisedDate: string }) => line.promisedDate)
    const possible = (await live(soon)).map(({ availability }: { availability: { date: string } }) => availability.date)
    expect(await promises((await post(`/crm/quotes/${soon}/accept`)).order)).toEqual(possible)
    const { results } = await post('/crm/quotes/batch/accept', [{ id: later }, { id: never, input: { promises: [] } }])
    expect(await promises(results[0].value.order)).toEqual([requestedDate, requestedDate])
    expect(await promises(results[1].value.order)).toEqual([null, null])
  })

  it('says what an order waits for when stock is short', async () => {
    const [{ inCrm }, { customer }] = [await goods('T2', '1'), await buyer('B2')]
    const order = await post('/crm/orders', { customer: customer.id, lines: [{ item: inCrm.id, quantity: '3' }] })
    const journey = await until(
      () => call('GET', `/api/v1/joint/journey/${order.id}`),
      ({ body }) => body.waitsFor[0]?.code === 'stock',
    )
    expect(journey.body.lines[0]).toMatchObject({ reserved: '1', expectedDate: expect.any(String) })
  })

  it('says what was promised beside what is expected, in CRM, joint and ERP, and that it is later than promised', async () => {
    const [{ inCrm }, { customer }] = [await goods('T5', '1'), await buyer('B5')]
    const quote = await post('/crm/quotes', { customer: customer.id, lines: [{ item: inCrm.id, quantity: '3' }] })
    await post(`/crm/quotes/${quote.id}/send`)
    const promisedDate = quote.quoteDate
    const accepted = await post(`/crm/quotes/${quote.id}/accept`, { promises: [{ lineNumber: 1, promisedDate }] })
    const journey = () => call('GET', `/api/v1/joint/journey/${accepted.order}`)
    const late = await until(journey, ({ body }) => body.waitsFor[0]?.code === 'stock')
    const [line] = late.body.lines
    expect(line.expectedDate > promisedDate).toBe(true)
    const { expectedDate } = line
    expect(line).toMatchObject({
      ...{ promisedDate, isLaterThanPromised: true, waitsFor: { code: 'stock' } },
      stations: [
        { side: 'crm', promisedDate, expectedDate, waitsHere: false },
        { side: 'joint', promisedDate, expectedDate, waitsHere: false },
        { side: 'erp', promisedDate, expectedDate, waitsHere: true },
      ],
    })
    await post(`/crm/orders/${accepted.order}/promise`, { promises: [{ lineNumber: 1, promisedDate: expectedDate }] })
    const kept = await until(journey, ({ body }) => body.lines[0].stations[2].promisedDate === expectedDate)
    expect(kept.body.lines[0]).toMatchObject({ promisedDate: expectedDate, isLaterThanPromised: false })
    expect(kept.body.entries.map(({ side, type }: { side: string; type: string }) => `${side} ${type}`)).toContain(
      'crm order-promised',
    )
    const proof = await until(
      () => call('GET', '/api/v1/joint/proof?kinds=order'),
      ({ body }) => body.inSync,
    )
    expect(proof.body.inSync).toBe(true)
  })
})

describe('J3 live questions', () => {
  it('are asked in the ids of the asking side', async () => {
    const [{ item, inCrm }, { customer }] = [await goods('T3', '5'), await buyer('B3')]
    const line = { quantity: '8', unit: 'pcs' }
    const ask = async (body: object) => (await call('POST', '/api/v1/joint/ask', { body })).body
    const availability = { ask: 'availability', lines: [{ ...line, item: inCrm.id }] }
    // Both are there a moment before the joint has noted whose they are.
    await expect
      .poll(() => ask(availability), PATIENTLY)
      .toMatchObject({
        lines: [{ available: '5', onHand: '5', reason: 'lead-time' }],
      })
    const credit = { ask: 'credit', customer: customer.id, amount: '100', currency: 'CNY' }
    await expect.poll(() => ask(credit), PATIENTLY).toMatchObject({ state: 'no-limit', used: '0' })
    const unknown = await call('POST', '/api/v1/joint/ask', {
      body: { ask: 'availability', lines: [{ ...line, item: item.id }] },
    })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'joint/nobody-knows' } })
  })

  it.each([
    [{ ask: 'weather' }, '/ask'],
    [{ ask: 'availability', lines: [] }, '/lines'],
    [{ ask: 'availability', lines: [{ item: 'x', quantity: 1, unit: 'pcs' }] }, '/lines/0/quantity'],
  ])('are refused when they are none: %j', async (body, pointer) => {
    const reply = await call('POST', '/api/v1/joint/ask', { body })
    expect(reply).toMatchObject({ status: 422, body: { code: 'input/invalid', errors: [{ pointer }] } })
  })

  it('are answered for documents that exist', async () => {
    for (const path of ['quotes/7/live', `quotes/${tenant}/live`]) {
      expect(await call('GET', `/api/v1/joint/${path}`)).toMatchObject({ status: 404, body: { code: 'quote/not-found' } })
    }
    expect(await call('GET', `/api/v1/joint/journey/${tenant}`)).toMatchObject({ status: 404, body: { code: 'order/not-found' } })
    expect(await call('GET', '/api/v1/joint/proof?kinds=cars')).toMatchObject({
      status: 422,
      body: { code: 'joint/unknown-kind' },
    })
  })
})

describe('I11 the joint through the API', () => {
  it('shows its systems, records, changes and deliveries', async () => {
    await buyer('B4')
    const systems = await call('GET', '/api/v1/joint/systems')
    expect(JSON.stringify(systems.body)).toContain('tandem-erp')
    for (const path of [
      'records',
      'changes',
      'deliveries',
      'inbox',
      'conflicts',
      'duplicates',
      'inbox-causes',
      'joined-systems',
    ]) {
      expect((await call('GET', `/api/v1/joint/${path}`)).status, path).toBe(200)
    }
  })
})

interface Heard {
  readonly id: string
  readonly event: { source: string; type: string; subject: string }
}

/** Listens to the feed until `isEnough`. */
async function listen(isEnough: (heard: readonly Heard[]) => boolean, from?: string, started = () => {}): Promise<Heard[]> {
  const headers = { authorization: `Bearer ${key}`, ...(from ? { 'last-event-id': from } : {}) }
  const stop = new AbortController()
  const response = await fetch(`${url}/api/v1/joint/feed`, { headers, signal: stop.signal })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const heard: Heard[] = []
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += new TextDecoder().decode(chunk)
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const id = /^id: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (id !== undefined && data === undefined) started()
      if (id !== undefined && data !== undefined) heard.push({ id, event: JSON.parse(data) })
    }
    if (isEnough(heard)) break
  }
  stop.abort()
  return heard
}

describe('J5 the live feed', () => {
  const types = (heard: readonly Heard[]) => heard.map(({ event }) => `${event.source.split('/').at(-1)} ${event.type}`)

  it('tells of both sides and of the joint between them', async () => {
    let begin = () => {}
    const ready = new Promise<void>((resolve) => {
      begin = resolve
    })
    const hearing = listen(
      (heard) =>
        ['crm customer-created', 'joint joint-delivered', 'erp party-created'].every((one) => types(heard).includes(one)),
      undefined,
      begin,
    )
    await ready
    await buyer('F1')
    const heard = await hearing
    expect(heard.find(({ event }) => event.type === 'customer-created')?.event).toMatchObject({ specversion: '1.0' })
  })

  it('goes on where a reader was, missing nothing and repeating nothing', async () => {
    let begin = () => {}
    const ready = new Promise<void>((resolve) => {
      begin = resolve
    })
    const customers = (heard: readonly Heard[]) => heard.filter(({ event }) => event.type === 'customer-created')
    const hearing = listen((heard) => customers(heard).length === 1, undefined, begin)
    await ready
    const first = await buyer('F2')
    const before = await hearing
    const missed = [await buyer('F3'), await buyer('F4'), await buyer('F5')]
    const after = await listen((heard) => customers(heard).length >= 3, customers(before).at(-1)?.id)
    expect(customers(before).map(({ event }) => event.subject)).toEqual([`customer/${first.customer.id}`])
    expect(customers(after).map(({ event }) => event.subject)).toEqual(missed.map(({ customer }) => `customer/${customer.id}`))
  })

  it('is only for who may read', async () => {
    const reply = await call('GET', '/api/v1/joint/feed', { key: null })
    expect(reply).toMatchObject({ status: 401, body: { code: 'http/not-signed-in' } })
  })
})

describe('P1 a required field', () => {
  it('may be left out of a change, but not emptied, on either side', async () => {
    const [, { party }] = [await goods('E1', '1'), await buyer('E2')]
    const customer = (await call('GET', '/api/v1/crm/customers?filter[code]=E2')).body.items[0].id
    await post('/crm/contacts', { customer, name: 'Li Wei' })
    await post('/crm/addresses', { customer, use: 'billing', line1: 'Road 1', city: 'Suzhou', country: 'CN' })
    await find('/erp/contacts', `filter[party]=${party.id}`)
    await find('/erp/addresses', `filter[party]=${party.id}`)
    const answers: string[] = []
    for (const [side, { documents, commands }] of Object.entries({ crm, erp })) {
      for (const definition of documents) {
        const path = definition.plural
        const changes = commands.find(({ name, document }) => name === 'change' && document === definition.name)
        const row = changes && (await call('GET', `/api/v1/${side}/${path}?limit=1`)).body.items[0]
        if (!row) continue
        for (const [field, { optional }] of Object.entries(definition.fields)) {
          if (optional || !(field in changes.input)) continue
          const { status, body } = await call('PATCH', `/api/v1/${side}/${path}/${row.id}`, { body: { [field]: null } })
          answers.push(`${side} ${definition.name} ${field}: ${status} ${body.code}`)
        }
      }
    }
    expect(answers.length).toBeGreaterThan(40)
    expect(answers.filter((one) => !/: 422 /.test(one))).toEqual([])
  })
})

describe('J1 custom fields while everything runs', () => {
  it('of one code on both sides travel as soon as both are there, what was known before, too', PATIENTLY, async () => {
    const about = { code: 'region', labelEn: 'Region', labelZh: '区域', type: 'text', required: false }
    const terms = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
    await post('/crm/custom-fields', { ...about, document: 'customer' })
    await post('/crm/customers', { ...terms, code: 'WCF-1', name: 'Custom one', custom: { region: 'East' } })
    const { id } = await find('/erp/parties', 'filter[code]=WCF-1')
    await post('/erp/custom-fields', { ...about, document: 'party' })
    await find('/erp/parties', 'filter[custom.region]=East')
    const changed = await call('PATCH', `/api/v1/erp/parties/${id}`, { body: { custom: { region: 'West' } } })
    expect(changed.status).toBe(200)
    await find('/crm/customers', 'filter[custom.region]=West')
  })
})
