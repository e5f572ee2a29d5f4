/** Fields that a company adds to its documents, by API: defined by few, written and filtered by many, kept from customers. */
import { crmMigrations } from '@tandem/crm'
import { erp, erpMessages, erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { callerWith, only, type Somebody, somebody } from './people.fixture.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const sides = [
  { ...crmSide, messages: { ...crmSide.messages, ...deskMessages } },
  { surface: erp, messages: erpMessages },
]
let server: TestServer
let admin: Somebody

const CUSTOMERS = '/api/v1/crm/customers'
const FIELDS = '/api/v1/crm/custom-fields'
const CUSTOMER = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
const options = [
  { code: 'north', en: 'North', zh: '华北' },
  { code: 'south', en: 'South', zh: '华南' },
]
const REGION = { document: 'customer', code: 'region', labelEn: 'Sales region', labelZh: '销售区域', type: 'choice', options }

beforeAll(async () => {
  server = await startTestServer(database.current, { sides, more: (services, door) => deskRoutes(sides, services, door) })
  admin = await somebody(server, { name: 'admin', roles: ['administrator'] })
  const field = (more: object) => admin.call('POST', FIELDS, { body: { ...REGION, options: null, required: false, ...more } })
  const made = [
    await field({ options }),
    await field({ code: 'area', labelEn: 'Floor area', labelZh: '面积', type: 'number', decimals: 2 }),
    await field({ code: 'since', labelEn: 'Since', labelZh: '起始日期', type: 'date' }),
    await field({ code: 'key', labelEn: 'Key account', labelZh: '重点客户', type: 'flag' }),
  ]
  expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201])
})
afterAll(() => server.close())

let count = 0
async function customer(custom: object): Promise<{ id: string; code: string }> {
  const code = `CF-${++count}`
  const reply = await admin.call('POST', CUSTOMERS, { body: { ...CUSTOMER, code, name: `Customer ${code}`, custom } })
  expect(reply.status).toBe(201)
  return reply.body
}

async function invited(of: string): Promise<Somebody['call']> {
  const body = { name: 'guest', fullName: 'Guest', email: 'guest@customer.example', roles: ['portal'], customer: of }
  const user = await admin.call('POST', '/api/v1/platform/users', { body })
  const link = await admin.call('POST', `/api/v1/platform/users/${user.body.id}/link`)
  const secret = String(link.body.path).split('#')[1]
  const password = 'we buy chairs every autumn'
  const reply = await server.call('POST', '/api/v1/platform/link/use', { key: null, body: { secret, password } })
  return callerWith(server, only(String(reply.headers.get('set-cookie'))))
}

async function upload(name: string, content: string | Buffer): Promise<string> {
  const headers = { cookie: admin.cookie, origin: server.url, 'content-type': 'application/octet-stream' }
  const response = await fetch(`${server.url}/api/v1/desk/files?name=${name}`, {
    method: 'POST',
    headers,
    body: content as never,
  })
  return ((await response.json()) as { id: string }).id
}

async function download(path: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(server.url + path, { headers: { cookie: admin.cookie } })).arrayBuffer())
}

async function imported(name: string, content: string | Buffer) {
  const reply = await admin.call('POST', `${CUSTOMERS}/import`, { body: { file: await upload(name, content) } })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body
}

describe('P7 custom fields in files', () => {
  it.each([
    ['names', 'codes', 'custom.region,custom.area,custom.since,custom.key', 'north,12.5,2026-03-01,true'],
    ['en', 'en', 'Sales region,Floor area,Since,Key account', 'North,12.5,2026-03-01,Yes'],
    ['zh', 'zh', '销售区域,面积,起始日期,重点客户', '华北,12.5,2026-03-01,是'],
  ])('are columns by their names or labels (%s), and come in again', async (headers, choices, head, cells) => {
    const { code, id } = await customer({ region: 'north', area: '12.50', since: '2026-03-01', key: true })
    const columns = 'code,custom.region,custom.area,custom.since,custom.key'
    const path = `${CUSTOMERS}/export?filter[code]=${code}&columns=${columns}&headers=${headers}&choices=${choices}`
    const text = (await download(path)).toString()
    expect(text).toContain(head)
    expect(text).toContain(`${code},${cells}`)
    expect(await imported('same.csv', text)).toMatchObject({ unchanged: 1, refused: 0 })
    const workbook = await download(`${path}&format=xlsx`)
    expect(await imported('same.xlsx', workbook)).toMatchObject({ unchanged: 1, refused: 0 })
    const [north, south] = { names: ['north', 'south'], en: ['North', 'South'], zh: ['华北', '华南'] }[headers] as [
      string,
      string,
    ]
    const next = text.replace(north, south).replace('2026-03-01', '')
    expect(await imported('changed.csv', next)).toMatchObject({ changed: 1, refused: 0 })
    expect((await admin.call('GET', `${CUSTOMERS}/${id}`)).body.custom).toEqual({
      ...{ region: 'south', area: '12.5', since: null, key: true },
    })
    const wrong = await imported('wrong.csv', next.replace('12.5', '12.555').replace(south, 'Unicorn'))
    expect(wrong).toMatchObject({ refused: 1, errors: [{ code: 'import/not-a-choice' }] })
    const exact = await imported('exact.csv', next.replace('12.5', '12.555'))
    expect(exact).toMatchObject({ refused: 1, errors: [{ code: 'custom/too-many-digits' }] })
    expect(exact.errors[0].zh).toContain('小数点前最多')
  })

  it('stand among the fields of an export without columns, and of an import', async () => {
    const { code } = await customer({ region: 'north' })
    const text = (await download(`${CUSTOMERS}/export?filter[code]=${code}`)).toString()
    const header = text.slice(1).split('\r\n')[0]?.split(',')
    expect(header).toContain('custom.region')
    expect(header).not.toContain('custom')
    const file = await upload(
      'new.csv',
      'Code,Name,Type,Currency,Payment term,On hold,销售区域\nCF-NEW,New,company,CNY,30,no,华南\n',
    )
    const preview = await admin.call('POST', `${CUSTOMERS}/import/preview`, { body: { file } })
    expect(preview.body.columns.at(-1)).toMatchObject({ column: '销售区域', field: 'custom.region' })
    expect(preview.body.fields).toContainEqual({
      ...{ name: 'custom.area', label: { en: 'Floor area', zh: '面积' }, needed: false },
    })
    expect((await admin.call('POST', `${CUSTOMERS}/import`, { body: { file } })).body).toMatchObject({ created: 1 })
    const made = await admin.call('GET', `${CUSTOMERS}?filter[code]=CF-NEW`)
    expect(made.body.items[0].custom).toEqual({ region: 'south' })
  })
})

