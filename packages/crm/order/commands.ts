import { createDocuments, decideRead, readCustomInputs, stamp, type Tx, takeNumbers, takenValues } from '@tandem/db'
import { type Context, type CreateCommand, type DocumentCommand, ok, type Result } from '@tandem/kernel'
import { address } from '../address/definition.ts'
import { customer } from '../customer/definition.ts'
import { item } from '../item/definition.ts'
import { changeCommand } from '../shared/commands.ts'
import { known } from '../shared/known.ts'
import { knownTrade, linePrices, type Named } from '../trade/prepare.ts'
import { order, orderInput, orderProgress, orderRecord, type orderTransitions, promiseInput } from './definition.ts'
import {
  badNumber,
  cancelRequestedOrder,
  newOrder,
  type Order,
  type OrderReferences,
  pricingOf,
  progressedOrder,
  promisedOrder,
  recordedOrder,
  steppedOrder,
} from './order.ts'
import { orderEvent } from './progress.ts'

type Unnumbered = Omit<Order, 'number'>

export const createOrder: CreateCommand<Tx, typeof orderInput, Order> = {
  name: 'create',
  document: 'order',
  on: 'new',
  label: { en: 'New order', zh: '新建订单' },
  input: orderInput,
  async run(tx, by, inputs) {
    const [found, taken, read] = await Promise.all([
      knownTrade(tx, inputs),
      takenNumbers(tx, inputs),
      readCustomInputs(tx, order, inputs),
    ])
    const world = { ...found, today: by.today }
    const prices = await linePrices(
      tx,
      world.items,
      inputs.map((input) => ({ pricing: pricingOf(input, world), lines: input.lines })),
    )
    const decided = decideRead(read, (input, i) => newOrder(input, stamp(by), { ...world, prices: prices[i] ?? [] }))
    return createNumbered(tx, by, decided, inputs, taken)
  },
}

/** Takes an order that began in the ERP as it is: its state, amounts and progress are told, not computed. */
export const recordOrder: CreateCommand<Tx, typeof orderRecord, Order> = {
  name: 'record',
  document: 'order',
  on: 'new',
  label: { en: 'Record an order of the ERP', zh: '登记 ERP 订单' },
  input: orderRecord,
  async run(tx, by, inputs) {
    const [references, taken, read] = await Promise.all([
      referencesOf(tx, inputs),
      takenNumbers(tx, inputs),
      readCustomInputs(tx, order, inputs),
    ])
    const decided = decideRead(read, (input) => recordedOrder(input, stamp(by), references))
    return createNumbered(tx, by, decided, inputs, taken)
  },
}

/** Creates the good ones, each with the number asked for or the next of ours. */
export async function createNumbered(
  tx: Tx,
  by: Context,
  decided: readonly Result<Unnumbered>[],
  asked: readonly { number?: string | null | undefined }[],
  taken: Set<string>,
): Promise<Result<Order>[]> {
  const ours = await takeNumbers(tx, 'O', decided.filter((result, i) => result.ok && !asked[i]?.number).length)
  const numbered = decided.map((result, i): Result<Order> => {
    if (!result.ok) return result
    const number = asked[i]?.number
    const refusal = number ? badNumber(number, taken) : undefined
    if (refusal) return { ok: false, refusal }
    if (number) taken.add(number)
    return ok({ ...result.value, number: number || (ours.shift() as string) } as Order)
  })
  return createDocuments(tx, by, order, numbered)
}

export const recordProgress = changeCommand(order, {
  name: 'record-progress',
  label: { en: 'Record progress', zh: '登记进度' },
  input: orderProgress,
  prepare: referencesOf,
  decide: progressedOrder,
  event: orderEvent,
})

export const promiseOrder = changeCommand(order, {
  name: 'promise',
  label: { en: 'Promise dates', zh: '承诺交期' },
  input: promiseInput,
  prepare: async () => undefined,
  decide: promisedOrder,
  event: orderEvent,
})

export const requestCancel = changeCommand(order, {
  name: 'request-cancel',
  label: { en: 'Request cancellation', zh: '请求取消' },
  input: {},
  prepare: async () => undefined,
  decide: cancelRequestedOrder,
  event: orderEvent,
})

export const placeOrder = step('place', { en: 'Place', zh: '确认下单' })
export const closeOrder = step('close', { en: 'Close', zh: '关闭' })
export const cancelOrder = step('cancel', { en: 'Cancel', zh: '取消' })

function step(name: keyof typeof orderTransitions, label: { en: string; zh: string }) {
  const decide = (row: Order) => steppedOrder(row, name)
  const command: DocumentCommand<Tx, Record<never, never>, Order> = changeCommand(order, {
    name,
    label,
    input: {},
    prepare: async () => undefined,
    decide,
    event: orderEvent,
  })
  return command
}

async function takenNumbers(tx: Tx, inputs: readonly { number?: string | null | undefined }[]): Promise<Set<string>> {
  const numbers = inputs.flatMap(({ number }) => number ?? [])
  return numbers.length === 0 ? new Set() : takenValues(tx, order, 'number', numbers)
}

async function referencesOf(tx: Tx, inputs: readonly Named[]): Promise<OrderReferences> {
  const addressIds = inputs.flatMap((input) => [input.billingAddress, input.shippingAddress])
  const [customers, addresses, items] = await Promise.all([
    known(
      tx,
      customer,
      inputs.map((input) => input.customer),
    ),
    known(tx, address, addressIds),
    known(
      tx,
      item,
      inputs.flatMap((input) => (input.lines ?? []).map((line) => line.item)),
    ),
  ])
  return { customer: customers, billingAddress: addresses, shippingAddress: addresses, item: items }
}
