/** Files into what is no document of trade: people, the words and rules of data quality, rules of alerts. */
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import { hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, hubMigrations])
const sealing = { seal: (text: string) => text, open: (sealed: string) => sealed }
const sides = [
  { surface: crm, messages: { ...crmMessages, ...deskMessages } },
  { surface: hubSurface({}, { types: [], sealing }), messages: hubMessages },
]
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current, { sides, more: (services, door) => deskRoutes(sides, services, door) })
})
afterAll(() => server.close())

const USERS = '/api/v1/platform/users'

async function upload(content: string, key = server.key): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/desk/files?name=some.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' },
    body: content,
  })
  return ((await response.json()) as { id: string }).id
}

async function preview(path: string, content: string) {
  const reply = await server.call('POST', `/api/v1${path}/import/preview`, { body: { file: await upload(content) } })
  expect(reply.status).toBe(200)
  return reply.body
}

async function imported(path: string, content: string) {
  const reply = await server.call('POST', `/api/v1${path}/import`, { body: { file: await upload(content) } })
  expect(reply.status).toBe(200)
  return reply.body
}

describe('P5 P6 people by a file', () => {
  const file = [
    'User name,Full name,E-mail,Roles,Team,Customer',
    'ann.li,Ann Li,ann.li@example.com,Sales,North,',
    'bo.he,何博,bo.he@example.com,"sales, 会计",,',
    'cy.wu,Cy Wu,nowhere,sales,,',
    'dan.xu,Dan Xu,dan.xu@example.com,juggler,,',
  ].join('\n')

  it('are looked at first: who would be invited, and what is wrong in which row; nobody is invited yet', async () => {
    const looked = await preview('/platform/users', file)
    expect(looked.missing).toEqual([])
    expect(looked.fields.find(({ name }: { name: string }) => name === 'roles')).toMatchObject({ needed: true })
    expect(looked.rows).toMatchObject([
      { row: 2, does: 'create' },
      { row: 3, does: 'create' },
      { row: 4, does: 'refused', errors: [{ code: 'user/bad-email' }] },
      { row: 5, does: 'refused', errors: [{ code: 'user/no-such-role' }] },
    ])
    expect((await server.call('GET', `${USERS}?filter[name]=ann.li`)).body.items).toEqual([])
  })

  it('are invited with roles by code or name; imported again they stay as they are, and what differs is changed', async () => {
    expect(await imported('/platform/users', file)).toMatchObject({ created: 2, refused: 2 })
    const named = async (name: string) => (await server.call('GET', `${USERS}?filter[name]=${name}`)).body.items[0]
    expect(await named('ann.li')).toMatchObject({ state: 'invited', roles: ['sales'], team: 'North', customer: null })
    expect(await named('bo.he')).toMatchObject({ fullName: '何博', roles: ['sales', 'accountant'] })
    const again = file.replace('Ann Li,', 'Ann Li-Bo,')
    expect(await imported('/platform/users', `${again}\n`)).toMatchObject({ created: 0, changed: 1, unchanged: 1, refused: 2 })
    expect(await named('ann.li')).toMatchObject({ fullName: 'Ann Li-Bo' })
  })

  it('may be customers in the portal, named by the code or the name of theirs', async () => {
    const base = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
    const made = await server.call('POST', '/api/v1/crm/customers', { body: { ...base, code: 'P-1', name: 'Portal Ltd' } })
    const rows = [
      'p.one,One,one@p.example,portal,P-1',
      'p.two,Two,two@p.example,portal,Portal Ltd',
      'p.three,T,t@p.example,portal,Nobody',
    ]
    const done = await imported('/platform/users', ['name,fullName,email,roles,customer', ...rows].join('\n'))
    expect(done).toMatchObject({ created: 2, refused: 1, errors: [{ row: 4, code: 'user/no-such-customer' }] })
    const { items } = (await server.call('GET', `${USERS}?filter[customer]=${made.body.id}&sort=name`)).body
    expect(items).toMatchObject([{ name: 'p.one' }, { name: 'p.two' }])
  })

  it('are for who may invite', async () => {
    const key = await server.newKey(['crm:write'])
    const file = await upload('name\nx', key)
    expect((await server.call('POST', `${USERS}/import`, { body: { file }, key })).status).toBe(403)
  })
})

