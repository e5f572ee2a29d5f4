/** Changing an order: a draft in everything, a confirmed one in quantities, dates and addresses of what is not shipped. */
import { changesIn, Decimal, type Input, ok, type PlainDate, type Result, refuse } from '@tandem/kernel'
import { BASE, toBase } from '../item/units.ts'
import { creditForChange } from './decide.ts'
import type { salesOrderChangeFields, salesOrderLineInput } from './definition.ts'
import { badAddress, draftOrder } from './draft.ts'
import { withStock } from './hold.ts'
import type { References, SalesOrderInput } from './references.ts'
import { derived, inQuantity, keptQuantity, lineOf, type SalesOrder, type SalesOrderLine } from './sales-order.ts'
import type { World } from './world.ts'

export type SalesOrderChange = Input<typeof salesOrderChangeFields>
type LineInput = Input<typeof salesOrderLineInput>

export function changedOrder(order: SalesOrder, input: SalesOrderChange, refs: References, world: World): Result<SalesOrder> {
  if (order.state === 'draft') return changedDraft(order, input, refs, world.today)
  if (order.state !== 'confirmed') {
    return refuse('sales-order/wrong-state', {
      number: order.number,
      command: 'change',
      state: order.state,
      allowed: ['draft', 'confirmed'],
    })
  }
  return changedPromise(order, input, refs, world)
}

/** The whole input of an order with some of it changed, as if it had been given so from the start. */
export function wholeInput(order: SalesOrder, input: SalesOrderChange): SalesOrderInput {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  return { ...order, ...given, party: input.party ?? order.party, lines: input.lines ?? order.lines }
}

function changedDraft(order: SalesOrder, input: SalesOrderChange, refs: References, today: PlainDate): Result<SalesOrder> {
  const { id, version, createdAt, createdBy, updatedAt, updatedBy, number } = order
  const own = { id, version, createdAt, createdBy, updatedAt, updatedBy, number }
  const changed = draftOrder(wholeInput(order, input), refs, own, today)
  return changed.ok && isSame(order, changed.value) ? ok(order) : changed
}

function isSame(a: SalesOrder, b: SalesOrder): boolean {
  const { lines, ...header } = b
  return (
    Object.keys(changesIn(a, header)).length === 0 &&
    a.lines.length === lines.length &&
    a.lines.every((line, i) => Object.keys(changesIn(line, { ...lines[i] })).length === 0)
  )
}

const FREE_HEADER = [
  'customerReference',
  'requestedDate',
  'billingAddress',
  'shippingAddress',
  'paymentTermDays',
  'custom',
] as const
const FIXED_HEADER = ['party', 'currency', 'orderDate', 'warehouse', 'origin'] as const
const FIXED_LINE = ['item', 'unit', 'warehouse', 'unitPrice', 'discountPercent', 'taxRate'] as const

function changedPromise(order: SalesOrder, input: SalesOrderChange, refs: References, world: World): Result<SalesOrder> {
  const fixed = FIXED_HEADER.find((field) => differs(order[field], input[field]))
  if (fixed) return refuse('sales-order/fixed-once-confirmed', { number: order.number, field: fixed })
  if ((input.paymentTermDays ?? 0) < 0) return refuse('sales-order/bad-payment-term', { days: input.paymentTermDays ?? 0 })
  const party = { id: order.party, code: refs.parties.get(order.party)?.code ?? '' }
  const refused = badAddress(input, party, refs)
  if (refused) return refused
  const lines = changedLines(order, input.lines ?? undefined)
  if (!lines.ok) return lines
  const header = changesIn(order, Object.fromEntries(FREE_HEADER.map((field) => [field, input[field]])))
  const after = { ...order, ...header, ...derived(lines.value), lines: lines.value }
  return creditForChange(order, after, world) ?? ok(withStock(order, after, world, 'fair'))
}

/** What is not given again is cut to what was done of it. */
function changedLines(order: SalesOrder, inputs: readonly LineInput[] | undefined): Result<SalesOrderLine[]> {
  if (!inputs) return ok([...order.lines])
  const byNumber = new Map(inputs.map((input, i) => [input.lineNumber ?? i + 1, input]))
  for (const lineNumber of byNumber.keys()) {
    if (!lineOf(order, lineNumber)) return refuse('sales-order/no-such-line', { number: order.number, line: lineNumber })
  }
  const lines: SalesOrderLine[] = []
  for (const line of order.lines) {
    const changed = changedLine(order, line, byNumber.get(line.lineNumber))
    if (!changed.ok) return changed
    lines.push(changed.value)
  }
  return ok(lines)
}

function changedLine(order: SalesOrder, line: SalesOrderLine, input: LineInput | undefined): Result<SalesOrderLine> {
  const where = { number: order.number, line: line.lineNumber }
  const fixed = FIXED_LINE.find((field) => differs(line[field], input?.[field]))
  if (fixed) return refuse('sales-order/fixed-once-confirmed', { ...where, field: fixed })
  const quantity = input ? Decimal.parse(input.quantity) : Decimal.zero
  if (!quantity || quantity.isNegative()) return refuse('sales-order/bad-quantity', { ...where, quantity: input?.quantity ?? '' })
  const least = keptQuantity(line)
  if (quantity.isLess(least)) {
    return refuse('sales-order/below-shipped', { ...where, quantity: quantity.toString(), shipped: least.toString() })
  }
  if (!toBase(quantity, BASE) || !toBase(quantity, line)) {
    return refuse('sales-order/quantity-not-exact', { ...where, quantity: quantity.toString(), unit: line.unit, base: '' })
  }
  const { requestedDate, promisedDate, description } = input ?? {}
  const given = changesIn(line, { requestedDate, promisedDate, description })
  return ok({ ...inQuantity(line, quantity, order.currency), ...given })
}

/** Given and not the same; decimals may be written in any form. */
function differs(is: string | null, given: string | null | undefined): boolean {
  if (given === undefined || given === null || given === is) return false
  const [a, b] = [Decimal.parse(is ?? ''), Decimal.parse(given)]
  return !a || !b || !a.equals(b)
}
