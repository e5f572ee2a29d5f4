/** What is to be known of one Tryton, and reading many records of it. */

import type { KindName, Values } from '@tandem/hub'
import type { Instant, Json } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import type { Doc, Source, Touch } from '../kit/poll.ts'
import { versionOf } from '../kit/version.ts'
import { type Door, momentOf, type Row, TrytonRefused } from './door.ts'

export interface Facts {
  readonly version: string
  readonly company: number
  /** The party of the company itself, which is nobody's customer. */
  readonly owner: number
  readonly currency: string
  readonly currencyId: number
  readonly digits: number
  readonly timeZone: string
  /** Names of fields by model; a model that is not there is absent. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  readonly taxes: readonly { readonly id: number; readonly rate: string }[]
  readonly units: Record<string, number>
  readonly terms: Record<string, number>
  readonly termDays: Record<string, number>
  readonly warehouse: number
  readonly storage: number
}

export interface Session {
  readonly door: Door
  readonly facts: Facts
  /** The country of an address that names none. */
  readonly country: string
  /** Of this connection, in what it makes there. */
  readonly mark: string
  readonly now: () => Instant
}

const MODELS = [
  'party.party',
  'party.contact_mechanism',
  'party.identifier',
  'product.template',
  'party.address',
  'product.product',
  'sale.sale',
  'sale.line',
  'stock.shipment.out',
  'stock.move',
  'account.invoice',
  'account.payment',
]

export async function readFacts(door: Door): Promise<Facts> {
  const version = await door.version()
  const context = await door.context()
  const described = await Promise.all(MODELS.map(async (model) => [model, await fieldsOf(door, model)] as const))
  const company = Number(context.company ?? 0)
  const [owner] = await all(
    door,
    'company.company',
    [['id', '=', company]],
    ['timezone', 'party', 'currency.code', 'currency.digits'],
  )
  const currency = (owner?.['currency.'] ?? {}) as Row
  const [taxes, units, terms, [warehouse]] = await Promise.all([
    all(
      door,
      'account.tax',
      [
        ['company', '=', company],
        ['type', '=', 'percentage'],
        ['parent', '=', null],
      ],
      ['rate'],
    ),
    all(door, 'product.uom', [], ['name', 'symbol']),
    all(
      door,
      'account.invoice.payment_term',
      [],
      ['lines.type', 'lines.relativedeltas.days', 'lines.relativedeltas.months', 'lines.relativedeltas.weeks'],
    ),
    all(door, 'stock.location', [['type', '=', 'warehouse']], ['storage_location']),
  ])
  const days = Object.fromEntries(terms.flatMap((term) => daysOf(term).map((count) => [String(term.id), count])))
  return {
    ...{
      version,
      company,
      owner: Number(owner?.party ?? 0),
      currency: String(currency.code ?? 'EUR'),
      currencyId: Number(currency.id ?? 0),
    },
    ...{ digits: Number(currency.digits ?? 2), timeZone: typeof owner?.timezone === 'string' ? owner.timezone : 'UTC' },
    fields: Object.fromEntries(described.flatMap(([model, names]) => (names ? [[model, names]] : []))),
    taxes: taxes.map((tax) => ({ id: Number(tax.id), rate: percent(String(tax.rate)) })),
    units: Object.fromEntries(units.reverse().map((unit) => [String(unit.name), Number(unit.id)])),
    termDays: days,
    terms: Object.fromEntries(Object.entries(days).map(([id, count]) => [String(count), Number(id)])),
    ...{ warehouse: Number(warehouse?.id ?? 0), storage: Number(warehouse?.storage_location ?? 0) },
  }
}

async function fieldsOf(door: Door, model: string): Promise<readonly string[] | undefined> {
  try {
    return Object.keys(await door.call<Row>(model, 'fields_get', [[]]))
  } catch (fault) {
    if (fault instanceof TrytonRefused && fault.kind !== 'Login') return undefined
    throw fault
  }
}

/** Terms of one remainder after a number of days. */
function daysOf(term: Row): number[] {
  const lines = (term['lines.'] ?? []) as readonly Row[]
  const [line] = lines
  if (lines.length !== 1 || line?.type !== 'remainder') return []
  const deltas = (line['relativedeltas.'] ?? []) as readonly Row[]
  if (deltas.some(({ months }) => Number(months ?? 0) !== 0)) return []
  return [deltas.reduce((sum, { days, weeks }) => sum + Number(days ?? 0) + 7 * Number(weeks ?? 0), 0)]
}

function percent(rate: string): string {
  const text = (Number(rate) * 100).toFixed(4).replace(/\.?0+$/, '')
  return text === '' ? '0' : text
}

export const INACTIVE_TOO: Row = { active_test: false }

