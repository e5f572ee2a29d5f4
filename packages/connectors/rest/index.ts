/** Any REST or OData API as a system: described by one JSON object, no code. */
import {
  type Capabilities,
  type Connector,
  type ConnectorType,
  type Found,
  type Given,
  type KindName,
  type Kinds,
  kindNames,
  type Snapshot,
} from '@tandem/hub'
import { defineFields, ok, type Result, refuse } from '@tandem/kernel'
import { type Caller, callerOf, RestFault, type Secrets, valueAt } from './call.ts'
import { RestChanges } from './changes.ts'
import { type RestDescription, type RestKind, readDescription } from './describe.ts'
import { docOf, type RestDoc, snapshotOf } from './documents.ts'
import { listPage } from './pages.ts'
import { applyAll, probeOne, readOne } from './write.ts'

const secret = (en: string, zh: string) => ({ kind: 'text', max: 4000, optional: true, label: { en, zh } }) as const

const settings = defineFields({
  description: {
    ...{ kind: 'json', label: { en: 'Description of the API', zh: '接口描述' } },
    help: {
      en: '{ "base", "auth", "kinds" }; npm run tandem -- rest-description makes a start from an OpenAPI or EDMX file; see the manual, "REST and OData"',
      zh: '{ "base", "auth", "kinds" }；可用 npm run tandem -- rest-description 由 OpenAPI 或 EDMX 文件生成初稿，见手册“REST 与 OData”',
    },
  },
  everySeconds: {
    kind: 'integer',
    optional: true,
    label: { en: 'Look for changes every so many seconds', zh: '检查变更的间隔（秒）' },
  },
  user: { kind: 'text', max: 200, optional: true, label: { en: 'User', zh: '用户' } },
  password: secret('Password', '密码'),
  token: secret('Token or signing key', '令牌或签名密钥'),
  clientId: { kind: 'text', max: 500, optional: true, label: { en: 'Client id (OAuth2)', zh: '客户端 ID（OAuth2）' } },
  clientSecret: secret('Client secret (OAuth2)', '客户端密钥（OAuth2）'),
  refreshToken: secret('Refresh token (OAuth2)', '刷新令牌（OAuth2）'),
})

const ALL: Kinds = Object.fromEntries(kindNames.map((kind) => [kind, { read: true, write: true, delete: true }]))

export const restConnectorType: ConnectorType = {
  type: 'rest',
  label: { en: 'REST or OData API', zh: 'REST 或 OData 接口' },
  about: {
    en: 'Any JSON API, described by a JSON object: addresses, sign-in, paging, fields. No code.',
    zh: '任意 JSON 接口，用一个 JSON 对象描述地址、认证、分页和字段，无需编程。',
  },
  sides: ['crm', 'erp'],
  settings,
  secrets: ['password', 'token', 'clientSecret', 'refreshToken'],
  kinds: () => ALL,
  test: testRest,
  connect: connectRest,
}

const EVERY_SECONDS = 30

function secretsOf({ settings: given }: Given): Secrets {
  const text = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : '')
  const names = ['user', 'password', 'token', 'clientId', 'clientSecret', 'refreshToken'] as const
  return Object.fromEntries(names.map((name) => [name, text(name)])) as unknown as Secrets
}

async function testRest(given: Given): Promise<Result<Found>> {
  const described = readDescription(given.settings.description ?? null)
  if (!described.ok) return described
  const call = callerOf(described.value, secretsOf(given), given.outside)
  const seen: string[] = []
  for (const kind of described.value.kinds.values()) {
    try {
      const { items, next } = await listPage(call, kind, undefined, kind.pageSize)
      const problem = items[0] === undefined ? undefined : missingIn(kind, items[0])
      if (problem) return refuse('rest/not-as-described', { kind: kind.kind, at: problem })
      seen.push(`${kind.path}: ${items.length}${next === undefined ? '' : '+'}`)
    } catch (fault) {
      if (!(fault instanceof RestFault)) throw fault
      const code =
        fault.failing === 'not-let-in' ? 'rest/not-let-in' : fault.failing === 'unreachable' ? 'rest/unreachable' : 'rest/said-no'
      return refuse(code, { base: described.value.base.href, path: kind.path, reason: fault.message })
    }
  }
  const summary = seen.join(', ')
  return ok({ summary: { en: summary, zh: summary }, kinds: carried(described.value), facts: null })
}

