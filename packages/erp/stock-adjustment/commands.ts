import { createDocuments, stamp, type Tx, takeNumbers } from '@tandem/db'
import { type CreateCommand, ok, type Result } from '@tandem/kernel'
import type { PostingFact } from '../ledger/entry.ts'
import { loadStockFacts, openedLedger, type StockFacts, saveMovements } from '../stock/moving.ts'
import { openBalances } from '../stock/store.ts'
import { stockAdjustment, stockAdjustmentFields } from './definition.ts'
import {
  type DecidedAdjustment,
  newStockAdjustment,
  type StockAdjustment,
  type StockAdjustmentInput,
} from './stock-adjustment.ts'

export const createStockAdjustment: CreateCommand<Tx, typeof stockAdjustmentFields, StockAdjustment> = {
  name: 'create',
  document: 'stock-adjustment',
  on: 'new',
  label: { en: 'Count stock', zh: '盘点' },
  input: stockAdjustmentFields,
  async run(tx, by, inputs) {
    const [numbers, loaded] = await Promise.all([
      takeNumbers(tx, 'SA', inputs.length),
      loadStockFacts(
        tx,
        inputs.flatMap(({ lines }) => lines.map(({ item }) => item)),
        inputs.map(({ warehouse }) => warehouse),
      ),
    ])
    const facts = { ...loaded, ledger: await openedLedger(tx, by, loaded.ledger) }
    const book = await openBalances(tx, keysOf(inputs, facts))
    const decided = inputs.map((input, i): Result<DecidedAdjustment> => {
      const trial = book.trial()
      const result = newStockAdjustment(input, facts, trial, { ...stamp(by), number: numbers[i] ?? '' }, by.today)
      if (result.ok) trial.keep()
      return result
    })
    const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
    const documents = decided.map((result) => (result.ok ? ok(result.value.document) : result))
    const [results] = await Promise.all([
      createDocuments(tx, by, stockAdjustment, documents),
      saveMovements(tx, by, book, good.map(toMoves), facts.ledger, good.map(toFact)),
    ])
    return results
  },
}

function keysOf(inputs: readonly StockAdjustmentInput[], { items, warehouses }: StockFacts) {
  return inputs.flatMap((input) => {
    const warehouse = warehouses.find(input.warehouse)
    return input.lines.flatMap(({ item }) => (warehouse && items.has(item) ? [{ item, warehouse: warehouse.id }] : []))
  })
}

function toMoves({ document, moves }: DecidedAdjustment) {
  const { id, adjustmentDate } = document
  return { document: stockAdjustment.name, documentId: id, reason: 'adjustment', businessDate: adjustmentDate, moves } as const
}

function toFact({ document }: DecidedAdjustment): PostingFact {
  const { id, number, adjustmentDate, reason, cost } = document
  return {
    type: 'stock-adjustment',
    date: adjustmentDate,
    source: { document: stockAdjustment.name, id },
    description: `${number} ${reason}`,
    amounts: { value: cost },
  }
}
