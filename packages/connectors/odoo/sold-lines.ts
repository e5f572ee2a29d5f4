/**
 * What the ERP changes in an order that stands in an Odoo that is the CRM: its lines, dates, places and reference, in one call. The
 * ERP delivers, so nothing more is procured there for what becomes more. Odoo lets nobody take a line out of an order that was sold:
 * one that the ERP no longer has stays with a quantity of nothing and a mark, and is read by nobody.
 */
import type { Outcome, Values, Write } from '@tandem/hub'
import { type Json, ok, type Refusal, type Result } from '@tandem/kernel'
import { idNumber } from '../kit/ids.ts'
import { OdooRefused, type Row } from './door.ts'
import { named } from './facts.ts'
import { GONE, LINE, linesOf, ORDER } from './orders.ts'
import { readAll, type Session } from './session.ts'
import { decimal, idOf, ids, text } from './values.ts'
import { refusedBy } from './write.ts'
import { CALM, detailsOfLine, type Products, productsOf, totalTrouble } from './write-orders.ts'
import { termOf } from './write-partners.ts'

/** What of an order may change after it was placed. */
export const LATER: ReadonlySet<string> = new Set([
  ...['lines', 'net', 'tax', 'total', 'customerReference', 'requestedDate', 'billingAddress', 'shippingAddress'],
  'paymentTermDays',
])

type Vals = Readonly<Record<string, Json>>
/** A line of Odoo's and what it is to say, one that is gone, or a new one. */
interface Step {
  readonly row?: Row
  readonly vals: Vals
}

const AMOUNTS = ['amount_total', 'currency_id'] as const

/** Undefined: done. `saying` is what else is written in the same call; `now` what the order says there. */
export async function changeSold(session: Session, write: Write, now: Values, saying: Vals): Promise<Outcome | undefined> {
  const id = idNumber(write.externalId ?? '')
  const differs = (name: string) =>
    write.changed.includes(name) && name in now && JSON.stringify(now[name]) !== JSON.stringify(write.values[name] ?? null)
  const header = await headerOf(session, write.values, [...LATER].filter(differs))
  const before = differs('lines') ? await linesOf(session, [id]) : []
  const steps = differs('lines') ? await stepsOf(session, write, before) : ok([])
  if (!steps.ok) return { refused: steps.refusal }
  const order_line = steps.value.map(commandOf)
  const vals = { ...saying, ...header, ...(order_line.length > 0 ? { order_line } : {}) }
  const refusal = await writeOrder(session, id, vals)
  if (refusal) return { refused: refusal }
  const trouble = order_line.length > 0 ? await troubleOf(session, write, id) : undefined
  if (!trouble) return undefined
  await putBack(session, id, before)
  return { refused: trouble }
}

async function headerOf(session: Session, values: Values, names: readonly string[]): Promise<Vals> {
  const place = (address: Json | undefined) => idNumber(String(typeof address === 'string' ? address : values.customer))
  const vals: Record<string, Json> = {}
  for (const name of names) {
    if (name === 'customerReference') vals.client_order_ref = text(values[name]) ?? false
    else if (name === 'requestedDate') vals.commitment_date = values[name] ? `${String(values[name])} 12:00:00` : false
    else if (name === 'billingAddress') vals.partner_invoice_id = place(values[name])
    else if (name === 'shippingAddress') vals.partner_shipping_id = place(values[name])
    else if (name === 'paymentTermDays') vals.payment_term_id = (await termOf(session, Number(values[name] ?? 0))) as Json
  }
  return vals
}