/** The first place that a document of the API does not have at all. */
function missingIn(kind: RestKind, item: Parameters<typeof docOf>[1]): string | undefined {
  const needed = [kind.id, ...(kind.since ? [kind.since.at] : []), ...Object.values(kind.fields).map(({ at }) => at)]
  const isThere = (at: string) => valueAt(item, at) !== undefined
  // An empty property is often left out: only a document that has none of them is not as described.
  const fields = needed.filter((at): at is string => at !== undefined)
  return isThere(kind.id)
    ? kind.since && !isThere(kind.since.at)
      ? kind.since.at
      : fields.length > 1 && !fields.slice(1).some(isThere)
        ? fields[1]
        : undefined
    : kind.id
}

function carried({ kinds }: RestDescription): Kinds {
  return Object.fromEntries(
    [...kinds.values()].map(({ kind, create, update, remove }) => [
      kind,
      { read: true, write: create !== undefined || update !== undefined, ...(remove ? { delete: true } : {}) },
    ]),
  )
}

/** Makes the connector; nothing is asked yet. */
export function connectRest(given: Given): Connector {
  const described = readDescription(given.settings.description ?? null)
  if (!described.ok) throw new RangeError(`${given.system}: ${JSON.stringify(described.refusal)}`)
  return connectorOn(given, described.value)
}

function connectorOn(given: Given, description: RestDescription): Connector {
  const call = callerOf(description, secretsOf(given), given.outside)
  const seconds = typeof given.settings.everySeconds === 'number' ? given.settings.everySeconds : EVERY_SECONDS
  const readers = new Map<KindName, RestChanges>()
  const of = (kind: KindName): RestKind => {
    const found = description.kinds.get(kind)
    if (!found) throw new RangeError(`${given.system} does not describe ${kind}`)
    return found
  }
  const listings = new Map<KindName, readonly Snapshot[]>()
  return {
    system: given.system,
    side: given.side,
    label: given.label,
    capabilities: (): Capabilities => ({
      kinds: carried(description),
      batch: 100,
      idempotent: description.idempotencyHeader !== undefined,
    }),
    async changesSince(kind, cursor, limit) {
      const reader = readers.get(kind) ?? new RestChanges({ call, now: given.outside.now, everyMs: seconds * 1000 })
      readers.set(kind, reader)
      return reader.page(of(kind), cursor, limit)
    },
    read: (kind, externalIds) => readMany(call, of(kind), externalIds),
    async list(kind, after, limit) {
      // An API lists in an order of its own: everything is read once and put into the order of ids, a proof at a time.
      const all = after === '' ? undefined : listings.get(kind)
      const listing = all ?? (await everything(call, of(kind)))
      const page = listing.filter(({ externalId }) => externalId > after).slice(0, limit)
      if (page.length < limit) listings.delete(kind)
      else listings.set(kind, listing)
      return page
    },
    apply: (kind, writes) => applyAll(call, description, of(kind), writes),
    probe: (kind, writes) => Promise.all(writes.map((write) => probeOne(call, of(kind), write))),
  }
}

async function everything(call: Caller, kind: RestKind): Promise<Snapshot[]> {
  const found = new Map<string, Snapshot>()
  let at: string | undefined
  do {
    const { items, next } = await listPage(call, kind, at, kind.pageSize)
    for (const item of items) {
      const doc = docOf(kind, item)
      if (doc && !doc.deleted) found.set(doc.externalId, snapshotOf(doc))
    }
    at = next
  } while (at !== undefined)
  return [...found.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1))
}

const AT_ONCE = 4
const IDS_AT_ONCE = 50

async function readMany(call: Caller, kind: RestKind, externalIds: readonly string[]): Promise<Snapshot[]> {
  const docs: RestDoc[] = []
  const { readMany: path } = kind
  if (path !== undefined) {
    for (let at = 0; at < externalIds.length; at += IDS_AT_ONCE) {
      const ids = externalIds.slice(at, at + IDS_AT_ONCE)
      const { body } = await call({ method: 'GET', path: path.replace('{ids}', ids.map(encodeURIComponent).join(',')) })
      const items = valueAt(body, kind.items)
      for (const item of Array.isArray(items) ? items : []) docs.push(...[docOf(kind, item)].flatMap((doc) => doc ?? []))
    }
  } else {
    for (let at = 0; at < externalIds.length; at += AT_ONCE) {
      const some = await Promise.all(externalIds.slice(at, at + AT_ONCE).map((id) => readOne(call, kind, id)))
      docs.push(...some.flatMap((doc) => doc ?? []))
    }
  }
  return docs.filter(({ deleted }) => !deleted).map(snapshotOf)
}
