/** Pure decisions on returns as sales and service see them. */
import {
  Decimal,
  type Id,
  type Input,
  ok,
  type PlainDate,
  type Refusal,
  type Result,
  type Row,
  refuse,
  type Stored,
} from '@tandem/kernel'
import type { Order } from '../order/order.ts'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import { goodsReturn, type returnChange, type returnInput, type returnProgress, type returnRecord } from './definition.ts'

export type Return = Row<typeof goodsReturn>
type Line = Return['lines'][number]
type Asked = NonNullable<Input<typeof returnInput>['lines']>

const OURS = /^R\d+$/
const EXPECTED = { filled: ['reason', 'number'], notNegative: ['credited'] } as const

/** Of each line of an order, by its number, what returns have taken of what was shipped: asked, or already back. */
export type TakenBack = ReadonlyMap<number, Decimal>

export function newReturn(
  input: Input<typeof returnInput>,
  of: Order | undefined,
  taken: TakenBack,
  stamp: Stored,
  today: PlainDate,
): Result<Omit<Return, 'number'>> {
  if (!of) return refuse('return/unknown-reference', { field: 'order', id: input.order })
  const refusal = badValue('return', input, EXPECTED)
  if (refusal) return { ok: false, refusal }
  const lines = askedLines(input.lines, of, taken)
  if (!lines.ok) return lines
  return ok({
    ...stamp,
    ...{ state: 'requested', customer: of.customer, order: of.id, requestedDate: input.requestedDate ?? today },
    ...{ reason: input.reason.trim(), wish: input.wish ?? 'refund' },
    ...{ erpNumber: null, answer: null, receivedDate: null, currency: of.currency, credited: '0', replacement: null },
    ...{ lines: lines.value, results: [], credits: [] },
  })
}

/** As long as nobody has answered. `taken` is what other returns took. */
export function changedReturn(
  row: Return,
  { lines, ...rest }: Input<typeof returnChange>,
  of: Order | undefined,
  taken: TakenBack,
): Result<Partial<Return>> {
  if (row.state !== 'requested') {
    return refuse('return/wrong-state', { command: 'change', state: row.state, allowed: ['requested'] })
  }
  const refusal = badValue('return', rest, EXPECTED)
  if (refusal) return { ok: false, refusal }
  const asked = lines && of ? askedLines(lines, of, taken) : undefined
  if (asked && !asked.ok) return asked
  return ok(changesOf<Return>(goodsReturn.fields, row, { ...rest, ...(asked && { lines: asked.value }) }))
}

/** What was shipped of each line, by what the ERP told; without lines named, all that did not come back. */
function askedLines(given: Asked | null | undefined, { number, lines, progress }: Order, taken: TakenBack): Result<Line[]> {
  const left = new Map(
    progress.map(({ lineNumber, shipped }) => [lineNumber, Decimal.of(shipped).minus(taken.get(lineNumber) ?? Decimal.zero)]),
  )
  const all = lines.flatMap(({ lineNumber }) => {
    const quantity = left.get(lineNumber)
    return quantity?.isPositive() ? [{ orderLineNumber: lineNumber, quantity: quantity.toString() }] : []
  })
  const asked: Line[] = []
  for (const { orderLineNumber, quantity: text } of given ?? all) {
    const line = lines.find(({ lineNumber }) => lineNumber === orderLineNumber)
    if (!line) return refuse('return/unknown-line', { order: number, line: orderLineNumber })
    if (asked.some((other) => other.orderLineNumber === orderLineNumber)) {
      return refuse('return/line-twice', { order: number, line: orderLineNumber })
    }
    const quantity = Decimal.parse(text)
    const where = { order: number, line: orderLineNumber, quantity: text, unit: line.unit }
    if (!quantity?.isPositive()) return refuse('return/quantity-not-positive', where)
    const most = left.get(orderLineNumber) ?? Decimal.zero
    if (quantity.isMore(most)) return refuse('return/more-than-shipped', { ...where, left: most.max(Decimal.zero).toString() })
    asked.push({ orderLineNumber, item: line.item, quantity: quantity.toString(), unit: line.unit })
  }
  return asked.length > 0 ? ok(asked) : refuse('return/nothing-to-return', { order: number })
}

/** What a recorded return names. */
export interface ReturnReferences {
  readonly customer: Known
  readonly order: Known
  readonly replacement: Known
  readonly item: Known
  readonly invoice: Known
}

/** Our own numbers are made by us alone, so that none is given twice. */
export function badReturnNumber(number: string, taken: ReadonlySet<string>): Refusal | undefined {
  if (OURS.test(number)) return refuse('return/number-reserved', { number }).refusal
  return taken.has(number) ? refuse('return/number-taken', { number }).refusal : undefined
}

/** One that began in another system, as it is told; without its number yet. */
export function recordedReturn(
  input: Input<typeof returnRecord>,
  stamp: Stored,
  references: ReturnReferences,
): Result<Omit<Return, 'number'>> {
  const refusal = badRecord(input, references)
  return refusal ? { ok: false, refusal } : ok({ ...filled(goodsReturn.fields, input), state: input.state, ...stamp })
}

/** What the ERP tells of one that is known: it has the say once it is approved, so any state may follow any other. */
export function progressedReturn(
  row: Return,
  { state, ...rest }: Input<typeof returnProgress>,
  references: ReturnReferences,
): Result<Partial<Return>> {
  const changes = changesOf<Return>(goodsReturn.fields, row, rest)
  const refusal = badRecord(changes, references)
  if (refusal) return { ok: false, refusal }
  return ok({ ...changes, ...(state && state !== row.state && { state }) })
}

interface Told {
  readonly lines?: readonly { readonly item: Id }[]
  readonly credits?: readonly { readonly invoice: Id }[]
}

function badRecord(told: Told, { item, invoice, ...references }: ReturnReferences): Refusal | undefined {
  const bad = badValue('return', told, EXPECTED) ?? unknownReference('return', told, references)
  if (bad) return bad
  const lost = told.lines?.find((line) => !item.has(line.item))
  if (lost) return unknownReference('return', lost, { item })
  const strange = told.credits?.find((line) => !invoice.has(line.invoice))
  return strange && unknownReference('return', strange, { invoice })
}

/** What a return takes of what was shipped: as long as it is open what it asks, then what came, and nothing when rejected. */
export function takenBy({
  state,
  lines,
  results,
}: Pick<Return, 'state' | 'lines' | 'results'>): [line: number, quantity: Decimal][] {
  if (state === 'rejected') return []
  if (state === 'requested' || state === 'approved') {
    return lines.map(({ orderLineNumber, quantity }) => [orderLineNumber, Decimal.of(quantity)])
  }
  return results.map(({ orderLineNumber, received }) => [orderLineNumber, Decimal.of(received)])
}

/** The same of several, apart from one of them. */
export function takenBack(returns: readonly Return[], order: Id, apartFrom?: Id): Map<number, Decimal> {
  const taken = new Map<number, Decimal>()
  for (const row of returns) {
    if (row.order !== order || row.id === apartFrom) continue
    for (const [line, quantity] of takenBy(row)) taken.set(line, (taken.get(line) ?? Decimal.zero).plus(quantity))
  }
  return taken
}
