/** What a caller may ask for in a minute, whoever they are: keys, people on the page, and addresses that nobody knows. */
import { setImmediate as turn } from 'node:timers/promises'
import { crmMigrations } from '@tandem/crm'
import { testDatabase } from '@tandem/testkit'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Door } from '../auth/door.ts'
import { deskMessages } from '../desk/messages.ts'
import { deskRoutes } from '../desk/routes.ts'
import { answer } from '../http/answers.ts'
import { createApp } from '../http/app.ts'
import { costOf } from '../http/rates.ts'
import type { Route, Routes } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { createFeeds } from '../joint/feed-route.ts'
import { jointRouteMessages } from '../joint/messages.ts'
import { jointRoutes } from '../joint/routes.ts'
import { again, type Somebody, somebody } from './people.fixture.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
const lines: string[] = []
let server: TestServer
let app: FastifyInstance
let li: Somebody
let finish: () => void
let began: number

/** Costs as much as any export, and answers when the spec says so. */
const slow: Route = {
  ...{ method: 'GET', path: '/api/v1/crm/slow/export', id: 'crm.slow.export', area: 'crm', tag: 'slow' },
  ...{ label: { en: '', zh: '' }, access: 'read', needs: null, answers: { 200: { description: '' } } },
  async handle() {
    began++
    await new Promise<void>((resolve) => {
      const before = finish
      finish = () => [before, resolve].forEach((each) => void each())
    })
    return answer({})
  },
}

beforeAll(async () => {
  const sides = [{ ...crmSide, messages: { ...crmSide.messages, ...deskMessages, ...jointRouteMessages } }]
  const more = (services: Services, door: Door): Routes => {
    const [desk, joint] = [deskRoutes(sides, services, door), jointRoutes(services, door, createFeeds(services).route(door))]
    return { ...desk, routes: [...desk.routes, ...joint.routes, slow] }
  }
  server = await startTestServer(database.current, { sides, more })
  li = await somebody(server, { name: 'li', roles: ['sales'] })
})
afterAll(() => server.close())
beforeEach(async () => {
  server.world.pass(3_600_000)
  li = await again(server, li)
  finish = () => {}
  began = 0
})

function limited(pointsPerMinute: number, proxies: readonly string[] = []): FastifyInstance {
  lines.length = 0
  app = createApp({
    ...{ services: server.services, routes: server.api.routes, authenticate: server.api.auth.authenticate },
    ...{ rate: { pointsPerMinute }, proxies, logLevel: 'warn', logTo: { write: (line) => lines.push(line) } },
  })
  return app
}

type From = Record<string, string>
const get = (url: string, headers: From = { authorization: `Bearer ${server.key}` }) => app.inject({ url, headers })
const ITEMS = '/api/v1/crm/items'

