import { crmMigrations } from '@tandem/crm'
import { Fault } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answer } from '../http/answers.ts'
import type { Route } from '../http/route.ts'
import { createFeeds } from '../joint/feed-route.ts'
import { jointRouteMessages } from '../joint/messages.ts'
import { jointRoutes } from '../joint/routes.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations])
let server: TestServer

/** A route with a mistake in it. */
const broken: Route = {
  method: 'GET',
  path: '/api/v1/crm/broken',
  id: 'broken',
  area: 'crm',
  tag: 'broken',
  label: { en: '', zh: '' },
  access: 'read',
  answers: { 200: { description: '' } },
  handle: async ({ query }) => (query.fine ? answer({}) : Promise.reject(new Fault('select secret from drawer'))),
}

beforeAll(async () => {
  server = await startTestServer(database.current, {
    sides: [{ ...crmSide, messages: { ...crmSide.messages, ...jointRouteMessages } }],
    more: (services, door) => {
      const { routes, components } = jointRoutes(services, door, createFeeds(services).route(door))
      return { routes: [...routes, broken], components }
    },
  })
})
afterAll(() => server.close())

describe('P1 a fault', () => {
  it('says nothing of its cause to the caller, but by which id the log names it', async () => {
    const reply = await server.call('GET', '/api/v1/crm/broken', { headers: { 'x-request-id': 'mine-1' } })
    expect(reply).toMatchObject({ status: 500, body: { code: 'http/fault', details: { requestId: 'mine-1' } } })
    expect(JSON.stringify(reply.body)).not.toContain('secret')
    expect(reply.body.detail).toContain('mine-1')
  })

  it('takes no request id that could forge a line of the log', async () => {
    const reply = await server.call('GET', '/api/v1/crm/broken', { headers: { 'x-request-id': 'a b' } })
    expect(reply.headers.get('x-request-id')).not.toBe('a b')
  })
})

describe('J3 a server without the joint', () => {
  it('says so', async () => {
    const body = { ask: 'credit', customer: 'x', amount: '1', currency: 'CNY' }
    const reply = await server.call('POST', '/api/v1/joint/ask', { body })
    expect(reply).toMatchObject({ status: 422, body: { code: 'joint/not-running' } })
  })
})
