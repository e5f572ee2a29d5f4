import type { Connector, Given, Values } from '@tandem/hub'
import { customerOf, freePort } from '@tandem/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { drain, outsideOf } from '../outside.fixture.ts'
import { draftDescription } from '../rest-draft.ts'
import { connectRest, restConnectorType } from './index.ts'
import { type MisbehavingApi, misbehavingApi } from './misbehaving-api.fixture.ts'

let api: MisbehavingApi
beforeAll(async () => {
  api = await misbehavingApi()
})
afterAll(() => api.close())
beforeEach(() => api.reset())

const FIELDS = {
  code: 'no',
  name: 'name',
  currency: { constant: 'CNY' },
  email: 'contact.mail',
  onHold: {
    at: 'blocked',
    values: [
      ['Y', true],
      ['N', false],
    ],
  },
  creditLimit: 'limit',
}
const CUSTOMER = {
  ...{ path: '/customers', items: 'data.items', pageSize: 3, id: 'id', deleted: 'deleted', fields: FIELDS },
  paging: { by: 'page', page: 'page', size: 'size' },
  since: { at: 'updatedAt', query: 'since', overlapSeconds: 60 },
  ...{ create: true, update: true, delete: true, etag: true, keyAt: 'reference', find: { reference: '{key}' } },
}

const clock = { ms: Date.parse('2026-03-02T08:00:00Z') }

function given(more: { customer?: object; top?: object; settings?: Values } = {}): Given {
  const description = {
    base: `${api.url}/v1`,
    auth: { by: 'bearer' },
    kinds: { customer: { ...CUSTOMER, ...more.customer } },
    ...more.top,
  }
  return {
    ...{
      id: 'api',
      system: 'api',
      side: 'crm',
      label: { en: 'API', zh: '接口' },
      facts: null,
      outside: outsideOf(() => clock.ms),
    },
    settings: { description: description as never, token: 'secret', everySeconds: 0, ...more.settings },
  }
}

const connect = (more: Parameters<typeof given>[0] = {}): Connector => connectRest(given(more))

const acme = { ...customerOf('C1', 'Acme', null), email: 'a@acme.cn' }
const changed = ['code', 'name', 'email', 'onHold', 'creditLimit']
const write = (key: string, more: object = {}) => ({ key, values: acme, changed, ...more })

