/** What every list and document has beside its commands: files out and in, views, attachments, comments, search. */
import { inflateRawSync } from 'node:zlib'
import { crm, crmMigrations } from '@tandem/crm'
import { insertRows } from '@tandem/db'
import { erp } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { somebody } from './people.fixture.ts'
import { crmSide, type Reply, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, hubMigrations])
const sides = [{ ...crmSide, messages: { ...crmSide.messages, ...deskMessages } }]
let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer(database.current, { sides, more: (services, door) => deskRoutes(sides, services, door) })
})
afterAll(() => server.close())

const CUSTOMERS = '/api/v1/crm/customers'

/** As the joint keeps codes to be found by. */
const normalised = (code: string) => code.toLowerCase().replaceAll('-', '')

async function newCustomer(more: object = {}) {
  const base = { code: `D${++count}`, name: 'Acme 家具', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  const reply = await server.call('POST', CUSTOMERS, { body: { ...base, ...more } })
  expect(reply.status).toBe(201)
  return reply.body as { id: string; code: string }
}

async function upload(name: string, content: string | Uint8Array, at = '', key = server.key) {
  const response = await fetch(`${server.url}/api/v1/desk/files?name=${encodeURIComponent(name)}${at}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    body: content as never,
  })
  return { status: response.status, body: (await response.json()) as Reply['body'] }
}

async function download(path: string, key = server.key) {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${key}` } })
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
}

/** The files of a ZIP archive by name, read from its directory as every unpacker does. */
function unzipped(zip: Buffer): Map<string, string> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const files = new Map<string, string>()
  let at = zip.readUInt32LE(end + 16)
  for (let entry = 0; entry < zip.readUInt16LE(end + 10); entry++) {
    const [packed, nameLength, offset] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength)
    const data = offset + 30 + zip.readUInt16LE(offset + 26)
    const text = inflateRawSync(zip.subarray(data, data + packed)).toString('utf8')
    expect(Buffer.byteLength(text)).toBe(zip.readUInt32LE(at + 24))
    files.set(name, text)
    at += 46 + nameLength
  }
  return files
}

describe('P7 a list as a file', () => {
  it('holds what is filtered, in its order, with the columns asked for', async () => {
    await newCustomer({ code: 'EX-2', name: '=Two', creditLimit: '12.50' })
    await newCustomer({ code: 'EX-1', name: 'One, "1"' })
    await newCustomer({ code: 'OTHER' })
    const path = `${CUSTOMERS}/export?filter[code]=EX-*&sort=code&columns=name,code,creditLimit`
    const named = await server.call('GET', path)
    expect(named.body).toBe(`name,code,creditLimit\r\n"One, ""1""",EX-1,\r\n'=Two,EX-2,12.5\r\n`)
    expect(named.headers.get('content-disposition')).toMatch(/^attachment; filename="customers-\d{4}-\d\d-\d\d\.csv"$/)
    const chinese = await server.call('GET', `${path}&headers=zh`)
    expect(chinese.body.split('\r\n')[0]).toBe('名称,编码,信用额度')
  })

  it('is a workbook when asked for: numbers are numbers, texts are never formulas', async () => {
    const reply = await download(`${CUSTOMERS}/export?format=xlsx&filter[code]=EX-*&sort=code&columns=name,creditLimit,createdAt`)
    expect(reply.headers.get('content-type')).toContain('spreadsheetml.sheet')
    const sheet = unzipped(reply.body).get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toContain('<t xml:space="preserve">One, &quot;1&quot;</t>')
    expect(sheet).toContain('<t xml:space="preserve">=Two</t></is></c><c><v>12.5</v></c>')
    expect(sheet).not.toContain('<f>')
  })

  it('goes on beyond a page', async () => {
    const rows = Array.from({ length: 601 }, (_, at) => `P${at},Many ${at},company,CNY,30,no`)
    const { body } = await upload('many.csv', `code,name,type,currency,paymentTermDays,onHold\n${rows.join('\n')}\n`)
    const imported = await server.call('POST', `${CUSTOMERS}/import`, { body: { file: body.id } })
    expect(imported).toMatchObject({ status: 200, body: { created: 601, refused: 0, errorsFile: null } })
    const reply = await server.call('GET', `${CUSTOMERS}/export?q=Many&columns=code`)
    expect(reply.body.trim().split('\r\n')).toHaveLength(602)
  })

  it.each([
    ['format=pdf', 'input/invalid'],
    ['headers=fr', 'input/invalid'],
    ['choices=fr', 'input/invalid'],
    ['limit=5', 'input/invalid'],
    ['columns=name,secret', 'list/unknown-field'],
    ['filter[x]=1', 'list/unknown-field'],
  ])('is refused in words for %s', async (query, code) => {
    expect(await server.call('GET', `${CUSTOMERS}/export?${query}`)).toMatchObject({ body: { code } })
  })
})

