/** Pure decisions on invoices and credit notes. */
import {
  convert,
  Decimal,
  type Id,
  type Input,
  money,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import { daysLater } from '../days.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { baseRelief, NOTHING_TAKEN, nextPart, type Taken } from './amounts.ts'
import type { creditFields, INVOICE_STATES, invoice } from './definition.ts'

export type Invoice = Row<typeof invoice>
export type InvoiceLine = Invoice['lines'][number]
export type InvoiceState = (typeof INVOICE_STATES)[number]

/** An invoice before it has its number: numbers without gaps are taken only for what is sure to be posted. */
export type Unnumbered = Omit<Invoice, 'number'>

/** The rate into base currency that a document is booked at. */
export interface Booking {
  readonly date: PlainDate
  readonly base: string
  readonly rate: Decimal
}

/** What of an order can be invoiced now, as an invoice: goods as shipped, services as ordered, less what is invoiced. */
export function newInvoice(order: SalesOrder, booking: Booking, nameOf: (item: Id) => string, stamp: Stored): Result<Unnumbered> {
  if (order.state !== 'confirmed') return refuse('invoice/order-not-confirmed', { order: order.number, state: order.state })
  const parts = order.lines.flatMap((line): Omit<InvoiceLine, 'lineNumber'>[] => {
    const invoiced = Decimal.of(line.invoiced)
    const quantity = Decimal.of(line.isService ? line.quantity : line.shipped).minus(invoiced)
    if (!quantity.isPositive()) return []
    const taken = { quantity: invoiced, net: Decimal.of(line.invoicedNet), tax: Decimal.of(line.invoicedTax) }
    const { net, tax } = nextPart(line, taken, quantity, order.currency)
    const { item, unit, unitPrice, discountPercent, taxRate } = line
    const description = line.description ?? nameOf(item)
    const amounts = { quantity: quantity.toString(), net: net.toString(), tax: tax.toString() }
    return [{ orderLineNumber: line.lineNumber, item, description, unit, unitPrice, discountPercent, taxRate, ...amounts }]
  })
  if (parts.length === 0) return refuse('invoice/nothing-to-invoice', { order: order.number })
  const lines = parts.map((line, i) => ({ ...line, lineNumber: i + 1 }))
  const { party, currency } = order
  const kind = { type: 'invoice', party, salesOrder: order.id, creditedInvoice: null, reason: null, currency } as const
  const dueDate = daysLater(booking.date, order.paymentTermDays)
  const totals = totalsOf(lines, currency, booking)
  const state = stateOf(Decimal.of(totals.total), Decimal.zero, Decimal.zero)
  return ok({
    ...stamp,
    ...kind,
    ...totals,
    state,
    invoiceDate: booking.date,
    dueDate,
    paid: '0',
    credited: '0',
    custom: null,
    lines,
    applications: [],
  })
}

/** What credit notes took of each line of an invoice, by line number. */
export type CreditedLines = ReadonlyMap<number, Taken>

/** A credit note for quantities of an invoice, at once set off against the invoice as far as that is open. */
export function newCreditNote(
  of: Invoice,
  input: Input<typeof creditFields>,
  credited: CreditedLines,
  booking: Booking,
  stamp: Stored,
): Result<Unnumbered> {
  const reference = { number: of.number }
  if (of.type !== 'invoice') return refuse('invoice/not-an-invoice', reference)
  if (input.reason.trim() === '') return refuse('invoice/no-reason', reference)
  if (booking.date < of.invoiceDate) return refuse('invoice/before-invoice', { ...reference, invoiceDate: of.invoiceDate })
  const chosen = chosenLines(of, input, credited)
  if (!chosen.ok) return chosen
  const lines = chosen.value.map(({ line, quantity }) => {
    const part = nextPart(line, credited.get(line.lineNumber) ?? NOTHING_TAKEN, quantity, of.currency)
    return { ...line, quantity: quantity.toString(), net: part.net.toString(), tax: part.tax.toString() }
  })
  const totals = totalsOf(lines, of.currency, booking)
  const total = Decimal.of(totals.total)
  const applied = total.min(openAmount(of))
  return ok({
    ...stamp,
    ...totals,
    type: 'credit-note',
    state: stateOf(total, applied, applied),
    party: of.party,
    salesOrder: of.salesOrder,
    creditedInvoice: of.id,
    reason: input.reason,
    currency: of.currency,
    invoiceDate: booking.date,
    dueDate: booking.date,
    paid: applied.toString(),
    credited: applied.toString(),
    custom: of.custom,
    lines,
    applications: applied.isZero()
      ? []
      : [{ lineNumber: 1, invoice: of.id, amount: applied.toString(), settledDate: booking.date }],
  })
}

interface Chosen {
  readonly line: InvoiceLine
  readonly quantity: Decimal
}

function chosenLines(of: Invoice, input: Input<typeof creditFields>, credited: CreditedLines): Result<Chosen[]> {
  const left = (line: InvoiceLine) => Decimal.of(line.quantity).minus((credited.get(line.lineNumber) ?? NOTHING_TAKEN).quantity)
  const wanted = input.lines ?? of.lines.map((line) => ({ lineNumber: line.lineNumber, quantity: left(line).toString() }))
  const chosen: Chosen[] = []
  const seen = new Set<number>()
  for (const { lineNumber, quantity: text } of wanted) {
    const line = of.lines.find((candidate) => candidate.lineNumber === lineNumber)
    const quantity = Decimal.of(text)
    if (!line || seen.has(lineNumber)) return refuse('invoice/no-such-line', { number: of.number, line: lineNumber })
    seen.add(lineNumber)
    if (quantity.isNegative() || quantity.isMore(left(line))) {
      const details = { number: of.number, line: lineNumber, quantity: text, left: left(line).toString() }
      return refuse('invoice/more-than-invoiced', details)
    }
    if (quantity.isPositive()) chosen.push({ line, quantity })
  }
  return chosen.length > 0 ? ok(chosen) : refuse('invoice/nothing-to-credit', { number: of.number })
}

function totalsOf(lines: readonly InvoiceLine[], currency: string, booking: Booking) {
  const net = Decimal.sum(lines.map((line) => Decimal.of(line.net)))
  const tax = Decimal.sum(lines.map((line) => Decimal.of(line.tax)))
  const total = net.plus(tax)
  const baseTotal = convert(money(total, currency), booking.rate, booking.base).amount
  return {
    net: net.toString(),
    tax: tax.toString(),
    total: total.toString(),
    baseCurrency: booking.base,
    baseTotal: baseTotal.toString(),
  }
}

/** What is still to be settled of an invoice or credit note. */
export function openAmount(row: Pick<Invoice, 'total' | 'paid'>): Decimal {
  return Decimal.of(row.total).minus(Decimal.of(row.paid))
}

export function stateOf(total: Decimal, paid: Decimal, credited: Decimal): InvoiceState {
  if (paid.isLess(total)) return 'open'
  return credited.equals(total) && total.isPositive() ? 'credited' : 'paid'
}

/** The document after `amount` more of it is settled (less, when negative). The caller has checked that it fits. */
export function settled(row: Invoice, amount: Decimal, by: 'payment' | 'credit'): Invoice {
  const paid = Decimal.of(row.paid).plus(amount)
  const credited = by === 'credit' ? Decimal.of(row.credited).plus(amount) : Decimal.of(row.credited)
  const state = stateOf(Decimal.of(row.total), paid, credited)
  return { ...row, paid: paid.toString(), credited: credited.toString(), state }
}

/** An invoice and an open credit note of the same customer and currency set off: the amount, or why not. */
export function appliedAmount(
  credit: Invoice,
  target: Invoice | undefined,
  wanted: string | null | undefined,
  date: PlainDate,
): Result<Decimal> {
  if (credit.type !== 'credit-note') return refuse('invoice/not-a-credit-note', { number: credit.number })
  if (target?.type !== 'invoice' || target.party !== credit.party || target.currency !== credit.currency) {
    return refuse('invoice/cannot-set-off', { number: credit.number, invoice: target?.number ?? '-' })
  }
  const latest = [credit.invoiceDate, target.invoiceDate].sort()[1] as PlainDate
  if (date < latest) return refuse('invoice/set-off-too-early', { number: credit.number, invoice: target.number, latest })
  const most = openAmount(credit).min(openAmount(target))
  const amount = wanted ? Decimal.of(wanted) : most
  if (!amount.isPositive() || amount.isMore(most)) {
    return refuse('invoice/more-than-open', { number: credit.number, invoice: target.number, most: most.toString() })
  }
  return ok(amount)
}

/** What setting off leaves in base currency on the receivable, because the two were booked at different rates. */
export function setOffDifference(credit: Invoice, target: Invoice, amount: Decimal): Decimal {
  const relief = (row: Invoice) => {
    const before = Decimal.of(row.paid)
    return baseRelief(row, before, before.plus(amount))
  }
  return relief(credit).minus(relief(target))
}
