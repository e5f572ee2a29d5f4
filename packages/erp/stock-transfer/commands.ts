import { createDocuments, stamp, type Tx, takeNumbers } from '@tandem/db'
import { type CreateCommand, ok, type Result } from '@tandem/kernel'
import { loadStockFacts, type StockFacts, saveMovements } from '../stock/moving.ts'
import { openBalances } from '../stock/store.ts'
import { stockTransfer, stockTransferFields } from './definition.ts'
import { type DecidedTransfer, newStockTransfer, type StockTransfer, type StockTransferInput } from './stock-transfer.ts'

export const createStockTransfer: CreateCommand<Tx, typeof stockTransferFields, StockTransfer> = {
  name: 'create',
  document: 'stock-transfer',
  on: 'new',
  label: { en: 'Transfer stock', zh: '调拨' },
  input: stockTransferFields,
  async run(tx, by, inputs) {
    const [numbers, facts] = await Promise.all([
      takeNumbers(tx, 'ST', inputs.length),
      loadStockFacts(
        tx,
        inputs.flatMap(({ lines }) => lines.map(({ item }) => item)),
        inputs.flatMap(({ fromWarehouse, toWarehouse }) => [fromWarehouse, toWarehouse]),
      ),
    ])
    const book = await openBalances(tx, keysOf(inputs, facts))
    const decided = inputs.map((input, i): Result<DecidedTransfer> => {
      const trial = book.trial()
      const result = newStockTransfer(input, facts, trial, { ...stamp(by), number: numbers[i] ?? '' }, by.today)
      if (result.ok) trial.keep()
      return result
    })
    const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
    const documents = decided.map((result) => (result.ok ? ok(result.value.document) : result))
    const [results] = await Promise.all([
      createDocuments(tx, by, stockTransfer, documents),
      // Nothing to post: what leaves one warehouse's inventory enters another's.
      saveMovements(tx, by, book, good.map(toMoves), facts.ledger, []),
    ])
    return results
  },
}

function keysOf(inputs: readonly StockTransferInput[], { items, warehouses }: StockFacts) {
  return inputs.flatMap(({ fromWarehouse, toWarehouse, lines }) =>
    [fromWarehouse, toWarehouse].flatMap((warehouse) =>
      lines.flatMap(({ item }) => (warehouses.find(warehouse) && items.has(item) ? [{ item, warehouse }] : [])),
    ),
  )
}

function toMoves({ document, moves }: DecidedTransfer) {
  const { id, transferDate } = document
  return { document: stockTransfer.name, documentId: id, reason: 'transfer', businessDate: transferDate, moves } as const
}
