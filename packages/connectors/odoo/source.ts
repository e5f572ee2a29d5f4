/** Finding the documents of a kind in Odoo: by id, by what was touched, by page. */
import type { Snapshot } from '@tandem/hub'
import type { Instant } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import type { Doc, Source, Touch } from '../kit/poll.ts'
import { versionOf } from '../kit/version.ts'
import type { Row } from './door.ts'
import { and, type OdooKind, type Part, type Session, search, searchAll, type Watched } from './session.ts'
import { idOf, moment, naive, nameOf } from './values.ts'

const STAMPS = ['write_date', 'write_uid']

export function externalId({ prefix }: Part, id: number): string {
  return prefix + idText(id)
}

/** The part that an external id belongs to, and its number there. */
function placeOf({ parts }: OdooKind, id: string): { part: Part; number: number } | undefined {
  const part = [...parts].reverse().find(({ prefix }) => id.startsWith(prefix))
  return part && { part, number: idNumber(id.slice(part.prefix.length)) }
}

export async function docsOf(session: Session, part: Part, rows: readonly Row[]): Promise<Doc[]> {
  if (rows.length === 0) return []
  const values = await part.values(session, rows)
  return rows.flatMap((row, i) => {
    const told = values[i]
    if (!told) return []
    const at = moment(row.write_date)
    const version = versionOf(String(row.write_date), told)
    return [{ externalId: externalId(part, Number(row.id)), version, values: told, at, actor: nameOf(row.write_uid) ?? 'Odoo' }]
  })
}

/** Those of the documents that are there. */
export async function readDocs(session: Session, kind: OdooKind, externalIds: readonly string[]): Promise<Doc[]> {
  const places = externalIds.flatMap((id) => placeOf(kind, id) ?? [])
  const found = await Promise.all(
    kind.parts.map(async (part) => {
      const numbers = places.filter((place) => place.part === part).map(({ number }) => number)
      if (numbers.length === 0) return []
      const domain = and([['id', 'in', [...new Set(numbers)]]], part.domain(session))
      return docsOf(session, part, await search(session, part.model, domain, [...part.fields(session), ...STAMPS]))
    }),
  )
  return found.flat()
}

/** Documents by ascending external id: one part after the other. */
export async function pageDocs(session: Session, kind: OdooKind, after: string, limit: number): Promise<Doc[]> {
  const from = after === '' ? undefined : placeOf(kind, after)
  const first = from ? kind.parts.indexOf(from.part) : 0
  const found: Doc[] = []
  for (const [i, part] of kind.parts.entries()) {
    if (i < first) continue
    for (let number = i === first ? (from?.number ?? 0) : 0; found.length < limit; ) {
      const most = limit - found.length
      const rows = await search(
        session,
        part.model,
        and([['id', '>', number]], part.domain(session)),
        [...part.fields(session), ...STAMPS],
        most,
      )
      found.push(...(await docsOf(session, part, rows)))
      if (rows.length < most) break
      number = Number(rows.at(-1)?.id)
    }
  }
  return found
}

/** The ids of all documents after one, for finding out what is gone. */
export async function pageIds(session: Session, kind: OdooKind, after: string, limit: number): Promise<string[]> {
  return (await pageDocs(session, kind, after, limit)).map(({ externalId: id }) => id)
}

/** `session` answers what is known by the time it is needed. */
export function sourceOf(session: () => Promise<Session>, kind: OdooKind): Source {
  const watched = kind.parts.flatMap((part) => [{ part, watch: own(part) }, ...part.watched.map((watch) => ({ part, watch }))])
  const names = watched.map(({ part, watch }, i) => `${part.prefix}${watch.model}${i}`)
  const at = (table: string) => watched[names.indexOf(table)] as (typeof watched)[number]
  return {
    tables: names,
    async newest(table) {
      const now = await session()
      const { model, domain } = at(table).watch
      if (!isThere(now, model)) return null
      const args = { domain: domain as never, fields: ['write_date'], order: 'write_date desc', limit: 1 }
      const [row] = await now.door.call<Row[]>(model, 'search_read', { ...args, context: { active_test: false } })
      return row ? moment(row.write_date) : null
    },
    touched: async (table, from) => touched(await session(), at(table).part, at(table).watch, from),
    page: async (after, limit) => pageDocs(await session(), kind, after, limit),
    read: async (externalIds) => readDocs(await session(), kind, externalIds),
  }
}

function own({ model }: Part): Watched {
  return { model, domain: [], via: 'id' }
}

/** Models that are used for watching only are there when what they belong to is. */
function isThere({ facts }: Session, model: string): boolean {
  const owner = { 'product.pricelist': 'product.pricelist.item', 'product.template': 'product.product' }[model]
  const needed = owner ?? (model === 'account.partial.reconcile' ? 'account.move' : model)
  return needed in facts.fields
}

async function touched(session: Session, part: Part, watch: Watched, from: Instant): Promise<Touch[]> {
  if (!isThere(session, watch.model)) return []
  const isOwn = watch.via === 'id' && !watch.to
  const since = [['write_date', '>=', naive(from)]]
  const domain = and(since, isOwn ? part.domain(session) : watch.domain)
  const rows = await searchAll(session, watch.model, domain, isOwn ? ['write_date'] : ['write_date', watch.via])
  const named = rows.map((row) => ({
    id: watch.via === 'id' ? Number(row.id) : idOf(row[watch.via]),
    at: moment(row.write_date),
  }))
  const leads = watch.to && rows.length > 0 ? await watch.to(session, [...new Set(named.map(({ id }) => id))]) : undefined
  return named.flatMap(({ id, at }) =>
    (leads ? (leads.get(id) ?? []) : [id]).filter((one) => one !== 0).map((one) => ({ externalId: externalId(part, one), at })),
  )
}

export function snapshotOf({ externalId: id, version, values }: Doc): Snapshot {
  return { externalId: id, version, values }
}
