/**
 * Every operation of the whole server, the desk and the joint among them, asked by people of several roles with inputs made
 * from the description, right ones and nonsense: no fault, nothing of what is hidden from them, nothing of others.
 */
import type { AddressInfo } from 'node:net'
import { crmMigrations } from '@tandem/crm'
import { insertRows, rows, sql } from '@tandem/db'
import { erpMigrations, openBooks } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { type Definition, type Id, randomNumbers } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessOf } from '../auth/grants.ts'
import { addMembership, addPerson, inTenant } from '../auth/people.ts'
import { BUILT_IN_ROLES } from '../auth/roles.ts'
import { type App, openApp } from '../compose.ts'
import { definitionsOf } from './all-definitions.fixture.ts'
import {
  type Described,
  type Description,
  type Maker,
  NONSENSE,
  operationsOf,
  pick,
  plausible,
  spoil,
} from './description.fixture.ts'
import { only } from './people.fixture.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
let app: App
let tenant: Id
let boss: string
/** The customer of Li's. */
let ofLi: string
let all: Description
/** Ids that there are, by table. */
const ids = new Map<string, readonly string[]>()

/** What stands on no other place than these. */
const COST = /777\.31|2331\.93|777310/
const CREDIT = /88842\.13/
const OF_WANG = /Wangs (customer|quote)|WANG-ONLY/

