import { baseCurrency, changeDocuments, createDocuments, stamp, type Tx, takeNumbers, takenValues } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, type Input, ok, type Result, refuse } from '@tandem/kernel'
import { lockOrders } from '../sales-order/store.ts'
import { loadWarehouses } from '../warehouse/load.ts'
import {
  approveFields,
  closeReturnFields,
  rejectFields,
  salesReturn,
  salesReturnChangeFields,
  salesReturnFields,
} from './definition.ts'
import { approved, changedSalesReturn, closed, newSalesReturn, rejected, type SalesReturn, stepped } from './sales-return.ts'
import { addAsked, askedOf, ordersOfReturns, placesOf, takeAsked } from './store.ts'

/** Who asks locks the order: whatever is asked, approved or received of it stays as it is until this is decided. */
export const createSalesReturn: CreateCommand<Tx, typeof salesReturnFields, SalesReturn> = {
  name: 'create',
  document: 'sales-return',
  on: 'new',
  label: { en: 'New return', zh: '新建退货' },
  input: salesReturnFields,
  async run(tx, by, inputs) {
    const ids = [...new Set(inputs.map(({ salesOrder }) => salesOrder))]
    const given = inputs.flatMap(({ origin }) => origin ?? [])
    const [numbers, base, found] = await Promise.all([
      takeNumbers(tx, 'SR', inputs.length),
      baseCurrency(tx),
      lockOrders(tx, ids),
    ])
    const [asked, origins] = await Promise.all([askedOf(tx, ids), takenValues(tx, salesReturn, 'origin', given)])
    const orders = new Map(found.map((order) => [order.id, order]))
    const decided = inputs.map((input, i): Result<SalesReturn> => {
      const order = orders.get(input.salesOrder)
      if (!order) return refuse('sales-return/no-such-order', { id: input.salesOrder })
      const own = { ...stamp(by), number: numbers[i] ?? '' }
      const result = newSalesReturn(input, order, asked.get(order.id) ?? new Map(), own, { base, today: by.today, origins })
      if (!result.ok) return result
      addAsked(asked, result.value)
      if (input.origin) origins.add(input.origin)
      return result
    })
    return createDocuments(tx, by, salesReturn, decided)
  },
}

export const changeSalesReturn: DocumentCommand<Tx, typeof salesReturnChangeFields, SalesReturn> = {
  name: 'change',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: salesReturnChangeFields,
  async run(tx, by, inputs) {
    const ids = inputs.map(({ id }) => id)
    const of = await ordersOfReturns(tx, ids, { lock: true })
    const orders = new Map((await lockOrders(tx, [...of.values()])).map((order) => [order.id, order]))
    const asked = await askedOf(tx, [...orders.keys()])
    return changeDocuments<SalesReturn, Input<typeof salesReturnChangeFields>>(tx, by, salesReturn, inputs, (row, input) => {
      const order = orders.get(row.salesOrder)
      if (!order) return refuse('sales-return/no-such-order', { id: row.salesOrder })
      // Who says nothing is answered with what is there.
      if (input.reason == null && input.wish == null && input.lines == null) return ok({})
      if (row.state !== 'requested') return stepped(row, 'change') as Result<never>
      takeAsked(asked, row)
      const changes = changedSalesReturn(row, input, order, asked.get(order.id) ?? new Map())
      addAsked(asked, changes.ok ? { ...row, ...changes.value } : row)
      return changes
    })
  },
}

export const approveSalesReturn: DocumentCommand<Tx, typeof approveFields, SalesReturn> = {
  name: 'approve',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Approve', zh: '批准' },
  input: approveFields,
  async run(tx, by, inputs) {
    const ids = inputs.map(({ id }) => id)
    const named = inputs.map(({ input }) => input.warehouse)
    const warehouses = await loadWarehouses(tx, [...named, ...(await placesOf(tx, ids))])
    return changeDocuments<SalesReturn, Input<typeof approveFields>>(
      tx,
      by,
      salesReturn,
      inputs,
      (row, input) => approved(row, input, warehouses),
      'sales-return-approved',
    )
  },
}

export const rejectSalesReturn: DocumentCommand<Tx, typeof rejectFields, SalesReturn> = {
  name: 'reject',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Reject', zh: '拒绝' },
  input: rejectFields,
  run: (tx, by, inputs) =>
    changeDocuments<SalesReturn, Input<typeof rejectFields>>(tx, by, salesReturn, inputs, rejected, 'sales-return-rejected'),
}

export const closeSalesReturn: DocumentCommand<Tx, typeof closeReturnFields, SalesReturn> = {
  name: 'close',
  document: 'sales-return',
  on: 'one',
  label: { en: 'Close without a refund', zh: '不退款关闭' },
  input: closeReturnFields,
  run: (tx, by, inputs) =>
    changeDocuments<SalesReturn, Input<typeof closeReturnFields>>(
      tx,
      by,
      salesReturn,
      inputs,
      (row, { answer }) => closed(row, answer),
      'sales-return-closed',
    ),
}
