/** Orders of the joint in Odoo: whole or not at all, exactly once, confirmed, and worth what was promised to the cent. */
import type { KindName, Outcome, Values, Write } from '@tandem/hub'
import { Decimal, type Json, ok, type Refusal, type Result, refuse } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import { OdooRefused, type Row } from './door.ts'
import { named } from './facts.ts'
import { known, type Loading, load, nameOfWrite } from './load.ts'
import { LINE, ORDER, orders, UNSAID } from './orders.ts'
import { readAll, type Session } from './session.ts'
import { readDocs } from './source.ts'
import { decimal, ids, nameOf } from './values.ts'
import { judge, notFound, readBack, refusedBy } from './write.ts'
import { listForCurrency, taxOf, unitOf } from './write-goods.ts'
import { termOf } from './write-partners.ts'

export const CALM = { tracking_disable: true, disable_cancel_warning: true }

export async function writeOrders(session: Session, writes: readonly Write[]): Promise<Outcome[]> {
  const outcomes = new Map<Write, Outcome>()
  const made = new Map<Write, string>()
  const creates = writes.filter(({ externalId }) => externalId === undefined)
  await place(session, creates, outcomes, made)
  await change(
    session,
    writes.filter(({ externalId }) => externalId !== undefined),
    outcomes,
    made,
  )
  await readBack(session, orders, made, outcomes)
  return writes.map((write) => outcomes.get(write) ?? { unknown: { reason: 'no outcome was told' } })
}

async function place(session: Session, writes: readonly Write[], outcomes: Map<Write, Outcome>, made: Map<Write, string>) {
  if (writes.length === 0) return
  const open = writes.filter((write) => {
    if (write.values.state !== 'closed') return true
    outcomes.set(write, { refused: { code: 'odoo/order-over', details: { number: write.values.number ?? '' } } })
    return false
  })
  const before = await known(session, 'order', ORDER, open)
  const loadings: Loading[] = []
  const fresh = open.filter((one) => !before.has(one))
  const products = await productsOf(session, fresh)
  for (const write of fresh) {
    const rows = await rowsOf(session, write, products)
    if (rows.ok) loadings.push({ write, rows: rows.value })
    else outcomes.set(write, { refused: rows.refusal })
  }
  const drafts = new Map([...before, ...(await loadDrafts(session, 'order', ORDER, loadings, outcomes))])
  await confirmAll(session, drafts, outcomes, made)
}

/** The ids of documents that were loaded; of those that were not it says why. */
export async function loadDrafts(
  session: Session,
  kind: KindName,
  model: string,
  loadings: readonly Loading[],
  outcomes: Map<Write, Outcome>,
): Promise<Map<Write, number>> {
  const drafts = new Map<Write, number>()
  const loaded = await load(session, model, loadings)
  for (const [i, { write }] of loadings.entries()) {
    const result = loaded[i]
    if (!result) continue
    if ('id' in result) drafts.set(write, result.id)
    else if ('again' in result) outcomes.set(write, { later: { afterMs: 200, reason: 'busy' } })
    else outcomes.set(write, { refused: refusedBy(session, kind, result.refused) })
  }
  return drafts
}

/** What stands there as a draft is confirmed when it is worth what was promised; otherwise nothing of it stays. */
async function confirmAll(
  session: Session,
  drafts: ReadonlyMap<Write, number>,
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  const found = await readAll(session, ORDER, [...drafts.values()], ['state', 'amount_total', 'currency_id'])
  const rows = new Map(found.map((row) => [Number(row.id), row]))
  const good: [Write, number][] = []
  for (const [write, id] of drafts) {
    const row = rows.get(id)
    if (!row) outcomes.set(write, { later: { afterMs: 200, reason: 'busy' } })
    else if (row.state === 'draft' || row.state === 'sent') {
      const trouble = totalTrouble(session, write.values, row)
      if (trouble) await undo(session, write, id, trouble, outcomes)
      else good.push([write, id])
    } else made.set(write, idText(id))
  }
  const calledOff = good.filter(([write]) => isCalledOff(write))
  for (const [write, id] of calledOff) {
    await session.door.call(ORDER, 'action_cancel', { ids: [id], context: CALM })
    made.set(write, idText(id))
  }
  await confirm(
    session,
    good.filter(([write]) => !isCalledOff(write)),
    outcomes,
    made,
  )
}