describe('I3 an API is followed', () => {
  const ways: [string, object][] = [
    ['page', CUSTOMER.paging],
    ['offset', { by: 'offset', offset: 'skip', size: 'take' }],
    ['cursor', { by: 'cursor', at: 'data.next', cursor: 'cursor', size: 'take' }],
    ['link', { by: 'link', size: 'take' }],
    ['next', { by: 'next', at: '@odata.nextLink', size: 'take' }],
  ]
  it.each(ways)('by %s: from the beginning, then what was changed since, once each', async (_, paging) => {
    for (let i = 1; i <= 8; i++) api.add({ no: `C${i}`, name: `N${i}`, blocked: 'N', limit: 1000.1 })
    const connector = connect({ customer: { paging } })
    const first = await drain(connector, 'customer')
    expect(first.names).toEqual(['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7', 'N8'])
    expect(first.changes[0]).toMatchObject({
      externalId: '1',
      values: { code: 'C1', currency: 'CNY', onHold: false, creditLimit: '1000.1', email: null },
    })
    api.edit('2', { name: 'N2b' })
    api.add({ no: 'C9', name: 'N9' })
    api.edit('3', { deleted: true })
    const second = await drain(connector, 'customer', first.cursor)
    expect([...second.names].sort()).toEqual(['-3', 'N2b', 'N9'])
    expect((await drain(connector, 'customer', second.cursor)).names).toEqual([])
  })

  it.each(['page', 'offset'])(
    'whose numbered pages (%s) shift while they are read: what slipped through is found by going through once more',
    async (by) => {
      for (let i = 1; i <= 8; i++) api.add({ no: `C${i}`, name: `N${i}` })
      const paging = by === 'page' ? CUSTOMER.paging : { by: 'offset', offset: 'skip', size: 'take' }
      const connector = connect({ customer: { paging } })
      const first = await connector.changesSince('customer', '', 100)
      api.remove('1')
      const rest = await drain(connector, 'customer', first.next)
      expect(rest.names).not.toContain('N4')
      const again = await drain(connector, 'customer', rest.cursor)
      expect(again.names).toEqual(['N4'])
      expect((await drain(connector, 'customer', again.cursor)).names).toEqual([])
    },
  )

  it('that gives the id of a deleted document to another one says when each was made', async () => {
    api.add({ no: 'C1', name: 'N1', madeAt: '2026-03-01T08:00:00Z' })
    const connector = connect({ customer: { born: 'madeAt' } })
    const first = await drain(connector, 'customer')
    expect(first.changes).toMatchObject([{ externalId: '1', born: '2026-03-01T08:00:00Z' }])
    api.edit('1', { madeAt: '2026-03-02T08:00:00Z' })
    const second = await drain(connector, 'customer', first.cursor)
    expect(second.changes).toMatchObject([{ externalId: '1', born: '2026-03-02T08:00:00Z', values: { name: 'N1' } }])
    expect(await connector.read('customer', ['1'])).toMatchObject([{ born: '2026-03-02T08:00:00Z' }])
  })

  it('that repeats a page, or a document on a page, tells each once', async () => {
    for (let i = 1; i <= 5; i++) api.add({ no: `C${i}`, name: `N${i}` })
    api.misbehave({ repeatPages: 2 })
    const { changes } = await drain(
      connect({ customer: { paging: { by: 'cursor', at: 'data.next', cursor: 'cursor', size: 'take' } } }),
      'customer',
    )
    // What is told twice has the same version, so it counts once.
    const told = new Set(changes.map(({ externalId, version }) => `${externalId} ${version}`))
    expect(told.size).toBe(5)
  })

  it('that names the same page as the next again is stopped, not read for ever', async () => {
    for (let i = 1; i <= 5; i++) api.add({ no: `C${i}`, name: `N${i}` })
    api.misbehave({ sameNext: true })
    await expect(drain(connect({ customer: { paging: { by: 'next' } } }), 'customer')).rejects.toMatchObject({
      failing: 'refused',
    })
  })

  it('that leads elsewhere is not followed: no secret goes to another place', async () => {
    api.add({ no: 'C1', name: 'N1' })
    api.misbehave({ nextElsewhere: 'http://127.0.0.1:9/steal' })
    await expect(drain(connect({ customer: { paging: { by: 'next' } } }), 'customer')).rejects.toMatchObject({
      message: expect.stringContaining('another place'),
    })
  })

  it('that asks to be left alone says for how long, in seconds or as a date', async () => {
    api.misbehave({ tooMany: ['7', 'date+9'] })
    await expect(drain(connect(), 'customer')).rejects.toMatchObject({ failing: 'rate-limit', afterMs: 7_000 })
    await expect(drain(connect(), 'customer')).rejects.toMatchObject({ failing: 'rate-limit', afterMs: 9_000 })
  })

  it('is proved by ascending id, whatever order it lists in', async () => {
    for (const id of ['b', 'c', 'a', 'd']) api.add({ no: id, name: id }, id)
    const connector = connect()
    const first = await connector.list('customer', '', 3)
    expect(first.map(({ externalId }) => externalId)).toEqual(['a', 'b', 'c'])
    expect((await connector.list('customer', 'c', 3)).map(({ externalId }) => externalId)).toEqual(['d'])
    expect(await connector.read('customer', ['a', 'none'])).toMatchObject([{ externalId: 'a' }])
  })
})