describe('I2 a file imported from the page', () => {
  const file = 'Code,Name,Type,Currency,Payment term,On hold\nIM-1,One,company,CNY,30,no\nIM-2,Two,company,CNY,soon,no\n'

  it('is looked at first: columns, samples, what is wrong in which row; nothing is changed', async () => {
    const { body } = await upload('customers.csv', file)
    const looked = await server.call('POST', `${CUSTOMERS}/import/preview`, { body: { file: body.id } })
    expect(looked.status).toBe(200)
    expect(looked.body.rows).toMatchObject([
      { does: 'create' },
      { does: 'refused', errors: [{ row: 3, code: 'import/not-a-whole-number' }] },
    ])
    expect(looked.body.fields.find(({ name }: { name: string }) => name === 'code')).toMatchObject({ needed: true })
    expect((await server.call('GET', `${CUSTOMERS}?filter[code]=IM-1`)).body.items).toEqual([])
  })

  it('is imported; refused rows come back with what to do, as a file that is imported once corrected', async () => {
    const { body } = await upload('customers.csv', file)
    const done = await server.call('POST', `${CUSTOMERS}/import`, { body: { file: body.id } })
    expect(done.body).toMatchObject({ created: 1, refused: 1, errors: [{ row: 3, column: 'Payment term', value: 'soon' }] })
    const errors = await download(`/api/v1/desk/files/${done.body.errorsFile}`)
    const corrected = errors.body.toString().replace('soon,no', '45,no')
    const again = await upload('corrected.csv', corrected)
    const second = await server.call('POST', `${CUSTOMERS}/import`, { body: { file: again.body.id } })
    expect(second.body).toMatchObject({ created: 1, refused: 0 })
  })

  it('may be a workbook: what was exported as one is known when it comes back, and what was changed in it is changed', async () => {
    const { id } = await newCustomer({ code: 'XL-1', name: 'Sheet' })
    const exported = await download(`${CUSTOMERS}/export?format=xlsx&filter[code]=XL-1&columns=code,name,type,currency`)
    await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { name: 'Renamed' } })
    const { body } = await upload('customers.xlsx', exported.body)
    const looked = await server.call('POST', `${CUSTOMERS}/import/preview`, { body: { file: body.id } })
    expect(looked.body.rows).toMatchObject([{ does: 'change' }])
    const done = await server.call('POST', `${CUSTOMERS}/import`, { body: { file: body.id } })
    expect(done.body).toMatchObject({ changed: 1, refused: 0 })
    expect((await server.call('GET', `${CUSTOMERS}/${id}`)).body.name).toBe('Sheet')
  })

  it('is refused as a whole when no column is chosen, and when it is of somebody else', async () => {
    const { body } = await upload('customers.csv', file)
    const none = await server.call('POST', `${CUSTOMERS}/import`, { body: { file: body.id, mapping: { columns: {} } } })
    expect(none.body).toMatchObject({ code: 'import/no-columns' })
    const lost = await server.call('POST', `${CUSTOMERS}/import`, { body: { file: body.id }, key: server.strangersKey })
    expect(lost).toMatchObject({ status: 404, body: { code: 'file/not-found' } })
  })
})

describe('P5 views of a list', () => {
  const state = { columns: ['name', 'code'], sort: '-code', f: { status: 'active' } }

  it('are kept, replaced by name, shared, and removed by who made them', async () => {
    const body = { list: 'crm/customer', name: 'Mine', shared: false, state }
    const saved = await server.call('POST', '/api/v1/desk/views', { body })
    expect(saved).toMatchObject({ status: 200, body: { name: 'Mine', mine: true, state } })
    const again = await server.call('POST', '/api/v1/desk/views', { body: { ...body, shared: true } })
    expect(again.body).toMatchObject({ id: saved.body.id, shared: true })
    const list = await server.call('GET', '/api/v1/desk/views?list=crm/customer')
    expect(list.body.items).toHaveLength(1)
    const foreign = await server.call('DELETE', `/api/v1/desk/views/${saved.body.id}`, { key: server.strangersKey })
    expect(foreign).toMatchObject({ status: 404, body: { code: 'view/not-found' } })
    expect((await server.call('DELETE', `/api/v1/desk/views/${saved.body.id}`)).status).toBe(204)
  })

  it('are of lists that exist', async () => {
    const body = { list: 'crm/unicorn', name: 'x', shared: false, state: {} }
    expect((await server.call('POST', '/api/v1/desk/views', { body })).body).toMatchObject({ code: 'view/no-such-list' })
  })
})

