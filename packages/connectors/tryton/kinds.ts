/** Tryton's documents in the joint's form: parties, addresses, products, sales, shipments, invoices, payments. */
import type { Values } from '@tandem/hub'
import { Decimal, type Json } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { lineNumbers } from './sales.ts'
import { byIds, type Session, type TrytonKind } from './session.ts'
import { quantity, ref, rowIn, rowsIn, text } from './values.ts'

function statusOf(row: Row): string {
  return row.active === false ? 'archived' : 'active'
}

/** Our mark on a party that the joint made: which of its records it is. */
export const MARK = 'tandem:'

export const parties: TrytonKind = {
  kind: 'customer',
  model: 'party.party',
  domain: ({ facts }) => [['id', '!=', facts.owner]],
  fields: () => [
    ...['code', 'name', 'active', 'customer_payment_term', 'identifiers.type', 'identifiers.code'],
    ...['contact_mechanisms.type', 'contact_mechanisms.value', 'contact_mechanisms.active'],
  ],
  watched: [
    {
      model: 'party.contact_mechanism',
      fields: ['party'],
      to: async (_session, rows) => rows.map(({ party }) => [Number(party)]),
    },
    { model: 'party.identifier', fields: ['party'], to: async (_session, rows) => rows.map(({ party }) => [Number(party)]) },
  ],
  values: async ({ facts }, rows) =>
    rows.map((row) => {
      const identifiers = rowsIn(row, 'identifiers')
      const isOurs = ({ code }: Row) => String(code).startsWith(MARK)
      const days = facts.termDays[String(row.customer_payment_term)]
      return {
        code: String(row.code),
        name: text(row.name) ?? String(row.code),
        taxNumber: text(identifiers.find((one) => one.type !== null && !isOurs(one))?.code),
        email: reached(row, ['email']),
        phone: reached(row, ['phone', 'mobile']),
        currency: facts.currency,
        ...(row.customer_payment_term === null || days !== undefined ? { paymentTermDays: days ?? 0 } : {}),
        status: statusOf(row),
      }
    }),
}

function reached(row: Row, types: readonly string[]): string | null {
  const found = rowsIn(row, 'contact_mechanisms').find(({ type, active }) => types.includes(String(type)) && active !== false)
  return text(found?.value)
}

export const places: TrytonKind = {
  kind: 'address',
  model: 'party.address',
  domain: () => [
    ['street', '!=', null],
    ['street', '!=', ''],
  ],
  fields: () => [
    ...[
      'party',
      'party_name',
      'street',
      'postal_code',
      'city',
      'country.code',
      'subdivision.name',
      'invoice',
      'delivery',
      'active',
    ],
  ],
  watched: [],
  values: async ({ country }, rows) =>
    rows.map((row) => {
      const [line1 = '', ...more] = String(row.street ?? '').split('\n')
      const use = row.invoice === row.delivery ? 'both' : row.invoice === true ? 'billing' : 'shipping'
      return {
        customer: ref(row.party),
        use,
        recipient: text(row.party_name),
        line1: line1.trim(),
        line2: text(more.join(', ')),
        city: text(row.city) ?? '',
        region: text(rowIn(row, 'subdivision').name),
        postalCode: text(row.postal_code),
        country: text(rowIn(row, 'country').code) ?? country,
        status: statusOf(row),
      }
    }),
}

const productOf = async (session: Session, rows: readonly Row[]) => {
  const found = await byIds(
    session.door,
    'product.template',
    rows.map(({ id }) => Number(id)),
    ['products'],
  )
  const products = new Map(found.map((row) => [Number(row.id), (row.products ?? []) as readonly number[]]))
  return rows.map(({ id }) => products.get(Number(id)) ?? [])
}
const OF_TEMPLATE = [{ model: 'product.template', fields: [], to: productOf }]
const SOLD: Json = [['template.salable', '=', true]]

export const products: TrytonKind = {
  kind: 'item',
  model: 'product.product',
  domain: () => SOLD,
  fields: () => [
    'code',
    'name',
    'type',
    'active',
    'default_uom.name',
    'account_category',
    'categories.name',
    'identifiers.code',
    'identifiers.type',
  ],
  watched: OF_TEMPLATE,
  async values(session, rows) {
    const rates = await ratesOf(session, rows)
    return rows.map((row) => ({
      code: text(row.code) ?? `TRYTON-${String(row.id)}`,
      name: text(row.name) ?? String(row.id),
      type: row.type === 'service' ? 'service' : 'bought',
      unit: text(rowIn(row, 'default_uom').name) ?? 'Unit',
      category: text(rowsIn(row, 'categories')[0]?.name),
      taxRate: rates.get(Number(row.account_category)) ?? '0',
      barcode: text(rowsIn(row, 'identifiers').find(({ type }) => type === 'ean')?.code),
      status: statusOf(row),
    }))
  },
}

