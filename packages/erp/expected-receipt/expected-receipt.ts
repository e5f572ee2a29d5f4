/** Pure decisions on what is on its way. */
import { follow, type Input, ok, type Result, type Row, refuse, type Stored, type Transitions } from '@tandem/kernel'
import type { ItemCard } from '../item/load.ts'
import { goodsOf } from '../stock/lines.ts'
import type { WarehouseCard } from '../warehouse/load.ts'
import type { expectedReceipt, expectedReceiptFields } from './definition.ts'

export type ExpectedReceipt = Row<typeof expectedReceipt>

export const expectedReceiptTransitions = {
  receive: { from: ['open'], to: 'received' },
  cancel: { from: ['open'], to: 'cancelled' },
} as const satisfies Transitions<ExpectedReceipt['state']>

export function newExpectedReceipt(
  input: Input<typeof expectedReceiptFields>,
  item: ItemCard | undefined,
  warehouse: WarehouseCard | undefined,
  stamp: Stored,
): Result<ExpectedReceipt> {
  if (warehouse?.status !== 'active') return refuse('expected-receipt/no-warehouse', { warehouse: input.warehouse ?? '-' })
  const goods = goodsOf('expected-receipt', [{ item: input.item, quantity: input.quantity }], new Map(item && [[item.id, item]]))
  if (!goods.ok) return goods
  const { expectedDate, reference = null } = input
  const quantity = goods.value[0]?.base.toString() ?? '0'
  const unit = item?.unit ?? ''
  const own = { item: input.item, warehouse: warehouse.id, expectedDate, quantity, unit, received: '0', reference }
  return ok({ ...stamp, ...own, state: 'open' })
}

export function cancelledExpectedReceipt(row: ExpectedReceipt): Result<Partial<ExpectedReceipt>> {
  const state = follow(expectedReceiptTransitions, 'expected-receipt', row.state, 'cancel')
  return state.ok ? ok({ state: state.value }) : state
}
