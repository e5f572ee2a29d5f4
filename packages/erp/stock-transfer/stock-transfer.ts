/** Pure decisions on transfers: stock and its value go from one warehouse to another. */
import { type Id, type Input, ok, type PlainDate, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { free, issued, type Move, received, type StockBook } from '../stock/book.ts'
import { type Goods, goodsOf } from '../stock/lines.ts'
import type { StockFacts } from '../stock/moving.ts'
import type { stockTransfer, stockTransferFields } from './definition.ts'

export type StockTransfer = Row<typeof stockTransfer>
export type StockTransferInput = Input<typeof stockTransferFields>

export interface DecidedTransfer {
  readonly document: StockTransfer
  readonly moves: readonly Move[]
}

/** The transfer and its moves, out and in; the trial book holds the balances after it. Reserved stock stays. */
export function newStockTransfer(
  input: StockTransferInput,
  facts: Pick<StockFacts, 'items' | 'warehouses' | 'ledger'>,
  book: StockBook,
  own: Stored & { readonly number: string },
  today: PlainDate,
): Result<DecidedTransfer> {
  const { fromWarehouse, toWarehouse } = input
  const unknown = [fromWarehouse, toWarehouse].find((id) => facts.warehouses.find(id)?.status !== 'active')
  if (unknown) return refuse('stock-transfer/no-warehouse', { warehouse: unknown })
  if (fromWarehouse === toWarehouse) return refuse('stock-transfer/same-warehouse')
  const goods = goodsOf('stock-transfer', input.lines, facts.items)
  if (!goods.ok) return goods
  const currency = facts.ledger.rates.base
  const lines: StockTransfer['lines'] = []
  const moves: Move[] = []
  for (const line of goods.value) {
    const moved = transferred(line, fromWarehouse, toWarehouse, book, currency)
    if (!moved.ok) return moved
    moves.push(...moved.value)
    lines.push({
      lineNumber: line.lineNumber,
      item: line.item.id,
      quantity: line.quantity.toString(),
      unit: line.unit,
      cost: moved.value[1]?.cost.toString() ?? '0',
    })
  }
  const header = { fromWarehouse, toWarehouse, transferDate: input.transferDate ?? today, currency }
  return ok({ document: { ...own, ...header, lines }, moves })
}

function transferred(line: Goods, from: Id, to: Id, book: StockBook, currency: string): Result<Move[]> {
  const { lineNumber, base } = line
  const [source, target] = [
    { item: line.item.id, warehouse: from },
    { item: line.item.id, warehouse: to },
  ]
  const balance = book.at(source)
  if (free(balance).isLess(base)) {
    const details = { quantity: base.toString(), free: free(balance).toString(), unit: line.item.unit }
    return refuse('stock-transfer/not-enough', { line: lineNumber, item: line.item.code, ...details })
  }
  const { balance: left, cost } = issued(balance, base, currency)
  book.put(left)
  book.put(received(book.at(target), base, cost))
  return ok([
    { ...source, lineNumber, quantity: base.negated(), cost: cost.negated() },
    { ...target, lineNumber, quantity: base, cost },
  ])
}
