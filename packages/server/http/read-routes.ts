/** Lists, single documents and their histories. */
import { isCursor, listFields, MOST_ON_A_PAGE, summableFields } from '@tandem/db'
import { type Definition, type Field, type Id, isId, ok, type Result, refuse } from '@tandem/kernel'
import { z } from 'zod'
import type { Door } from '../auth/door.ts'
import { answer, etag, nextPage, shown } from './answers.ts'
import type { Document } from './document.ts'
import { listOptions, pageSize } from './list-options.ts'
import type { Answer, ApiRequest, Parameter, Route } from './route.ts'
import type { Services } from './services.ts'

export function readRoutes(document: Document, services: Services, door: Door): Route[] {
  const common = { method: 'GET', area: document.area, tag: document.component, access: 'read' } as const
  const needs = `${document.component}.read`
  const { label } = document.definition
  return [
    {
      ...common,
      needs,
      path: document.path,
      id: `${document.component}.list`,
      label: { en: `${label.en}: list`, zh: `${label.zh}：列表` },
      query: listParameters(document.definition),
      answers: { 200: { description: 'A page', body: pageOf({ $ref: `#/components/schemas/${document.component}` }) } },
      handle: (request) => list(document, services, door, request),
    },
    summaryRoute(document, services, door),
    {
      ...common,
      needs,
      path: `${document.path}/{id}`,
      id: `${document.component}.read`,
      label: { en: `${label.en}: read`, zh: `${label.zh}：查看` },
      answers: {
        200: { description: label.en, body: { component: document.component } },
        304: { description: 'You have the newest' },
      },
      handle: (request) => read(document, services, door, request),
    },
    {
      ...common,
      needs,
      path: `${document.path}/{id}/events`,
      id: `${document.component}.events`,
      label: { en: `${label.en}: what happened`, zh: `${label.zh}：历史` },
      query: [LIMIT, CURSOR],
      answers: { 200: { description: 'Events, oldest first', body: pageOf({ $ref: '#/components/schemas/event' }) } },
      handle: (request) => history(document, services, door, request),
    },
  ]
}

/** `GET /crm/quotes/summary?filter[state]=sent&sum=total`: what a list holds in all, without reading its pages. */
function summaryRoute(document: Document, services: Services, door: Door): Route {
  const { definition, component } = document
  const summable = [...summableFields(definition).keys()]
  const asked = listParameters(definition).filter(({ name }) => name !== 'sort' && name !== 'limit' && name !== 'cursor')
  const item = { type: 'string', enum: summable }
  const schema = { anyOf: [item, { type: 'array', items: item }] }
  const sum = { name: 'sum', description: 'Amounts to be added up, by currency; several times: several', schema }
  return {
    method: 'GET',
    area: document.area,
    tag: component,
    access: 'read',
    needs: `${component}.read`,
    path: `${document.path}/summary`,
    id: `${component}.summary`,
    label: { en: `${definition.label.en}: count and sums`, zh: `${definition.label.zh}：数量与合计` },
    query: summable.length > 0 ? [...asked, sum] : asked,
    answers: { 200: { description: 'Of all that the list would show', body: { schema: SUMMARY } } },
    async handle({ query: { sum: given = [], ...query }, ...request }) {
      const options = listOptions(query)
      if (!options.ok) return options
      const found = await services.database.read(request.tenant, (tx) =>
        door.summarize(tx, request, document, options.value, [given].flat().map(String)),
      )
      return found.ok ? answer(found.value) : found
    },
  }
}

const SUMMARY = {
  type: 'object',
  required: ['count', 'sums'],
  properties: {
    count: { type: 'integer' },
    sums: {
      type: 'array',
      items: {
        type: 'object',
        required: ['currency', 'count'],
        properties: { currency: { type: 'string' }, count: { type: 'integer' } },
        additionalProperties: { type: 'string' },
      },
    },
  },
}

export const eventSchema = z.looseObject({
  id: z.string(),
  cursor: z.string(),
  document: z.string(),
  documentId: z.string(),
  documentVersion: z.int32(),
  type: z.string(),
  payload: z.unknown(),
  actorKind: z.enum(['user', 'key', 'joint', 'system']),
  actorId: z.string(),
  causeSystem: z.string().nullable(),
  causeChange: z.string().nullable(),
  at: z.string(),
})

