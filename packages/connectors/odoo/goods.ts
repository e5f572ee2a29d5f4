/** Items and prices: variants of products, the price of each in the list without a name, and fixed prices of price lists. */
import type { Values } from '@tandem/hub'
import { Decimal } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { codeOf, statusOf } from './partners.ts'
import { and, type Domain, grouped, type OdooKind, type Part, readAll, type Session, search } from './session.ts'
import { amount, customValues, dayOf, idOf, ids, nameOf, ref, text } from './values.ts'

export const PRODUCT = 'product.product'
const SOLD: Domain = [['sale_ok', '=', true]]
/** What everybody pays: the name of our list for it. */
export const STANDARD = 'standard'

/** The rate of what is added to a price; taxes that are in it, or are no percents, say nothing of a rate. */
export function rateOf({ facts }: Session, taxIds: readonly number[]): string {
  const rates = facts.taxes.filter(({ id, isIncluded }) => taxIds.includes(id) && !isIncluded)
  return Decimal.sum(rates.map(({ rate }) => Decimal.of(rate.toFixed(4)))).toString()
}

const templates = async (session: Session, found: readonly number[]) => {
  const products = await search(session, PRODUCT, [['product_tmpl_id', 'in', [...found]]], ['product_tmpl_id'])
  return new Map(
    [...grouped(products, (row) => idOf(row.product_tmpl_id))].map(([id, rows]) => [id, rows.map((row) => Number(row.id))]),
  )
}

const customOf = ({ facts }: Session) => (facts.custom[PRODUCT] ?? []).map(({ name }) => name)

export const items: OdooKind = {
  kind: 'item',
  parts: [
    {
      model: PRODUCT,
      prefix: '',
      // Name, unit and taxes stand in the template, which is touched without its variants.
      watched: [{ model: 'product.template', domain: [], via: 'id', to: templates }],
      domain: () => SOLD,
      fields: (session) => [
        ...['default_code', 'name', 'type', 'uom_id', 'categ_id', 'taxes_id', 'barcode', 'active'],
        ...customOf(session),
      ],
      values: async (session, rows) =>
        rows.map((row) => ({
          code: codeOf(row.default_code, row.id),
          name: text(row.name) ?? codeOf(row.default_code, row.id),
          ...typeOf(session, row),
          unit: nameOf(row.uom_id) ?? 'Units',
          category: nameOf(row.categ_id),
          taxRate: rateOf(session, ids(row.taxes_id)),
          barcode: text(row.barcode),
          status: statusOf(row),
          ...customValues(row, customOf(session)),
        })),
    },
  ],
}

/** As CRM it is told what is sold: whether the company makes or buys it has no place there, only whether it is goods at all. */
function typeOf({ side }: Session, { type }: Row): Values {
  if (type === 'service') return { type }
  return side === 'erp' ? { type: 'bought' } : {}
}

/** A fixed price for a variant, or for a product that has but one. */
const listed: Part = {
  model: 'product.pricelist.item',
  prefix: '',
  watched: [{ model: 'product.pricelist', domain: [], via: 'id', to: itemsOfLists }],
  domain: ({ facts }) =>
    'product.pricelist.item' in facts.fields
      ? [
          ['compute_price', '=', 'fixed'],
          ['applied_on', 'in', ['1_product', '0_product_variant']],
        ]
      : [['id', '=', 0]],
  fields: () => [
    ...['pricelist_id', 'applied_on', 'product_id', 'product_tmpl_id', 'currency_id', 'fixed_price', 'min_quantity'],
    ...['date_start', 'date_end'],
  ],
  async values(session, rows) {
    const lists = await readAll(
      session,
      'product.pricelist',
      rows.map((row) => idOf(row.pricelist_id)),
      ['active', 'currency_id'],
    )
    const active = new Set(lists.flatMap(({ id, active: isActive }) => (isActive === false ? [] : [Number(id)])))
    const products = await productsOf(session, rows)
    return rows.map((row) => {
      const product = products.get(Number(row.id))
      return product && listedValues(session, row, product, active.has(idOf(row.pricelist_id)))
    })
  },
}

async function itemsOfLists(session: Session, lists: readonly number[]): Promise<Map<number, number[]>> {
  const found = await search(session, 'product.pricelist.item', [['pricelist_id', 'in', [...lists]]], ['pricelist_id'])
  return new Map(
    [...grouped(found, (row) => idOf(row.pricelist_id))].map(([id, rows]) => [id, rows.map((row) => Number(row.id))]),
  )
}

/** The one variant that each row is for. A product of several variants has no price of ours: which would it be? */
async function productsOf(session: Session, rows: readonly Row[]): Promise<Map<number, Row>> {
  const variants = rows.flatMap((row) => (row.applied_on === '0_product_variant' ? [idOf(row.product_id)] : []))
  const wholes = rows.flatMap((row) => (row.applied_on === '1_product' ? [idOf(row.product_tmpl_id)] : []))
  const fields = ['uom_id', 'product_tmpl_id', 'sale_ok']
  const [byId, ofWholes] = await Promise.all([
    readAll(session, PRODUCT, variants, fields),
    wholes.length === 0 ? [] : search(session, PRODUCT, [['product_tmpl_id', 'in', wholes]], fields),
  ])
  const single = grouped(ofWholes, (row) => idOf(row.product_tmpl_id))
  return new Map(
    rows.flatMap((row) => {
      const only = single.get(idOf(row.product_tmpl_id))
      const product =
        row.applied_on === '0_product_variant'
          ? byId.find(({ id }) => id === idOf(row.product_id))
          : only?.length === 1
            ? only[0]
            : undefined
      return product && product.sale_ok !== false ? [[Number(row.id), product] as const] : []
    }),
  )
}

function listedValues({ facts }: Session, row: Row, product: Row, isActive: boolean): Values {
  return {
    item: idText(Number(product.id)),
    customer: null,
    priceList: nameOf(row.pricelist_id)?.replace(/ \([A-Z]{3}\)$/, '') ?? STANDARD,
    currency: nameOf(row.currency_id) ?? facts.company.currency,
    unit: nameOf(product.uom_id) ?? 'Units',
    minimumQuantity: amount(row.min_quantity, 6),
    unitPrice: amount(row.fixed_price, 6),
    validFrom: dayOf(row.date_start, facts.company.timeZone),
    validTo: dayOf(row.date_end, facts.company.timeZone),
    status: isActive ? 'active' : 'archived',
  }
}

/** The price that stands in the product itself. */
const ofProduct: Part = {
  model: PRODUCT,
  prefix: 'p',
  watched: [{ model: 'product.template', domain: [], via: 'id', to: templates }],
  domain: ({ side }) => (side === 'erp' ? and(SOLD, [['list_price', '>', 0]]) : [['id', '=', 0]]),
  fields: () => ['lst_price', 'uom_id', 'active'],
  values: async ({ facts }, rows) =>
    rows.map((row) => ({
      item: ref(Number(row.id)),
      customer: null,
      priceList: STANDARD,
      currency: facts.company.currency,
      unit: nameOf(row.uom_id) ?? 'Units',
      // Any quantity, however small.
      minimumQuantity: '0',
      unitPrice: amount(row.lst_price, 6),
      validFrom: null,
      validTo: null,
      status: statusOf(row),
    })),
}

export const prices: OdooKind = { kind: 'price', parts: [listed, ofProduct] }
