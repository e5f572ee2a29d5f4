import { createDocuments, loadRows, stamp, type Tx, takeNumbers } from '@tandem/db'
import { type Context, type CreateCommand, type Id, ok, type Result } from '@tandem/kernel'
import { existing } from '../existing.ts'
import { saveArrivals } from '../expected-receipt/commands.ts'
import { expectedReceipt } from '../expected-receipt/definition.ts'
import type { ExpectedReceipt } from '../expected-receipt/expected-receipt.ts'
import type { PostingFact } from '../ledger/entry.ts'
import { party } from '../party/definition.ts'
import { loadStockFacts, openedLedger, saveMovements } from '../stock/moving.ts'
import { openBalances } from '../stock/store.ts'
import { goodsReceipt, goodsReceiptFields } from './definition.ts'
import {
  type DecidedReceipt,
  type GoodsReceipt,
  type GoodsReceiptInput,
  newGoodsReceipt,
  type ReceiptFacts,
} from './goods-receipt.ts'

export const createGoodsReceipt: CreateCommand<Tx, typeof goodsReceiptFields, GoodsReceipt> = {
  name: 'create',
  document: 'goods-receipt',
  on: 'new',
  label: { en: 'Receive goods', zh: '收货' },
  input: goodsReceiptFields,
  async run(tx, by, inputs) {
    const { facts, before, numbers } = await load(tx, by, inputs)
    const book = await openBalances(tx, keysOf(inputs, facts))
    const decided = inputs.map((input, i): Result<DecidedReceipt> => {
      const trial = book.trial()
      const result = newGoodsReceipt(input, facts, trial, { ...stamp(by), number: numbers[i] ?? '' }, by.today)
      if (result.ok) trial.keep()
      return result
    })
    const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
    const documents = decided.map((result) => (result.ok ? ok(result.value.document) : result))
    const [results] = await Promise.all([
      createDocuments(tx, by, goodsReceipt, documents),
      saveArrivals(tx, by, before, facts.expected),
      saveMovements(tx, by, book, good.map(toMoves), facts.ledger, good.map(toFact)),
    ])
    return results
  },
}

async function load(tx: Tx, by: Context, inputs: readonly GoodsReceiptInput[]) {
  const lines = inputs.flatMap((input) => input.lines)
  const [numbers, stock, parties, expected] = await Promise.all([
    takeNumbers(tx, 'GR', inputs.length),
    loadStockFacts(
      tx,
      lines.map(({ item }) => item),
      inputs.map(({ warehouse }) => warehouse),
    ),
    existing(
      tx,
      party,
      inputs.map((input) => input.party),
    ),
    lockExpected(
      tx,
      lines.flatMap((line) => line.expectedReceipt ?? []),
    ),
  ])
  const ledger = await openedLedger(tx, by, stock.ledger)
  const facts: ReceiptFacts = { ...stock, ledger, parties, expected: new Map(expected.map((row) => [row.id, row])) }
  return { numbers, facts, before: expected }
}

async function lockExpected(tx: Tx, ids: readonly Id[]): Promise<ExpectedReceipt[]> {
  return ids.length > 0 ? loadRows<ExpectedReceipt>(tx, expectedReceipt.table, [...new Set(ids)], { lock: true }) : []
}

/** The balances that the inputs touch, as far as they name things that exist. */
function keysOf(inputs: readonly GoodsReceiptInput[], { items, warehouses }: ReceiptFacts) {
  return inputs.flatMap((input) => {
    const warehouse = warehouses.find(input.warehouse)
    return input.lines.flatMap(({ item }) => (warehouse && items.has(item) ? [{ item, warehouse: warehouse.id }] : []))
  })
}

function toMoves({ document, moves }: DecidedReceipt) {
  const { id, receiptDate } = document
  return { document: goodsReceipt.name, documentId: id, reason: 'receipt', businessDate: receiptDate, moves } as const
}

function toFact({ document }: DecidedReceipt): PostingFact {
  const { id, number, receiptDate, reference, cost } = document
  return {
    type: 'goods-receipt',
    date: receiptDate,
    source: { document: goodsReceipt.name, id },
    description: [number, reference].filter(Boolean).join(' '),
    amounts: { value: cost },
  }
}