describe('P5 I13 rules of data quality by a file', () => {
  it('and their dictionaries: made, changed, and left as they are; a removed rule comes back', async () => {
    const words = ['Name,Words', 'countries,"United States = USA, U.S.; Germany"', 'empty, = ']
    const made = await imported('/joint/quality-dictionaries', words.join('\n'))
    expect(made).toMatchObject({ created: 1, refused: 1, errors: [{ row: 3, code: 'quality-dictionary/not-words' }] })
    const { items } = (await server.call('GET', '/api/v1/joint/quality-dictionaries')).body
    expect(items).toMatchObject([
      {
        name: 'countries',
        words: [
          { word: 'United States', also: ['USA', 'U.S.'] },
          { word: 'Germany', also: [] },
        ],
      },
    ])
    const more = await imported('/joint/quality-dictionaries', 'Name,Words\ncountries,"France; Germany"')
    expect(more).toMatchObject({ created: 0, changed: 1 })

    const rules = [
      'Kind,Field,Options,Does,When it is broken',
      'customer,name,min = 2; max = 80,length,error',
      'customer,country,dictionary = countries; acceptFrom = 0.9,dictionary,warning',
      'customer,phone,country 86,phone,warning',
      'customer,email,,juggle,warning',
    ].join('\n')
    const looked = await preview('/joint/quality-rules', rules)
    expect(looked.rows.map(({ does }: { does: string }) => does)).toEqual(['create', 'create', 'refused', 'refused'])
    expect(looked.rows[2].errors).toMatchObject([{ code: 'quality-rule/bad-options' }])
    expect(await imported('/joint/quality-rules', rules)).toMatchObject({ created: 2, refused: 2 })
    const [one] = (await server.call('GET', '/api/v1/joint/quality-rules?filter[field]=name')).body.items
    expect(one).toMatchObject({ does: 'length', options: { min: 2, max: 80 }, grade: 'error', state: 'active' })
    expect(await imported('/joint/quality-rules', `${rules}\n`)).toMatchObject({ created: 0, unchanged: 2, refused: 2 })
    await server.call('POST', `/api/v1/joint/quality-rules/${one.id}/remove`)
    expect(await imported('/joint/quality-rules', `${rules}\n\n`)).toMatchObject({ created: 1, unchanged: 1, refused: 2 })
  })
})

describe('P5 I11 rules of alerts by a file', () => {
  it('name their channel; what is wrong stands at its row', async () => {
    const channel = { name: 'Ops', type: 'webhook', language: 'en', url: 'https://hooks.example/x', secret: 'secret' }
    expect((await server.call('POST', '/api/v1/joint/alert-channels', { body: channel })).status).toBe(201)
    const rows = ['Late,lag,60,Ops', 'Money,inbox-money,1000,Ops', 'Lost,lag,60,Nowhere'].join('\n')
    const done = await imported('/joint/alert-rules', `Name,Watches,Above,Channel\n${rows}`)
    expect(done).toMatchObject({
      ...{ created: 1, refused: 2 },
      errors: [
        { row: 4, code: 'import/not-found' },
        { row: 3, code: 'alert-rule/no-currency' },
      ].sort((a, b) => a.row - b.row),
    })
    expect(await imported('/joint/alert-rules', `Name,Watches,Above,Channel\n${rows}\n`)).toMatchObject({
      created: 0,
      unchanged: 1,
    })
  })
})

describe('P5 views of lists that no definition describes', () => {
  it.each([
    'platform/user',
    'platform/api-key',
    'platform/session',
    'joint/flow-state',
    'joint/first-load',
    'joint/proof-round',
    'joint/alert-message',
  ])('are kept: %s', async (list) => {
    const state = { columns: ['name'], f: { state: 'works' } }
    const saved = await server.call('POST', '/api/v1/desk/views', { body: { list, name: 'Mine', shared: false, state } })
    expect(saved).toMatchObject({ status: 200, body: { list, mine: true, state } })
  })

  it('are not for who may not see the list', async () => {
    const key = await server.newKey(['crm:write'])
    const body = { list: 'platform/session', name: 'Theirs', shared: true, state: {} }
    const reply = await server.call('POST', '/api/v1/desk/views', { body, key })
    expect(reply.body).toMatchObject({ code: 'view/no-such-list' })
  })
})
