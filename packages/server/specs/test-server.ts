/** A real server on a real database for specs; every answer is compared with the API's own description. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { crm, crmMessages } from '@tandem/crm'
import type { Database } from '@tandem/db'
import { makeWorld, type World } from '@tandem/testkit'
import Ajv2020 from 'ajv/dist/2020.js'
import type { FastifyInstance } from 'fastify'
import type { Door } from '../auth/door.ts'
import { keepRoles } from '../auth/keep-roles.ts'
import type { SessionHours } from '../auth/sessions.ts'
import { type Api, allMessages, createApi } from '../http/api.ts'
import { createApiKey } from '../http/api-keys.ts'
import { createApp } from '../http/app.ts'
import type { Side } from '../http/document.ts'
import type { Routes } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { guardOf } from '../outbound/guard.ts'
import { guardedFetch } from '../outbound/guarded-fetch.ts'
import { sealingWith } from '../sealing.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: a body of any route, looked at by expectations.
  readonly body: any
}

export interface Call {
  readonly body?: unknown
  /** Sent as it is, instead of `body`. */
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
  /** A key of somebody else; null: none. */
  readonly key?: string | null
}

export interface TestServer {
  readonly url: string
  readonly app: FastifyInstance
  readonly api: Api
  readonly services: Services
  readonly world: World
  /** A second tenant on the same server. */
  readonly stranger: World
  readonly strangersKey: string
  readonly key: string
  readonly call: Caller
  newKey(scopes: readonly string[], world?: World): Promise<string>
  close(): Promise<void>
}

export const crmSide: Side = { surface: crm, messages: crmMessages }

let seeds = 1

export interface TestServerOptions {
  readonly sides?: readonly Side[]
  readonly more?: (services: Services, door: Door) => Routes
  readonly sessionHours?: SessionHours
  readonly secondFactorByEverybody?: boolean
  /** As behind https. */
  readonly secure?: boolean
}

export async function startTestServer(database: Database, options: TestServerOptions = {}): Promise<TestServer> {
  const {
    sides = [crmSide],
    more = () => ({ routes: [], components: {} }),
    secure = false,
    sessionHours,
    secondFactorByEverybody = false,
  } = options
  const [world, stranger] = [await makeWorld(database, seeds++), await makeWorld(database, seeds++)]
  const services = servicesOf(database, world, stranger, sides)
  for (const one of [world, stranger]) await one.run((tx) => keepRoles(tx, one.context()))
  const api = createApi(sides, services, more, {
    secure,
    sessionHours,
    secondFactorByEverybody,
    sealing: sealingWith(randomBytes(32)),
    fetch: guardedFetch(guardOf(['127.0.0.1'])),
  })
  const app = createApp({ services, routes: api.routes, authenticate: api.auth.authenticate, logLevel: 'silent', secure })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const newKey = async (scopes: readonly string[], of: World = world) =>
    (await of.run((tx) => createApiKey(tx, of.context(), randomBytes, { name: 'spec', scopes }))).key
  const key = await newKey(['*'])
  return {
    ...{ url, app, api, services, world, stranger, key, newKey },
    strangersKey: await newKey(['*'], stranger),
    call: caller(url, key, api),
    close: () => app.close(),
  }
}

export type Caller = (method: string, path: string, call?: Call) => Promise<Reply>

/** Calls a server, and fails when an answer is not as its API describes it. */
export function caller(url: string, key: string, api: Api): Caller {
  const check = checker(api)
  return async (method, path, call = {}) => {
    const reply = await send(url, key, method, path, call)
    check(method, path, reply)
    return reply
  }
}

function servicesOf(database: Database, world: World, stranger: World, sides: readonly Side[]): Services {
  const tenants = [world, stranger].map(
    ({ tenant }) => [tenant, { tenant: { id: tenant, name: 'T', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } }] as const,
  )
  return {
    database,
    messages: allMessages(sides),
    now: world.now,
    newId: world.newId,
    random: Math.random,
    randomBytes,
    tenants: new Map(tenants),
  }
}

async function send(url: string, key: string, method: string, path: string, call: Call): Promise<Reply> {
  const used = call.key === undefined ? key : call.key
  const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(used === null ? {} : { authorization: `Bearer ${used}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
}

interface Described {
  readonly paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>
}

/** Fails when an answer is not as the API describes it. */
function checker(api: Api): (method: string, path: string, reply: Reply) => void {
  const ajv = new Ajv2020.default({ strict: false, validateFormats: false })
  ajv.addSchema({ ...api.openapi(), $id: 'api' })
  const { paths } = api.openapi() as Described
  return (method, path, { status, body, headers }) => {
    const template = templateOf(Object.keys(paths), path.split('?')[0] ?? '')
    const operation = template && paths[template]?.[method.toLowerCase()]
    if (!operation) return
    const media = headers.get('content-type')?.split(';')[0] ?? ''
    if (status >= 400) return match(ajv, '#/components/schemas/problem', body)
    const answer = operation.responses[status]
    if (!answer) throw new Error(`${method} ${template} answered ${status}, which is not described`)
    if (!answer.content) return
    if (!answer.content[media]) throw new Error(`${method} ${template} answered ${media}, which is not described`)
    const pointer = [`paths`, template, method.toLowerCase(), 'responses', String(status), 'content', media, 'schema']
    match(ajv, `#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`, body)
  }
}

function templateOf(templates: readonly string[], path: string): string | undefined {
  const fits = (template: string) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
  return templates.filter(fits).sort((a, b) => a.split('{').length - b.split('{').length)[0]
}

function match(ajv: InstanceType<typeof Ajv2020.default>, pointer: string, body: unknown): void {
  const validate = ajv.getSchema(`api${pointer}`)
  if (!validate) throw new Error(`no schema at ${pointer}`)
  if (!validate(body))
    throw new Error(`the answer is not as described: ${JSON.stringify(validate.errors)} ${JSON.stringify(body)}`)
}
