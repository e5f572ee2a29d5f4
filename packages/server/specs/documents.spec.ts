import { Validator } from '@seriousme/openapi-schema-validator'
import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer
let count = 0

beforeAll(async () => {
  server = await startTestServer(database.current)
})
afterAll(() => server.close())

const CUSTOMERS = '/api/v1/crm/customers'

function acme(more: object = {}) {
  return { code: `C${++count}`, name: 'Acme 家具', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false, ...more }
}

async function newCustomer(more: object = {}) {
  const reply = await server.call('POST', CUSTOMERS, { body: acme(more) })
  expect(reply.status).toBe(201)
  return reply.body as { id: string; code: string; version: number }
}

describe('P1 documents through the API', () => {
  it('are made, read with their version as ETag, and tell what happened', async () => {
    const made = await server.call('POST', CUSTOMERS, { body: acme({ creditLimit: '1000.50' }) })
    expect(made).toMatchObject({ status: 201, body: { name: 'Acme 家具', creditLimit: '1000.5', version: 1 } })
    expect(made.headers.get('etag')).toBe('"1"')
    const location = made.headers.get('location') ?? ''
    expect(location).toBe(`${CUSTOMERS}/${made.body.id}`)
    const read = await server.call('GET', location)
    expect(read).toMatchObject({ status: 200, body: made.body })
    expect(read.body).not.toHaveProperty('tenantId')
    const events = await server.call('GET', `${location}/events`)
    expect(events.body).toMatchObject({ items: [{ type: 'customer-created', actorKind: 'key', actorId: 'spec' }], next: null })
  })

  it('are not sent again to who has the newest already', async () => {
    const { id } = await newCustomer()
    const again = await server.call('GET', `${CUSTOMERS}/${id}`, { headers: { 'if-none-match': '"1"' } })
    expect(again).toMatchObject({ status: 304, body: '' })
  })

  it('are changed field by field, guarded by If-Match', async () => {
    const { id } = await newCustomer({ phone: '1' })
    const changed = await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { phone: null }, headers: { 'if-match': '"1"' } })
    expect(changed).toMatchObject({ status: 200, body: { phone: null, version: 2 } })
    const late = await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { phone: '2' }, headers: { 'if-match': '"1"' } })
    expect(late).toMatchObject({ status: 412, body: { code: 'customer/changed-meanwhile', details: { yours: 1, now: 2 } } })
    const wrong = await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: {}, headers: { 'if-match': 'W/"2"' } })
    expect(wrong).toMatchObject({ status: 400, body: { code: 'http/bad-if-match' } })
    const any = await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { phone: '3' }, headers: { 'if-match': '*' } })
    expect(any.status).toBe(200)
  })

  it('take other commands by name, without a body where none is needed', async () => {
    const { id } = await newCustomer()
    expect(await server.call('POST', `${CUSTOMERS}/${id}/archive`)).toMatchObject({ status: 200, body: { status: 'archived' } })
    const change = await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { name: 'B' } })
    expect(change).toMatchObject({ status: 409, body: { code: 'customer/archived' } })
  })

  it('are made many at once, each with a result of its own', async () => {
    const good = acme()
    const reply = await server.call('POST', `${CUSTOMERS}/batch`, { body: [good, good, acme({ name: ' ' }), acme()] })
    expect(reply.status).toBe(200)
    expect(reply.body.results).toMatchObject([
      { ok: true, value: { code: good.code } },
      { ok: false, problem: { code: 'customer/code-taken', status: 409 } },
      { ok: false, problem: { code: 'customer/no-name' } },
      { ok: true },
    ])
  })

  it('are changed many at once', async () => {
    const [a, b] = [await newCustomer(), await newCustomer()]
    const body = [{ id: a.id }, { id: b.id, version: 7 }]
    const reply = await server.call('POST', `${CUSTOMERS}/batch/archive`, { body })
    expect(reply.body.results).toMatchObject([
      { ok: true, value: { status: 'archived' } },
      { ok: false, problem: { code: 'customer/changed-meanwhile' } },
    ])
  })

  it('refuse in a batch only the one that a table would not take', async () => {
    const reply = await server.call('POST', `${CUSTOMERS}/batch`, { body: [acme(), acme({ currency: 'yen' }), acme()] })
    expect(reply.body.results).toMatchObject([{ ok: true }, { ok: false, problem: { status: 422 } }, { ok: true }])
  })
})

