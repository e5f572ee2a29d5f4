/** What is to be known of one Odoo before its documents can be read: what is installed, how fields are called, its company. */
import type { Instant, Json } from '@tandem/kernel'
import type { Door, Row } from './door.ts'
import { idOf, nameOf, text } from './values.ts'

export interface Facts {
  readonly version: string
  /** Names of the fields of the models that are used, by model; a model that is not installed is absent. */
  readonly fields: Readonly<Record<string, readonly string[]>>
  /** The company's own fields (`x_...`) with their types and labels. */
  readonly custom: Readonly<Record<string, readonly CustomField[]>>
  readonly company: { readonly id: number; readonly currency: string; readonly country: string; readonly timeZone: string }
  /** Digits behind the point, by currency. */
  readonly digits: Readonly<Record<string, number>>
  /** `30` -> the payment term of 30 days. */
  readonly terms: Readonly<Record<string, number>>
  /** Days by payment term; only terms that are a number of days. */
  readonly termDays: Readonly<Record<string, number>>
  readonly taxes: readonly Tax[]
  readonly units: Readonly<Record<string, number>>
  readonly countries: Readonly<Record<string, number>>
  readonly readAt: Instant
}

export interface CustomField {
  readonly name: string
  readonly type: string
  readonly label: string
}

export interface Tax {
  readonly id: number
  readonly rate: number
  readonly isIncluded: boolean
}

export const MODELS = [
  'res.partner',
  'product.product',
  'product.pricelist.item',
  'sale.order',
  'sale.order.line',
  'stock.picking',
  'stock.move',
  'account.move',
  'account.move.line',
  'account.payment',
  'crm.lead',
  'crm.stage',
  'helpdesk.ticket',
  'helpdesk.stage',
  'helpdesk.ticket.stage',
] as const

/** Fields that a company or its Studio added. */
const CUSTOM = /^x_/

export async function readFacts(door: Door, now: Instant): Promise<Facts> {
  const version = await door.version()
  const described = await Promise.all(MODELS.map((model) => describe(door, model)))
  const [company, digits, terms, taxes, units, countries] = await Promise.all([
    readCompany(door),
    readDigits(door),
    readTerms(door),
    readTaxes(door),
    readUnits(door),
    readCountries(door),
  ])
  const known = described.flatMap((one) => (one ? [one] : []))
  return {
    ...{ version, company, digits, taxes, units, countries, readAt: now },
    fields: Object.fromEntries(known.map(({ model, names }) => [model, names])),
    custom: Object.fromEntries(known.map(({ model, custom }) => [model, custom])),
    ...terms,
  }
}

/** Undefined: there is no such model here, or the key may not see it. */
async function describe(door: Door, model: string) {
  const described = await door
    .call<Record<string, Row>>(model, 'fields_get', { attributes: ['type', 'string', 'store', 'readonly'] })
    .catch(ifMissing)
  if (!described) return undefined
  const custom = Object.entries(described).flatMap(([name, { type, string }]) =>
    CUSTOM.test(name) && !/2many$|binary|html/.test(String(type))
      ? [{ name, type: String(type), label: String(string ?? name) }]
      : [],
  )
  return { model, names: Object.keys(described), custom }
}

/** A module that is not installed has no model; a model that the key may not see is as good as none. */
export function ifMissing(fault: unknown): undefined {
  const { status, kind, message } = fault as { status?: number; kind?: string; message?: string }
  if (status === 404 || /KeyError|AccessError|NotFound/.test(kind ?? '')) return undefined
  // By JSON-RPC it is told like any trouble that a user makes, and in words alone.
  if (/UserError/.test(kind ?? '') && /^Object \S+ doesn.t exist/.test(message ?? '')) return undefined
  throw fault
}

