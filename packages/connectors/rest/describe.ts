/** How a REST or OData API is the joint's kinds: one JSON object, checked before anything is sent. */
import type { KindName } from '@tandem/hub'
import { type Fields, type Json, ok, type Result } from '@tandem/kernel'
import { describedKind, type FieldPlaces, isObject, readPlaces, wrong } from '../described.ts'

export type Auth =
  | { readonly by: 'none' | 'basic' | 'bearer' }
  | { readonly by: 'header'; readonly header: string }
  /** Client credentials, or a refresh token where the settings have one. */
  | { readonly by: 'oauth2'; readonly tokenUrl: string; readonly scope?: string }
  /** HMAC over a text made of `{method} {path} {query} {timestamp} {body}`. */
  | {
      readonly by: 'signed'
      readonly header: string
      readonly text: string
      readonly hash: 'sha256' | 'sha512'
      readonly encoding: 'hex' | 'base64'
      readonly prefix: string
      readonly timestampHeader?: string
      readonly userHeader?: string
    }

export type Paging =
  | { readonly by: 'none' }
  | { readonly by: 'page'; readonly page: string; readonly size: string; readonly first: number }
  | { readonly by: 'offset'; readonly offset: string; readonly size: string }
  /** The answer holds a text that asks for the next page. */
  | { readonly by: 'cursor'; readonly at: string; readonly cursor: string; readonly size?: string }
  /** The answer names the address of the next page: in its `Link` header, or at `@odata.nextLink`. */
  | { readonly by: 'link'; readonly size?: string }
  | { readonly by: 'next'; readonly at: string; readonly size?: string }

export interface Since {
  /** Where a document says when it was changed last. */
  readonly at: string
  readonly query: string
  /** `{since}` stands for the moment; `modified ge {since}` for OData. */
  readonly template: string
  readonly form: 'iso' | 'epoch' | 'epoch-ms'
  /** Longer than anything takes there from its time to its being seen. */
  readonly overlapSeconds: number
}

export interface Operation {
  readonly method: string
  /** `{id}` stands for the external id. */
  readonly path: string
}

export interface RestKind {
  readonly kind: KindName
  readonly of: Fields
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Where the list stands in the answer; empty: it is the answer. */
  readonly items: string
  readonly pageSize: number
  readonly paging: Paging
  readonly since: Since | undefined
  readonly id: string
  /** Where a document says when it was made, or what else tells it from one that had its id before. Undefined: no id is given again. */
  readonly born: string | undefined
  /** Where a document says that it is deleted. */
  readonly deleted: string | undefined
  readonly read: Operation
  /** Many by their ids in one question: `{ids}` joined by commas. */
  readonly readMany: string | undefined
  readonly create: Operation | undefined
  readonly update: Operation | undefined
  readonly remove: Operation | undefined
  /** The property around a written document; empty: none. */
  readonly wrap: string
  /** Send the version back as `If-Match`, from the `ETag` header or `@odata.etag`. */
  readonly etag: boolean
  /** Finds what a create made when its answer was lost: `{key}` or fields of the joint in a query. */
  readonly find: Readonly<Record<string, string>> | undefined
  /** Where the key of the write is kept in the document. */
  readonly keyAt: string | undefined
  readonly fields: FieldPlaces
}

export interface RestDescription {
  readonly base: URL
  readonly auth: Auth
  readonly headers: Readonly<Record<string, string>>
  /** A header by which the API itself does a repeated write once. */
  readonly idempotencyHeader: string | undefined
  /** The path of OData's JSON batch: writes travel together. */
  readonly batch: string | undefined
  readonly kinds: ReadonlyMap<KindName, RestKind>
}

type Given = Readonly<Record<string, Json>>
const TOP = ['base', 'auth', 'headers', 'idempotencyHeader', 'batch', 'kinds']