beforeAll(async () => {
  app = await openApp({ databaseUrl: database.url, logLevel: 'silent' })
  tenant = await app.addTenant({ name: 'T', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  await app.database.transaction(tenant, (tx) => openBooks(tx, app.workshop(tenant).context()))
  all = app.api.openapi() as Description
  boss = await somebody('boss', ['administrator'])
  await trade()
  for (const { table } of definitionsOf()) {
    const found = await app.database.transaction(tenant, (tx) =>
      rows(tx, sql<{ id: Id }>`select id from ${sql.raw(table)} order by id desc limit 3`),
    )
    ids.set(
      table,
      found.map(({ id }) => id),
    )
  }
})
afterAll(() => app.stop())

interface Session {
  readonly cookie: string
  /** Another session of the same person. */
  again(): Promise<string>
}

async function somebody(name: string, roles: readonly string[]): Promise<string> {
  return (await session(name, roles, null)).cookie
}

async function session(name: string, roles: readonly string[], customer: string | null): Promise<Session> {
  const by = app.workshop(tenant).context()
  const stamp = { version: 1, createdAt: by.now, createdBy: 'spec', updatedAt: by.now, updatedBy: 'spec', state: 'active' }
  const [id, person, email] = [by.newId(), by.newId(), `${name}@t.example`]
  app.api.auth.directory.forget(tenant)
  const whose = { person, tenantId: tenant, userId: id, awaitsSecondFactor: false }
  const again = () =>
    app.database.asOwner(async (tx) => {
      return only((await app.api.auth.sessions.begin(tx, whose, { address: '127.0.0.1', device: 'spec' })).cookie)
    })
  await app.database.asOwner(async (tx) => {
    await inTenant(tx, tenant)
    await insertRows(tx, 'platform.user', [{ id, ...stamp, name, fullName: name, email, roles, team: null, customer }])
    await addPerson(tx, { id: person, email, createdAt: by.now })
    await addMembership(tx, { person, tenantId: tenant, userId: id })
  })
  return { cookie: await again(), again }
}

interface Reply {
  readonly status: number
  readonly text: string
  readonly bare: readonly string[]
}

async function send(
  cookie: string,
  method: string,
  url: string,
  body?: unknown,
  more: Record<string, string> = {},
): Promise<Reply> {
  const isFile = Buffer.isBuffer(body)
  const type = isFile ? 'application/octet-stream' : 'application/json'
  const {
    statusCode: status,
    body: text,
    headers,
  } = await app.http.inject({
    ...{ method: method as 'GET', url },
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': type }), ...more },
    ...(body === undefined ? {} : { payload: isFile ? body : JSON.stringify(body) }),
  })
  return { status, text, bare: bareOf(headers) }
}

const POLICY = /default-src 'none'.*object-src 'none'; base-uri 'none'.*frame-ancestors 'none'/
const WANTED: Readonly<Record<string, RegExp>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^same-origin$/,
  'cache-control': /^no-store$/,
}

/** The headers that an answer lacks for safety; a text says in which letters it is written. */
function bareOf(headers: Readonly<Record<string, unknown>>): string[] {
  const bare = Object.entries(WANTED).flatMap(([name, wanted]) => (wanted.test(String(headers[name])) ? [] : [name]))
  const type = String(headers['content-type'] ?? '')
  return /json|text/.test(type) && !type.includes('charset=utf-8') ? [...bare, type] : bare
}

async function made(path: string, body: object): Promise<{ id: Id; number: string }> {
  const reply = await send(boss, 'POST', `/api/v1${path}`, body)
  if (reply.status >= 300) throw new Error(`${path} ${reply.text}`)
  return JSON.parse(reply.text)
}

/** From an item with a cost to a paid order, for a customer of Li's and one of Wang's. */
async function trade(): Promise<void> {
  const bed = { code: 'BED', name: 'Bed', type: 'bought', unit: 'pcs', taxRate: '13', leadTimeDays: 7, standardCost: '777.31' }
  const item = await made('/erp/items', bed)
  const price = { item: item.id, priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '1', unitPrice: '1000' }
  await made('/erp/prices', price)
  const warehouse = await made('/erp/warehouses', { code: 'W1', name: 'Main', isDefault: true })
  const lines = [{ item: item.id, quantity: '1000', unitCost: '777.31' }]
  await made('/erp/goods-receipts', { warehouse: warehouse.id, lines })
  await app.tenants.get(tenant)?.hub.runUntilIdle()
  for (const owner of ['li', 'wang']) await sell(owner)
}

async function sell(owner: string): Promise<void> {
  const [whose, code] = owner === 'wang' ? ['Wangs', 'WANG-ONLY'] : ['Lis', 'LI-1']
  const base = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false, creditLimit: '88842.13' }
  const customer = await made('/crm/customers', { ...base, code, name: `${whose} customer`, owner })
  if (owner === 'li') ofLi = customer.id
  await app.tenants.get(tenant)?.hub.runUntilIdle()
  const [item] = JSON.parse((await send(boss, 'GET', '/api/v1/crm/items?filter[code]=BED')).text).items
  const quote = await made('/crm/quotes', {
    customer: customer.id,
    notes: `${whose} quote`,
    lines: [{ item: item.id, quantity: '3' }],
  })
  for (const step of ['send', 'accept']) await made(`/crm/quotes/${quote.id}/${step}`, {})
  await app.tenants.get(tenant)?.hub.runUntilIdle()
  const [order] = JSON.parse((await send(boss, 'GET', '/api/v1/erp/sales-orders?sort=-id&limit=1')).text).items
  await made('/erp/shipments', { salesOrder: order.id, lines: [{ orderLineNumber: 1, quantity: '3' }] })
  await made('/erp/invoices', { salesOrder: order.id })
  await app.tenants.get(tenant)?.hub.runUntilIdle()
}

/** These end the session that asks, or give it another secret: each is asked with one of its own. */
const ENDING = /\/me\/(sign-out|password|company|second-factor.*)$|\/platform\/(sign-in|link)|\/sessions\/\{id\}\/end$/
/** Does not end by itself: it has a spec of its own below. */
const STREAM = '/api/v1/joint/feed'