describe('S2 the points of a minute', () => {
  it('are refused in words when they are spent, with the seconds to wait, and come again', async () => {
    limited(60)
    for (let i = 0; i < 60; i++) expect((await get(ITEMS)).statusCode).toBe(200)
    const refused = await get(ITEMS, { authorization: `Bearer ${server.key}`, 'accept-language': 'zh' })
    expect(refused.statusCode).toBe(429)
    expect(refused.headers).toMatchObject({ 'retry-after': '1', 'content-type': expect.stringContaining('problem+json') })
    expect(refused.json()).toMatchObject({ code: 'http/too-often', status: 429, details: { seconds: 1, limit: 60 } })
    expect(refused.json().detail).toContain('每分钟 60 点')
    server.world.pass(1_000)
    expect((await get(ITEMS)).statusCode).toBe(200)
    expect((await get(ITEMS)).statusCode).toBe(429)
  })

  it("are each key's and each person's own, in however many sessions", async () => {
    limited(2)
    const other = { authorization: `Bearer ${await server.newKey(['*'])}` }
    const [one, two] = [{ cookie: li.cookie }, { cookie: (await again(server, li)).cookie }]
    for (const from of [other, one, two]) expect((await get('/api/v1/me', from)).statusCode).toBe(200)
    expect((await get('/api/v1/me', one)).statusCode).toBe(429)
    expect((await get('/api/v1/me', two)).statusCode).toBe(429)
    expect((await get('/api/v1/me', other)).statusCode).toBe(200)
  })

  it('are taken in plenty by what is costly: files, proofs, searches and questions', async () => {
    const cost = (id: string) => server.api.routes.filter((route) => route.id === id).map(costOf)
    expect(cost('crm.customer.export')).toEqual([50])
    expect(cost('crm.customer.list')).toEqual([1])
    expect(cost('crm.customer.create.batch')).toEqual([10])
    expect(cost('crm.price-of')).toEqual([2])
    expect(cost('platform.sign-in.password')).toEqual([20])
    expect([cost('desk.search'), cost('desk.file.upload'), cost('joint.proof'), cost('crm.item.import')]).toEqual([
      [5],
      [10],
      [50],
      [50],
    ])
    limited(100)
    for (const status of [200, 200, 429]) expect((await get('/api/v1/crm/items/export')).statusCode).toBe(status)
  })

  it("are an address's where nobody is signed in, and a guesser has them used up soon", async () => {
    limited(100)
    const key = { authorization: `Bearer tandem_${'x'.repeat(64)}` }
    for (const status of [401, 401, 401, 401, 401, 429]) expect((await get(ITEMS, key)).statusCode).toBe(status)
    expect((await get(ITEMS)).statusCode).toBe(200)
    const open = await app.inject({ url: '/api/v1/platform/sign-in/who', remoteAddress: '127.0.0.9' })
    expect(open.statusCode).toBe(200)
  })

  it('S2 of costly requests, let a caller have four at the same time', async () => {
    limited(10_000)
    const running = [1, 2, 3, 4].map(() => get(slow.path).then((reply) => reply.statusCode))
    while (began < 4) await turn()
    const fifth = await get(slow.path)
    expect(fifth).toMatchObject({ statusCode: 429, headers: { 'retry-after': '1' } })
    expect(fifth.json().code).toBe('http/too-many-at-once')
    expect((await get(ITEMS)).statusCode).toBe(200)
    finish()
    expect(await Promise.all(running)).toEqual([200, 200, 200, 200])
    const next = get(slow.path)
    while (began < 5) await turn()
    finish()
    expect((await next).statusCode).toBe(200)
  })
})

describe('S2 where a request comes from', () => {
  const who = (forwarded: string) =>
    app.inject({ url: '/api/v1/platform/sign-in/who', headers: { 'x-forwarded-for': forwarded }, remoteAddress: '127.0.0.1' })

  it('is what its connection says, whatever a header claims', async () => {
    limited(1)
    expect((await who('203.0.113.7')).statusCode).toBe(200)
    expect((await who('203.0.113.8')).statusCode).toBe(429)
  })

  it('is what a proxy says that the operator has named', async () => {
    limited(1, ['127.0.0.1'])
    expect((await who('203.0.113.7')).statusCode).toBe(200)
    expect((await who('203.0.113.8')).statusCode).toBe(200)
    // What the reader put before it, the proxy has only passed on.
    expect((await who('198.51.100.1, 203.0.113.8')).statusCode).toBe(429)
  })
})

describe('S2 what was tried in vain', () => {
  const told = () => lines.map((line) => JSON.parse(line))

  it('is told to the log: who, from where, at which route, and in one line whatever they wrote', async () => {
    limited(10_000)
    await get('/api/v1/platform/sessions', { cookie: li.cookie, 'user-agent': 'x\\n{"forged":true}' })
    await get(ITEMS, { authorization: `Bearer tandem_${'y'.repeat(64)}` })
    await app.inject({ method: 'POST', url: ITEMS, headers: { cookie: li.cookie, origin: 'https://evil.example' }, payload: {} })
    const body = { email: 'li@tandem.example', password: 'forged, and wrong' }
    await app.inject({ method: 'POST', url: '/api/v1/platform/sign-in', payload: body })
    expect(told()).toMatchObject([
      { code: 'http/not-allowed', address: '127.0.0.1', actor: { id: 'li' }, req: { route: '/api/v1/platform/sessions' } },
      { code: 'http/key-unknown', address: '127.0.0.1' },
      { code: 'http/foreign-origin' },
      { code: 'sign-in/wrong', address: '127.0.0.1' },
    ])
    for (const line of lines) expect(line.trimEnd()).not.toContain('\n')
    expect(lines.join('')).not.toMatch(/yyyy|forged/)
    expect(told().every(({ time }) => typeof time === 'number')).toBe(true)
  })
})
