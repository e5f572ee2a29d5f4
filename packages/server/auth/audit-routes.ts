/** The audit trail over HTTP: searched, exported, verified. */
import type { ServerResponse } from 'node:http'
import { csvLine, guarded } from '@tandem/connectors'
import { type Details, Fault, isId, isInstant, isPlainDate, ok, type Result } from '@tandem/kernel'
import { z } from 'zod'
import { answer } from '../http/answers.ts'
import { invalid } from '../http/input.ts'
import { pageSize } from '../http/list-options.ts'
import { pageOf } from '../http/read-routes.ts'
import type { ApiRequest, Parameter, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'
import { type AuditEntry, type AuditSearch, CONTEXTS, isAuditCursor, searchAudit, verifyAudit } from './audit.ts'
import type { Door } from './door.ts'

const common = { area: 'platform', tag: 'platform.audit', method: 'GET', access: 'read' } as const
const needs = 'platform.audit.read'
const PATH = '/api/v1/platform/audit'

const text = (name: string, description: string): Parameter => ({ name, description, schema: { type: 'string' } })
const SEARCH: readonly Parameter[] = [
  { name: 'context', description: 'Only of this part', schema: { type: 'string', enum: [...CONTEXTS] } },
  text('actor', 'Who did it'),
  text('document', 'Of which kind of document: `quote`, `user`, ...'),
  text('documentId', 'Of which document'),
  text(
    'type',
    'What happened, one or several with commas between: `quote-sent`, `user-signed-in`, `*-sent` for whatever was sent',
  ),
  text('from', 'From this moment or day on'),
  text('to', 'Before this moment or day'),
]

/** What happened is told to whoever may read the trail, but not the costs in it to who may not see costs. */
export function auditRoutes(services: Services, door: Door): Route[] {
  return [searchRoute(services, door), exportRoute(services, door), verifyRoute(services)]
}

function searchOf(query: ApiRequest['query']): Result<AuditSearch> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
  const wrong = (pointer: string, code: string, details: Details = {}) => invalid([{ pointer, code, details }])
  const names = new Set([...SEARCH.map(({ name }) => name), 'limit', 'cursor'])
  for (const [name, value] of Object.entries(given)) {
    if (!names.has(name)) return wrong(name, 'input/unknown-field')
    if (typeof value !== 'string' || value.includes('\0')) return wrong(name, 'input/bad-text')
  }
  const { context, actor, document, documentId, type, from, to, limit, cursor } = given as Record<string, string | undefined>
  const size = pageSize(limit)
  if (!size.ok) return size
  if (context && !(CONTEXTS as readonly string[]).includes(context))
    return wrong('context', 'input/not-a-choice', { choices: [...CONTEXTS] })
  if (documentId && !isId(documentId)) return wrong('documentId', 'input/not-an-id')
  const moment = [
    ['from', from],
    ['to', to],
  ].find(([, at]) => (at && !(isInstant(at) || isPlainDate(at))) || (at ?? '1') < '0001')
  if (moment) return wrong(String(moment[0]), 'input/not-a-moment')
  if (cursor && !isAuditCursor(cursor)) return wrong('cursor', 'input/bad-text')
  return ok({ context, actor, document, documentId, type, from, to, limit: size.value, before: cursor })
}

const entrySchema = z.looseObject({
  context: z.enum(CONTEXTS),
  at: z.string(),
  actorKind: z.string(),
  actorId: z.string(),
  type: z.string(),
  document: z.string(),
  documentId: z.string(),
  payload: z.unknown(),
})

function searchRoute({ database }: Services, door: Door): Route {
  const page: Parameter[] = [
    { name: 'limit', description: 'Most entries', schema: { type: 'integer', minimum: 1, maximum: 500 } },
    text('cursor', '`next` of the page before'),
  ]
  const item = z.toJSONSchema(entrySchema, { unrepresentable: 'any' })
  return {
    ...common,
    needs,
    path: PATH,
    id: 'platform.audit.search',
    label: { en: 'Audit trail', zh: '审计日志' },
    query: [...SEARCH, ...page],
    answers: { 200: { description: 'The newest first', body: pageOf(item) } },
    async handle(request) {
      const search = searchOf(request.query)
      if (!search.ok) return search
      const found = await database.read(request.tenant, (tx) => searchAudit(tx, search.value))
      const items = door.show(request, found)
      return answer({ items, next: items.length === search.value.limit ? (items.at(-1)?.cursor ?? null) : null })
    },
  }
}

const COLUMNS = ['at', 'actorKind', 'actorId', 'type', 'context', 'document', 'documentId', 'documentVersion', 'payload'] as const
const ROWS_AT_ONCE = 500

function lineOf(entry: AuditEntry): string {
  const cells = COLUMNS.map((name) => (name === 'payload' ? JSON.stringify(entry.payload) : String(entry[name])))
  return csvLine(cells.map(guarded))
}

function exportRoute({ database }: Services, door: Door): Route {
  return {
    ...common,
    needs,
    path: `${PATH}/export`,
    id: 'platform.audit.export',
    label: { en: 'Audit trail as CSV', zh: '导出审计日志（CSV）' },
    query: SEARCH,
    media: 'text/csv; charset=utf-8',
    answers: { 200: { description: 'All that fits, the newest first', body: { schema: { type: 'string' } } } },
    handle: () => Promise.reject(new Fault('the export is a stream')),
    async stream(request, response: ServerResponse) {
      const search = searchOf(request.query)
      response.writeHead(200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="audit.csv"',
      })
      response.write(`\uFEFF${csvLine(COLUMNS)}`)
      for (let before: string | undefined; search.ok && !response.destroyed; ) {
        const page = { ...search.value, limit: ROWS_AT_ONCE, before }
        const found = door.show(request, await database.read(request.tenant, (tx) => searchAudit(tx, page)))
        if (found.length > 0) response.write(found.map(lineOf).join(''))
        before = found.at(-1)?.cursor
        if (found.length < ROWS_AT_ONCE) break
      }
      response.end()
    },
  }
}

function verifyRoute({ database }: Services): Route {
  const body = z.looseObject({
    links: z.int32(),
    events: z.int32(),
    head: z.string().nullable(),
    broken: z.looseObject({ number: z.string(), context: z.string() }).nullable(),
    known: z.boolean().nullable(),
  })
  return {
    ...common,
    needs,
    path: `${PATH}/verify`,
    id: 'platform.audit.verify',
    label: { en: 'Verify the chain of the audit trail', zh: '校验审计链' },
    query: [text('head', 'A digest that was kept elsewhere: is it one of the chain?')],
    answers: { 200: { description: 'What was verified, and the first link that does not hold', body } },
    async handle({ tenant, query }) {
      const head = typeof query.head === 'string' && query.head !== '' ? query.head : undefined
      return answer(await database.read(tenant, (tx) => verifyAudit(tx, head)))
    },
  }
}
