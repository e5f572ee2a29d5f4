import { appendEvents, changeDocuments, createDocuments, type NewEvent, stamp, type Tx, updateRows } from '@tandem/db'
import type { Context, CreateCommand, DocumentCommand, Id } from '@tandem/kernel'
import { loadItems } from '../item/load.ts'
import { loadWarehouses } from '../warehouse/load.ts'
import { expectedReceipt, expectedReceiptFields } from './definition.ts'
import { cancelledExpectedReceipt, type ExpectedReceipt, newExpectedReceipt } from './expected-receipt.ts'

export const createExpectedReceipt: CreateCommand<Tx, typeof expectedReceiptFields, ExpectedReceipt> = {
  name: 'create',
  document: 'expected-receipt',
  on: 'new',
  label: { en: 'Expect goods', zh: '登记预计到货' },
  input: expectedReceiptFields,
  async run(tx, by, inputs) {
    const [items, warehouses] = await Promise.all([
      loadItems(
        tx,
        inputs.map(({ item }) => item),
      ),
      loadWarehouses(
        tx,
        inputs.map(({ warehouse }) => warehouse),
      ),
    ])
    const decided = inputs.map((input) =>
      newExpectedReceipt(input, items.get(input.item), warehouses.find(input.warehouse), stamp(by)),
    )
    return createDocuments(tx, by, expectedReceipt, decided)
  },
}

export const cancelExpectedReceipt: DocumentCommand<Tx, Record<never, never>, ExpectedReceipt> = {
  name: 'cancel',
  document: 'expected-receipt',
  on: 'one',
  label: { en: 'Cancel', zh: '取消' },
  input: {},
  run: (tx, by, inputs) =>
    changeDocuments<ExpectedReceipt, unknown>(
      tx,
      by,
      expectedReceipt,
      inputs,
      cancelledExpectedReceipt,
      'expected-receipt-cancelled',
    ),
}

/** Writes what of locked expected receipts has arrived. */
export async function saveArrivals(
  tx: Tx,
  by: Context,
  before: readonly ExpectedReceipt[],
  after: ReadonlyMap<Id, ExpectedReceipt>,
): Promise<void> {
  const changed = before.flatMap((row) => {
    const next = after.get(row.id)
    return next && next !== row ? [{ ...next, updatedAt: by.now, updatedBy: by.actor.id }] : []
  })
  const events = changed.map(
    ({ id, version, received, state }): NewEvent => ({
      document: expectedReceipt.name,
      documentId: id,
      documentVersion: version + 1,
      type: 'expected-receipt-received',
      payload: { received, state },
    }),
  )
  await Promise.all([
    updateRows(tx, expectedReceipt.table, changed, ['received', 'state', 'updatedAt', 'updatedBy']),
    appendEvents(tx, 'erp', by, events),
  ])
}