describe('P3 custom fields through the API', () => {
  it('are written and read by code, and said to be wrong in both languages', async () => {
    const { id } = await customer({ region: 'north', area: '12.50' })
    const changed = await admin.call('PATCH', `${CUSTOMERS}/${id}`, { body: { custom: { key: true, area: '0.10' } } })
    expect(changed.body.custom).toEqual({ region: 'north', area: '0.1', key: true })
    expect((await admin.call('GET', `${CUSTOMERS}/${id}`)).body.custom).toEqual(changed.body.custom)
    const wrong = (language: string) =>
      admin.call('PATCH', `${CUSTOMERS}/${id}`, { body: { custom: { area: 12.5 } }, headers: { 'accept-language': language } })
    expect(await wrong('en')).toMatchObject({ status: 422, body: { code: 'custom/wrong-type' } })
    expect((await wrong('en')).body.detail).toContain('Floor area / 面积 (area)')
    expect((await wrong('zh')).body.detail).toContain('不能作为')
  })

  it('filter lists and their counts by type; one that is not there is named', async () => {
    const north = await customer({ region: 'north', area: '9.5', since: '2026-01-05', key: true })
    const south = await customer({ region: 'south', area: '10', since: '2026-02-05', key: false })
    const none = await customer({})
    const mine = new Set([north.code, south.code, none.code])
    const found = async (query: string) => {
      const { body } = await admin.call('GET', `${CUSTOMERS}?limit=100&${query}`)
      return body.items.map(({ code }: { code: string }) => code).filter((code: string) => mine.has(code))
    }
    expect(await found('filter[custom.region]=south&filter[custom.region]=west')).toEqual([south.code])
    expect(await found('filter[custom.area][from]=9.6')).toEqual([south.code])
    expect(await found('filter[custom.area][to]=9.50')).toEqual([north.code])
    expect(await found('filter[custom.since][from]=2026-02-01')).toEqual([south.code])
    expect(await found('filter[custom.key]=true')).toEqual([north.code])
    expect(await found('filter[custom.region][empty]=true')).toEqual([none.code])
    const counted = await admin.call('GET', `${CUSTOMERS}/summary?filter[custom.region]=south&filter[code]=${south.code}`)
    expect(counted.body).toMatchObject({ count: 1 })
    const wrong = await admin.call('GET', `${CUSTOMERS}?filter[custom.size]=1`)
    expect(wrong).toMatchObject({ status: 422, body: { code: 'list/unknown-field' } })
    expect(wrong.body.details.fields).toContain('custom.region')
    const bad = await admin.call('GET', `${CUSTOMERS}?filter[custom.area]=large`)
    expect(bad).toMatchObject({ status: 422, body: { code: 'list/bad-value' } })
  })

  it('are defined by administrators and integrators, read by who works here', async () => {
    const body = { ...REGION, options: null, type: 'text', required: false }
    for (const [role, status] of [
      ['integrator', 201],
      ['sales', 403],
      ['sales-manager', 403],
      ['accountant', 403],
      ['auditor', 403],
    ] as const) {
      const one = await somebody(server, { name: role, roles: [role] })
      expect([role, (await one.call('POST', FIELDS, { body: { ...body, code: 'mine' } })).status]).toEqual([role, status])
      expect((await one.call('GET', FIELDS)).status).toBe(200)
      expect((await one.call('GET', '/api/v1/erp/custom-fields')).status).toBe(200)
    }
    const party = await admin.call('POST', '/api/v1/erp/custom-fields', { body: { ...body, document: 'party', code: 'mine' } })
    expect(party.status).toBe(201)
  })

  it('tell somebody of the customer’s nothing, in their list or in their record', async () => {
    const { id } = await customer({ region: 'north' })
    const guest = await invited(id)
    const list = await guest('GET', CUSTOMERS)
    expect(list.body.items).toHaveLength(1)
    const read = await guest('GET', `${CUSTOMERS}/${id}`)
    expect(read.status).toBe(200)
    for (const row of [list.body.items[0], read.body]) expect(row).not.toHaveProperty('custom')
    expect((await guest('GET', `${CUSTOMERS}?filter[custom.region]=north`)).status).toBe(422)
    expect((await guest('GET', FIELDS)).status).toBe(403)
  })
})
