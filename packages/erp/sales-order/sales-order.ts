/** What a sales order is: its states, what is open of it, and what its lines add up to. All pure. */
import { Decimal, type Id, lineTotal, type Row, type Transitions, taxOf } from '@tandem/kernel'
import { baseOf } from '../item/units.ts'
import type { salesOrder } from './definition.ts'

export type SalesOrder = Row<typeof salesOrder>
export type SalesOrderLine = SalesOrder['lines'][number]
export type SalesOrderState = SalesOrder['state']
export type Progress = SalesOrder['delivery']

export const salesOrderTransitions = {
  confirm: { from: ['draft'], to: 'confirmed' },
  reserve: { from: ['confirmed'], to: 'confirmed' },
  ship: { from: ['confirmed'], to: 'confirmed' },
  cancel: { from: ['draft', 'confirmed'], to: 'cancelled' },
  close: { from: ['confirmed'], to: 'closed' },
} as const satisfies Transitions<SalesOrderState>

/** What is ordered and not yet shipped of goods, in the line's unit. Services wait for no stock. */
export function openQuantity(line: SalesOrderLine): Decimal {
  return line.isService ? Decimal.zero : Decimal.of(line.quantity).minus(Decimal.of(line.shipped))
}

/** What of a line is kept already, by shipping or invoicing: its quantity never falls below. */
export function keptQuantity(line: SalesOrderLine): Decimal {
  return Decimal.of(line.shipped).max(Decimal.of(line.invoiced))
}

/** What the line holds and waits for of the stock, in base units; nothing unless its order is confirmed. */
export function holdingOf(line: SalesOrderLine, state: SalesOrderState): { quantity: Decimal; waiting: Decimal } {
  if (state !== 'confirmed' || line.isService) return { quantity: Decimal.zero, waiting: Decimal.zero }
  const reserved = Decimal.of(line.reserved)
  return { quantity: baseOf(reserved, line), waiting: baseOf(openQuantity(line).minus(reserved), line) }
}

/** What a confirmed order takes of its customer's credit: its total less what invoices took over. */
export function openValue(order: SalesOrder): Decimal {
  if (order.state !== 'confirmed') return Decimal.zero
  const invoiced = order.lines.map((line) => Decimal.of(line.invoicedNet).plus(Decimal.of(line.invoicedTax)))
  return Decimal.of(order.total).minus(Decimal.sum(invoiced))
}

/** Net and tax of a line, each rounded half up to the cent. */
export function lineAmounts(
  line: Pick<SalesOrderLine, 'quantity' | 'unitPrice' | 'discountPercent' | 'taxRate'>,
  currency: string,
): { net: Decimal; tax: Decimal } {
  const [quantity, unitPrice] = [Decimal.of(line.quantity), Decimal.of(line.unitPrice)]
  const net = lineTotal({ quantity, unitPrice, discountPercent: Decimal.of(line.discountPercent) }, currency)
  return { net, tax: taxOf(net, Decimal.of(line.taxRate), currency) }
}

/** The line in another quantity. What invoices took of it stays; a line cut to what is invoiced is worth just that. */
export function inQuantity(line: SalesOrderLine, quantity: Decimal, currency: string): SalesOrderLine {
  if (quantity.equals(Decimal.of(line.quantity))) return line
  const [invoicedNet, invoicedTax] = [Decimal.of(line.invoicedNet), Decimal.of(line.invoicedTax)]
  const changed = { ...line, quantity: quantity.toString() }
  if (quantity.equals(Decimal.of(line.invoiced))) return { ...changed, net: line.invoicedNet, tax: line.invoicedTax }
  const { net, tax } = lineAmounts(changed, currency)
  return { ...changed, net: net.max(invoicedNet).toString(), tax: tax.max(invoicedTax).toString() }
}

/** The order's totals and progress, as its lines say. */
export function derived(lines: readonly SalesOrderLine[]): Pick<SalesOrder, 'net' | 'tax' | 'total' | 'delivery' | 'invoicing'> {
  const net = Decimal.sum(lines.map((line) => Decimal.of(line.net)))
  const tax = Decimal.sum(lines.map((line) => Decimal.of(line.tax)))
  return {
    net: net.toString(),
    tax: tax.toString(),
    total: net.plus(tax).toString(),
    delivery: deliveryProgress(lines),
    invoicing: invoiceProgress(lines),
  }
}

/** How far goods are shipped; an order of services alone has nothing left to deliver. */
export function deliveryProgress(lines: readonly SalesOrderLine[]): Progress {
  return progress(
    lines.filter((line) => !line.isService),
    (line) => line.shipped,
  )
}

export function invoiceProgress(lines: readonly SalesOrderLine[]): Progress {
  return progress(lines, (line) => line.invoiced)
}

function progress(lines: readonly SalesOrderLine[], done: (line: SalesOrderLine) => string): Progress {
  if (lines.every((line) => !Decimal.of(done(line)).isLess(Decimal.of(line.quantity)))) return 'complete'
  return lines.some((line) => Decimal.of(done(line)).isPositive()) ? 'partial' : 'none'
}

/** Everything is delivered and invoiced: nothing is left to do. */
export function isDone(order: SalesOrder): boolean {
  return order.state === 'confirmed' && order.delivery === 'complete' && order.invoicing === 'complete'
}

export function lineOf(order: SalesOrder, lineNumber: number): SalesOrderLine | undefined {
  return order.lines.find((line) => line.lineNumber === lineNumber)
}

/** A stable name of a line among many orders. */
export function lineKey(order: Id, lineNumber: number): string {
  return `${order} ${lineNumber}`
}
