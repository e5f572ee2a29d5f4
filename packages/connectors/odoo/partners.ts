/** Customers, contacts and addresses: all of them are partners in Odoo, told apart by parent and type. */
import type { Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { and, type Domain, type OdooKind, or, type Session } from './session.ts'
import { amount, customValues, idOf, ids, nameOf, ref, text } from './values.ts'

const PARTNER = 'res.partner'
/** The tag of partners that are on hold: Odoo has no such field. */
export const ON_HOLD = 'On hold'

/** Whom the company sells to: no users, not the company itself, and by choice no mere vendors. */
export function isCustomer({ options, facts }: Session, prefix = ''): Domain {
  const outsiders: Domain = [
    [`${prefix}partner_share`, '=', true],
    [`${prefix}ref_company_ids`, '=', false],
  ]
  if (options.partners === 'all' || !facts.fields[PARTNER]?.includes('customer_rank')) return outsiders
  const bought: Domain = [[`${prefix}customer_rank`, '>', 0]]
  if (options.partners === 'customers') return and(outsiders, bought)
  return and(outsiders, or(bought, [[`${prefix}supplier_rank`, '=', 0]]))
}

export const TOP: Domain = [['parent_id', '=', false]]
const CHILD: Domain = [
  ['parent_id', '!=', false],
  ['parent_id.parent_id', '=', false],
]

function customOf({ facts }: Session): readonly string[] {
  return (facts.custom[PARTNER] ?? []).map(({ name }) => name)
}

export function statusOf({ active }: Row): string {
  return active === false ? 'archived' : 'active'
}

export function codeOf(code: Json | undefined, id: Json | undefined): string {
  return text(code) ?? `ODOO-${String(id)}`
}

export const customers: OdooKind = {
  kind: 'customer',
  parts: [
    {
      model: PARTNER,
      prefix: '',
      watched: [],
      domain: (session) => and(TOP, isCustomer(session)),
      fields(session) {
        const optional = ['property_payment_term_id', session.side === 'erp' ? 'credit_limit' : undefined]
        const known = optional.filter((name) => name && session.facts.fields[PARTNER]?.includes(name)) as string[]
        return ['ref', 'name', 'is_company', 'vat', 'email', 'phone', 'active', 'category_id', ...known, ...customOf(session)]
      },
      values: async (session, rows) => rows.map((row) => customerValues(session, row, session.onHold.tag)),
    },
  ],
}

function customerValues(session: Session, row: Row, onHoldTag: number): Values {
  const { facts, side } = session
  const { currency } = facts.company
  const term = idOf(row.property_payment_term_id)
  const limit = amount(row.credit_limit, 4)
  return {
    code: codeOf(row.ref, row.id),
    name: text(row.name) ?? codeOf(row.ref, row.id),
    type: row.is_company === true ? 'company' : 'person',
    taxNumber: text(row.vat),
    email: text(row.email),
    phone: text(row.phone),
    currency,
    // A term that is no plain number of days says nothing of them.
    ...(term === 0 || facts.termDays[String(term)] !== undefined ? { paymentTermDays: facts.termDays[String(term)] ?? 0 } : {}),
    ...(side === 'erp' && 'credit_limit' in row ? { creditLimit: limit === '0' ? null : limit } : {}),
    onHold: onHoldTag !== 0 && ids(row.category_id).includes(onHoldTag),
    status: statusOf(row),
    ...customValues(row, customOf(session)),
  }
}

export const contacts: OdooKind = {
  kind: 'contact',
  parts: [
    {
      model: PARTNER,
      prefix: '',
      watched: [],
      domain: (session) => and(CHILD, isCustomer(session, 'parent_id.'), [['type', '=', 'contact']]),
      fields: () => ['parent_id', 'name', 'email', 'phone', 'function', 'active'],
      values: async (_session, rows) =>
        rows.map((row) => ({
          customer: ref(row.parent_id),
          name: text(row.name) ?? text(row.email) ?? `ODOO-${String(row.id)}`,
          email: text(row.email),
          phone: text(row.phone),
          role: text(row.function),
          status: statusOf(row),
        })),
    },
  ],
}

/** Our words for Odoo's types of addresses. */
const USES: Readonly<Record<string, string>> = { invoice: 'billing', delivery: 'shipping', other: 'both' }
export const ADDRESS_TYPES: Readonly<Record<string, string>> = { billing: 'invoice', shipping: 'delivery', both: 'other' }

/** Partners that have a street: a customer's own, and those below it that are for invoices or deliveries. */
export const addresses: OdooKind = {
  kind: 'address',
  parts: [
    {
      model: PARTNER,
      prefix: '',
      watched: [],
      domain: (session) =>
        and(
          [['street', '!=', false]],
          or(and(TOP, isCustomer(session)), and(CHILD, isCustomer(session, 'parent_id.'), [['type', 'in', Object.keys(USES)]])),
        ),
      fields: () => [...['parent_id', 'type', 'name', 'street', 'street2', 'city', 'zip', 'state_id', 'country_id', 'active']],
      values: async (session, rows) => rows.map((row) => addressValues(session, row)),
    },
  ],
}

function addressValues({ facts }: Session, row: Row): Values {
  const isOwn = idOf(row.parent_id) === 0
  return {
    customer: isOwn ? idText(Number(row.id)) : ref(row.parent_id),
    use: isOwn ? 'both' : (USES[String(row.type)] ?? 'both'),
    recipient: isOwn ? null : text(row.name),
    line1: text(row.street) ?? '',
    line2: text(row.street2),
    city: text(row.city) ?? '',
    region: regionOf(nameOf(row.state_id)),
    postalCode: text(row.zip),
    country: codeOfCountry(facts.countries, idOf(row.country_id)) ?? facts.company.country,
    status: statusOf(row),
  }
}

/** Older versions do not give the code with the partner. */
function codeOfCountry(countries: Readonly<Record<string, number>>, id: number): string | undefined {
  return id === 0 ? undefined : Object.keys(countries).find((code) => countries[code] === id)
}

/** `California (US)` is shown for California. */
function regionOf(shown: string | null): string | null {
  return shown === null ? null : shown.replace(/ \([A-Z]{2}\)$/, '')
}