describe('I3 an API lets us in', () => {
  it('by user and password, header, or signature over what is sent', async () => {
    api.add({ no: 'C1', name: 'N1' })
    const text = '{method}\n{path}\n{query}\n{timestamp}\n{body}'
    const signed = { by: 'signed', header: 'X-Signature', text, timestampHeader: 'X-Time', userHeader: 'X-User', prefix: 'v1=' }
    for (const [auth, settings] of [
      [{ by: 'basic' }, { user: 'ann', password: 'pä:ss' }],
      [{ by: 'header', header: 'X-Api-Key' }, { token: 'secret' }],
      [signed, { user: 'ann', token: 'signing' }],
      [
        { ...signed, hash: 'sha512', encoding: 'base64' },
        { user: 'ann', token: 'signing' },
      ],
    ] as const) {
      api.reset()
      api.add({ no: 'C1', name: 'N1' })
      api.demand(auth as never)
      const connector = connect({ top: { auth }, settings })
      expect((await drain(connector, 'customer')).names).toEqual(['N1'])
      expect(await connector.apply('customer', [write(`k-${auth.by}-${'hash' in auth}`)])).toMatchObject([{ done: {} }])
    }
  })

  it('by OAuth2: a token that runs out in the middle is renewed, and nothing is written twice or lost', async () => {
    for (let i = 1; i <= 8; i++) api.add({ no: `C${i}`, name: `N${i}` })
    api.demand({ by: 'oauth2' })
    const auth = { by: 'oauth2', tokenUrl: `${api.url}/token`, scope: 'all' }
    const connector = connect({ top: { auth }, settings: { clientId: 'me', clientSecret: 'hush' } })
    api.misbehave({ expireEvery: 5 })
    expect((await drain(connector, 'customer')).names).toHaveLength(8)
    const writes = Array.from({ length: 6 }, (_, i) => write(`t${i}`, { values: { ...acme, code: `T${i}` } }))
    const outcomes = await connector.apply('customer', writes)
    expect(outcomes.every((outcome) => 'done' in outcome)).toBe(true)
    expect(api.all().filter(({ no }) => String(no).startsWith('T'))).toHaveLength(6)
  })

  it('by a refresh token that changes with every use', async () => {
    api.add({ no: 'C1', name: 'N1' })
    api.demand({ by: 'oauth2' })
    const auth = { by: 'oauth2', tokenUrl: `${api.url}/token` }
    const connector = connect({ top: { auth }, settings: { clientId: 'me', refreshToken: 'refresh-1' } })
    api.misbehave({ expireEvery: 1 })
    const first = await drain(connector, 'customer')
    api.edit('1', { name: 'N1b' })
    expect((await drain(connector, 'customer', first.cursor)).names).toEqual(['N1b'])
  })

  it('or not: then writes wait, and the test says what to do', async () => {
    const refused = connect({ settings: { token: 'wrong' } })
    expect(await refused.apply('customer', [write('k')])).toMatchObject([{ later: { reason: 'not let in' } }])
    expect(await restConnectorType.test(given({ settings: { token: 'wrong' } }))).toMatchObject({
      refusal: { code: 'rest/not-let-in' },
    })
  })
})

