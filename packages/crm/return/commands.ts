import { createDocuments, readDocuments, rows, sql, stamp, type Tx, takeNumbers, takenValues, uuidArray } from '@tandem/db'
import { type Context, type CreateCommand, type Id, ok, type Result } from '@tandem/kernel'
import { customer } from '../customer/definition.ts'
import { invoice } from '../invoice/definition.ts'
import { item } from '../item/definition.ts'
import { order } from '../order/definition.ts'
import type { Order } from '../order/order.ts'
import { changeCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { goodsReturn, returnChange, returnInput, returnProgress, returnRecord } from './definition.ts'
import {
  badReturnNumber,
  changedReturn,
  newReturn,
  progressedReturn,
  type Return,
  type ReturnReferences,
  recordedReturn,
  takenBack,
} from './return.ts'

type Unnumbered = Omit<Return, 'number'>

export const createReturn: CreateCommand<Tx, typeof returnInput, Return> = {
  name: 'create',
  document: 'return',
  on: 'new',
  label: { en: 'New return', zh: '新建退货' },
  input: returnInput,
  async run(tx, by, inputs) {
    const { orders, returns } = await worldOf(
      tx,
      inputs.map((input) => input.order),
    )
    const numbers = await takeNumbers(tx, 'R', inputs.length)
    const decided = inputs.map((input, i): Result<Return> => {
      const made = newReturn(input, orders.get(input.order), takenBack(returns, input.order), stamp(by), by.today)
      if (!made.ok) return made
      const row: Return = { ...made.value, number: numbers[i] as string }
      returns.push(row)
      return ok(row)
    })
    return createDocuments(tx, by, goodsReturn, decided)
  },
}

export const changeReturn = changeCommand(goodsReturn, {
  input: returnChange,
  prepare: async (tx, _inputs, _by, ids) => {
    const found = await rows(
      tx,
      sql<{ order: Id }>`select distinct "order" from crm.return where id = any(${uuidArray(ids)}::uuid[])`,
    )
    return worldOf(
      tx,
      found.map((row) => row.order),
    )
  },
  decide: (row: Return, input, { orders, returns }) => {
    const changes = changedReturn(row, input, orders.get(row.order), takenBack(returns, row.order, row.id))
    if (changes.ok)
      returns.splice(0, returns.length, ...returns.map((one) => (one.id === row.id ? { ...row, ...changes.value } : one)))
    return changes
  },
})

/** The orders asked about, locked so that nobody else asks for the same goods meanwhile, and all returns of them. */
async function worldOf(tx: Tx, ids: readonly Id[]): Promise<{ orders: Map<Id, Order>; returns: Return[] }> {
  const orders = await readDocuments<Order>(tx, order, [...new Set(ids)], { lock: true })
  const found = await rows(
    tx,
    sql<{ id: Id }>`select id from crm.return where "order" = any(${uuidArray(orders.map(({ id }) => id))}::uuid[])`,
  )
  const returns = await readDocuments<Return>(
    tx,
    goodsReturn,
    found.map(({ id }) => id),
  )
  return { orders: new Map(orders.map((row) => [row.id, row])), returns }
}

/** Takes a return that began in the ERP as it is. */
export const recordReturn: CreateCommand<Tx, typeof returnRecord, Return> = {
  name: 'record',
  document: 'return',
  on: 'new',
  label: { en: 'Record a return of the ERP', zh: '登记 ERP 退货' },
  input: returnRecord,
  async run(tx, by, inputs) {
    const [references, taken] = await Promise.all([
      referencesOf(tx, inputs),
      takenValues(
        tx,
        goodsReturn,
        'number',
        inputs.flatMap(({ number }) => number ?? []),
      ),
    ])
    const decided = inputs.map((input) => recordedReturn(input, stamp(by), references))
    return createNumbered(tx, by, decided, inputs, taken)
  },
}

async function createNumbered(
  tx: Tx,
  by: Context,
  decided: readonly Result<Unnumbered>[],
  asked: readonly { number?: string | null | undefined }[],
  taken: Set<string>,
): Promise<Result<Return>[]> {
  const ours = await takeNumbers(tx, 'R', decided.filter((result, i) => result.ok && !asked[i]?.number).length)
  const numbered = decided.map((result, i): Result<Return> => {
    if (!result.ok) return result
    const number = asked[i]?.number
    const refusal = number ? badReturnNumber(number, taken) : undefined
    if (refusal) return { ok: false, refusal }
    if (number) taken.add(number)
    return ok({ ...result.value, number: number || (ours.shift() as string) })
  })
  return createDocuments(tx, by, goodsReturn, numbered)
}

export const progressReturn = changeCommand(goodsReturn, {
  name: 'record-progress',
  label: { en: 'Record what came of it', zh: '登记退货进展' },
  input: returnProgress,
  prepare: referencesOf,
  decide: progressedReturn,
  event: (changes) => `return-${changes.state && changes.state !== 'requested' ? changes.state : 'changed'}`,
})

interface Naming {
  readonly customer?: Id | null | undefined
  readonly order?: Id | null | undefined
  readonly replacement?: Id | null | undefined
  readonly lines?: readonly { readonly item: Id }[] | null | undefined
  readonly credits?: readonly { readonly invoice: Id }[] | null | undefined
}

async function referencesOf(tx: Tx, inputs: readonly Naming[]): Promise<ReturnReferences> {
  const [customers, orders, items, invoices] = await Promise.all([
    known(
      tx,
      customer,
      inputs.map((input) => input.customer),
    ),
    known(
      tx,
      order,
      inputs.flatMap((input) => [input.order, input.replacement]),
    ),
    known(
      tx,
      item,
      inputs.flatMap(({ lines }) => (lines ?? []).map((line) => line.item)),
    ),
    known(
      tx,
      invoice,
      inputs.flatMap(({ credits }) => (credits ?? []).map((line) => line.invoice)),
    ),
  ])
  return { customer: customers, order: orders, replacement: orders, item: items, invoice: invoices }
}
