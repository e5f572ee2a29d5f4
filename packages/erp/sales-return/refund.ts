/** Pure decisions on what is given for goods that are back. */
import { Decimal, type Id, type Input, type On, ok, type PlainDate, type Result, refuse } from '@tandem/kernel'
import { NOTHING_TAKEN, type Taken } from '../invoice/amounts.ts'
import type { creditFields } from '../invoice/definition.ts'
import type { CreditedLines, Invoice } from '../invoice/invoice.ts'
import type { SalesOrderInput } from '../sales-order/references.ts'
import { lineOf, type SalesOrder } from '../sales-order/sales-order.ts'
import type { SalesReturn } from './sales-return.ts'

export type CreditPart = On<Input<typeof creditFields>>

const LONGEST_REASON = 400

/**
 * Which quantities of which invoices are credited for a return: what came, of the lines that billed it, the oldest first.
 * `credited` is what credit notes took so far; what this one takes is added. Refuses what is not invoiced, or credited
 * already, and a date before that of an invoice.
 */
export function creditParts(
  row: SalesReturn,
  invoiceDate: PlainDate,
  invoices: readonly Invoice[],
  credited: Map<Id, CreditedLines>,
): Result<CreditPart[]> {
  const own = invoices.filter((invoice) => invoice.salesOrder === row.salesOrder)
  const parts = new Map<Id, { lineNumber: number; quantity: Decimal }[]>()
  for (const { orderLineNumber, received, unit } of row.lines) {
    let missing = Decimal.of(received)
    for (const invoice of own) {
      for (const line of invoice.lines.filter((one) => one.orderLineNumber === orderLineNumber)) {
        const left = Decimal.of(line.quantity).minus(takenOf(credited, invoice.id, line.lineNumber).quantity)
        const quantity = left.min(missing)
        if (!quantity.isPositive()) continue
        if (invoiceDate < invoice.invoiceDate) return tooEarly(row, invoice)
        parts.set(invoice.id, [...(parts.get(invoice.id) ?? []), { lineNumber: line.lineNumber, quantity }])
        missing = missing.minus(quantity)
      }
    }
    if (missing.isPositive()) {
      return refuse('sales-return/not-invoiced', { number: row.number, line: orderLineNumber, missing: missing.toString(), unit })
    }
  }
  for (const [id, lines] of parts) take(credited, id, lines)
  const reason = `${row.number} ${row.reason}`.slice(0, LONGEST_REASON)
  return ok(
    [...parts].map(([id, lines]) => ({
      id,
      input: { reason, invoiceDate, lines: lines.map((line) => ({ ...line, quantity: line.quantity.toString() })) },
    })),
  )
}

function tooEarly({ number }: SalesReturn, { number: invoice, invoiceDate }: Invoice) {
  return refuse('sales-return/before-invoice', { number, invoice, invoiceDate })
}

function takenOf(credited: ReadonlyMap<Id, CreditedLines>, invoice: Id, lineNumber: number): Taken {
  return credited.get(invoice)?.get(lineNumber) ?? NOTHING_TAKEN
}

function take(credited: Map<Id, CreditedLines>, invoice: Id, lines: readonly { lineNumber: number; quantity: Decimal }[]): void {
  const after = new Map(credited.get(invoice) ?? [])
  for (const { lineNumber, quantity } of lines) {
    const taken = takenOf(credited, invoice, lineNumber)
    after.set(lineNumber, { ...taken, quantity: taken.quantity.plus(quantity) })
  }
  credited.set(invoice, after)
}

/** The order that sends the same goods anew: at the price they had, and nothing of it to pay. */
export function replacementOf(row: SalesReturn, order: SalesOrder, requestedDate: PlainDate | null): SalesOrderInput {
  const lines = row.lines.flatMap(({ orderLineNumber, item, unit, received }) => {
    const line = lineOf(order, orderLineNumber)
    if (!line || !Decimal.of(received).isPositive()) return []
    const { description, unitPrice, taxRate, warehouse } = line
    return [{ item, unit, quantity: received, description, unitPrice, taxRate, warehouse, discountPercent: '100' }]
  })
  const { billingAddress, shippingAddress, currency, paymentTermDays, warehouse } = order
  const terms = { billingAddress, shippingAddress, currency, paymentTermDays, warehouse, requestedDate }
  return { party: row.party, customerReference: row.number, ...terms, lines }
}