describe('I3 an API is written to', () => {
  it('created, changed only where it changed, deleted', async () => {
    const connector = connect()
    const [made] = (await connector.apply('customer', [write('k1')])) as unknown as [
      { done: { externalId: string; version: string } },
    ]
    expect(api.all()).toMatchObject([{ no: 'C1', name: 'Acme', contact: { mail: 'a@acme.cn' }, blocked: 'N', reference: 'k1' }])
    const { externalId, version } = made.done
    const [now] = await connector.read('customer', [externalId])
    expect(now?.version).toBe(version)
    api.edit(externalId, { phone: 'theirs' })
    const rename = write('k2', { externalId, seen: version, values: { ...acme, name: 'New' }, changed: ['name'] })
    expect(await connector.apply('customer', [rename])).toEqual([{ later: { afterMs: 0, reason: 'stale' } }])
    const [later] = await connector.read('customer', [externalId])
    expect(await connector.apply('customer', [{ ...rename, seen: later?.version as string }])).toMatchObject([{ done: {} }])
    expect(api.all()).toMatchObject([{ name: 'New', phone: 'theirs' }])
    const gone = write('k3', { externalId, delete: true, values: {}, changed: [] })
    expect(await connector.apply('customer', [gone])).toMatchObject([{ done: {} }])
    expect(await connector.apply('customer', [{ ...gone, key: 'k4' }])).toMatchObject([{ done: {} }])
    expect(await connector.apply('customer', [write('k5', { externalId })])).toMatchObject([{ refused: { code: 'rest/gone' } }])
  })

  it.each([
    ['by its key, kept in the document', {}],
    ['by a field that names it', { keyAt: undefined, find: { no: '{code}' } }],
  ])('once, when the answer was lost after it was done: found %s', async (_, customer) => {
    const connector = connect({ customer })
    for (const trouble of [{ failAfterCommit: 1 }, { hangUpAfterCommit: 1 }]) {
      api.reset()
      api.misbehave(trouble)
      const one = write('lost')
      expect(await connector.apply('customer', [one])).toMatchObject([{ unknown: {} }])
      const [probed] = await connector.probe('customer', [one])
      expect(probed).toMatchObject({ done: { externalId: expect.any(String) } })
      expect(api.all()).toHaveLength(1)
    }
  })

  it('is sent again when nothing was done, and is not taken for another document', async () => {
    const connector = connect()
    api.add({ no: 'X', name: 'X', reference: 'other' })
    api.misbehave({ failBefore: 1, ignoreQuery: true })
    expect(await connector.apply('customer', [write('lost')])).toMatchObject([{ unknown: {} }])
    expect(await connector.probe('customer', [write('lost')])).toEqual([undefined])
  })

  it('with the key in a header of theirs, where they do a repeated write once', async () => {
    const connector = connect({ top: { idempotencyHeader: 'Idempotency-Key' }, customer: { find: undefined, keyAt: undefined } })
    expect(connector.capabilities().idempotent).toBe(true)
    api.misbehave({ failAfterCommit: 1 })
    expect(await connector.apply('customer', [write('lost')])).toMatchObject([{ unknown: {} }])
    expect(await connector.probe('customer', [write('lost')])).toEqual([undefined])
    expect(await connector.apply('customer', [write('lost')])).toMatchObject([{ done: {} }])
    expect(api.all()).toHaveLength(1)
  })

  it('is put off for as long as it asks, and refused in its words', async () => {
    const connector = connect()
    api.misbehave({ tooMany: ['3'] })
    expect(await connector.apply('customer', [write('k')])).toEqual([{ later: { afterMs: 3_000, reason: 'rate-limit' } }])
    api.misbehave({ refuse: 'Name is too long' })
    expect(await connector.apply('customer', [write('k')])).toMatchObject([
      { refused: { code: 'rest/refused', details: { reason: expect.stringContaining('Name is too long') } } },
    ])
    const readOnly = connect({ customer: { create: undefined, find: undefined } })
    expect(await readOnly.apply('customer', [write('k')])).toMatchObject([
      { refused: { code: 'rest/cannot', details: { what: 'create' } } },
    ])
  })

  it('many together in a batch: each by itself, and what the batch forgets is unknown', async () => {
    const connector = connect({ top: { batch: '/$batch' } })
    const writes = ['a', 'b', 'forgotten', 'refused'].map((code) => write(code, { values: { ...acme, code, name: code } }))
    expect(await connector.apply('customer', writes)).toMatchObject([
      { done: {} },
      { done: {} },
      { unknown: {} },
      { refused: { code: 'rest/refused' } },
    ])
    expect(api.requests('/v1/$batch')).toBe(1)
  })
})

