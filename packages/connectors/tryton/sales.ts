/** Sales and their shipments. */
import type { Values } from '@tandem/hub'
import { Decimal, type Json } from '@tandem/kernel'
import { idText } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { byIds, type Session, type TrytonKind } from './session.ts'
import { quantity, ref, rowIn, rowsIn, text } from './values.ts'

/**
 * Stands in the comment of sales that this connection made, before the joint's record. Another installation of Tandem may have
 * been joined to the same Tryton before: what it made is not ours.
 */
export function orderMark({ mark }: Session): string {
  return `Tandem ${mark} `
}

export const sales: TrytonKind = {
  kind: 'order',
  model: 'sale.sale',
  domain: ({ facts }) => [
    ['company', '=', facts.company],
    ['state', 'in', ['confirmed', 'processing', 'done', 'cancelled']],
  ],
  fields: () => [
    ...[
      'number',
      'reference',
      'description',
      'party',
      'invoice_address',
      'shipment_address',
      'sale_date',
      'payment_term',
      'comment',
    ],
    ...['currency.code', 'untaxed_amount', 'tax_amount', 'total_amount', 'state', 'lines'],
    ...['invoice_address.street', 'shipment_address.street'],
  ],
  watched: [
    { model: 'sale.line', fields: ['sale'], to: async (_session, rows) => rows.map(({ sale }) => [Number(sale)]) },
    { model: 'stock.move', fields: ['origin'], to: salesOfMoves },
    {
      model: 'account.invoice',
      fields: ['sales'],
      to: async (_session, rows) => rows.map((row) => (row.sales ?? []) as number[]),
    },
  ],
  async values(session, rows) {
    const lines = await linesOf(
      session,
      rows.flatMap((row) => (row.lines ?? []) as number[]),
    )
    return rows.map((row) =>
      saleValues(
        session,
        row,
        lines.filter(({ sale }) => sale === row.id),
      ),
    )
  },
}

async function salesOfMoves(session: Session, rows: readonly Row[]): Promise<readonly (readonly number[])[]> {
  const lineOf = ({ origin }: Row) => Number(/^sale\.line,(\d+)$/.exec(String(origin))?.[1] ?? 0)
  const found = await byIds(session.door, 'sale.line', rows.map(lineOf).filter(Boolean), ['sale'])
  const sale = new Map(found.map((row) => [Number(row.id), Number(row.sale)]))
  return rows.map((row) => (sale.has(lineOf(row)) ? [sale.get(lineOf(row)) as number] : []))
}

/** Lines of goods, in the order they were made. */
async function linesOf({ door }: Session, ids: readonly number[]): Promise<Row[]> {
  const found = await byIds(door, 'sale.line', ids, [
    ...['sale', 'type', 'product', 'description', 'quantity', 'unit.name', 'unit_price', 'taxes.rate', 'amount', 'product.name'],
    ...['moves.state', 'moves.quantity', 'moves.planned_date', 'invoice_lines.quantity', 'invoice_lines.invoice_state'],
  ])
  return found.filter((line) => line.type === 'line' && line.product !== null)
}

function saleValues(session: Session, row: Row, lines: readonly Row[]): Values {
  const { facts } = session
  const isOurs = String(row.comment ?? '').startsWith(orderMark(session))
  const currency = String(rowIn(row, 'currency').code ?? facts.currency)
  return {
    number: (isOurs ? text(row.description) : null) ?? String(row.number),
    erpNumber: text(row.number),
    customer: ref(row.party),
    customerReference: text(row.reference),
    state: row.state === 'cancelled' ? 'cancelled' : row.state === 'done' ? 'closed' : 'placed',
    currency,
    orderDate: row.sale_date ?? null,
    billingAddress: placeOf(row, 'invoice_address'),
    shippingAddress: placeOf(row, 'shipment_address'),
    paymentTermDays: facts.termDays[String(row.payment_term)] ?? 0,
    net: String(row.untaxed_amount),
    tax: String(row.tax_amount),
    total: String(row.total_amount),
    lines: lines.map((line, i) => lineValues(facts.digits, line, i + 1)) as Json,
    progress: lines.map((line, i) => progressOf(line, i + 1)) as Json,
  }
}

/** Every sale has addresses; those without a street are none to the joint, and are not told as documents. */
function placeOf(row: Row, field: string): string | null {
  return text(rowIn(row, field).street) ? ref(row[field]) : null
}

