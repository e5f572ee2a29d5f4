/** What invoicing does to an order: how much of each line is invoiced, and closing what is done. */
import type { Tx } from '@tandem/db'
import { type Context, Decimal } from '@tandem/kernel'
import { closedIfDone } from '../sales-order/decide.ts'
import { invoiceProgress, type SalesOrder } from '../sales-order/sales-order.ts'
import { type OrderChange, saveOrders } from '../sales-order/store.ts'
import type { Unnumbered } from './invoice.ts'

/** The order after an invoice of it: line totals raised, progress derived, closed when nothing is left to do. */
export function invoicedOrder(order: SalesOrder, invoice: Unnumbered): SalesOrder {
  const parts = new Map(invoice.lines.map((line) => [line.orderLineNumber, line]))
  const lines = order.lines.map((line) => {
    const part = parts.get(line.lineNumber)
    if (!part) return line
    return {
      ...line,
      invoiced: add(line.invoiced, part.quantity),
      invoicedNet: add(line.invoicedNet, part.net),
      invoicedTax: add(line.invoicedTax, part.tax),
    }
  })
  return closedIfDone({ ...order, lines, invoicing: invoiceProgress(lines) })
}

/** Writes orders after their invoices, with an event each. */
export function saveInvoicedOrders(tx: Tx, by: Context, changes: readonly OrderChange[]): void {
  if (changes.length === 0) return
  saveOrders(tx, by, changes, ({ after }) => (after.state === 'closed' ? 'sales-order-closed' : 'sales-order-invoiced'))
}

function add(a: string, b: string): string {
  return Decimal.of(a).plus(Decimal.of(b)).toString()
}
