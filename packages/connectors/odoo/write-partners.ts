/** Writing customers, contacts and addresses. */
import type { Values } from '@tandem/hub'
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import { idNumber } from '../kit/ids.ts'
import type { Doc } from '../kit/poll.ts'
import { ADDRESS_TYPES, ON_HOLD } from './partners.ts'
import { once, type Session, search } from './session.ts'

/** Odoo's fields for the joint's, of those that are named. A relation is the bare id, 0 for none. */
export type Fields = Readonly<Record<string, Json>>

/** `existing`: what is there says nothing of a term that is no number of days, so that is left as it is. */
export async function customerFields(
  session: Session,
  values: Values,
  names: readonly string[],
  existing?: Doc,
): Promise<Result<Fields>> {
  const { facts } = session
  if (names.includes('currency') && values.currency !== facts.company.currency) {
    return refuse('odoo/other-currency', { currency: values.currency ?? '', company: facts.company.currency })
  }
  const has = (name: string) => facts.fields['res.partner']?.includes(name) ?? false
  const fields: Record<string, Json> = {}
  const plain = { code: 'ref', name: 'name', taxNumber: 'vat', email: 'email', phone: 'phone' } as const
  for (const [name, field] of Object.entries(plain)) if (names.includes(name)) fields[field] = values[name] ?? false
  // Not every system says so: then it is one.
  if (names.includes('type')) fields.is_company = values.type !== 'person'
  if (names.includes('status')) fields.active = values.status !== 'archived'
  if (names.includes('creditLimit') && has('credit_limit')) fields.credit_limit = Number(values.creditLimit ?? 0)
  const isPlainTerm = !existing || 'paymentTermDays' in existing.values
  if (names.includes('paymentTermDays') && has('property_payment_term_id') && isPlainTerm) {
    fields.property_payment_term_id = await termOf(session, Number(values.paymentTermDays ?? 0))
  }
  if (names.includes('onHold') && (values.onHold === true || session.onHold.tag !== 0)) {
    fields.category_id = [[values.onHold === true ? 4 : 3, await onHoldTag(session), 0]]
  }
  return ok({ ...fields, ...customFields(facts.custom['res.partner'] ?? [], values, names) })
}

/** The payment term of so many days; made when there is none. */
export async function termOf(session: Session, days: number): Promise<Json> {
  const there = session.facts.terms[String(days)]
  if (there !== undefined) return there
  return days === 0 ? false : once(session, `term ${days}`, () => makeTerm(session, days))
}

async function makeTerm(session: Session, days: number): Promise<Json> {
  const { facts, door } = session
  const name = `${days} Days`
  const [same] = await search(session, 'account.payment.term', [['name', '=', name]], ['id'])
  // Up to 16 the last part of a term is what is left.
  const isOld = Number.parseInt(facts.version.replace(/^saas~/, ''), 10) <= 16
  const line = isOld ? { value: 'balance', days } : { value: 'percent', value_amount: 100, nb_days: days }
  const id = same
    ? Number(same.id)
    : (await door.call<number[]>('account.payment.term', 'create', { vals_list: [{ name, line_ids: [[0, 0, line]] }] }))[0]
  ;(facts.terms as Record<string, number>)[String(days)] = id ?? 0
  ;(facts.termDays as Record<string, number>)[String(id)] = days
  return id ?? false
}

async function onHoldTag(session: Session): Promise<number> {
  return session.onHold.tag || once(session, 'tag', () => makeTag(session))
}

async function makeTag({ door, onHold }: Session): Promise<number> {
  const [id] = await door.call<number[]>('res.partner.category', 'create', { vals_list: [{ name: ON_HOLD }] })
  onHold.tag = id ?? 0
  return onHold.tag
}

/** The company's own fields, in the types that Odoo takes. */
export function customFields(
  custom: readonly { readonly name: string; readonly type: string }[],
  values: Values,
  names: readonly string[],
): Fields {
  const written = custom.filter(({ name, type }) => names.includes(name) && type !== 'many2one')
  return Object.fromEntries(
    written.map(({ name, type }) => {
      const value = values[name] ?? null
      const isNumber = type === 'float' || type === 'monetary' || type === 'integer'
      return [name, value === null ? false : isNumber ? Number(value) : value]
    }),
  )
}

export async function contactFields(_session: Session, values: Values, names: readonly string[]): Promise<Result<Fields>> {
  const fields: Record<string, Json> = {}
  const plain = { name: 'name', email: 'email', phone: 'phone', role: 'function' } as const
  for (const [name, field] of Object.entries(plain)) if (names.includes(name)) fields[field] = values[name] ?? false
  if (names.includes('customer')) fields.parent_id = idNumber(String(values.customer ?? ''))
  if (names.includes('status')) fields.active = values.status !== 'archived'
  return ok({ ...fields, type: 'contact', is_company: false })
}

/** `isOwn`: the address is the customer's own, which has no use, recipient or status of its own. */
export async function addressFields(
  session: Session,
  values: Values,
  names: readonly string[],
  isOwn: boolean,
): Promise<Result<Fields>> {
  const { facts } = session
  if (isOwn && names.includes('status') && values.status === 'archived') return refuse('odoo/own-address', {})
  const fields: Record<string, Json> = {}
  const plain = { line1: 'street', line2: 'street2', city: 'city', postalCode: 'zip' } as const
  for (const [name, field] of Object.entries(plain)) if (names.includes(name)) fields[field] = values[name] ?? false
  if (names.includes('country') || names.includes('region')) {
    const country = facts.countries[String(values.country ?? '')]
    if (country === undefined) return refuse('odoo/unknown-country', { country: values.country ?? '' })
    fields.country_id = country
    const state = await stateOf(session, country, values.region ?? null)
    if (!state.ok) return state
    fields.state_id = state.value
  }
  if (isOwn) return ok(fields)
  if (names.includes('recipient')) fields.name = values.recipient ?? false
  if (names.includes('customer')) fields.parent_id = idNumber(String(values.customer ?? ''))
  if (names.includes('use')) fields.type = ADDRESS_TYPES[String(values.use)] ?? 'other'
  if (names.includes('status')) fields.active = values.status !== 'archived'
  return ok(fields)
}

/** A region by its name or code; where Odoo knows no regions of the country, none is kept. */
async function stateOf(session: Session, country: number, region: Json): Promise<Result<Json>> {
  if (typeof region !== 'string' || region === '') return ok(false)
  const states = await search(session, 'res.country.state', [['country_id', '=', country]], ['name', 'code', 'country_id'])
  const found = states.find(({ name }) => name === region) ?? states.find(({ code }) => code === region)
  if (found) return ok(Number(found.id))
  return states.length === 0 ? ok(false) : refuse('odoo/unknown-region', { region })
}
