/** A description to start from, out of an OpenAPI document (JSON) or the EDMX metadata of an OData service. */
import { type KindName, kindNames, kindOf, lettersOf } from '@tandem/hub'
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import { guessColumns } from './csv/guess.ts'
import { isObject } from './described.ts'
import { xmlOf } from './xml.ts'

type Draft = { readonly [key: string]: Json }

/** Refuses what is neither. What was only guessed must be looked at: nothing of it is used before a person saved it. */
export async function draftDescription(text: string): Promise<Result<Draft>> {
  if (text.trimStart().startsWith('<')) return fromEdmx(text)
  try {
    const json = JSON.parse(text) as Json
    if (isObject(json) && isObject(json.paths)) return ok(fromOpenApi(json))
  } catch {}
  return refuse('rest/no-document')
}

/** What APIs call our kinds. */
const NAMES: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  customer: [
    'customer',
    'customers',
    'client',
    'clients',
    'account',
    'accounts',
    'businesspartner',
    'businesspartners',
    'partner',
    'partners',
    'debtors',
    '客户',
  ],
  contact: ['contact', 'contacts', 'people', 'person', 'persons'],
  address: ['address', 'addresses'],
  item: ['item', 'items', 'product', 'products', 'article', 'articles', 'material', 'materials', '物料'],
  price: ['price', 'prices', 'itemprices'],
  opportunity: ['opportunity', 'opportunities', 'deal', 'deals', '商机'],
  order: ['order', 'orders', 'salesorder', 'salesorders', '订单'],
  shipment: ['shipment', 'shipments', 'delivery', 'deliveries', 'deliverynotes'],
  invoice: ['invoice', 'invoices', 'salesinvoice', 'salesinvoices', '发票'],
  payment: ['payment', 'payments', 'incomingpayments', 'receipts'],
  return: ['return', 'returns', 'salesreturn', 'salesreturns', 'rma', 'rmas', '退货'],
  ticket: ['ticket', 'tickets', 'case', 'cases', '工单'],
}

function kindNamed(name: string): KindName | undefined {
  const letters = lettersOf(name)
  return kindNames.find((kind) => NAMES[kind]?.includes(letters))
}

function fieldsFor(kind: KindName, properties: readonly string[]): Draft {
  const simple = Object.fromEntries(Object.entries(kindOf(kind).fields).filter(([, { kind: is }]) => is !== 'lines'))
  const guessed = guessColumns(properties.map(spaced), simple)
  return Object.fromEntries(
    properties.flatMap((property) => (guessed[spaced(property)] ? [[guessed[spaced(property)] as string, property]] : [])),
  )
}

/** `customerCode` -> `customer Code`: words as a header has them. */
function spaced(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2')
}

function fromOpenApi(json: Draft): Draft {
  const paths = json.paths as Draft
  const kinds: Record<string, Json> = {}
  for (const [path, operations] of Object.entries(paths)) {
    const kind = path.includes('{') ? undefined : kindNamed(path.split('/').at(-1) ?? '')
    if (!kind || kind in kinds || !isObject(operations) || !operations.get) continue
    kinds[kind] = kindOfPath(json, paths, kind, path, operations)
  }
  const [server] = (json.servers ?? []) as readonly Draft[]
  return { base: server?.url ?? 'https://', auth: openApiAuth(json), kinds }
}

function kindOfPath(json: Draft, paths: Draft, kind: KindName, path: string, operations: Draft): Draft {
  const single = Object.entries(paths).find(
    ([other]) => other.startsWith(`${path}/{`) && !other.slice(path.length + 1).includes('/'),
  )
  const one = (single?.[1] ?? {}) as Draft
  const method = one.patch ? 'PATCH' : one.put ? 'PUT' : undefined
  const onePath = single?.[0].replace(/\{[^}]+\}$/, '{id}') ?? `${path}/{id}`
  const { items, schema } = listSchema(json, operations.get as Draft)
  const properties = Object.keys((schema?.properties ?? {}) as Draft)
  return {
    path,
    ...(items === '' ? {} : { items }),
    paging: openApiPaging(operations.get as Draft),
    id: properties.find((name) => /^(id|uuid|key)$/i.test(name)) ?? 'id',
    ...(properties.find((name) => /updated|modified/i.test(name)) ? { since: sinceOf(operations.get as Draft, properties) } : {}),
    read: { method: 'GET', path: onePath },
    ...(operations.post ? { create: true, find: { code: '{code}' } } : {}),
    ...(method ? { update: { method, path: onePath } } : {}),
    ...(one.delete ? { delete: { method: 'DELETE', path: onePath } } : {}),
    fields: fieldsFor(kind, properties),
  }
}

function parametersOf(operation: Draft): string[] {
  return ((operation.parameters ?? []) as readonly Draft[]).flatMap((one) => (typeof one.name === 'string' ? [one.name] : []))
}

function openApiPaging(operation: Draft): Json {
  const names = parametersOf(operation)
  const find = (pattern: RegExp) => names.find((name) => pattern.test(name))
  const size = find(/^(limit|per_?page|page_?size|size|take|top|\$top)$/i)
  const [page, offset, cursor] = [
    find(/^page(_?number)?$/i),
    find(/^(offset|skip|start|\$skip)$/i),
    find(/cursor|after|page_?token/i),
  ]
  if (cursor) return { by: 'cursor', at: 'next', cursor, ...(size ? { size } : {}) }
  if (page) return { by: 'page', page, size: size ?? 'per_page' }
  return offset ? { by: 'offset', offset, size: size ?? 'limit' } : { by: 'none' }
}