describe('P3 files at a document', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3])

  it('are kept byte by byte, served as a download, taken away and brought back', async () => {
    const { id } = await newCustomer()
    const at = `&document=crm/customer&documentId=${id}`
    const kept = await upload('../合同 <plan>.png', png, at)
    expect(kept).toMatchObject({ status: 201, body: { name: '合同 plan.png', mediaType: 'image/png', size: 7 } })
    const got = await download(`/api/v1/desk/files/${kept.body.id}`)
    expect(new Uint8Array(got.body)).toEqual(png)
    expect(got.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('合同 plan.png')}`)
    expect(got.headers.get('x-content-type-options')).toBe('nosniff')
    expect(got.headers.get('content-security-policy')).toContain('sandbox')
    await server.call('POST', `/api/v1/desk/files/${kept.body.id}/remove`)
    expect((await download(`/api/v1/desk/files/${kept.body.id}`)).status).toBe(404)
    expect((await server.call('GET', `/api/v1/desk/files?x=1${at}`)).body.items).toEqual([])
    await server.call('POST', `/api/v1/desk/files/${kept.body.id}/restore`)
    expect((await server.call('GET', `/api/v1/desk/files?x=1${at}`)).body.items).toMatchObject([{ id: kept.body.id }])
    const [foreign, other] = [
      await download(`/api/v1/desk/files/${kept.body.id}`, server.strangersKey),
      await server.newKey(['desk:read']),
    ]
    expect(foreign.status).toBe(404)
    expect((await download(`/api/v1/desk/files/${kept.body.id}`, other)).status).toBe(404)
  })

  it.each([
    ['evil.html', 'x', 'file/type-not-allowed'],
    ['script.svg', '<svg/>', 'file/type-not-allowed'],
    ['noending', 'x', 'file/bad-name'],
    ['fake.png', '<html>', 'file/not-what-it-says'],
    ['binary.csv', 'a\0b', 'file/not-what-it-says'],
  ])('are refused when they could do harm: %s', async (name, content, code) => {
    expect((await upload(name, content)).body).toMatchObject({ code })
  })

  it('are refused when empty, too large, sent as JSON, or at nothing', async () => {
    expect((await upload('x.csv', '')).body.code).toBe('file/empty')
    expect(await upload('x.csv', Buffer.alloc(21 * 1024 * 1024, 97))).toMatchObject({ status: 413 })
    const json = await server.call('POST', '/api/v1/desk/files?name=x.csv', { body: {} })
    expect(json).toMatchObject({ status: 415, body: { code: 'http/not-a-file' } })
    const nowhere = await upload('x.csv', 'a', '&document=crm/customer&documentId=01900000-0000-7000-8000-000000000000')
    expect(nowhere).toMatchObject({ body: { code: 'file/no-such-document' } })
    const reader = await server.newKey(['crm:read', 'desk:write', 'desk:read'])
    const { id } = await newCustomer()
    const refused = await upload('x.csv', 'a', `&document=crm/customer&documentId=${id}`, reader)
    expect(refused).toMatchObject({ status: 403, body: { code: 'http/not-allowed' } })
  })
})

describe('C6 comments with mentions', () => {
  it('stand at the document, and with who is named until they were seen', async () => {
    const { id } = await newCustomer()
    const body = { document: 'crm/customer', documentId: id, text: '@spec please call 谢谢', mentions: ['spec', 'spec'] }
    const said = await server.call('POST', '/api/v1/desk/comments', { body })
    expect(said).toMatchObject({ status: 201, body: { createdBy: 'spec', text: body.text } })
    const list = `/api/v1/desk/comments?document=crm/customer&documentId=${id}`
    expect((await server.call('GET', list)).body.items).toMatchObject([{ id: said.body.id }])
    expect((await server.call('GET', '/api/v1/desk/mentions')).body.items).toMatchObject([{ id: said.body.id, documentId: id }])
    expect((await server.call('GET', '/api/v1/desk/mentions', { key: server.strangersKey })).body.items).toEqual([])
    const seen = await server.call('POST', '/api/v1/desk/mentions/seen', { body: { comments: [said.body.id, 'x'] } })
    expect(seen.body).toEqual({ seen: 1 })
    expect((await server.call('GET', '/api/v1/desk/mentions')).body.items).toEqual([])
    expect((await server.call('GET', '/api/v1/desk/people')).body.items).toContainEqual({ id: 'spec', fullName: 'spec' })
  })

  it('are taken back and brought back by who said them', async () => {
    const { id } = await newCustomer()
    const body = { document: 'crm/customer', documentId: id, text: 'Oops' }
    const said = await server.call('POST', '/api/v1/desk/comments', { body })
    const path = `/api/v1/desk/comments/${said.body.id}`
    const foreign = await server.call('POST', `${path}/remove`, { key: server.strangersKey })
    expect(foreign).toMatchObject({ status: 404, body: { code: 'comment/not-found' } })
    expect((await server.call('POST', `${path}/remove`)).body.removedAt).not.toBeNull()
    const list = `/api/v1/desk/comments?document=crm/customer&documentId=${id}`
    expect((await server.call('GET', list)).body.items).toEqual([])
    expect((await server.call('POST', `${path}/restore`)).body.removedAt).toBeNull()
  })
})

describe('P5 the search over everything', () => {
  it('finds by any word of what people know it by, on every side one may read', async () => {
    const { id } = await newCustomer({ name: 'Zebra 斑马 Trading' })
    const found = await server.call('GET', `/api/v1/desk/search?q=${encodeURIComponent('斑马 zebra')}`)
    expect(found.body.groups).toMatchObject([
      { document: 'crm/customer', items: [{ id, name: 'Zebra 斑马 Trading' }], more: false },
    ])
    const blind = await server.newKey(['desk:read'])
    expect((await server.call('GET', '/api/v1/desk/search?q=zebra', { key: blind })).body.groups).toEqual([])
    expect((await server.call('GET', '/api/v1/desk/search?q=zebra', { key: server.strangersKey })).body.groups).toEqual([])
  })

  it('finds users, records of the joint and pages of the manual, each for who may see them', async () => {
    const { id } = await somebody(server, { name: 'okapi', roles: ['sales'] })
    const record = server.world.newId()
    await server.world.run(async (tx) => {
      const at = server.world.now()
      const row = { id: record, kind: 'customer', version: 1, values: { code: 'OKAPI-1', name: 'Okapi Ltd' }, stamps: {} }
      await insertRows(tx, 'hub.record', [{ ...row, disputed: [], createdAt: at, updatedAt: at }])
      await insertRows(tx, 'hub.record_key', [
        { kind: 'customer', field: 'code', value: normalised('OKAPI-1'), recordId: record },
      ])
    })
    const search = (q: string, key = server.key) => server.call('GET', `/api/v1/desk/search?q=${q}`, { key })
    expect((await search('okapi')).body.groups).toMatchObject([
      { document: 'platform/user', items: [{ id, name: 'okapi' }] },
      { document: 'joint/record', items: [{ id: record, kind: 'customer', subject: 'OKAPI-1' }] },
    ])
    const seller = await server.newKey(['crm:read', 'desk:read'])
    expect((await search('okapi', seller)).body.groups).toEqual([])
    expect((await search('okapi', server.strangersKey)).body.groups).toEqual([])
    expect((await search('trial+balance')).body.manual).toContainEqual({ page: 'erp', title: expect.any(String) })
  })

  it('leads to users with comments and a history of their own, for who may see users', async () => {
    const { id } = await somebody(server, { name: 'tapir', roles: ['sales'] })
    const body = { document: 'platform/user', documentId: id, text: 'On leave until May' }
    expect((await server.call('POST', '/api/v1/desk/comments', { body })).status).toBe(201)
    await server.call('PATCH', `/api/v1/platform/users/${id}`, { body: { fullName: 'Tapir Malayan' } })
    const at = `document=platform/user&documentId=${id}`
    const { items } = (await server.call('GET', `/api/v1/desk/timeline?${at}`)).body
    expect(items).toMatchObject([{ side: 'platform', type: 'user-changed', payload: { fullName: 'Tapir Malayan' } }])
    const seller = await server.newKey(['crm:read', 'desk:read'])
    const none = { status: 422, body: { code: 'file/no-such-document' } }
    expect(await server.call('GET', `/api/v1/desk/timeline?${at}`, { key: seller })).toMatchObject(none)
    expect(await server.call('GET', `/api/v1/desk/comments?${at}`, { key: seller })).toMatchObject(none)
  })

  it('asks for two characters at least', async () => {
    expect((await server.call('GET', '/api/v1/desk/search?q=z')).body).toMatchObject({ code: 'input/invalid' })
  })
})

describe('P3 what somebody may do', () => {
  it('is told with the inputs of the commands, and nothing where one may only read', async () => {
    const all = (await server.call('GET', '/api/v1/desk/abilities')).body.documents['crm/customer']
    expect(all.canImport).toBe(true)
    expect(all.commands.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['create', 'change', 'archive']),
    )
    expect(all.commands[0].input).toHaveProperty('code')
    const reader = await server.newKey(['crm:read', 'desk:read'])
    const read = (await server.call('GET', '/api/v1/desk/abilities', { key: reader })).body.documents
    expect(read['crm/customer']).toEqual({ canImport: false, commands: [] })
  })
})

describe('P5 the next actions of a document', () => {
  it('come from its transition table: each command says which states it may follow', async () => {
    const { documents } = (await server.call('GET', '/api/v1/desk/abilities')).body
    const named = (document: string, name: string) =>
      documents[document].commands.find((command: { name: string }) => command.name === name)
    expect(named('crm/quote', 'send').from).toEqual(['draft'])
    expect(named('crm/quote', 'accept').from).toEqual(['sent'])
    expect(named('crm/customer', 'archive')).not.toHaveProperty('from')
  })

  it.each([crm, erp])('are of documents and states that there are: $name', ({ documents, transitions = {} }) => {
    expect(Object.keys(transitions).length).toBeGreaterThan(1)
    for (const [document, table] of Object.entries(transitions)) {
      const states = documents.find(({ name }) => name === document)?.states ?? []
      for (const { from, to } of Object.values(table)) expect(states).toEqual(expect.arrayContaining([...from, to]))
    }
  })
})

describe('P3 the timeline of a document', () => {
  it('says who did what when, newest first, and nothing to who may not see it', async () => {
    const { id } = await newCustomer()
    await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { phone: '123' } })
    const path = `/api/v1/desk/timeline?document=crm/customer&documentId=${id}`
    const { items } = (await server.call('GET', path)).body
    expect(items).toMatchObject([
      { side: 'crm', type: 'customer-changed', documentVersion: 2, payload: { phone: '123' }, actorId: 'spec' },
      { side: 'crm', type: 'customer-created', documentVersion: 1 },
    ])
    expect((await server.call('GET', path, { key: server.strangersKey })).body).toMatchObject({ code: 'file/no-such-document' })
  })
})

describe('P6 the manual', () => {
  it("is read page by page in the reader's language, and leads nowhere else", async () => {
    const english = await server.call('GET', '/api/v1/desk/manual/page')
    expect(english.body.text).toMatch(/^# Finding your way/)
    const chinese = await server.call('GET', '/api/v1/desk/manual/page', { headers: { 'accept-language': 'zh-CN' } })
    expect(chinese.body.text).toMatch(/^# 页面使用指南/)
    for (const name of ['nothing', '..%2f..%2fhouse', '%2e%2e'])
      expect(await server.call('GET', `/api/v1/desk/manual/${name}`)).toMatchObject({ status: 404 })
    expect((await server.call('GET', '/api/v1/desk/manual/nothing')).body).toMatchObject({ code: 'manual/not-found' })
  })

  it('has pictures in both languages, and gives out nothing else', async () => {
    for (const language of ['en', 'zh']) {
      const path = `${server.url}/api/v1/desk/manual/${language}/pictures/quote-desk`
      const response = await fetch(path, { headers: { authorization: `Bearer ${server.key}` } })
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect([...new Uint8Array(await response.arrayBuffer()).subarray(1, 4)]).toEqual([...Buffer.from('PNG')])
    }
    for (const path of ['en/pictures/nothing', 'de/pictures/quote-desk', '..%2fen/pictures/quote-desk', 'en/pictures/..%2fpage'])
      expect((await server.call('GET', `/api/v1/desk/manual/${path}`)).status).toBe(404)
    const nothing = await server.call('GET', '/api/v1/desk/manual/en/pictures/nothing')
    expect(nothing.body).toMatchObject({ code: 'picture/not-found' })
  })
})