/** Lines are numbered by their age there: those of the same item stay in their order, and what is left over comes behind. */
async function stepsOf(session: Session, write: Write, there: readonly Row[]): Promise<Result<Step[]>> {
  const wanted = (write.values.lines ?? []) as readonly Values[]
  const products = await productsOf(session, [write])
  const steps: Step[] = []
  let at = 0
  for (const row of there) {
    const line = wanted[at]
    if (!line || idNumber(String(line.item)) !== idOf(row.product_id)) {
      if (idOf(row.product_id) !== 0) steps.push({ row, vals: { product_uom_qty: 0, name: `${text(row.name) ?? ''}${GONE}` } })
      continue
    }
    at += 1
    const vals = await lineVals(session, line, products)
    if (!vals.ok) return vals
    const said = whatIsNew(session, row, vals.value)
    if (said) steps.push({ row, vals: said })
  }
  for (const line of wanted.slice(at)) {
    const vals = await lineVals(session, line, products)
    if (!vals.ok) return vals
    steps.push({ vals: { ...vals.value, product_id: idNumber(String(line.item)), sequence: Number(line.lineNumber) } })
  }
  return ok(steps)
}

async function lineVals(session: Session, line: Values, products: Products): Promise<Result<Vals>> {
  const details = await detailsOfLine(session, line, products)
  if (!details.ok) return details
  const { name, unit, tax } = details.value
  return ok({
    ...{ name, product_uom_qty: Number(line.quantity), price_unit: Number(line.unitPrice) },
    ...{ discount: Number(line.discountPercent ?? '0'), [unitField(session)]: unit },
    [taxField(session)]: [[6, 0, tax === null ? [] : [tax]]],
  })
}

function unitField({ facts }: Session): string {
  return named(facts, LINE, 'product_uom_id', 'product_uom') ?? 'product_uom'
}

function taxField({ facts }: Session): string {
  return named(facts, LINE, 'tax_ids', 'tax_id') ?? 'tax_id'
}

/** Odoo reckons prices and discounts anew when a quantity changes, unless they are said with it. Undefined: all is so already. */
function whatIsNew(session: Session, row: Row, vals: Vals): Vals | undefined {
  const isSame = (name: string) => {
    const [is, wanted] = [row[name], vals[name]]
    if (typeof wanted === 'number' && name !== unitField(session)) return decimal(is, 6).equals(decimal(wanted, 6))
    if (name === unitField(session)) return idOf(is) === wanted
    return Array.isArray(wanted) ? JSON.stringify([[6, 0, ids(is)]]) === JSON.stringify(wanted) : is === wanted
  }
  const names = Object.keys(vals)
  if (names.every(isSame)) return undefined
  const asTheyAre = new Set(['name', unitField(session)])
  return Object.fromEntries(Object.entries(vals).filter(([name]) => !asTheyAre.has(name) || !isSame(name)))
}

function commandOf({ row, vals }: Step): Json {
  return (row ? [1, Number(row.id), vals] : [0, 0, vals]) as Json
}

async function writeOrder(session: Session, id: number, vals: Vals): Promise<Refusal | undefined> {
  try {
    await session.door.call(ORDER, 'write', { ids: [id], vals, context: { ...CALM, skip_procurement: true } })
    return undefined
  } catch (fault) {
    if (!(fault instanceof OdooRefused) || fault.isDenied) throw fault
    return refusedBy(session, 'order', fault.message)
  }
}

async function troubleOf(session: Session, { values }: Write, id: number): Promise<Refusal | undefined> {
  const [row] = await readAll(session, ORDER, [id], AMOUNTS)
  return row && totalTrouble(session, values, row)
}

/** The lines say again what they said; what was added is marked as gone. */
async function putBack(session: Session, id: number, before: readonly Row[]): Promise<void> {
  const old = new Set(before.map((row) => Number(row.id)))
  const after = await linesOf(session, [id])
  const said = (row: Row): Vals => ({
    ...{ name: text(row.name) ?? '', product_uom_qty: Number(row.product_uom_qty), price_unit: Number(row.price_unit) },
    ...{ discount: Number(row.discount), [taxField(session)]: [[6, 0, ids(row[taxField(session)])]] },
  })
  const steps = [
    ...before.map((row) => ({ row, vals: said(row) })),
    ...after.flatMap((row) =>
      old.has(Number(row.id)) ? [] : [{ row, vals: { product_uom_qty: 0, name: `${text(row.name) ?? ''}${GONE}` } }],
    ),
  ]
  await writeOrder(session, id, { order_line: steps.map(commandOf) })
}