describe('I3 a connection to an API is tried', () => {
  it('and says what it found, or what to do', async () => {
    api.add({ no: 'C1', name: 'N1', updatedAt: '2026-03-02T08:00:00Z' })
    expect(await restConnectorType.test(given())).toMatchObject({
      ok: true,
      value: { summary: { en: '/customers: 1' }, kinds: { customer: { read: true, write: true, delete: true } } },
    })
    const refused = async (more: Parameters<typeof given>[0], code: string) =>
      expect(await restConnectorType.test(given(more))).toMatchObject({ refusal: { code } })
    await refused({ customer: { id: 'uuid' } }, 'rest/not-as-described')
    await refused({ customer: { items: 'nothing' } }, 'rest/said-no')
    await refused({ customer: { path: '/none' } }, 'rest/said-no')
    await refused({ top: { base: `http://127.0.0.1:${await freePort()}` } }, 'rest/unreachable')
    await refused({ customer: { find: undefined } }, 'described/wrong')
    await refused({ customer: { paging: { by: 'guess' } } }, 'described/wrong')
    await refused({ customer: { since: { at: 'x' } } }, 'described/wrong')
    await refused({ customer: { colour: 'x' } }, 'described/wrong')
    await refused({ customer: { fields: { nothing: 'x' } } }, 'described/wrong')
    await refused({ top: { base: 'ftp://x' } }, 'described/wrong')
    await refused({ top: { auth: { by: 'oauth2' } } }, 'described/wrong')
    await refused({ top: { auth: { by: 'signed', header: 'x' } } }, 'described/wrong')
  })
})

describe('I3 a description is begun from', () => {
  it('an OpenAPI document', async () => {
    const customer = { type: 'object', properties: { id: {}, customerCode: {}, name: {}, email: {}, updated_at: {} } }
    const list = { properties: { total: {}, results: { type: 'array', items: { $ref: '#/components/schemas/Customer' } } } }
    const json = {
      openapi: '3.1.0',
      servers: [{ url: 'https://api.example.com/v2' }],
      paths: {
        '/crm/customers': {
          get: {
            parameters: [{ name: 'page' }, { name: 'per_page' }, { name: 'updated_since' }],
            responses: { '200': { content: { 'application/json': { schema: list } } } },
          },
          post: {},
        },
        '/crm/customers/{customerId}': { get: {}, put: {}, delete: {} },
        '/ping': { get: {} },
      },
      components: {
        schemas: { Customer: customer },
        securitySchemes: { o: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: 'https://login.example.com/token' } } } },
      },
    }
    expect(await draftDescription(JSON.stringify(json))).toMatchObject({
      value: {
        base: 'https://api.example.com/v2',
        auth: { by: 'oauth2', tokenUrl: 'https://login.example.com/token' },
        kinds: {
          customer: {
            ...{ path: '/crm/customers', items: 'results', id: 'id', paging: { by: 'page', page: 'page', size: 'per_page' } },
            since: { at: 'updated_at', query: 'updated_since' },
            update: { method: 'PUT', path: '/crm/customers/{id}' },
            fields: { code: 'customerCode', name: 'name', email: 'email' },
          },
        },
      },
    })
  })

  it('the metadata of an OData service', async () => {
    const edmx = `<edmx:Edmx xmlns:edmx="e"><edmx:DataServices><Schema Namespace="S">
      <EntityType Name="BusinessPartner"><Key><PropertyRef Name="CardCode"/></Key><Property Name="CardCode"/><Property Name="Name"/><Property Name="Phone"/><Property Name="LastModified"/></EntityType>
      <EntityContainer Name="C"><EntitySet Name="BusinessPartners" EntityType="S.BusinessPartner"/></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
    expect(await draftDescription(edmx)).toMatchObject({
      value: {
        batch: '/$batch',
        kinds: {
          customer: {
            ...{ path: '/BusinessPartners', id: 'CardCode', items: 'value', etag: true },
            since: { at: 'LastModified', query: '$filter', template: 'LastModified ge {since}' },
            fields: { name: 'Name', phone: 'Phone' },
          },
        },
      },
    })
  })

  it('nothing else', async () => {
    for (const text of ['{}', 'hello', '<a/>', '<a'])
      expect(await draftDescription(text)).toMatchObject({ refusal: { code: 'rest/no-document' } })
  })
})
