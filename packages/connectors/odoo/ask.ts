/** Live questions to Odoo: is it there, and may the customer buy. */
import type { Answer, AvailabilityLine, Question } from '@tandem/hub'
import { Decimal, dateIn } from '@tandem/kernel'
import { idNumber } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { has } from './facts.ts'
import { PRODUCT } from './goods.ts'
import { type Session, search } from './session.ts'
import { amount, dayOf, decimal, idOf, ids } from './values.ts'

export async function askOdoo(session: Session, question: Question): Promise<Answer | undefined> {
  return question.ask === 'credit' ? credit(session, question) : availability(session, question)
}

type Asked = Extract<Question, { ask: 'availability' }>

async function availability(session: Session, { lines }: Asked): Promise<Answer | undefined> {
  const stock = ['qty_available', 'free_qty', 'virtual_available'].filter((name) => session.facts.fields[PRODUCT]?.includes(name))
  if (stock.length === 0) return undefined
  const warehouse = session.options.warehouse
  const rows = await session.door.call<Row[]>(PRODUCT, 'search_read', {
    domain: [['id', 'in', [...new Set(lines.map(({ item }) => idNumber(item)))]]],
    fields: ['type', 'sale_delay', ...stock].filter((name) => session.facts.fields[PRODUCT]?.includes(name)),
    context: warehouse === null ? {} : { warehouse, warehouse_id: warehouse },
  })
  const byId = new Map(rows.map((row) => [Number(row.id), row]))
  const short = lines.filter((line) => isShort(byId.get(idNumber(line.item)), line.quantity))
  const dates = short.length > 0 ? await incoming(session, short) : new Map<number, string>()
  return { ask: 'availability', lines: lines.map((line) => answerOf(session, byId.get(idNumber(line.item)), line, dates)) }
}

function isShort(row: Row | undefined, quantity: string): boolean {
  return row !== undefined && row.type !== 'service' && decimal(row.free_qty, 6).isLess(Decimal.of(quantity))
}

function answerOf(
  session: Session,
  row: Row | undefined,
  { item, quantity, date }: Asked['lines'][number],
  dates: ReadonlyMap<number, string>,
): AvailabilityLine {
  if (!row) return { available: '0', onHand: '0', date: null, reason: 'unknown' }
  const today = dateIn(session.now(), session.facts.company.timeZone)
  const stock = { available: amount(row.free_qty, 6), onHand: amount(row.qty_available, 6) }
  if (row.type === 'service') return { ...stock, date: date ?? today, reason: 'service' }
  if (!isShort(row, quantity)) return { ...stock, date: date ?? today, reason: 'in-stock' }
  const later = dates.get(idNumber(item))
  const isEnough = !decimal(row.virtual_available, 6).isLess(Decimal.of(quantity))
  return { ...stock, date: isEnough && later ? (later as never) : null, reason: isEnough ? 'incoming' : 'unknown' }
}

/** The last day on which something of the items is to come in. */
async function incoming(session: Session, lines: Asked['lines']): Promise<Map<number, string>> {
  if (!has(session.facts, 'stock.move')) return new Map()
  const moves = await search(
    session,
    'stock.move',
    [
      ['product_id', 'in', lines.map(({ item }) => idNumber(item))],
      ['state', 'in', ['confirmed', 'waiting', 'assigned', 'partially_available']],
      ['location_id.usage', 'in', ['supplier', 'production']],
    ],
    ['product_id', 'date'],
  )
  const dates = new Map<number, string>()
  for (const { product_id: product, date } of moves) {
    const day = dayOf(date, session.facts.company.timeZone) ?? ''
    if (day > (dates.get(idOf(product)) ?? '')) dates.set(idOf(product), day)
  }
  return dates
}

/** What is open and ordered against the limit, in the company's currency, which is the only one that Odoo reckons it in. */
async function credit(session: Session, question: Extract<Question, { ask: 'credit' }>): Promise<Answer | undefined> {
  const fields = ['credit', 'credit_limit', 'credit_to_invoice'].filter((name) =>
    session.facts.fields['res.partner']?.includes(name),
  )
  const { currency } = session.facts.company
  if (!fields.includes('credit') || question.currency !== currency) return undefined
  const [row] = await search(session, 'res.partner', [['id', '=', idNumber(question.customer)]], [...fields, 'category_id'])
  if (!row) return undefined
  const used = decimal(row.credit, 4).plus(decimal(row.credit_to_invoice, 4))
  const limit = decimal(row.credit_limit, 4)
  const hasLimit = limit.isPositive()
  const free = limit.minus(used)
  const isOnHold = session.onHold.tag !== 0 && ids(row.category_id).includes(session.onHold.tag)
  const isOver = hasLimit && free.isLess(Decimal.of(question.amount))
  return {
    ask: 'credit',
    state: isOnHold ? 'on-hold' : !hasLimit ? 'no-limit' : isOver ? 'exceeded' : 'good',
    limit: hasLimit ? limit.toString() : null,
    used: used.toString(),
    free: hasLimit ? free.toString() : null,
    currency,
  }
}