/** Records by ascending id, however many. */
export async function all(door: Door, model: string, domain: Json, fields: readonly string[]): Promise<Row[]> {
  const found: Row[] = []
  for (let after = 0; ; ) {
    const page = await some(door, model, [['id', '>', after], domain], fields, 1_000)
    found.push(...page)
    if (page.length < 1_000) return found
    after = Number(page.at(-1)?.id)
  }
}

export function some(door: Door, model: string, domain: Json, fields: readonly string[], limit: number): Promise<Row[]> {
  return door.call<Row[]>(model, 'search_read', [domain, 0, limit, [['id', 'ASC']], [...fields]], INACTIVE_TOO)
}

export function byIds(door: Door, model: string, ids: readonly number[], fields: readonly string[]): Promise<Row[]> {
  return ids.length === 0 ? Promise.resolve([]) : all(door, model, [['id', 'in', [...new Set(ids)]]], fields)
}

export interface TrytonKind {
  readonly kind: KindName
  readonly model: string
  domain(session: Session): Json
  fields(session: Session): readonly string[]
  /** Models that touch its documents, and how to get from a touched record to them. */
  readonly watched: readonly {
    readonly model: string
    readonly fields: readonly string[]
    to(session: Session, rows: readonly Row[]): Promise<readonly (readonly number[])[]>
  }[]
  values(session: Session, rows: readonly Row[]): Promise<readonly (Values | undefined)[]>
}

const STAMPS = ['create_date', 'write_date', 'write_uid.rec_name']

/** When a record was touched last: nothing stands in `write_date` before its first change. */
function touchedAt(row: Row): Instant {
  return String(row.write_date ?? row.create_date ?? '1970-01-01T00:00:00Z') as Instant
}

export async function docsOf(session: Session, kind: TrytonKind, rows: readonly Row[]): Promise<Doc[]> {
  if (rows.length === 0) return []
  const values = await kind.values(session, rows)
  return rows.flatMap((row, i) => {
    const told = values[i]
    if (!told) return []
    const at = touchedAt(row)
    const actor = String(((row['write_uid.'] ?? {}) as Row).rec_name ?? 'Tryton')
    return [{ externalId: idText(Number(row.id)), version: versionOf(at, told), values: told, at, actor }]
  })
}

export async function readDocs(session: Session, kind: TrytonKind, externalIds: readonly string[]): Promise<Doc[]> {
  const numbers = externalIds.map(idNumber).filter((id) => id !== 0)
  if (numbers.length === 0) return []
  const domain = [['id', 'in', [...new Set(numbers)]], kind.domain(session)]
  return docsOf(session, kind, await all(session.door, kind.model, domain, [...kind.fields(session), ...STAMPS]))
}

export async function pageDocs(session: Session, kind: TrytonKind, after: string, limit: number): Promise<Doc[]> {
  const found: Doc[] = []
  for (let number = idNumber(after); found.length < limit; ) {
    const most = Math.min(500, limit - found.length)
    const domain = [['id', '>', number], kind.domain(session)]
    const rows = await some(session.door, kind.model, domain, [...kind.fields(session), ...STAMPS], most)
    found.push(...(await docsOf(session, kind, rows)))
    if (rows.length < most) break
    number = Number(rows.at(-1)?.id)
  }
  return found
}

export function sourceOf(session: () => Promise<Session>, kind: TrytonKind): Source {
  return {
    tables: [kind.model, ...kind.watched.map(({ model }) => model)],
    async newest(table) {
      const { door, facts } = await session()
      if (!(table in facts.fields)) return null
      const newest = async (field: string) => {
        const [row] = await door.call<Row[]>(
          table,
          'search_read',
          [[[field, '!=', null]], 0, 1, [[field, 'DESC']], [field]],
          INACTIVE_TOO,
        )
        return row?.[field]
      }
      const times = await Promise.all([newest('create_date'), newest('write_date')])
      return (times
        .filter((time) => typeof time === 'string')
        .sort()
        .at(-1) ?? null) as Instant | null
    },
    touched: async (table, from) => touched(await session(), kind, table, from),
    page: async (after, limit) => pageDocs(await session(), kind, after, limit),
    read: async (externalIds) => readDocs(await session(), kind, externalIds),
  }
}

async function touched(session: Session, kind: TrytonKind, table: string, from: Instant): Promise<Touch[]> {
  if (!(table in session.facts.fields)) return []
  const since: Json = ['OR', [['write_date', '>=', momentOf(from)]], [['create_date', '>=', momentOf(from)]]]
  const watch = kind.watched.find(({ model }) => model === table)
  const domain = watch ? since : [since, kind.domain(session)]
  const rows = await all(session.door, table, domain, ['create_date', 'write_date', ...(watch?.fields ?? [])])
  const documents = watch ? await watch.to(session, rows) : rows.map((row) => [Number(row.id)])
  return rows.flatMap((row, i) => (documents[i] ?? []).map((id) => ({ externalId: idText(id), at: touchedAt(row) })))
}
