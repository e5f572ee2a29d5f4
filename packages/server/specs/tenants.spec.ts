/**
 * Two companies on one server. Somebody who may do everything in the one tries every operation of the API with the ids of
 * the other, of which there is one of every kind: nothing is found, nothing is told, nothing changes.
 */
import { crmMigrations } from '@tandem/crm'
import { insertRows } from '@tandem/db'
import { erpMigrations } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { type Id, randomNumbers } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMembership, addPerson, inTenant } from '../auth/people.ts'
import { type App, openApp } from '../compose.ts'
import { definitionsOf, surfaces } from './all-definitions.fixture.ts'
import {
  type Described,
  type Description,
  type Maker,
  operationsOf,
  plausible,
  type Schema,
  textsOf,
} from './description.fixture.ts'
import { only } from './people.fixture.ts'
import { digestOf, fillTables, type Rows } from './rows.fixture.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const definitions = definitionsOf()
/** Until what is in an input is right enough to be looked up. */
const MOST_TURNS = 20
const TURNS_OF_QUESTIONS = 3

let app: App
let all: Description
let theirs: Rows & { readonly tenant: Id }
let own: Rows & { readonly tenant: Id }
let cookie: string

beforeAll(async () => {
  app = await openApp({ databaseUrl: database.url, logLevel: process.env.LOG ?? 'silent' })
  all = app.api.openapi() as Description
  const company = (name: string) => app.addTenant({ name, baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const [a, b] = [await company('secret-of-a company'), await company('B')]
  theirs = { tenant: a, ...(await fillTables(app.database, a, 'a', definitions)) }
  own = { tenant: b, ...(await fillTables(app.database, b, 'b', definitions, ['platform.audit_link'])) }
  cookie = await administrator(b)
})
afterAll(() => app.stop())

async function administrator(tenant: Id): Promise<string> {
  const by = app.workshop(tenant).context()
  const stamp = { version: 1, createdAt: by.now, createdBy: 'spec', updatedAt: by.now, updatedBy: 'spec', state: 'active' }
  const [id, person] = [by.newId(), by.newId()]
  const email = 'boss@b.example'
  return app.database.asOwner(async (tx) => {
    await inTenant(tx, tenant)
    const row = { id, ...stamp, name: 'boss', fullName: 'Boss', email, roles: ['administrator'], team: null }
    await insertRows(tx, 'platform.user', [row])
    await addPerson(tx, { id: person, email, createdAt: by.now })
    await addMembership(tx, { person, tenantId: tenant, userId: id })
    const whose = { person, tenantId: tenant, userId: id, awaitsSecondFactor: false }
    return only((await app.api.auth.sessions.begin(tx, whose, { address: '127.0.0.1', device: 'spec' })).cookie)
  })
}

/** What is not tried, or has no id of another company to try. */
const EXCEPTIONS: readonly { readonly why: string; readonly path: RegExp }[] = [
  { why: 'a stream that does not end; what it lets through is shown in rights.spec.ts', path: /^GET .*\/joint\/feed$/ },
  {
    why: 'ends the session that asks, or gives it another secret',
    path: /^POST .*\/me\/(sign-out|password|second-factor\/remove)$/,
  },
  { why: 'comes before any company: knows people and links by secrets only', path: /^(GET|POST) .*\/platform\/(sign-in|link)\b/ },
  { why: 'makes a company, and belongs to none', path: /^POST .*\/platform\/companies$/ },
  { why: 'takes a file: its rows are commands, tried one by one here', path: /^POST .*\/import(\/preview)?$/ },
  { why: 'of whoever asks, or of the whole server', path: /^GET .*(\/metrics|\/api\/health|\/v1\/me)$/ },
  {
    why: 'a page or picture of the manual, or the description, the same for everybody',
    path: /^GET (\/api|\/api\/openapi.json|.*\/manual\/.+)$/,
  },
]

/** Marks what is there as seen, and says so where nothing is. */
const DOES_NOTHING = /^POST .*\/desk\/mentions\/seen$/

const NO_IDS: readonly { readonly why: string; readonly path: RegExp }[] = [
  {
    why: 'a list: asked for the other company’s words here, for its ids below',
    path: /^GET \/api\/v1\/[a-z]+\/[a-z-]+(\/export|\/verify|\/summary)?$/,
  },
  { why: 'a new thing that hangs on nothing', path: /^POST / },
]

/** Documents behind paths that no definition names. */
const BEHIND: readonly (readonly [RegExp, string])[] = [
  [/\/desk\/views\//, 'platform.list_view'],
  [/\/desk\/files\//, 'platform.file'],
  [/\/desk\/comments\//, 'platform.comment'],
  [/\/desk\/mentions\//, 'platform.comment'],
  [/\/(me|platform)\/api-keys\//, 'platform.api_key'],
  [/\/platform\/providers\//, 'platform.provider'],
  [/\/(me|platform)\/sessions\//, 'platform.session'],
  [/\/joint\/quotes\//, 'crm.quote'],
  [/\/joint\/journey\//, 'crm.order'],
  [/\/joint\/inbox-document$/, 'hub.inbox_entry'],
  [/\/joint\/(record|why|record-history)$/, 'hub.record'],
  [/\/desk\/twins$/, 'crm.customer'],
]

/** Ids under names that say no document in the description. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ documentId: 'crm.customer', customer: 'crm.customer', externalId: 'crm.customer', record: 'hub.record' },
  ...{ item: 'erp.item', channel: 'hub.alert_channel', comments: 'platform.comment', connection: 'hub.connection' },
}

/** What must be right for the rest to be looked at. */
const FIXED: Readonly<Record<string, string>> = {
  ...{
    document: 'crm/customer',
    list: 'crm/customer',
    side: 'crm',
    system: 'tandem-crm',
    askedBy: 'tandem-crm',
    kind: 'customer',
  },
  ...{ currency: 'CNY', country: 'CN', timeZone: 'Asia/Shanghai', month: '2026-03' },
}

/** Words that things of the other company are found by, in questions. */
const WORDS: Readonly<Record<string, string>> = {
  ...{
    q: '',
    search: '',
    key: ' crm.customer.code',
    owner: ' hub.inbox_entry.owner',
    actor: ' actor',
    code: ' crm.customer.code',
  },
  ...{ email: ' crm.customer.email', taxNumber: ' crm.customer.tax_number', barcode: ' erp.item.barcode' },
  ...{ dependsOn: ' hub.inbox_entry.depends_on' },
}

function tableOfPath(path: string): string | undefined {
  const behind = BEHIND.find(([pattern]) => pattern.test(path))?.[1]
  if (behind) return behind
  const [, area, plural] = /^\/api\/v1\/([a-z]+)\/([a-z-]+)/.exec(path) ?? []
  return surfaces.find(({ name }) => name === area)?.documents.find((one) => one.plural === plural)?.table
}

/** The other company's id or word for a text of an input. */
function foreign({ path }: Described, schema: Schema, names: readonly string[]): string | undefined {
  const name = names.at(-1) ?? ''
  const reference = schema['x-reference']
  const area = /^\/api\/v1\/([a-z]+)/.exec(path)?.[1]
  const side = surfaces.find((each) => each.name === area)
  const table = reference
    ? side?.documents.find((each) => each.name === reference)?.table
    : name === 'id'
      ? tableOfPath(path)
      : name === 'company'
        ? 'company'
        : NAMED[name]
  if (table === 'company') return theirs.tenant
  return table && theirs.ids.get(table)
}

interface Call {
  readonly path: string
  readonly body: unknown
}

/** A call with the other company's ids, wherever the description has room for one; `at` is the id in the path. */
function callOf(described: Described, random: () => number, at: string | undefined): Call {
  const text: Maker['text'] = (schema, names) =>
    foreign(described, schema, names) ?? FIXED[names.at(-1) ?? ''] ?? (schema.format === 'decimal' ? '1' : undefined)
  const leavesOut: Maker['leavesOut'] = (schema, names) => !hasForeign(described, schema, names) && random() < 0.7
  const maker = { all, random, text, leavesOut }
  const query = new URLSearchParams(
    parametersOf(described).flatMap(({ name, schema, required, content }): [string, string][] => {
      const word = WORDS[name]
      if (described.path === '/api/v1/desk/files' && name === 'name') return [[name, 'note.txt']]
      if (word !== undefined) return [[name, theirs.mark + word]]
      if (!required && leavesOut(schema, [name])) return []
      const value = plausible(maker, schema, [name])
      return [[name, content ? JSON.stringify(value) : String(value)]]
    }),
  )
  const path = at === undefined ? described.path : described.path.replace(/\{\w+\}/, at)
  const body = described.body && plausible(maker, described.body)
  return { path: query.size > 0 ? `${path}?${query}` : path, body }
}

function hasForeign(described: Described, schema: Schema, names: readonly string[]): boolean {
  return textsOf(all, schema, names).some(([inner, path]) => foreign(described, inner, path))
}

/** Parameters of the query but for those that every list has; lists are filtered by id below. */
function parametersOf({ operation }: Described) {
  return (operation.parameters ?? []).flatMap(({ in: where, name, schema, required, content }) =>
    where !== 'query' || /^filter|^sort$|^cursor$|^limit$|^columns$/.test(name)
      ? []
      : [{ name, required, content, schema: schema ?? content?.['application/json'].schema ?? {} }],
  )
}

interface Reply {
  readonly status: number
  readonly text: string
  readonly code: string
  /** Of a batch those of each input. */
  readonly codes: readonly string[]
}

async function send(method: string, { path, body }: Call): Promise<Reply> {
  const isFile = path.startsWith('/api/v1/desk/files?') && method === 'POST'
  const media = isFile ? 'application/octet-stream' : 'application/json'
  const { statusCode: status, body: text } = await app.http.inject({
    method: method as 'GET',
    url: path,
    headers: { cookie, ...(method === 'GET' ? {} : { 'content-type': media }) },
    ...(isFile ? { payload: 'a note' } : body === undefined ? {} : { payload: JSON.stringify(body) }),
  })
  const told = text.startsWith('{') ? JSON.parse(text) : {}
  const results: { ok: boolean; problem?: { code: string } }[] = Array.isArray(told.results) ? told.results : []
  const codes = results.map((one) => (one.ok ? 'done' : (one.problem?.code ?? '')))
  return { status, text, code: status < 400 ? 'done' : (told.code ?? ''), codes }
}

/** What an answer tells of the other company beyond what the question held. */
function leaks(call: Call, { text }: Reply): string[] {
  const asked = decodeURIComponent(call.path.replaceAll('+', ' ')) + JSON.stringify(call.body ?? '')
  const found = text.match(/secret-of-a[^"\\,]*|01900000-0000-7000-8000-a[0-9a-f]{11}/g) ?? []
  return found.filter((each) => !asked.includes(each))
}

/** How a refusal says that there is no such thing here. */
const NOT_THERE = /\/(not-found|no-such-[a-z-]+|unknown[a-z-]*|no-warehouse|no-money-chain|nobody-knows)$/

function nameOf({ method, path }: Described): string {
  return `${method} ${path}`
}

function isTried(described: Described): boolean {
  return !EXCEPTIONS.some(({ path }) => path.test(nameOf(described)))
}

function hasPathId({ path }: Described): boolean {
  return path.includes('{')
}

/** Whether an input has room for an id of the other company. */
function hasIds(described: Described): boolean {
  const schemas = [...parametersOf(described).map(({ name, schema }) => [schema, [name]] as const)]
  const body = described.body ? [[described.body, []] as const] : []
  return [...schemas, ...body].some(([schema, names]) => hasForeign(described, schema, names))
}

const isWriting = ({ method, path }: Described) => method !== 'GET' && !/\/joint\/(ask|mapping-preview)$/.test(path)

const wrong: string[] = []

/** Tries until the other company's ids were looked for, and answers what was said meanwhile. */
async function attempt(described: Described, random: () => number, at: string | undefined): Promise<readonly string[]> {
  const told: string[] = []
  const most = isWriting(described) ? MOST_TURNS : TURNS_OF_QUESTIONS
  for (let turn = 0; turn < most && !told.some((code) => NOT_THERE.test(code)); turn++) {
    const call = callOf(described, random, at)
    const reply = await send(described.method, call)
    const said = `${nameOf(described)} ${JSON.stringify(call)} -> ${reply.status} ${reply.text.slice(0, 300)}`
    if (reply.status >= 500) wrong.push(`a fault: ${said}`)
    const [leak] = leaks(call, reply)
    if (leak !== undefined) wrong.push(`tells ${leak}: ${said}`)
    const codes = reply.codes.length > 0 ? reply.codes : [reply.code]
    told.push(...codes)
    if (codes.includes('done') && (at !== undefined || JSON.stringify(call.body ?? '').includes('7000-8000-a'))) {
      if (isWriting(described) && !DOES_NOTHING.test(nameOf(described))) wrong.push(`done: ${said}`)
      if (at !== undefined) wrong.push(`found: ${said}`)
    }
    if (!hasIds(described) && at === undefined) break
  }
  return told
}

async function unchanged(work: () => Promise<void>): Promise<void> {
  const before = await digestOf(app.database, theirs.tenant, theirs)
  await work()
  expect(wrong.splice(0)).toEqual([])
  expect(await digestOf(app.database, theirs.tenant, theirs)).toEqual(before)
}

const tried = (suits: (described: Described) => boolean) => operationsOf(all).filter((each) => isTried(each) && suits(each))

describe('P4 somebody of another company', () => {
  it('finds nothing by an id in the path, whatever the operation', () =>
    unchanged(async () => {
      const random = randomNumbers(1)
      for (const described of tried(hasPathId)) {
        const id = theirs.ids.get(tableOfPath(described.path) ?? '')
        if (!id) wrong.push(`no id of the other company to try: ${nameOf(described)}`)
        const codes = id ? await attempt(described, random, id) : []
        if (!codes.some((code) => NOT_THERE.test(code))) wrong.push(`never looked for it: ${nameOf(described)} ${codes}`)
      }
    }))

  it('finds nothing by ids and words in bodies and questions', () =>
    unchanged(async () => {
      const random = randomNumbers(2)
      for (const described of tried((each) => !hasPathId(each))) {
        const codes = await attempt(described, random, undefined)
        const isLookedFor = codes.some((code) => NOT_THERE.test(code))
        if (!isLookedFor && isWriting(described) && hasIds(described) && !DOES_NOTHING.test(nameOf(described)))
          wrong.push(`never looked for it: ${nameOf(described)} ${codes}`)
        if (!hasIds(described) && !NO_IDS.some(({ path }) => path.test(nameOf(described))))
          wrong.push(`no id of the other company to try: ${nameOf(described)}`)
      }
    }))

  it('finds nothing in lists and files by id', () =>
    unchanged(async () => {
      for (const { name, documents } of surfaces) {
        for (const { plural, table } of documents) {
          const list = `/api/v1/${name}/${plural}`
          for (const path of [list, `${list}/export`, `${list}/summary`].filter((each) => all.paths[each])) {
            const call = { path: `${path}?filter[id]=${theirs.ids.get(table)}`, body: undefined }
            const reply = await send('GET', call)
            const isCounted = path.endsWith('/summary') && !reply.text.startsWith('{"count":0,')
            if (reply.status !== 200 || isCounted || leaks(call, reply).length > 0)
              wrong.push(`${call.path} ${reply.status} ${reply.text}`)
          }
        }
      }
    }))

  it('cannot hang what is their own on another company’s', () =>
    unchanged(async () => {
      const random = randomNumbers(3)
      for (const described of tried((each) => hasPathId(each) && isWriting(each) && hasIds(each))) {
        const id = own.ids.get(tableOfPath(described.path) ?? '')
        for (let turn = 0; turn < 3; turn++) {
          const call = callOf(described, random, id)
          const reply = await send(described.method, call)
          const isDone = reply.code === 'done' && JSON.stringify(call.body).includes('7000-8000-a')
          if (reply.status >= 500 || isDone || leaks(call, reply).length > 0)
            wrong.push(`${nameOf(described)} ${JSON.stringify(call)} -> ${reply.status} ${reply.text.slice(0, 300)}`)
        }
      }
    }))
})