async function readCompany(door: Door): Promise<Facts['company']> {
  const [row] = await door.call<Row[]>('res.company', 'search_read', {
    domain: [],
    fields: ['currency_id', 'country_id', 'partner_id'],
    order: 'id',
    limit: 1,
  })
  const country = idOf(row?.country_id)
  const [land] = country
    ? await door.call<Row[]>('res.country', 'read', { ids: [country], fields: ['code'] })
    : [undefined as Row | undefined]
  const [partner] = await door.call<Row[]>('res.partner', 'read', { ids: [idOf(row?.partner_id)], fields: ['tz'] })
  return {
    id: idOf(row?.id),
    currency: nameOf(row?.currency_id) ?? 'USD',
    country: text(land?.code) ?? 'US',
    timeZone: text(partner?.tz) ?? 'UTC',
  }
}

async function readDigits(door: Door): Promise<Facts['digits']> {
  const found = await door.call<Row[]>('res.currency', 'search_read', { domain: [], fields: ['name', 'decimal_places'] })
  return Object.fromEntries(found.map(({ name, decimal_places: digits }) => [String(name), Number(digits)]))
}

/** Terms that are one part, due a number of days after the invoice. */
async function readTerms(door: Door): Promise<Pick<Facts, 'terms' | 'termDays'>> {
  const lines =
    (await door
      .call<Row[]>('account.payment.term.line', 'search_read', { domain: [], fields: [], order: 'id' })
      .catch(ifMissing)) ?? []
  const perTerm = new Map<number, number>()
  for (const { payment_id: term } of lines) perTerm.set(idOf(term), (perTerm.get(idOf(term)) ?? 0) + 1)
  const terms: Record<string, number> = {}
  const termDays: Record<string, number> = {}
  for (const line of lines) {
    const term = idOf(line.payment_id)
    const days = line.nb_days ?? line.days
    if (perTerm.get(term) !== 1 || !isPlainTerm(line) || typeof days !== 'number') continue
    termDays[String(term)] = days
    terms[String(days)] ??= term
  }
  return { terms, termDays }
}

/** So many days after the invoice, and nothing else: as 17 says it, 16, and 14 and 15. */
function isPlainTerm({ delay_type: delay, option, day_of_the_month: day, months, end_month: end }: Row): boolean {
  const isAfter = (delay ?? 'days_after') === 'days_after' && (option ?? 'day_after_invoice_date') === 'day_after_invoice_date'
  return isAfter && !(Number(day ?? 0) > 0) && !(Number(months ?? 0) > 0) && end !== true
}

async function readTaxes(door: Door): Promise<Tax[]> {
  const found =
    (await door
      .call<Row[]>('account.tax', 'search_read', {
        domain: [
          ['type_tax_use', '=', 'sale'],
          ['amount_type', '=', 'percent'],
        ],
        fields: ['amount', 'price_include'],
        order: 'sequence, id',
      })
      .catch(ifMissing)) ?? []
  return found.map(({ id, amount, price_include: included }) => ({
    id: Number(id),
    rate: Number(amount),
    isIncluded: included === true,
  }))
}

async function readUnits(door: Door): Promise<Facts['units']> {
  const found =
    (await door.call<Row[]>('uom.uom', 'search_read', { domain: [], fields: ['name'], order: 'id' }).catch(ifMissing)) ?? []
  return Object.fromEntries(found.reverse().map(({ id, name }) => [String(name), Number(id)]))
}

async function readCountries(door: Door): Promise<Facts['countries']> {
  const found = await door.call<Row[]>('res.country', 'search_read', { domain: [], fields: ['code'] })
  return Object.fromEntries(found.map(({ id, code }) => [String(code), Number(id)]))
}

/** The name that this version has for a field: the first of those that it knows. */
export function named(facts: Facts, model: string, ...names: readonly string[]): string | undefined {
  const known = facts.fields[model]
  return names.find((name) => known?.includes(name))
}

export function has(facts: Facts, model: string): boolean {
  return model in facts.fields
}

export function asJson(facts: Facts): Json {
  return facts as unknown as Json
}