async function confirm(
  session: Session,
  drafts: readonly [Write, number][],
  outcomes: Map<Write, Outcome>,
  made: Map<Write, string>,
): Promise<void> {
  if (drafts.length === 0) return
  try {
    await session.door.call(ORDER, 'action_confirm', { ids: drafts.map(([, id]) => id), context: CALM })
    for (const [write, id] of drafts) made.set(write, idText(id))
  } catch (fault) {
    if (!(fault instanceof OdooRefused) || fault.isDenied) throw fault
    const [only] = drafts
    if (drafts.length > 1) for (const one of drafts) await confirm(session, [one], outcomes, made)
    else if (only) await undo(session, only[0], only[1], refusedBy(session, 'order', fault.message), outcomes)
  }
}

function isCalledOff({ values }: Write): boolean {
  return values.cancelRequested === true || values.state === 'cancelled'
}

/** What sales promised is what the company will invoice, to the cent. */
export function totalTrouble({ system, facts }: Session, values: Values, row: Row): Refusal | undefined {
  const currency = nameOf(row.currency_id) ?? ''
  const placed = decimal(row.amount_total, facts.digits[currency] ?? 2)
  const promised = Decimal.parse(String(values.total ?? '0')) ?? Decimal.zero
  if (placed.equals(promised) && currency === values.currency) return undefined
  const about = { number: values.number ?? '', currency: values.currency ?? '', system }
  return { code: 'odoo/total-differs', details: { ...about, promised: promised.toString(), placed: `${placed} ${currency}` } }
}

/** A refused order leaves nothing behind: its draft is deleted, and with it its external id. */
export async function undo(
  session: Session,
  write: Write,
  id: number,
  refused: Refusal,
  outcomes: Map<Write, Outcome>,
): Promise<void> {
  await session.door.call(ORDER, 'unlink', { ids: [id] })
  outcomes.set(write, { refused })
}

export type Products = ReadonlyMap<number, Row>

export async function productsOf(session: Session, writes: readonly Write[]): Promise<Products> {
  const lines = writes.flatMap(({ values }) => (values.lines ?? []) as readonly Values[])
  const numbers = lines.map(({ item }) => idNumber(String(item)))
  const found = await readAll(session, 'product.product', numbers, ['name', 'taxes_id'])
  return new Map(found.map((row) => [Number(row.id), row]))
}

export async function rowsOf(session: Session, write: Write, products: Products): Promise<Result<Record<string, string>[]>> {
  const { values } = write
  const head = await headOf(session, write)
  if (!head.ok) return head
  const rows: Record<string, string>[] = []
  for (const line of (values.lines ?? []) as readonly Values[]) {
    const cells = await lineOf(session, write, line, products)
    if (!cells.ok) return cells
    rows.push(rows.length === 0 ? { ...head.value, ...cells.value } : cells.value)
  }
  return rows.length === 0 ? refuse('odoo/no-lines', { number: values.number ?? '' }) : ok(rows)
}

async function headOf(session: Session, write: Write): Promise<Result<Record<string, string>>> {
  const { values } = write
  const list = await listForCurrency(session, String(values.currency ?? ''))
  if (!list.ok) return list
  const term = await termOf(session, Number(values.paymentTermDays ?? 0))
  const partner = idNumber(String(values.customer))
  const place = (address: Json | undefined) => String(typeof address === 'string' ? idNumber(address) : partner)
  const requested = values.requestedDate ? { commitment_date: `${String(values.requestedDate)} 12:00:00` } : {}
  return ok({
    id: `${session.module}.${nameOfWrite('order', write)}`,
    origin: String(values.number ?? ''),
    client_order_ref: String(values.customerReference ?? ''),
    'partner_id/.id': String(partner),
    'partner_invoice_id/.id': place(values.billingAddress),
    'partner_shipping_id/.id': place(values.shippingAddress),
    ...(typeof term === 'number' ? { 'payment_term_id/.id': String(term) } : {}),
    ...(list.value === null ? {} : { 'pricelist_id/.id': String(list.value) }),
    ...(session.options.warehouse === null ? {} : { 'warehouse_id/.id': String(session.options.warehouse) }),
    ...requested,
  })
}