/** The customer taxes of accounting categories, added up. */
async function ratesOf({ door, facts }: Session, rows: readonly Row[]): Promise<Map<number, string>> {
  const ids = rows.map((row) => Number(row.account_category)).filter((id) => id > 0)
  const found = await byIds(door, 'product.category', ids, ['customer_taxes'])
  const rate = (tax: number) => Decimal.of(facts.taxes.find(({ id }) => id === tax)?.rate ?? '0')
  return new Map(found.map((row) => [Number(row.id), Decimal.sum(((row.customer_taxes ?? []) as number[]).map(rate)).toString()]))
}

export const listPrices: TrytonKind = {
  kind: 'price',
  model: 'product.product',
  domain: () => SOLD,
  fields: () => ['list_price', 'default_uom.name', 'active'],
  watched: OF_TEMPLATE,
  values: async ({ facts }, rows) =>
    rows.map((row) =>
      row.list_price === null
        ? undefined
        : {
            ...{ item: idText(Number(row.id)), customer: null, priceList: 'standard', currency: facts.currency },
            unit: text(rowIn(row, 'default_uom').name) ?? 'Unit',
            ...{ minimumQuantity: '0', unitPrice: String(row.list_price), validFrom: null, validTo: null, status: statusOf(row) },
          },
    ),
}

export const bills: TrytonKind = {
  kind: 'invoice',
  model: 'account.invoice',
  domain: ({ facts }) => [
    ['company', '=', facts.company],
    ['type', '=', 'out'],
    ['state', 'in', ['posted', 'paid']],
  ],
  fields: () => [
    ...[
      'number',
      'party',
      'invoice_date',
      'currency.code',
      'untaxed_amount',
      'tax_amount',
      'total_amount',
      'amount_to_pay',
      'sales',
    ],
    ...['lines_to_pay.maturity_date', 'lines.type', 'lines.origin', 'lines.description', 'lines.quantity', 'lines.unit.name'],
    ...['lines.amount', 'lines.taxes.rate', 'lines.product.name'],
  ],
  watched: [],
  async values(session, rows) {
    const numbers = await lineNumbers(
      session,
      rows.flatMap((row) => (row.sales ?? []) as number[]),
    )
    return rows.map((row) => billValues(session, row, numbers))
  },
}

function billValues({ facts }: Session, row: Row, numbers: ReadonlyMap<number, number>): Values {
  const total = Decimal.of(String(row.total_amount))
  const dates = rowsIn(row, 'lines_to_pay').flatMap(({ maturity_date: date }) => (typeof date === 'string' ? [date] : []))
  const [sale] = (row.sales ?? []) as number[]
  const lines = rowsIn(row, 'lines').filter(({ type }) => type === 'line')
  return {
    number: String(row.number),
    type: total.isNegative() ? 'credit-note' : 'invoice',
    customer: ref(row.party),
    order: ref(sale),
    invoiceDate: row.invoice_date ?? null,
    dueDate: dates.sort().at(-1) ?? row.invoice_date ?? null,
    currency: String(rowIn(row, 'currency').code ?? facts.currency),
    net: Decimal.of(String(row.untaxed_amount)).abs().toString(),
    tax: Decimal.of(String(row.tax_amount)).abs().toString(),
    total: total.abs().toString(),
    paid: total
      .minus(Decimal.of(String(row.amount_to_pay ?? '0')))
      .abs()
      .toString(),
    lines: lines.map((line) => {
      const net = Decimal.of(String(line.amount ?? '0')).abs()
      const rate = Decimal.sum(rowsIn(line, 'taxes').map((tax) => Decimal.of(String(tax.rate ?? '0'))))
      const origin = Number(/^sale\.line,(\d+)$/.exec(String(line.origin))?.[1] ?? 0)
      return {
        orderLineNumber: numbers.get(origin) ?? null,
        description: text(line.description) ?? text(rowIn(line, 'product').name) ?? String(row.number),
        quantity: quantity(line.quantity).abs().toString(),
        unit: text(rowIn(line, 'unit').name) ?? 'Unit',
        net: net.toString(),
        tax: net.times(rate).round(facts.digits, 'half-even').toString(),
      }
    }) as Json,
  }
}

/** Through the payment module, where it is installed: those that succeeded. */
export const receipts: TrytonKind = {
  kind: 'payment',
  model: 'account.payment',
  domain: ({ facts }) => [
    ['company', '=', facts.company],
    ['kind', '=', 'receivable'],
    ['state', '=', 'succeeded'],
  ],
  fields: () => ['party', 'date', 'amount', 'currency.code', 'journal.name', 'description', 'line.move.origin'],
  watched: [],
  values: async ({ facts }, rows) =>
    rows.map((row) => {
      const invoice = /^account\.invoice,(\d+)$/.exec(String(rowIn(rowIn(row, 'line'), 'move').origin))?.[1]
      const amount = String(row.amount)
      return {
        number: `PAY-${String(row.id)}`,
        customer: ref(row.party),
        paymentDate: row.date ?? null,
        currency: String(rowIn(row, 'currency').code ?? facts.currency),
        amount,
        method: text(rowIn(row, 'journal').name) ?? 'bank',
        reference: text(row.description),
        allocations: (invoice ? [{ invoice: idText(Number(invoice)), amount }] : []) as Json,
      }
    }),
}