describe('P1 lists through the API', () => {
  it('filter, search, sort and go on where the page before ended', async () => {
    const mark = `Z${++count}`
    for (const n of [1, 2, 3]) await newCustomer({ name: `${mark} ${n}`, creditLimit: `${n}` })
    const first = await server.call('GET', `${CUSTOMERS}?q=${mark}&sort=-creditLimit&limit=2`)
    expect(first.body.items.map(({ creditLimit }: { creditLimit: string }) => creditLimit)).toEqual(['3', '2'])
    const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const second = await server.call('GET', link)
    expect(second.body).toMatchObject({ items: [{ creditLimit: '1' }], next: null })
    expect(second.headers.get('link')).toBeNull()
    const filtered = `${CUSTOMERS}?q=${mark}&filter[creditLimit][from]=2&filter[status]=active&filter[status]=archived`
    expect((await server.call('GET', filtered)).body.items).toHaveLength(2)
    expect((await server.call('GET', `${CUSTOMERS}?q=${mark}&filter[phone][empty]=true`)).body.items).toHaveLength(3)
  })

  it.each([
    ['filter[nothing]=1', 'list/unknown-field'],
    ['filter[__proto__]=1', 'list/unknown-field'],
    ['filter[paymentTermDays]=soon', 'list/bad-value'],
    ['filter[phone][empty]=maybe', 'input/invalid'],
    ['sort=lines', 'list/bad-sort'],
    ['cursor=x', 'list/bad-cursor'],
    ['limit=0', 'input/invalid'],
    ['limit=501', 'input/invalid'],
    ['limit=1&limit=2', 'input/invalid'],
    ['page=2', 'input/invalid'],
  ])('refuse ?%s', async (query, code) => {
    expect(await server.call('GET', `${CUSTOMERS}?${query}`)).toMatchObject({ status: 422, body: { code } })
  })
})

