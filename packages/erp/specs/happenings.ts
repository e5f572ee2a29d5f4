/** What happens to orders and goods in a company, by short words: for specs that let it happen in any order, or all at once. */
import { onOneOf } from '@tandem/testkit'
import { processSalesOrders } from '../flow/process.ts'
import { createGoodsReceipt, createStockAdjustment, receiveSalesReturn } from '../flow/receiving.ts'
import { createInvoice } from '../invoice/create.ts'
import { creditInvoice } from '../invoice/credit.ts'
import {
  cancelSalesOrder,
  changeSalesOrder,
  confirmSalesOrder,
  createSalesOrder,
  placeSalesOrder,
  reserveSalesOrder,
} from '../sales-order/commands.ts'
import type { SalesOrder } from '../sales-order/sales-order.ts'
import { approveSalesReturn, createSalesReturn, rejectSalesReturn } from '../sales-return/commands.ts'
import { creditSalesReturn, replaceSalesReturn } from '../sales-return/outcome.ts'
import { createShipment } from '../shipment/commands.ts'
import type { Shop } from '../specs/trade.ts'

/** One thing that happens in a company, with numbers to choose by; which order or item is meant is chosen when it happens. */
export interface Step {
  readonly what: (typeof HAPPENINGS)[number]
  readonly item: number
  readonly order: number
  readonly quantity: number
  readonly dozen: boolean
}

export const HAPPENINGS = [
  'receive',
  'count',
  'create',
  'place',
  'confirm',
  'change',
  'ship',
  'ship-part',
  'invoice',
  'cancel',
  'reserve',
  'process',
  'ask-back',
  'approve',
  'take-back',
  'take-back',
  'reject',
  'credit-return',
  'replace-return',
  'credit',
] as const

export interface Run {
  readonly at: Shop
  readonly items: Shop['widget'][]
  readonly orders: SalesOrder['id'][]
}

/** Does the step; refusals are good answers, faults are not. */
export async function happen({ at, items, orders }: Run, { what, item: i, order: o, quantity: q, dozen }: Step): Promise<void> {
  const item = items[i] ?? at.widget
  const id = orders[o % Math.max(orders.length, 1)] ?? at.widget
  const line = { item, quantity: String(q), unit: dozen ? 'dozen' : 'pcs', unitPrice: '3.337', discountPercent: '2.5' }
  const order = { party: at.customer, lines: [line, { ...line, item: at.service, unit: 'pcs' }] }
  switch (what) {
    case 'receive':
      return void (await at.do(createGoodsReceipt, { lines: [{ item, quantity: String(q), unitCost: `${q}.123457` }] }))
    case 'count':
      return void (await at.try(createStockAdjustment, {
        reason: 'Count',
        lines: [{ item, counted: String(q), unitCost: '1.3' }],
      }))
    case 'create':
      return void orders.push((await at.do(createSalesOrder, order)).id)
    case 'place':
      return void orders.push(...(await placed(at, order)))
    case 'confirm':
      return void (await at.try(confirmSalesOrder, { id, input: {} }))
    case 'change':
      return void (await at.try(changeSalesOrder, { id, input: { lines: [{ ...line, lineNumber: 1, quantity: String(q) }] } }))
    case 'ship':
      return void (await at.try(createShipment, { salesOrder: id }))
    case 'ship-part':
      return void (await at.try(createShipment, { salesOrder: id, lines: [{ orderLineNumber: 1, quantity: String(q % 4) }] }))
    case 'invoice':
      return void (await at.try(createInvoice, { salesOrder: id }))
    case 'cancel':
      return void (await at.try(cancelSalesOrder, { id, input: {} }))
    case 'reserve':
      return void (await at.try(reserveSalesOrder, { id, input: {} }))
    case 'process':
      return void (await at.run((tx) => processSalesOrders(tx, at.context(), orders)))
    default:
      return comeBack(at, what, id, q)
  }
}

/** What happens to goods that were sold. */
async function comeBack(at: Shop, what: string, salesOrder: SalesOrder['id'], q: number): Promise<void> {
  const quantity = String(1 + (q % 4))
  const lines = [{ orderLineNumber: 1, quantity }]
  const input = {}
  switch (what) {
    case 'ask-back':
      return void (await at.try(createSalesReturn, { salesOrder, reason: 'x', ...(q % 3 > 0 && { lines }) }))
    case 'approve':
      return onOneOf(at, 'erp.sales_return', q, (id) => at.try(approveSalesReturn, { id, input }))
    case 'take-back':
      return onOneOf(at, 'erp.sales_return', q, async (id) => {
        await at.try(approveSalesReturn, { id, input })
        const part = { lines: [{ orderLineNumber: 1, received: quantity, scrapped: String(q % 3) }] }
        return at.try(receiveSalesReturn, { id, input: q % 2 ? part : {} })
      })
    case 'reject':
      return onOneOf(at, 'erp.sales_return', q, (id) => at.try(rejectSalesReturn, { id, input: { answer: 'x' } }))
    case 'credit-return':
      return onOneOf(at, 'erp.sales_return', q, (id) => at.try(creditSalesReturn, { id, input }))
    case 'replace-return':
      return onOneOf(at, 'erp.sales_return', q, (id) => at.try(replaceSalesReturn, { id, input }))
    case 'credit': {
      const credit = { reason: 'x', lines: [{ lineNumber: 1, quantity }] }
      return onOneOf(at, 'erp.invoice', q, (id) => at.try(creditInvoice, { id, input: credit }))
    }
  }
}

async function placed(at: Shop, order: Parameters<typeof placeSalesOrder.run>[2][number]) {
  const result = await at.try(placeSalesOrder, order)
  return result.ok ? [result.value.id] : []
}