const LIMIT: Parameter = {
  name: 'limit',
  description: `Most items on the page, 1 to ${MOST_ON_A_PAGE}; 50 when left out`,
  schema: { type: 'integer', minimum: 1, maximum: MOST_ON_A_PAGE },
}
const CURSOR: Parameter = { name: 'cursor', description: '`next` of the page before', schema: { type: 'string' } }

export function pageOf(item: object): { schema: object } {
  const properties = { items: { type: 'array', items: item }, next: { type: ['string', 'null'] } }
  return { schema: { type: 'object', required: ['items', 'next'], properties } }
}

const RANGED = new Set<Field['kind']>(['text', 'integer', 'amount', 'price', 'quantity', 'percent', 'date', 'instant'])

/** What a list can be asked for. */
export function listParameters(definition: Definition): Parameter[] {
  const filters = [...listFields(definition)].flatMap(([name, field]): Parameter[] => {
    const one = { type: 'string', ...(field.kind === 'choice' ? { enum: field.of } : {}) }
    const many = { anyOf: [one, { type: 'array', items: one }] }
    const hint = field.kind === 'text' ? '; `AC*` for all that begin with AC' : ''
    const equal = { name: `filter[${name}]`, description: `${field.label.en}; several times: one of them${hint}`, schema: many }
    const range = RANGED.has(field.kind) ? (['from', 'to'] as const) : []
    const bound = range.map((end) => ({
      name: `filter[${name}][${end}]`,
      description: `${field.label.en}, ${end}`,
      schema: { type: 'string' },
    }))
    const empty = { name: `filter[${name}][empty]`, description: `${field.label.en} is empty`, schema: FLAG }
    return [equal, ...bound, ...(field.optional ? [empty] : [])]
  })
  const sort = { type: 'string', enum: [...listFields(definition).keys()].flatMap((name) => [name, `-${name}`]) }
  return [
    { name: 'q', description: `Words that stand in ${definition.title.join(' or ')}`, schema: { type: 'string' } },
    { name: 'sort', description: 'A field, `-` before it for descending; `-id` when left out', schema: sort },
    LIMIT,
    CURSOR,
    ...filters,
  ]
}

const FLAG = { type: 'string', enum: ['true', 'false'] }

async function list(document: Document, services: Services, door: Door, request: ApiRequest): Promise<Result<Answer>> {
  const options = listOptions(request.query)
  if (!options.ok) return options
  const page = await services.database.read(request.tenant, (tx) => door.list(tx, request, document, options.value))
  if (!page.ok) return page
  const headers = page.value.next === null ? undefined : nextPage(document.path, request.query, page.value.next)
  return answer(page.value, 200, headers)
}

async function read(document: Document, services: Services, door: Door, request: ApiRequest): Promise<Result<Answer>> {
  const id = request.params.id ?? ''
  const row = await services.database.read(request.tenant, (tx) => door.read(tx, request, document, id))
  if (!row) return refuse(`${document.definition.name}/not-found`, { id })
  const headers = { etag: etag(row.version) }
  if (request.ifNoneMatch === headers.etag) return ok({ status: 304, headers })
  return answer(shown(row), 200, headers)
}

async function history(document: Document, services: Services, door: Door, request: ApiRequest): Promise<Result<Answer>> {
  const { limit, cursor = '' } = request.query as { limit?: string; cursor?: string }
  const size = pageSize(limit)
  if (!size.ok) return size
  if (!isCursor(String(cursor))) return refuse('list/bad-cursor')
  const id = request.params.id ?? ''
  if (!isId(id)) return refuse(`${document.definition.name}/not-found`, { id })
  const page = await services.database.read(request.tenant, (tx) =>
    door.history(tx, request, document, id as Id, { after: String(cursor), limit: size.value }),
  )
  if (page.events.length === 0 && cursor === '') return refuse(`${document.definition.name}/not-found`, { id })
  const headers = page.next === null ? undefined : nextPage(`${document.path}/${id}/events`, request.query, page.next)
  return answer({ items: page.events, next: page.next }, 200, headers)
}
