/** What people of the company do, told in short: `'10 CHAIR @ 120, 2 TABLE, 3 dozen EGG @ 12'`. */

import { crm } from '@tandem/crm'
import { readDocuments, rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { type Definition, type Id, type Json, snakeCase } from '@tandem/kernel'
import type { Company, Row } from './company.ts'

export interface Trade {
  readonly company: Company
  /** A customer of the CRM; terms of payment as the company has them. */
  customer(code: string, terms?: object): Promise<Row>
  /** An item of the ERP with its stock, each piece bought for 60. */
  item(code: string, stock: string, terms?: object): Promise<Row>
  /** Makes a quote and sends it: `'10 CHAIR @ 120'`. */
  quote(customer: string, lines: string): Promise<Row>
  /** Accepts a quote and answers the CRM's order. */
  accept(quote: Row): Promise<Row & { readonly number: string }>
  /** Ships from the ERP's order of this CRM order: all that is there, or `'4 CHAIR'`. */
  ship(order: string, lines?: string): Promise<Row>
  invoice(order: string): Promise<Row>
  pay(customer: string, amount: string): Promise<Row>
  /** The CRM's order as it is now. */
  crmOrder(number: string): Promise<Row>
  /** The ERP's orders that come from this CRM order; there must never be two. */
  erpOrders(number: string): Promise<Row[]>
  /** One document by a field. */
  find(side: 'crm' | 'erp', document: string, field: string, value: string): Promise<Row>
  all(side: 'crm' | 'erp', document: string): Promise<Row[]>
}

export function tradeOf(company: Company): Trade {
  const { act } = company
  const all = (side: 'crm' | 'erp', document: string) => documentsWhere(company, definitionOf(side, document))
  const find: Trade['find'] = async (side, document, field, value) => {
    const [found] = await documentsWhere(company, definitionOf(side, document), { field, value })
    if (!found) throw new Error(`${side} has no ${document} with ${field} ${value}`)
    return found
  }
  const salesOrder = (number: string) => find('erp', 'sales-order', 'origin', number)
  return {
    ...{ company, all, find },
    customer: (code, terms = {}) =>
      act('crm', 'customer', 'create', {
        ...{ code, name: code, type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false },
        ...terms,
      }),
    async item(code, stock, terms = {}) {
      const item = await act('erp', 'item', 'create', {
        ...{ code, name: code, type: 'bought', unit: 'pcs', taxRate: '13', standardCost: '60' },
        ...terms,
      })
      if (stock !== '0')
        await act('erp', 'goods-receipt', 'create', { lines: [{ item: item.id, quantity: stock, unitCost: '60' }] })
      return item
    },
    async quote(customer, lines) {
      const { id } = await find('crm', 'customer', 'code', customer)
      const quote = await act('crm', 'quote', 'create', { customer: id, lines: await quoteLines(find, lines) })
      return act('crm', 'quote', 'send', {}, quote.id)
    },
    async accept(quote) {
      const accepted = await act('crm', 'quote', 'accept', {}, quote.id)
      const order = await find('crm', 'order', 'id', String(accepted.order))
      return { ...order, number: String(order.number) }
    },
    async ship(number, lines) {
      const order = await salesOrder(number)
      const given = lines && (await shipmentLines(order, find, lines))
      return act('erp', 'shipment', 'create', { salesOrder: order.id, ...(given && { lines: given }) })
    },
    invoice: async (number) => act('erp', 'invoice', 'create', { salesOrder: (await salesOrder(number)).id }),
    async pay(customer, amount) {
      const party = await find('erp', 'party', 'code', customer)
      return act('erp', 'payment', 'create', { party: party.id, currency: 'CNY', amount, method: 'bank' })
    },
    crmOrder: (number) => find('crm', 'order', 'number', number),
    erpOrders: (number) => documentsWhere(company, definitionOf('erp', 'sales-order'), { field: 'origin', value: number }),
  }
}

type Find = Trade['find']

async function quoteLines(find: Find, text: string): Promise<object[]> {
  return Promise.all(
    linesIn(text).map(async ({ quantity, unit, code, price }) => {
      const item = await find('crm', 'item', 'code', code)
      return { item: item.id, quantity, ...(unit && { unit }), ...(price && { unitPrice: price }) }
    }),
  )
}

async function shipmentLines(order: Row, find: Find, text: string): Promise<object[]> {
  return Promise.all(
    linesIn(text).map(async ({ quantity, code }) => {
      const item = await find('erp', 'item', 'code', code)
      const line = (order.lines as readonly Record<string, Json>[]).find((one) => one.item === item.id)
      if (!line) throw new Error(`order ${String(order.number)} has no line of ${code}`)
      return { orderLineNumber: line.lineNumber, quantity }
    }),
  )
}

interface LineOfText {
  readonly quantity: string
  /** Left out: the item's base unit. */
  readonly unit: string | undefined
  readonly code: string
  readonly price: string | undefined
}

function linesIn(text: string): LineOfText[] {
  return text.split(',').map((part) => {
    const match = /^\s*(\S+)(?:\s+(\S+))?\s+([^\s@]+)(?:\s+@\s+(\S+))?\s*$/.exec(part)
    if (!match) throw new Error(`not a line such as "10 CHAIR @ 120": ${part}`)
    return { quantity: match[1] as string, unit: match[2], code: match[3] as string, price: match[4] }
  })
}

function definitionOf(side: 'crm' | 'erp', document: string): Definition {
  const found = (side === 'crm' ? crm : erp).documents.find(({ name }) => name === document)
  if (!found) throw new Error(`${side} has no document ${document}`)
  return found
}

function documentsWhere(
  { world }: Company,
  definition: Definition,
  where?: { readonly field: string; readonly value: string },
): Promise<Row[]> {
  const condition = where ? sql`where ${sql.raw(snakeCase(where.field))}::text = ${where.value}` : sql``
  return world.run(async (tx) => {
    const ids = await rows(tx, sql<{ id: Id }>`select id from ${sql.raw(definition.table)} ${condition} order by id`)
    return (await readDocuments(
      tx,
      definition,
      ids.map(({ id }) => id),
    )) as unknown as Row[]
  })
}
