/**
 * People who deal with money: prices on both sides, invoices, credit notes and payments in the ERP alone, returns asked for in
 * the CRM and answered in the ERP. Their copies on the other side are changed now and then, by people who ought not to.
 */
import type { KindName, Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { invoiceOf, paymentOf, priceOf, returnOf } from '../documents.ts'
import type { MemorySystem } from '../memory-system.ts'
import { type Acts, add, edit, idOf, one, type Place, removeOne } from './place.ts'

export const MONEY_ACTS: Acts = [
  [30, addInvoice],
  [8, addCreditNote],
  [26, addPayment],
  [8, reallocate],
  [10, changeInvoice],
  [14, addPrice],
  [14, changePrice],
  [4, removePrice],
  [14, addReturn],
  [18, answerReturn],
  [8, changeReturn],
  [8, changeCopy],
]

/** What somebody may say anew of a document of these kinds; undefined for the others. */
export function moneyChangeOf({ count }: Place, kind: KindName): Values | undefined {
  if (kind === 'price') return { unitPrice: `${count()}.5` }
  if (kind === 'invoice') return { dueDate: dayOf(count()) }
  if (kind === 'payment') return { reference: `B${count()}` }
  return kind === 'return' ? { reason: `W${count()}` } : undefined
}

function dayOf(number: number): string {
  return `2026-05-${String(1 + (number % 28)).padStart(2, '0')}`
}

/** A document of that kind which nobody has merged away or removed, with what it says. */
function some(place: Place, at: MemorySystem, kind: KindName): readonly [string, Values] | undefined {
  const id = idOf(place, at, kind)
  const values = id === undefined ? undefined : at.documents(kind).get(id)
  return id === undefined || values === undefined ? undefined : [id, values]
}

function addInvoice(place: Place): void {
  const { erp, count, random } = place
  const [order, values] = some(place, erp, 'order') ?? []
  const isOfOrder = order !== undefined && random() < 0.85
  const customer = isOfOrder ? String(values?.customer) : idOf(place, erp, 'customer')
  if (!customer || !erp.documents('customer').has(customer)) return
  const number = count()
  place.happened('an invoice is made')
  add(place, erp, 'invoice', invoiceOf('invoice', `INV${number}`, customer, isOfOrder ? order : null, `${number}.37`))
}

/** Takes back an invoice, of an order perhaps. */
function addCreditNote(place: Place): void {
  const { erp, count } = place
  const [, values] = some(place, erp, 'invoice') ?? []
  if (values?.type !== 'invoice' || !erp.documents('customer').has(String(values.customer))) return
  const order = erp.documents('order').has(String(values.order)) ? String(values.order) : null
  add(place, erp, 'invoice', invoiceOf('credit-note', `CN${count()}`, String(values.customer), order, String(values.total)))
}

/** One or two invoices of a customer are paid, in part or whole; sometimes nobody knows yet which. */
function addPayment(place: Place): void {
  const { erp, count, random } = place
  const [, values] = some(place, erp, 'invoice') ?? []
  if (!values || !erp.documents('customer').has(String(values.customer))) return
  const customer = String(values.customer)
  const known = random() < 0.85 ? allocationsOf(place, customer) : []
  const number = count()
  place.happened('a payment is made')
  add(place, erp, 'payment', paymentOf(`PAY${number}`, customer, `${number}.21`, known))
  for (const { invoice, amount } of known) edit(place, erp, 'invoice', String(invoice), { paid: amount as Json })
}

function allocationsOf(place: Place, customer: string): Values[] {
  const { erp, random, count } = place
  const open = [...erp.documents('invoice')].filter(([, one]) => one.customer === customer).map(([id]) => id)
  const first = one(place, open)
  const second = random() < 0.4 ? one(place, open) : undefined
  return [...new Set([first, second])].flatMap((invoice) => (invoice ? [{ invoice, amount: `${count()}.07` }] : []))
}

/** A payment is for other invoices than was thought. */
function reallocate(place: Place): void {
  const [id, values] = some(place, place.erp, 'payment') ?? []
  if (!id || !values) return
  place.happened('a payment is for others')
  edit(place, place.erp, 'payment', id, { allocations: allocationsOf(place, String(values.customer)) as unknown as Json })
}

function changeInvoice(place: Place): void {
  const kind = place.random() < 0.7 ? 'invoice' : 'payment'
  const id = idOf(place, place.erp, kind)
  if (id) edit(place, place.erp, kind, id, moneyChangeOf(place, kind) ?? {})
}

function addPrice(place: Place, at: MemorySystem): void {
  const item = idOf(place, at, 'item')
  const customer = place.random() < 0.4 ? idOf(place, at, 'customer') : undefined
  if (item) add(place, at, 'price', priceOf(item, customer ?? null, `${place.count()}.5`))
}

/** Prices are the ERP's: what the CRM says is overruled. */
function changePrice(place: Place, at: MemorySystem): void {
  const id = idOf(place, at, 'price')
  if (!id) return
  if (at === place.crm) place.happened('a price is changed in the CRM')
  edit(place, at, 'price', id, moneyChangeOf(place, 'price') ?? {})
}

function removePrice(place: Place, at: MemorySystem): void {
  const id = place.removes ? idOf(place, at, 'price') : undefined
  if (id) removeOne(place, at, 'price', id)
}

/** A customer asks in the CRM to send something back. */
function addReturn(place: Place): void {
  const { crm, count } = place
  const [order, values] = some(place, crm, 'order') ?? []
  const [line] = (values?.lines ?? []) as readonly Values[]
  if (!order || !values || !line) return
  if (!crm.documents('customer').has(String(values.customer)) || !crm.documents('item').has(String(line.item))) return
  const number = count()
  place.happened('a return is asked for')
  add(place, crm, 'return', returnOf(`RET${number}`, String(values.customer), order, String(line.item), `W${number}`))
}

/** The ERP answers, receives and credits. */
function answerReturn(place: Place): void {
  const { erp, count } = place
  const [id, values] = some(place, erp, 'return') ?? []
  if (!id || !values) return
  place.happened('a return is answered')
  if (values.state === 'requested') {
    const state = place.random() < 0.75 ? 'approved' : 'rejected'
    edit(place, erp, 'return', id, { state, answer: `A${count()}`, erpNumber: `R-${id}` })
  } else if (values.state === 'approved') {
    const results = [{ orderLineNumber: 1, received: '1', scrapped: '0' }]
    edit(place, erp, 'return', id, { state: 'received', receivedDate: '2026-03-05', results: results as unknown as Json })
  } else credit(place, id, values)
}

function credit(place: Place, id: string, { customer }: Values): void {
  const notes = [...place.erp.documents('invoice')].filter(([, one]) => one.type === 'credit-note' && one.customer === customer)
  const [invoice, note] = one(place, notes) ?? []
  if (!invoice || !note) return
  const credits = [{ invoice, amount: note.total }]
  edit(place, place.erp, 'return', id, { state: 'closed', credited: note.total as Json, credits: credits as unknown as Json })
}

function changeReturn(place: Place): void {
  const id = idOf(place, place.crm, 'return')
  if (id) edit(place, place.crm, 'return', id, { reason: `W${place.count()}` })
}

/** Somebody changes in the CRM what is the ERP's alone. */
function changeCopy(place: Place): void {
  const id = idOf(place, place.crm, 'invoice')
  if (!id) return
  place.happened('an invoice is changed in the CRM')
  edit(place, place.crm, 'invoice', id, { paid: `${place.count()}.99` })
}