const ZIP_BEGINS = [0x50, 0x4b, 0x03, 0x04]
/** What people and others upload: right ones, empty ones, and what is not what it says. */
const FILES: readonly Buffer[] = [
  Buffer.alloc(0),
  Buffer.from('code,name\nA,B\n'),
  Buffer.from("code;\"name\n=cmd|' /C calc'!A0;x\0"),
  Buffer.from([0xff, 0xfe, 0xd8, 0x00, 0xdc]),
  Buffer.from([...ZIP_BEGINS, ...Array(60).fill(0)]),
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]),
  Buffer.from('<svg onload="alert(1)"/>'),
  Buffer.alloc(300_000, 'x'),
]
const NAMES = ['a.csv', 'a.xlsx', '../../etc/passwd', 'a.png', 'a', '.', '\0.csv', '报价.pdf', `${'n'.repeat(300)}.txt`, 'a.svg']
/** Nonsense that a header can carry. */
const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'if-match': '"99999999999"' },
  { 'if-match': 'W/"1"' },
  { 'if-none-match': '*' },
  { 'idempotency-key': 'é' },
  { 'idempotency-key': 'k'.repeat(256) },
  { 'accept-language': 'xx-'.repeat(500) },
  { 'x-request-id': '{"level":50}' },
  { 'last-event-id': "'; drop table" },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { cookie: 'tandem_session=x; tandem_session=y; =; ;' },
]

function idOf({ path }: Described, schema: { 'x-reference'?: string }, random: () => number): string | undefined {
  const area = /^\/api\/v1\/([a-z]+)/.exec(path)?.[1]
  const [side, plural] = [area, /^\/api\/v1\/[a-z]+\/([a-z-]+)/.exec(path)?.[1]]
  const fits = ({ name, plural: own }: Definition) => (schema['x-reference'] ? name === schema['x-reference'] : own === plural)
  const beside: Readonly<Record<string, string>> = { quotes: 'crm.quote', journey: 'crm."order"', money: 'hub.record' }
  const table = definitionsOf(side).find(fits)?.table ?? beside[plural ?? ''] ?? 'crm.customer'
  const known = ids.get(table) ?? []
  return known.length > 0 ? pick(known, random) : undefined
}

const FIXED: Readonly<Record<string, string>> = { document: 'crm/customer', side: 'crm', system: 'tandem-crm', currency: 'CNY' }

function askOf(described: Described, random: () => number, isSpoilt: boolean): { url: string; body: unknown } {
  const text: Maker['text'] = (schema, names) => {
    const name = names.at(-1) ?? ''
    const isId = schema['x-reference'] || schema.format === 'uuid' || /^(id|documentId|record|customer|externalId)$/.test(name)
    return (isId ? idOf(described, schema, random) : undefined) ?? FIXED[name]
  }
  const maker = { all, random, text }
  const query = new URLSearchParams()
  for (const { name, in: where, required, schema, content } of described.operation.parameters ?? []) {
    if (where !== 'query' || (!required && (name.startsWith('filter') || random() < 0.5))) continue
    if (/^(cursor|sort|columns)$/.test(name) && !isSpoilt) continue
    const value = plausible(maker, schema ?? content?.['application/json'].schema ?? {}, [name])
    const given = isSpoilt && random() < 0.3 ? pick(NONSENSE, random) : value
    query.append(name, content ? JSON.stringify(given) : String(given))
  }
  const id =
    (isSpoilt && random() < 0.3 ? pick(['7', "'", '\0', '💥'], random) : undefined) ?? idOf(described, {}, random) ?? tenant
  const path = described.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id))
  const right = described.body && plausible(maker, described.body)
  const url = query.size > 0 ? `${path}?${query}` : path
  if (!described.operation.requestBody?.content['application/octet-stream'])
    return { url, body: described.body && isSpoilt ? spoil(right, random) : right }
  query.set('name', pick(NAMES, random))
  return { url: `${path}?${query}`, body: pick(FILES, random) }
}

const ROLES: readonly (readonly [string, readonly RegExp[]])[] = [
  ['sales', [COST, OF_WANG]],
  ['warehouse', [COST, CREDIT]],
  ['auditor', []],
  ['portal', [COST, CREDIT, OF_WANG]],
]

/** Bounded by how much is asked, not by the machine: some thousand questions a role. */
const MOST_MS = 900_000