/** Refuses `described/wrong`, naming the place. */
export function readDescription(given: Json): Result<RestDescription> {
  if (!isObject(given)) return wrong('description', '{ "base", "auth", "kinds" }')
  const stranger = Object.keys(given).find((name) => !TOP.includes(name))
  if (stranger) return wrong(stranger, `one of ${TOP.join(', ')}`)
  const base = typeof given.base === 'string' ? URL.parse(given.base) : null
  if (!base || !/^https?:$/.test(base.protocol)) return wrong('base', '"https://api.example.com/v1"')
  const auth = readAuth(given.auth ?? null)
  if (!auth.ok) return auth
  const headers = texts(given.headers ?? {})
  if (!headers) return wrong('headers', 'an object of texts')
  if (!isObject(given.kinds) || Object.keys(given.kinds).length === 0)
    return wrong('kinds', '{ "customer": { "path", "fields" } }')
  const kinds = new Map<KindName, RestKind>()
  for (const [name, one] of Object.entries(given.kinds)) {
    const kind = describedKind(name)
    if (!kind.ok) return kind
    const read = readKind(name, kind.value.fields, one)
    if (!read.ok) return read
    kinds.set(name as KindName, read.value)
  }
  const idempotencyHeader = text(given.idempotencyHeader)
  const unsafe = [...kinds.values()].find(({ create, find }) => create && !find && !idempotencyHeader)
  if (unsafe) {
    return wrong(
      `kinds.${unsafe.kind}.find`,
      'how to find what was created when its answer is lost: { "reference": "{key}" } with "keyAt", or { "code": "{code}" }; or an "idempotencyHeader" for all kinds',
    )
  }
  return ok({ base, auth: auth.value, headers, idempotencyHeader, batch: text(given.batch), kinds })
}

function readAuth(given: Json): Result<Auth> {
  if (given === null) return ok({ by: 'none' })
  const auth = (isObject(given) ? given : {}) as Given
  switch (auth.by) {
    case 'none':
    case 'basic':
    case 'bearer':
      return ok({ by: auth.by })
    case 'header':
      return text(auth.header)
        ? ok({ by: 'header', header: text(auth.header) as string })
        : wrong('auth.header', 'the name of a header')
    case 'oauth2': {
      const tokenUrl = typeof auth.tokenUrl === 'string' && URL.canParse(auth.tokenUrl) ? auth.tokenUrl : undefined
      if (!tokenUrl) return wrong('auth.tokenUrl', '"https://login.example.com/token"')
      return ok({ by: 'oauth2', tokenUrl, ...(text(auth.scope) ? { scope: text(auth.scope) as string } : {}) })
    }
    case 'signed':
      return readSigned(auth)
    default:
      return wrong('auth.by', '"none", "basic", "bearer", "header", "oauth2" or "signed"')
  }
}

function readSigned(auth: Given): Result<Auth> {
  const { hash = 'sha256', encoding = 'hex', prefix = '' } = auth
  if (!text(auth.header) || !text(auth.text))
    return wrong('auth', '{ "by": "signed", "header", "text": "{method}\\n{path}\\n{timestamp}\\n{body}" }')
  if ((hash !== 'sha256' && hash !== 'sha512') || (encoding !== 'hex' && encoding !== 'base64')) {
    return wrong('auth.hash', '"sha256" or "sha512", with "encoding" "hex" or "base64"')
  }
  return ok({
    ...{
      by: 'signed',
      header: text(auth.header) as string,
      text: text(auth.text) as string,
      hash,
      encoding,
      prefix: String(prefix),
    },
    ...(text(auth.timestampHeader) ? { timestampHeader: text(auth.timestampHeader) as string } : {}),
    ...(text(auth.userHeader) ? { userHeader: text(auth.userHeader) as string } : {}),
  })
}

const KNOWN = [
  'path',
  'query',
  'items',
  'pageSize',
  'paging',
  'since',
  'id',
  'born',
  'deleted',
  'read',
  'readMany',
  'create',
  'update',
  'delete',
  'wrap',
  'etag',
  'find',
  'keyAt',
  'fields',
]