describe('P1 refusals', () => {
  it('come as problems in the language asked for, each field with what to do', async () => {
    const body = { ...acme(), creditLimit: 1000, paymentTermDays: 1.5, type: 'club', colour: 'red', email: null, name: undefined }
    const en = await server.call('POST', CUSTOMERS, { body })
    expect(en.status).toBe(422)
    expect(en.headers.get('content-type')).toContain('application/problem+json')
    expect(en.body).toMatchObject({ code: 'input/invalid', title: 'Refused', requestId: en.headers.get('x-request-id') })
    const codes = Object.fromEntries(en.body.errors.map(({ pointer, code }: Record<string, string>) => [pointer, code]))
    expect(codes).toEqual({
      '/name': 'input/missing',
      '/type': 'input/not-a-choice',
      '/paymentTermDays': 'input/out-of-range',
      '/creditLimit': 'input/number-not-text',
      '/colour': 'input/unknown-field',
    })
    const zh = await server.call('POST', CUSTOMERS, { body, headers: { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' } })
    expect(zh.headers.get('content-language')).toBe('zh')
    expect(zh.body.errors.find(({ pointer }: { pointer: string }) => pointer === '/type').detail).toBe(
      '应为以下之一：company, person。',
    )
  })

  it.each([
    [{ creditLimit: '1e3' }, 'input/not-a-decimal'],
    [{ creditLimit: '1.23456' }, 'input/too-many-digits'],
    [{ creditLimit: '99999999999999999' }, 'input/too-many-digits'],
    [{ creditLimit: '9'.repeat(5000) }, 'input/not-a-decimal'],
    [{ paymentTermDays: 3_000_000_000 }, 'input/out-of-range'],
    [{ paymentTermDays: '30' }, 'input/wrong-type'],
    [{ name: 'a\0b' }, 'input/bad-text'],
    [{ name: '\ud800' }, 'input/bad-text'],
    [{ name: 'x'.repeat(201) }, 'input/too-long'],
    [{ name: null }, 'input/not-empty'],
    [{ onHold: 'true' }, 'input/wrong-type'],
  ])('refuse %j', async (more, code) => {
    const reply = await server.call('POST', CUSTOMERS, { body: { ...acme(), ...more } })
    expect(reply).toMatchObject({ status: 422, body: { code: 'input/invalid', errors: [{ code }] } })
  })

  it('do not let a change empty what must have a value', async () => {
    const { id } = await newCustomer()
    const reply = await server.call('PATCH', `${CUSTOMERS}/${id}`, { body: { name: null } })
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name', code: 'input/not-empty' }] } })
  })

  it.each([
    ['GET', '/api/v1/crm/nothing', 404, 'http/no-such-route'],
    ['GET', `${CUSTOMERS}/01900000-0000-7000-8000-000000000000`, 404, 'customer/not-found'],
    ['GET', `${CUSTOMERS}/7`, 404, 'customer/not-found'],
    ['GET', `${CUSTOMERS}/7/events`, 404, 'customer/not-found'],
    ['POST', `${CUSTOMERS}/7/archive`, 404, 'customer/not-found'],
    ['DELETE', `${CUSTOMERS}/7`, 405, 'http/no-such-method'],
    ['GET', '/api/v1/crm/%E0%A4%A', 400, 'http/bad-url'],
    ['GET', `${CUSTOMERS}/${'x'.repeat(300)}`, 400, 'http/bad-url'],
  ])('%s %s is %d %s', async (method, path, status, code) => {
    expect(await server.call(method, path)).toMatchObject({ status, body: { code } })
  })

  it.each([
    ['{"code":', 400, 'http/bad-json'],
    ['', 422, 'input/invalid'],
    ['[]', 422, 'input/invalid'],
    ['null', 422, 'input/invalid'],
    ['{"__proto__":{"x":1}}', 400, 'http/bad-json'],
    [`{"name":"${'x'.repeat(1_100_000)}"}`, 413, 'http/too-large'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422, 'input/invalid'],
  ])('answer the body %.20s with %d', async (raw, status, code) => {
    expect(await server.call('POST', CUSTOMERS, { raw })).toMatchObject({ status, body: { code } })
  })

  it('ask for JSON when something else is sent', async () => {
    const reply = await server.call('POST', CUSTOMERS, {
      raw: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(reply).toMatchObject({ status: 415, body: { code: 'http/not-json' } })
  })
})

describe('P1 the description of the API', () => {
  it('is a good OpenAPI 3.1 document', async () => {
    const { body } = await server.call('GET', '/api/openapi.json', { key: null })
    const result = await new Validator().validate(body)
    expect(result.errors).toBeUndefined()
    expect(result.valid).toBe(true)
    expect(body.openapi).toBe('3.1.0')
  })

  it('holds every route there is', () => {
    const { paths } = server.api.openapi() as { paths: Record<string, Record<string, unknown>> }
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    // The router's own list, as it prints it.
    const mounted = server.app.printRoutes({ commonPrefix: false, includeHooks: false })
    expect(described.length).toBe(new Set(described).size)
    for (const one of described) {
      const [method = '', path = ''] = one.split(' ')
      expect(server.app.hasRoute({ method: method.toUpperCase(), url: path.replace(/\{(\w+)\}/g, ':$1') }), one).toBe(true)
    }
    const count = [...mounted.matchAll(/\(([A-Z, ]+)\)/g)]
      .flatMap(([, methods = '']) => methods.split(', '))
      .filter((m) => m !== 'HEAD')
    expect(count).toHaveLength(described.length)
  })

  it('is a page people can read, in both languages', async () => {
    const en = await server.call('GET', '/api', { key: null })
    expect(en.body).toContain('/api/v1/crm/customers/{id}/archive')
    expect(en.body).not.toContain('<script')
    const zh = await server.call('GET', '/api', { key: null, headers: { 'accept-language': 'zh' } })
    expect(zh.body).toContain('客户：归档')
  })
})
