/** How far an order is, in the steps a customer thinks in. Pure. */
import { Decimal } from '@tandem/kernel'

interface Ordered {
  readonly state: string
  readonly lines: readonly { readonly lineNumber: number; readonly item: string; readonly quantity: string }[]
  readonly progress: readonly { readonly lineNumber: number; readonly shipped: string; readonly invoiced: string }[]
}

interface Paying {
  readonly type: string
  readonly total: string
  readonly paid: string
}

export interface OrderStep {
  readonly name: 'received' | 'confirmed' | 'shipped' | 'invoiced' | 'paid'
  readonly isDone: boolean
}

/** `services` are the items that nobody ships; an order of services alone has no such step. */
export function stepsOf(order: Ordered, services: ReadonlySet<string>, invoices: readonly Paying[]): OrderStep[] {
  const isPlaced = order.state !== 'requested'
  const goods = order.lines.filter(({ item }) => !services.has(item))
  const all = (lines: Ordered['lines'], what: 'shipped' | 'invoiced') =>
    isPlaced &&
    lines.every(({ lineNumber, quantity }) => {
      const done = order.progress.find((line) => line.lineNumber === lineNumber)
      return done !== undefined && !Decimal.of(done[what]).isLess(Decimal.of(quantity))
    })
  const isInvoiced = all(order.lines, 'invoiced')
  const isPaid = invoices.length > 0 && invoices.every(({ type, total, paid }) => type !== 'invoice' || total === paid)
  return [
    { name: 'received', isDone: true },
    { name: 'confirmed', isDone: isPlaced },
    ...(goods.length > 0 ? [{ name: 'shipped' as const, isDone: all(goods, 'shipped') }] : []),
    { name: 'invoiced', isDone: isInvoiced },
    { name: 'paid', isDone: isInvoiced && isPaid },
  ]
}