function readKind(name: string, of: Fields, given: Json): Result<RestKind> {
  const at = `kinds.${name}`
  if (!isObject(given)) return wrong(at, 'an object')
  const stranger = Object.keys(given).find((one) => !KNOWN.includes(one))
  if (stranger) return wrong(`${at}.${stranger}`, `one of ${KNOWN.join(', ')}`)
  const path = text(given.path)
  if (!path?.startsWith('/')) return wrong(`${at}.path`, '"/customers"')
  const paging = readPaging(given.paging ?? null, at)
  const since = readSince(given.since ?? null, at)
  const fields = readPlaces(name, of, given.fields ?? null, `${at}.fields`)
  if (!paging.ok) return paging
  if (!since.ok) return since
  if (!fields.ok) return fields
  const [query, find] = [texts(given.query ?? {}), given.find === undefined ? undefined : texts(given.find)]
  if (!query || (given.find !== undefined && !find)) return wrong(`${at}.query`, 'an object of texts')
  const { pageSize = 100 } = given
  if (!Number.isSafeInteger(pageSize) || (pageSize as number) < 1) return wrong(`${at}.pageSize`, 'a whole number')
  const one = `${path}/{id}`
  return ok({
    ...{ kind: name as KindName, of, path, query, items: text(given.items) ?? '', pageSize: pageSize as number },
    ...{
      paging: paging.value,
      since: since.value,
      id: text(given.id) ?? 'id',
      born: text(given.born),
      deleted: text(given.deleted),
      fields: fields.value,
    },
    read: operation(given.read ?? true, 'GET', one) as Operation,
    readMany: text(given.readMany),
    create: operation(given.create, 'POST', path),
    update: operation(given.update, 'PATCH', one),
    remove: operation(given.delete, 'DELETE', one),
    ...{ wrap: text(given.wrap) ?? '', etag: given.etag === true, find, keyAt: text(given.keyAt) },
  })
}

/** True: the usual one. Or `{ "method": "PUT", "path": "/clients/{id}" }`. */
function operation(given: Json | undefined, method: string, path: string): Operation | undefined {
  if (given === true) return { method, path }
  if (!isObject(given)) return undefined
  return { method: text(given.method)?.toUpperCase() ?? method, path: text(given.path) ?? path }
}

function readPaging(given: Json, at: string): Result<Paging> {
  if (given === null) return ok({ by: 'none' })
  const paging = (isObject(given) ? given : {}) as Given
  const size = text(paging.size) ? { size: text(paging.size) as string } : {}
  switch (paging.by) {
    case 'none':
      return ok({ by: 'none' })
    case 'page':
      return ok({
        by: 'page',
        page: text(paging.page) ?? 'page',
        size: text(paging.size) ?? 'per_page',
        first: paging.first === 0 ? 0 : 1,
      })
    case 'offset':
      return ok({ by: 'offset', offset: text(paging.offset) ?? 'offset', size: text(paging.size) ?? 'limit' })
    case 'cursor':
      return text(paging.at)
        ? ok({ by: 'cursor', at: text(paging.at) as string, cursor: text(paging.cursor) ?? 'cursor', ...size })
        : wrong(`${at}.paging.at`, 'where the next cursor stands in the answer')
    case 'link':
      return ok({ by: 'link', ...size })
    case 'next':
      return ok({ by: 'next', at: text(paging.at) ?? '@odata.nextLink', ...size })
    default:
      return wrong(`${at}.paging.by`, '"page", "offset", "cursor", "link", "next" or "none"')
  }
}

const OVERLAP_SECONDS = 300

function readSince(given: Json, at: string): Result<Since | undefined> {
  if (given === null) return ok(undefined)
  const since = (isObject(given) ? given : {}) as Given
  const { overlapSeconds = OVERLAP_SECONDS, form = 'iso' } = since
  if (!text(since.at) || !text(since.query)) return wrong(`${at}.since`, '{ "at": "updated_at", "query": "updated_since" }')
  if (form !== 'iso' && form !== 'epoch' && form !== 'epoch-ms') return wrong(`${at}.since.form`, '"iso", "epoch" or "epoch-ms"')
  if (!Number.isSafeInteger(overlapSeconds)) return wrong(`${at}.since.overlapSeconds`, 'seconds, 300')
  const own = { at: text(since.at) as string, query: text(since.query) as string, template: text(since.template) ?? '{since}' }
  return ok({ ...own, form, overlapSeconds: overlapSeconds as number })
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function texts(given: Json | undefined): Record<string, string> | undefined {
  if (!isObject(given)) return undefined
  const pairs = Object.entries(given)
  return pairs.every(([, value]) => typeof value === 'string') ? (Object.fromEntries(pairs) as Record<string, string>) : undefined
}
