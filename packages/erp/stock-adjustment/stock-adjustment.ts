/** Pure decisions on counts: the difference, and what it is worth. */
import {
  Decimal,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Result,
  type Row,
  refuse,
  roundMoney,
  type Stored,
} from '@tandem/kernel'
import { BASE } from '../item/units.ts'
import { issued, type Move, received, type StockBook } from '../stock/book.ts'
import { unitCostOf } from '../stock/cost.ts'
import { type Goods, goodsOf } from '../stock/lines.ts'
import { openOn, type StockFacts } from '../stock/moving.ts'
import type { stockAdjustment, stockAdjustmentFields } from './definition.ts'

export type StockAdjustment = Row<typeof stockAdjustment>
export type StockAdjustmentInput = Input<typeof stockAdjustmentFields>

export interface DecidedAdjustment {
  readonly document: StockAdjustment
  readonly moves: readonly Move[]
}

/** The count and the moves that make stock what was counted; the trial book holds the balances after it. */
export function newStockAdjustment(
  input: StockAdjustmentInput,
  facts: StockFacts,
  book: StockBook,
  own: Stored & { readonly number: string },
  today: PlainDate,
): Result<DecidedAdjustment> {
  const warehouse = facts.warehouses.find(input.warehouse)
  if (warehouse?.status !== 'active') return refuse('stock-adjustment/no-warehouse', { warehouse: input.warehouse ?? '-' })
  if (input.reason.trim() === '') return refuse('stock-adjustment/no-reason')
  const adjustmentDate = input.adjustmentDate ?? today
  const open = openOn(adjustmentDate, facts.ledger)
  if (!open.ok) return open
  const inputs = input.lines.map(({ counted, ...line }) => ({ ...line, quantity: counted }))
  const goods = goodsOf('stock-adjustment', inputs, facts.items, 'zero-allowed')
  if (!goods.ok) return goods
  const currency = facts.ledger.rates.base
  const lines: StockAdjustment['lines'] = []
  const moves: Move[] = []
  for (const line of goods.value) {
    const move = counted(line, input.lines[line.lineNumber - 1]?.unitCost, warehouse.id, book, currency)
    if (!move.ok) return move
    moves.push(move.value)
    lines.push({
      lineNumber: line.lineNumber,
      item: line.item.id,
      counted: line.quantity.toString(),
      unit: line.unit,
      difference: move.value.quantity.toString(),
      cost: move.value.cost.toString(),
    })
  }
  const cost = Decimal.sum(moves.map((move) => move.cost)).toString()
  const header = { warehouse: warehouse.id, adjustmentDate, reason: input.reason, currency, cost }
  return ok({ document: { ...own, ...header, lines }, moves })
}

/** Puts the counted quantity into the book and answers the move that does it. */
function counted(
  line: Goods,
  unitCost: string | null | undefined,
  warehouse: Id,
  book: StockBook,
  currency: string,
): Result<Move> {
  const key = { item: line.item.id, warehouse }
  const balance = book.at(key)
  if (line.base.isLess(balance.reserved)) {
    const details = { counted: line.base.toString(), reserved: balance.reserved.toString() }
    return refuse('stock-adjustment/reserved', { line: line.lineNumber, item: line.item.code, ...details })
  }
  const difference = line.base.minus(balance.onHand)
  const move = { ...key, lineNumber: line.lineNumber, quantity: difference }
  if (difference.isNegative()) {
    const { balance: left, cost } = issued(balance, difference.negated(), currency)
    book.put(left)
    return ok({ ...move, cost: cost.negated() })
  }
  const each = unitCostOf(unitCost, { ...line, factor: BASE }, warehouse, book)
  if (!each) return refuse('stock-adjustment/bad-cost', { line: line.lineNumber, cost: unitCost ?? '' })
  const cost = roundMoney(difference.times(each), currency)
  book.put(received(balance, difference, cost))
  return ok({ ...move, cost })
}