function lineValues(digits: number, line: Row, lineNumber: number): Values {
  const rates = rowsIn(line, 'taxes').map(({ rate }) => Decimal.of(String(rate ?? '0')))
  const rate = Decimal.sum(rates)
  const net = Decimal.of(String(line.amount ?? '0'))
  const described = text(line.description)
  return {
    lineNumber,
    item: ref(line.product),
    description: described === text(rowIn(line, 'product').name) ? null : described,
    quantity: quantity(line.quantity).toString(),
    unit: text(rowIn(line, 'unit').name) ?? 'Unit',
    unitPrice: String(line.unit_price),
    // A discount is in the price there.
    discountPercent: '0',
    taxRate: rate.times(Decimal.of('100')).toString(),
    net: net.toString(),
    tax: net.times(rate).round(digits, 'half-even').toString(),
  }
}

function progressOf(line: Row, lineNumber: number): Values {
  const moves = rowsIn(line, 'moves')
  const sum = (rows: readonly Row[]) => Decimal.sum(rows.map((row) => quantity(row.quantity))).toString()
  const open = moves.filter(({ state }) => state === 'draft' || state === 'assigned' || state === 'staging')
  const dates = open.flatMap(({ planned_date: date }) => (typeof date === 'string' ? [date] : [])).sort()
  return {
    lineNumber,
    reserved: sum(moves.filter(({ state }) => state === 'assigned')),
    shipped: sum(moves.filter(({ state }) => state === 'done')),
    invoiced: sum(rowsIn(line, 'invoice_lines').filter(({ invoice_state: state }) => state === 'posted' || state === 'paid')),
    expectedDate: dates.at(-1) ?? null,
  }
}

export const deliveries: TrytonKind = {
  kind: 'shipment',
  model: 'stock.shipment.out',
  domain: ({ facts }) => [
    ['company', '=', facts.company],
    ['state', '=', 'done'],
  ],
  fields: ({ facts }) => [
    ...['number', 'effective_date', 'outgoing_moves.origin', 'outgoing_moves.product', 'outgoing_moves.quantity'],
    facts.fields['stock.move']?.includes('uom') ? 'outgoing_moves.uom.name' : 'outgoing_moves.unit.name',
  ],
  watched: [],
  async values(session, rows) {
    const lineOf = (move: Row) => Number(/^sale\.line,(\d+)$/.exec(String(move.origin))?.[1] ?? 0)
    const wanted = rows.flatMap((row) => rowsIn(row, 'outgoing_moves').map(lineOf)).filter(Boolean)
    const sold = await byIds(session.door, 'sale.line', wanted, ['sale'])
    const saleOf = new Map(sold.map((line) => [Number(line.id), Number(line.sale)]))
    const numbers = await lineNumbers(session, [...saleOf.values()])
    return rows.map((row) => {
      const lines = rowsIn(row, 'outgoing_moves').flatMap((move) => {
        const orderLineNumber = numbers.get(lineOf(move))
        if (orderLineNumber === undefined) return []
        const unit = text(rowIn(move, 'uom').name ?? rowIn(move, 'unit').name) ?? 'Unit'
        return [{ orderLineNumber, item: ref(move.product), quantity: quantity(move.quantity).toString(), unit }]
      })
      const sale = rowsIn(row, 'outgoing_moves')
        .map((move) => saleOf.get(lineOf(move)))
        .find(Boolean)
      if (lines.length === 0 || sale === undefined) return undefined
      const about = { number: String(row.number), order: idText(sale), shippedDate: row.effective_date ?? null }
      return {
        ...about,
        carrier: null,
        trackingNumber: null,
        lines: lines.sort((a, b) => a.orderLineNumber - b.orderLineNumber) as Json,
      }
    })
  },
}

export async function lineNumbers(session: Session, saleIds: readonly number[]): Promise<Map<number, number>> {
  const found = await byIds(session.door, 'sale.sale', saleIds, ['lines'])
  const lines = await linesOf(
    session,
    found.flatMap((row) => (row.lines ?? []) as number[]),
  )
  const counts = new Map<number, number>()
  return new Map(
    lines.map((line) => {
      const number = (counts.get(Number(line.sale)) ?? 0) + 1
      counts.set(Number(line.sale), number)
      return [Number(line.id), number] as const
    }),
  )
}
