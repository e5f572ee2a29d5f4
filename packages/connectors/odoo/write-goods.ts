/** Writing items and prices: where Odoo is the CRM, and the ERP says what is sold and for how much. */
import type { Values } from '@tandem/hub'
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import { idNumber } from '../kit/ids.ts'
import { STANDARD } from './goods.ts'
import { once, type Session, search } from './session.ts'
import type { Fields } from './write-partners.ts'

/** The sales tax of a rate. Null: none at all. */
export function taxOf({ facts }: Session, rate: Json | undefined): Result<number | null> {
  const wanted = Number(rate ?? 0)
  const found = facts.taxes.find((tax) => !tax.isIncluded && tax.rate === wanted)
  if (found) return ok(found.id)
  return wanted === 0 ? ok(null) : refuse('odoo/no-tax', { rate: String(rate) })
}

/** A unit by its name; made when there is none, where units stand alone (19 and later). */
export async function unitOf(session: Session, unit: Json | undefined): Promise<Result<number>> {
  const { facts } = session
  const name = String(unit ?? '')
  const there = facts.units[name]
  if (there !== undefined) return ok(there)
  if (Number.parseInt(facts.version, 10) < 19) return refuse('odoo/unknown-unit', { unit: name })
  return ok(await once(session, `unit ${name}`, () => makeUnit(session, name)))
}

async function makeUnit({ facts, door }: Session, name: string): Promise<number> {
  const [id] = await door.call<number[]>('uom.uom', 'create', { vals_list: [{ name }] })
  ;(facts.units as Record<string, number>)[name] = id ?? 0
  return id ?? 0
}

export async function itemFields(session: Session, values: Values, names: readonly string[]): Promise<Result<Fields>> {
  const fields: Record<string, Json> = {}
  const plain = { code: 'default_code', name: 'name', barcode: 'barcode' } as const
  for (const [name, field] of Object.entries(plain)) if (names.includes(name)) fields[field] = values[name] ?? false
  if (names.includes('status')) fields.active = values.status !== 'archived'
  if (names.includes('type')) Object.assign(fields, typeFields(session, values.type === 'service'))
  if (names.includes('unit')) {
    const unit = await unitOf(session, values.unit)
    if (!unit.ok) return unit
    fields.uom_id = unit.value
  }
  if (names.includes('taxRate')) {
    const tax = taxOf(session, values.taxRate)
    if (!tax.ok) return tax
    fields.taxes_id = [[6, 0, tax.value === null ? [] : [tax.value]]]
  }
  if (names.includes('category')) fields.categ_id = await categoryOf(session, values.category ?? null)
  return ok(fields)
}

/** Up to 17 a stored product is a type of its own; later it is a consumable that is tracked. */
function typeFields({ facts }: Session, isService: boolean): Fields {
  if (isService) return { type: 'service' }
  return facts.fields['product.product']?.includes('is_storable') ? { type: 'consu', is_storable: true } : { type: 'product' }
}

async function categoryOf(session: Session, category: Json): Promise<Json> {
  if (typeof category !== 'string' || category === '') return false
  return once(session, `category ${category}`, () => findOrMakeCategory(session, category))
}

async function findOrMakeCategory(session: Session, category: string): Promise<Json> {
  const [found] = await search(session, 'product.category', [['complete_name', '=', category]], ['id'])
  if (found) return Number(found.id)
  const [id] = await session.door.call<number[]>('product.category', 'create', { vals_list: [{ name: category }] })
  return id ?? false
}

export async function priceFields(session: Session, values: Values, names: readonly string[]): Promise<Result<Fields>> {
  const fields: Record<string, Json> = {}
  if (typeof values.customer === 'string') return refuse('odoo/price-of-one-customer', {})
  if (names.includes('priceList') || names.includes('currency')) {
    const list = await listOf(session, String(values.priceList ?? STANDARD), String(values.currency ?? ''))
    if (!list.ok) return list
    fields.pricelist_id = list.value
  }
  if (names.includes('item')) {
    fields.applied_on = '0_product_variant'
    fields.product_id = idNumber(String(values.item ?? ''))
  }
  if (names.includes('unitPrice')) Object.assign(fields, { compute_price: 'fixed', fixed_price: Number(values.unitPrice) })
  if (names.includes('minimumQuantity')) fields.min_quantity = Number(values.minimumQuantity)
  if (names.includes('validFrom')) fields.date_start = values.validFrom ? `${String(values.validFrom)} 12:00:00` : false
  if (names.includes('validTo')) fields.date_end = values.validTo ? `${String(values.validTo)} 12:00:00` : false
  return ok(fields)
}

/** The price list of that name and currency; made when there is none. */
async function listOf({ door }: Session, name: string, currency: string): Promise<Result<number>> {
  const [money] = await search({ door }, 'res.currency', [['name', '=', currency]], ['id', 'active'])
  if (!money || money.active === false) return refuse('odoo/currency-not-active', { currency })
  const wanted = [
    ['name', '=', name],
    ['currency_id', '=', Number(money.id)],
  ]
  const [found] = await search({ door }, 'product.pricelist', wanted, ['id'])
  if (found) return ok(Number(found.id))
  const [id] = await door.call<number[]>('product.pricelist', 'create', {
    vals_list: [{ name, currency_id: Number(money.id) }],
  })
  return ok(id ?? 0)
}

/** A price list of a currency, for orders in it. Null: the company's own currency needs none. */
export async function listForCurrency(session: Session, currency: string): Promise<Result<number | null>> {
  if (currency === session.facts.company.currency) return ok(null)
  const list = await listOf(session, currency, currency)
  return list.ok ? ok(list.value) : list
}
