/** Writing what invoicing does to an order: how much of each line is invoiced, and closing what is done. */
import { appendEvents, type NewEvent, run, sql, type Tx, updateRows } from '@tandem/db'
import { type Context, Decimal } from '@tandem/kernel'
import type { SalesOrder, Unnumbered } from './invoice.ts'

/** The order after an invoice of it: line totals raised, progress derived, closed when nothing is left to do. */
export function invoicedOrder(order: SalesOrder, invoice: Unnumbered, by: Context): SalesOrder {
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
  const done = lines.every((line) => Decimal.of(line.invoiced).equals(Decimal.of(line.quantity)))
  const changes = { lines, invoicing: done ? 'complete' : 'partial', state: done ? 'closed' : order.state } as const
  return { ...order, ...changes, version: order.version + 1, updatedAt: by.now, updatedBy: by.actor.id }
}

/** Writes orders after their invoices: one statement for the orders, one for their lines, and an event each. */
export async function saveInvoicedOrders(tx: Tx, by: Context, orders: readonly SalesOrder[]): Promise<void> {
  if (orders.length === 0) return
  const heads = orders.map((order) => ({ ...order, version: order.version - 1 }))
  const lines = orders.flatMap(({ id, lines }) =>
    lines.map(({ lineNumber, invoiced, invoicedNet, invoicedTax }) => ({ id, lineNumber, invoiced, invoicedNet, invoicedTax })),
  )
  await Promise.all([
    updateRows(tx, 'erp.sales_order', heads, ['state', 'invoicing', 'updatedAt', 'updatedBy']),
    run(
      tx,
      sql`
        update erp.sales_order_line l
        set invoiced = n.invoiced, invoiced_net = n."invoicedNet", invoiced_tax = n."invoicedTax"
        from json_to_recordset(${JSON.stringify(lines)}::json)
          as n (id uuid, "lineNumber" integer, invoiced numeric, "invoicedNet" numeric, "invoicedTax" numeric)
        where l.tenant_id = platform.tenant() and l.parent_id = n.id and l.line_number = n."lineNumber"
          and l.invoiced <> n.invoiced`,
    ),
    appendEvents(tx, 'erp', by, orders.map(eventOf)),
  ])
}

function eventOf(order: SalesOrder): NewEvent {
  const { state, invoicing } = order
  const lines = order.lines.map(({ lineNumber, invoiced }) => ({ lineNumber, invoiced }))
  const type = state === 'closed' ? 'sales-order-closed' : 'sales-order-invoiced'
  return {
    document: 'sales-order',
    documentId: order.id,
    documentVersion: order.version,
    type,
    payload: { state, invoicing, lines },
  }
}

function add(a: string, b: string): string {
  return Decimal.of(a).plus(Decimal.of(b)).toString()
}
