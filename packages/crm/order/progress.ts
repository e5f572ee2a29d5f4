/** What became of an order's lines: what may be told of it, and what an event says in facts. Pure. */
import { toldChanges } from '@tandem/db/definitions'
import { Decimal, type Json, type Refusal, type Row, refuse } from '@tandem/kernel'
import type { order } from './definition.ts'

type Order = Row<typeof order>

export type Progress = Order['progress'][number]

type Ordered = Pick<Order['lines'][number], 'lineNumber' | 'quantity'>
type Told = Omit<Progress, 'expectedDate'>

/**
 * Nothing is reserved, shipped or invoiced beyond what was ordered, and nothing of a line that is not there:
 * `order/unknown-line`, `/below-zero`, `/beyond-order`, `/line-number-twice`.
 */
export function badProgress(lines: readonly Ordered[], progress: readonly Told[]): Refusal | undefined {
  const ordered = new Map(lines.map((line) => [line.lineNumber, Decimal.of(line.quantity)]))
  const seen = new Set<number>()
  for (const told of progress) {
    const { lineNumber } = told
    const quantity = ordered.get(lineNumber)
    if (!quantity) return refuse('order/unknown-line', { lineNumber }).refusal
    if (seen.has(lineNumber)) return refuse('order/line-number-twice', { lineNumber }).refusal
    seen.add(lineNumber)
    const bad = beyond(told, quantity)
    if (bad) return bad
  }
  return undefined
}

function beyond(told: Told, quantity: Decimal): Refusal | undefined {
  const { lineNumber } = told
  const [reserved, shipped, invoiced] = [Decimal.of(told.reserved), Decimal.of(told.shipped), Decimal.of(told.invoiced)]
  for (const [field, value] of Object.entries({ reserved, shipped, invoiced })) {
    if (value.isNegative()) return refuse('order/below-zero', { field, value: value.toString(), lineNumber }).refusal
  }
  const limits = { 'reserved + shipped': reserved.plus(shipped), invoiced }
  for (const [what, value] of Object.entries(limits)) {
    if (value.isMore(quantity)) {
      return refuse('order/beyond-order', { lineNumber, what, value: value.toString(), ordered: quantity.toString() }).refusal
    }
  }
  return undefined
}

/** One thing that happened to one line, in the line's unit: enough for a sentence of the timeline. */
export type OrderFact =
  | {
      readonly fact: 'reserved' | 'shipped' | 'invoiced'
      readonly lineNumber: number
      readonly item: string
      readonly description: string | null
      /** How much more than before; less than zero when it was taken back. */
      readonly quantity: string
      readonly sofar: string
      readonly ordered: string
      readonly unit: string
    }
  | {
      readonly fact: 'expected' | 'promised'
      readonly lineNumber: number
      readonly date: string | null
      readonly before: string | null
    }

/** What is different in the progress now, line by line. */
export function factsOf(before: Order, now: Order): OrderFact[] {
  const old = new Map(before.progress.map((told) => [told.lineNumber, told]))
  const lines = new Map(now.lines.map((line) => [line.lineNumber, line]))
  return now.progress.flatMap((told) => {
    const line = lines.get(told.lineNumber)
    return line ? lineFacts(line, old.get(told.lineNumber), told) : []
  })
}

function lineFacts(line: Order['lines'][number], before: Progress | undefined, now: Progress): OrderFact[] {
  const { lineNumber, item, description, unit, quantity: ordered } = line
  const quantities = (['reserved', 'shipped', 'invoiced'] as const).flatMap((fact): OrderFact[] => {
    const more = Decimal.of(now[fact]).minus(Decimal.of(before?.[fact] ?? '0'))
    if (more.isZero()) return []
    return [{ fact, lineNumber, item, description, quantity: more.toString(), sofar: now[fact], ordered, unit }]
  })
  const known = before?.expectedDate ?? null
  if (now.expectedDate === known) return quantities
  return [...quantities, { fact: 'expected', lineNumber, date: now.expectedDate, before: known }]
}

/** Which lines were promised anew. */
function promisesOf(before: Order, now: Order): OrderFact[] {
  const old = new Map(before.lines.map((line) => [line.lineNumber, line.promisedDate]))
  return now.lines.flatMap(({ lineNumber, promisedDate }): OrderFact[] => {
    const was = old.get(lineNumber) ?? null
    return promisedDate === was ? [] : [{ fact: 'promised', lineNumber, date: promisedDate, before: was }]
  })
}

/** How the event of a recorded change is called and what it tells: the changed fields, the numbers, and facts in words' reach. */
export function orderEvent(changes: Partial<Order>, now: Order, before: Order): { type: string; payload: Json } {
  const promises = changes.lines ? promisesOf(before, now) : []
  const facts = [...(changes.progress ? factsOf(before, now) : []), ...promises]
  const { number, erpNumber } = now
  const payload = { ...toldChanges(before, changes), number, erpNumber, facts } as unknown as Json
  return { type: `order-${promises.length > 0 && isOnly(changes, 'lines') ? 'promised' : happened(changes)}`, payload }
}

function happened(changes: Partial<Order>): string {
  if (changes.state) return changes.state
  if (changes.cancelRequested) return 'cancel-requested'
  return changes.progress ? 'progressed' : 'changed'
}

function isOnly(changes: Partial<Order>, field: keyof Order): boolean {
  return Object.keys(changes).every((name) => name === field)
}
