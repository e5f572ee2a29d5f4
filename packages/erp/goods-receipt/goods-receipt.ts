/** Pure decisions on goods receipts: what comes in, and what it is worth. */
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
import type { ExpectedReceipt } from '../expected-receipt/expected-receipt.ts'
import { type Move, received, type StockBook } from '../stock/book.ts'
import { unitCostOf } from '../stock/cost.ts'
import { type Goods, goodsOf } from '../stock/lines.ts'
import { openOn, type StockFacts } from '../stock/moving.ts'
import type { goodsReceipt, goodsReceiptFields } from './definition.ts'

export type GoodsReceipt = Row<typeof goodsReceipt>
export type GoodsReceiptInput = Input<typeof goodsReceiptFields>
type LineInput = GoodsReceiptInput['lines'][number]

export interface ReceiptFacts extends StockFacts {
  readonly parties: ReadonlySet<Id>
  /** What lines say they are the arrival of; changes with each receipt of a batch. */
  readonly expected: Map<Id, ExpectedReceipt>
}

export interface DecidedReceipt {
  readonly document: GoodsReceipt
  readonly moves: readonly Move[]
}

/** The receipt and its moves; the trial book holds the balances after it. */
export function newGoodsReceipt(
  input: GoodsReceiptInput,
  facts: ReceiptFacts,
  book: StockBook,
  own: Stored & { readonly number: string },
  today: PlainDate,
): Result<DecidedReceipt> {
  const warehouse = facts.warehouses.find(input.warehouse)
  if (warehouse?.status !== 'active') return refuse('goods-receipt/no-warehouse', { warehouse: input.warehouse ?? '-' })
  if (input.party && !facts.parties.has(input.party)) return refuse('goods-receipt/no-such-vendor', { party: input.party })
  const receiptDate = input.receiptDate ?? today
  const open = openOn(receiptDate, facts.ledger)
  if (!open.ok) return open
  const goods = goodsOf('goods-receipt', input.lines, facts.items)
  if (!goods.ok) return goods
  const currency = facts.ledger.rates.base
  const expected = new Map<Id, ExpectedReceipt>()
  const lines: GoodsReceipt['lines'] = []
  const moves: Move[] = []
  for (const [i, line] of goods.value.entries()) {
    const given = input.lines[i] as LineInput
    const arrived = arrival(given.expectedReceipt, line, warehouse.id, facts, expected)
    if (!arrived.ok) return arrived
    const unitCost = unitCostOf(given.unitCost, line, warehouse.id, book)
    if (!unitCost) return refuse('goods-receipt/bad-cost', { line: line.lineNumber, cost: given.unitCost ?? '' })
    const cost = roundMoney(line.quantity.times(unitCost), currency)
    const key = { item: line.item.id, warehouse: warehouse.id }
    book.put(received(book.at(key), line.base, cost))
    moves.push({ ...key, lineNumber: line.lineNumber, quantity: line.base, cost })
    lines.push(toLine(line, unitCost, cost, given.expectedReceipt ?? null))
  }
  for (const [id, row] of expected) facts.expected.set(id, row)
  const cost = Decimal.sum(moves.map((move) => move.cost)).toString()
  const { party = null, reference = null } = input
  return ok({ document: { ...own, party, warehouse: warehouse.id, receiptDate, reference, currency, cost, lines }, moves })
}

function toLine(line: Goods, unitCost: Decimal, cost: Decimal, expectedReceipt: Id | null): GoodsReceipt['lines'][number] {
  return {
    lineNumber: line.lineNumber,
    item: line.item.id,
    quantity: line.quantity.toString(),
    unit: line.unit,
    unitCost: unitCost.toString(),
    cost: cost.toString(),
    expectedReceipt,
  }
}

function arrival(
  id: Id | null | undefined,
  line: Goods,
  warehouse: Id,
  facts: ReceiptFacts,
  changed: Map<Id, ExpectedReceipt>,
): Result<undefined> {
  if (!id) return ok(undefined)
  const row = changed.get(id) ?? facts.expected.get(id)
  if (row?.state !== 'open' || row.item !== line.item.id || row.warehouse !== warehouse) {
    return refuse('goods-receipt/not-expected', { line: line.lineNumber, expectedReceipt: id })
  }
  const sum = Decimal.of(row.received).plus(line.base)
  const state = sum.isLess(Decimal.of(row.quantity)) ? 'open' : 'received'
  changed.set(id, { ...row, received: sum.toString(), state })
  return ok(undefined)
}