interface LineDetails {
  readonly name: string
  readonly unit: number
  /** Null: none. */
  readonly tax: number | null
}

/** What Odoo calls the unit and the tax of a line, and its words. */
export async function detailsOfLine(session: Session, line: Values, products: Products): Promise<Result<LineDetails>> {
  const unit = await unitOf(session, line.unit)
  if (!unit.ok) return unit
  const tax = taxOf(session, line.taxRate)
  if (!tax.ok) return tax
  const there = products.get(idNumber(String(line.item)))
  if (!there) return refuse('odoo/not-found', { system: session.system, id: line.item ?? '' })
  // Without a tax of 0 %, a line without a tax gets the item's own.
  if (tax.value === null && ids(there.taxes_id).length > 0) return refuse('odoo/no-tax', { rate: '0' })
  const name = String(line.description ?? `${String(there.name)}${session.side === 'crm' ? UNSAID : ''}`)
  return ok({ name, unit: unit.value, tax: tax.value })
}

async function lineOf(session: Session, write: Write, line: Values, products: Products): Promise<Result<Record<string, string>>> {
  const details = await detailsOfLine(session, line, products)
  if (!details.ok) return details
  const { name, unit, tax } = details.value
  const taxes = named(session.facts, LINE, 'tax_ids', 'tax_id') ?? 'tax_id'
  const units = named(session.facts, LINE, 'product_uom_id', 'product_uom') ?? 'product_uom'
  const cells: Record<string, string> = {
    id: `${session.module}.${nameOfWrite('order', write)}_${String(line.lineNumber)}`,
    'product_id/.id': String(idNumber(String(line.item))),
    name,
    product_uom_qty: String(line.quantity),
    [`${units}/.id`]: String(unit),
    price_unit: String(line.unitPrice),
    discount: String(line.discountPercent ?? '0'),
    sequence: String(line.lineNumber),
    [`${taxes}/.id`]: tax === null ? '' : String(tax),
  }
  return ok(Object.fromEntries(Object.entries(cells).map(([name, value]) => [`order_line/${name}`, value])))
}

/** A placed order is Odoo's: of what the joint wants, its reference and its end are written. */
async function change(session: Session, writes: readonly Write[], outcomes: Map<Write, Outcome>, made: Map<Write, string>) {
  if (writes.length === 0) return
  const docs = await readDocs(
    session,
    orders,
    writes.map(({ externalId }) => externalId as string),
  )
  for (const write of writes) {
    const doc = docs.find(({ externalId }) => externalId === write.externalId)
    const verdict = doc ? judge(write, doc) : { refused: notFound(session, write) }
    if (!doc || verdict) {
      if (verdict) outcomes.set(write, verdict)
      continue
    }
    const refused = await changeOne(session, write, doc.values)
    if (refused) outcomes.set(write, { refused })
    else made.set(write, doc.externalId)
  }
}

async function changeOne({ door, system }: Session, write: Write, now: Values): Promise<Refusal | undefined> {
  const id = idNumber(write.externalId as string)
  try {
    if (write.changed.includes('customerReference')) {
      await door.call(ORDER, 'write', { ids: [id], vals: { client_order_ref: write.values.customerReference ?? false } })
    }
    if (!write.changed.includes('cancelRequested') || !isCalledOff(write) || now.state === 'cancelled') return undefined
    const isUnderWay = ((now.progress ?? []) as readonly Values[]).some(
      ({ shipped, invoiced }) => shipped !== '0' || invoiced !== '0',
    )
    if (isUnderWay) return { code: 'odoo/order-under-way', details: { number: now.erpNumber ?? '' } }
    await door.call(ORDER, 'action_cancel', { ids: [id], context: CALM })
    return undefined
  } catch (fault) {
    if (!(fault instanceof OdooRefused) || fault.isDenied) throw fault
    return {
      code: 'odoo/not-accepted',
      details: { system, kind: 'order', reason: fault.message },
    }
  }
}