function sinceOf(operation: Draft, properties: readonly string[]): Json {
  const at = properties.find((name) => /updated|modified/i.test(name)) ?? 'updated_at'
  return { at, query: parametersOf(operation).find((name) => /since|updated|modified/i.test(name)) ?? 'updated_since' }
}

/** The schema of a list's documents, and where the list stands in the answer. */
function listSchema(json: Draft, operation: Draft): { items: string; schema: Draft | undefined } {
  const responses = (operation.responses ?? {}) as Draft
  const content = at(responses['200'] ?? null, 'content', 'application/json', 'schema')
  const schema = resolved(json, content)
  if (schema?.type === 'array') return { items: '', schema: resolved(json, schema.items ?? null) }
  for (const [name, property] of Object.entries((schema?.properties ?? {}) as Draft)) {
    const inner = resolved(json, property)
    if (inner?.type === 'array') return { items: name, schema: resolved(json, inner.items ?? null) }
  }
  return { items: '', schema: undefined }
}

function at(value: Json, ...path: readonly string[]): Json {
  return path.reduce<Json>((inner, name) => (isObject(inner) ? (inner[name] ?? null) : null), value)
}

/** Follows `$ref` within the document, and the first of `allOf`. */
function resolved(json: Draft, schema: Json, depth = 0): Draft | undefined {
  if (!isObject(schema) || depth > 20) return undefined
  if (typeof schema.$ref === 'string') return resolved(json, at(json, ...schema.$ref.replace(/^#\//, '').split('/')), depth + 1)
  if (!Array.isArray(schema.allOf)) return schema
  const parts = (schema.allOf as readonly Json[])
    .map((one) => resolved(json, one, depth + 1))
    .filter((one): one is Draft => one !== undefined)
  return { ...schema, properties: Object.assign({}, ...parts.map((one) => one.properties ?? {}), schema.properties ?? {}) }
}

function openApiAuth(json: Draft): Json {
  const schemes = Object.values((at(json, 'components', 'securitySchemes') ?? {}) as Draft) as readonly Draft[]
  for (const scheme of schemes) {
    const tokenUrl = at(scheme, 'flows', 'clientCredentials', 'tokenUrl')
    if (scheme.type === 'oauth2' && typeof tokenUrl === 'string') return { by: 'oauth2', tokenUrl }
    if (scheme.type === 'http' && (scheme.scheme === 'basic' || scheme.scheme === 'bearer')) return { by: scheme.scheme }
    if (scheme.type === 'apiKey' && scheme.in === 'header') return { by: 'header', header: scheme.name ?? 'X-Api-Key' }
  }
  return { by: 'none' }
}

interface EntityType {
  readonly properties: string[]
  key: string
}

async function fromEdmx(text: string): Promise<Result<Draft>> {
  const types = new Map<string, EntityType>()
  const sets: [set: string, type: string][] = []
  let current: EntityType | undefined
  let isKey = false
  try {
    for await (const { open, close, of } of xmlOf(bytesOf(text))) {
      if (open === 'EntityType') {
        current = { properties: [], key: 'ID' }
        types.set(of.Name ?? '', current)
      } else if (open === 'Key') isKey = true
      else if (open === 'PropertyRef' && isKey && current) current.key = of.Name ?? 'ID'
      else if (open === 'Property') current?.properties.push(of.Name ?? '')
      else if (open === 'EntitySet') sets.push([of.Name ?? '', (of.EntityType ?? '').split('.').at(-1) ?? ''])
      if (close === 'Key') isKey = false
      if (close === 'EntityType') current = undefined
    }
  } catch {
    return refuse('rest/no-document')
  }
  if (sets.length === 0) return refuse('rest/no-document')
  const kinds: Record<string, Json> = {}
  for (const [set, type] of sets) {
    const kind = kindNamed(set) ?? kindNamed(type)
    const entity = types.get(type)
    if (kind && entity && !(kind in kinds)) kinds[kind] = odataKind(kind, set, entity)
  }
  return ok({
    base: 'https://',
    auth: { by: 'basic' },
    headers: { 'OData-Version': '4.0', Prefer: 'return=representation' },
    batch: '/$batch',
    kinds,
  })
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text, 'utf8')
}

function odataKind(kind: KindName, set: string, { properties, key }: EntityType): Draft {
  const changed = properties.find((name) => /updated|modified|changed/i.test(name))
  const fields = fieldsFor(kind, properties)
  const one = `/${set}({id})`
  return {
    ...{ path: `/${set}`, items: 'value', paging: { by: 'next', at: '@odata.nextLink' }, id: key, etag: true },
    ...(changed ? { since: { at: changed, query: '$filter', template: `${changed} ge {since}` } } : {}),
    read: { method: 'GET', path: one },
    ...{ create: true, update: { method: 'PATCH', path: one }, delete: { method: 'DELETE', path: one } },
    find: typeof fields.code === 'string' ? { $filter: `${fields.code} eq '{code}'` } : { $filter: `${key} eq '{code}'` },
    fields,
  }
}
