/** A list as a file: what is filtered, in its order, with the columns that are shown; written while it is read. */
import { Readable } from 'node:stream'
import { exportCsv, exportXlsx } from '@tandem/connectors'
import { type ListOptions, MOST_ON_A_PAGE, type Page, wholeDefinition } from '@tandem/db'
import { type Definition, type Id, ok, type Result, refuse } from '@tandem/kernel'
import { choices as words } from '@tandem/web/choices'
import type { Door } from '../auth/door.ts'
import { viewOf } from '../auth/visible.ts'
import type { Side } from '../http/document.ts'
import { invalid } from '../http/input.ts'
import { listOptions } from '../http/list-options.ts'
import { listParameters } from '../http/read-routes.ts'
import type { Answer, ApiRequest, Route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Format = keyof typeof TYPES
const HEADERS = ['names', 'en', 'zh'] as const
const CHOICES = ['codes', 'en', 'zh'] as const

export function exportRoute({ surface }: Side, definition: Definition, services: Services, door: Door): Route {
  const { label, plural, name } = definition
  const parameters = listParameters(definition).filter((one) => one.name !== 'limit' && one.name !== 'cursor')
  return {
    method: 'GET',
    path: `/api/v1/${surface.name}/${plural}/export`,
    id: `${surface.name}.${name}.export`,
    area: surface.name,
    tag: `${surface.name}.${name}`,
    label: { en: `${label.en}: list as a file`, zh: `${label.zh}：导出列表` },
    access: 'read',
    needs: `${surface.name}.${name}.read`,
    query: [
      { name: 'format', description: '`csv` (when left out) or `xlsx`', schema: { type: 'string', enum: ['csv', 'xlsx'] } },
      { name: 'columns', description: 'Fields in order, with commas between; all when left out', schema: { type: 'string' } },
      { name: 'headers', description: 'Field names, or their labels', schema: { type: 'string', enum: [...HEADERS] } },
      {
        name: 'choices',
        description: 'Choices, and yes or no, as the API has them, or in words; an import reads either',
        schema: { type: 'string', enum: [...CHOICES] },
      },
      ...parameters,
    ],
    answers: { 200: { description: 'A file', body: { schema: { type: 'string' } } } },
    medias: Object.values(TYPES).map((type) => type.split(';')[0] as string),
    handle: (request) => file({ side: surface, definition, door }, services, request),
  }
}

interface Exported {
  readonly side: Side['surface']
  readonly definition: Definition
  readonly door: Door
}

async function file(of: Exported, services: Services, request: ApiRequest<never>): Promise<Result<Answer>> {
  // What somebody may not see is no column for them.
  const view = viewOf(of.definition, request.access)
  const isOfHouse = request.access.reach(`${of.side.name}.${view.name}.read`) !== 'customer'
  const definition = isOfHouse ? await services.database.read(request.tenant, (tx) => wholeDefinition(tx, view)) : view
  const { documents } = of.side
  const {
    format = 'csv',
    columns,
    headers = 'names',
    choices = 'codes',
    ...query
  } = request.query as Record<string, string | undefined>
  if (!(format in TYPES)) return invalid([badChoice('format', Object.keys(TYPES))])
  if (!HEADERS.includes(headers as never)) return invalid([badChoice('headers', HEADERS)])
  if (!CHOICES.includes(choices as never)) return invalid([badChoice('choices', CHOICES)])
  if ('limit' in query || 'cursor' in query) return invalid([{ pointer: 'limit', code: 'input/unknown-field', details: {} }])
  const options = listOptions(query)
  if (!options.ok) return options
  const fields = typeof columns === 'string' && columns !== '' ? columns.split(',') : undefined
  const unknown = fields?.find((name) => !isField(definition, name))
  if (unknown !== undefined) return refuse('list/unknown-field', { field: unknown, fields: Object.keys(definition.fields) })
  // The first page is read before the answer begins, so that a bad filter is refused in words.
  const read = (cursor?: string) => readPage(services, request, of, { ...options.value, ...(cursor ? { cursor } : {}) })
  const begun = await read()
  if (!begun.ok) return begun
  const job = {
    ...{ database: services.database, tenant: request.tenant, definition, documents },
    ...{ headers: headers as (typeof HEADERS)[number], pages: ids(begun.value, read) },
    ...(fields ? { columns: fields } : {}),
    ...(choices === 'codes' ? {} : { words: { of: words, language: choices as 'en' | 'zh' } }),
  }
  const body = Readable.from(format === 'csv' ? exportCsv(job) : exportXlsx(job), { objectMode: false })
  const name = `${definition.plural}-${request.context().today}.${format}`
  return ok({
    status: 200,
    body,
    headers: { 'content-type': TYPES[format as Format], 'content-disposition': `attachment; filename="${name}"` },
  })
}

function badChoice(pointer: string, choices: readonly string[]) {
  return { pointer, code: 'input/not-a-choice', details: { choices: [...choices] } }
}

function isField({ fields, states }: Definition, name: string): boolean {
  const stored = ['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']
  const kind = Object.hasOwn(fields, name) ? fields[name]?.kind : undefined
  return (
    (kind !== undefined && kind !== 'lines' && kind !== 'custom') ||
    stored.includes(name) ||
    (name === 'state' && states !== undefined)
  )
}

type Ids = Page<{ readonly id: Id }>

function readPage(services: Services, request: ApiRequest<never>, { side, definition, door }: Exported, options: ListOptions) {
  const at = { area: side.name, definition }
  return services.database.read(request.tenant, (tx) => door.list(tx, request, at, { ...options, limit: MOST_ON_A_PAGE }))
}

async function* ids(begun: Ids, read: (cursor: string) => Promise<Result<Ids>>): AsyncGenerator<Id[]> {
  let page = begun
  for (;;) {
    if (page.items.length > 0) yield page.items.map(({ id }) => id)
    if (page.next === null) return
    const next = await read(page.next)
    if (!next.ok) return
    page = next.value
  }
}