/** What a fault lets out: places in our code, statements, secrets. */
const INSIDES = /node_modules|packages\/server|\bat .*\.ts:\d+|select .* from (crm|erp|hub|platform)\.|scrypt\$|sealed:1:/

describe('P3 S1 the whole API', () => {
  it('has something to hide', async () => {
    const seen = async (path: string) => (await send(boss, 'GET', `/api/v1${path}`)).text
    expect(await seen('/erp/goods-receipts/export')).toMatch(/777/)
    expect(await seen(`/erp/shipments/${ids.get('erp.shipment')?.[0]}`)).toMatch(COST)
    expect(await seen('/crm/customers')).toMatch(CREDIT)
    expect(await seen('/crm/quotes')).toMatch(OF_WANG)
  })

  it.each(ROLES)(
    'asked by %s it faults nowhere, tells nothing that is hidden, and lets nobody do more than they may',
    async (role, hidden) => {
      const name = role === 'sales' ? 'li' : role
      const { cookie, again } = await session(name, [role], role === 'portal' ? ofLi : null)
      const access = accessOf(BUILT_IN_ROLES.find(({ code }) => code === role)?.permissions ?? [])
      const random = randomNumbers(11)
      const wrong: string[] = []
      for (const described of operationsOf(all).filter(({ path }) => path !== STREAM)) {
        const permission = described.operation['x-permission'] ?? 'signed-in'
        const isOpen = permission.split('.').length !== 3 || access.reach(permission) !== undefined
        const turns = !isOpen ? 1 : described.operation.requestBody?.content['application/octet-stream'] ? 2 * FILES.length : 3
        for (let turn = 0; turn < turns; turn++) {
          const { url, body } = askOf(described, random, turn > 1)
          const by = ENDING.test(described.path) ? await again() : cookie
          const odd = turn > 1 && random() < 0.3 ? pick(HEADERS, random) : {}
          const { status, text, bare } = await send(by, described.method, url, body, odd)
          const sent = Buffer.isBuffer(body) ? `${body.subarray(0, 40)}` : JSON.stringify(body)
          const said = `${described.method} ${url} ${sent} ${JSON.stringify(odd)} -> ${status} ${text.slice(0, 300)}`
          if (INSIDES.test(text)) wrong.push(`tells its insides: ${said}`)
          if (bare.length > 0) wrong.push(`bare of ${bare.join(', ')}: ${said}`)
          if (status >= 500) wrong.push(`fault: ${said}`)
          if (!isOpen && status < 400) wrong.push(`let in: ${said}`)
          const told = hidden.find((each) => each.test(text))?.exec(text)?.[0]
          if (told !== undefined) wrong.push(`tells ${told}: ${said}`)
        }
      }
      expect(wrong).toEqual([])
    },
    MOST_MS,
  )

  it.each(ROLES)('streams to %s nothing that is hidden, from whatever place they claim to have heard', async (role, hidden) => {
    const { cookie } = await session(`ear-${role}`, [role], role === 'portal' ? ofLi : null)
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 }).catch(() => `http://127.0.0.1:${portOf()}`)
    for (const from of [undefined, '0', 'nonsense', '9'.repeat(50), '-1']) {
      const headers = { cookie, ...(from === undefined ? {} : { 'last-event-id': from }) }
      const answer = await fetch(`${address}${STREAM}`, { headers })
      expect(answer.status).toBeLessThan(500)
      const text = answer.ok ? await heardIn(answer) : await answer.text()
      for (const secret of [...hidden, INSIDES]) expect(text).not.toMatch(secret)
    }
  })
})

function portOf(): number {
  return (app.http.server.address() as AddressInfo).port
}

/** What a stream says until it says where it is now. */
async function heardIn({ body }: Response): Promise<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (reader && !/^id: /m.test(text)) {
    const { value, done } = await reader.read()
    if (done) break
    text += value
  }
  await reader?.cancel()
  return text
}
