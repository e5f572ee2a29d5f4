/** Counting what a dry run finds: records, fields, money, and a few examples. Pure; amounts are added exactly. */
import { Decimal, type Fields, type Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { sameValue, subjectOf } from '../engine/values.ts'
import { type Stamps, stampOf } from '../lineage/stamps.ts'

export interface FieldTally {
  records: number
  /** By currency, of the records that would change: what they say now and what they would say. */
  money?: Record<string, { before: string; after: string }>
}

export interface Example {
  readonly record: string
  readonly subject: string
  readonly field: string
  readonly before: Json
  readonly after: Json
}

export interface Tally {
  changed: number
  refused: number
  readonly fields: Record<string, FieldTally>
  readonly examples: Example[]
}

const EXAMPLES = 30
/** So many of one field: they are all alike. */
const OF_ONE_FIELD = 5

export interface Compared {
  readonly id: string
  readonly values: Values
  readonly stamps: Stamps
}

/**
 * `now`: the record replayed as it was made, `then`: replayed the other way. Only what differs between these is the
 * mapping's or the rules' doing.
 */
export function compare(tally: Tally, fields: Fields, record: Compared, now: Values, then: Values): void {
  const names = new Set([...Object.keys(now), ...Object.keys(then)])
  const changed = [...names].filter((name) => {
    const after = then[name] ?? null
    return (
      !sameValue(now[name] ?? null, after) &&
      !sameValue(record.values[name] ?? null, after) &&
      stampOf(record.stamps, name)?.rule !== 'person'
    )
  })
  if (changed.length === 0) return
  tally.changed += 1
  for (const name of changed) {
    const [before, after] = [record.values[name] ?? null, then[name] ?? null]
    const field = fields[name]
    const one = tally.fields[name] ?? { records: 0 }
    one.records += 1
    if (field?.kind === 'amount') {
      add(one, 'before', record.values[field.currency], before)
      add(one, 'after', then[field.currency], after)
    }
    tally.fields[name] = one
    if (tally.examples.length < EXAMPLES && one.records <= OF_ONE_FIELD) {
      tally.examples.push({ record: record.id, subject: subjectOf(record.values, record.id), field: name, before, after })
    }
  }
}

function add(tally: FieldTally, part: 'before' | 'after', currency: Json | undefined, value: Json): void {
  const amount = typeof value === 'string' ? Decimal.parse(value) : undefined
  if (!amount) return
  const money = tally.money ?? {}
  const key = typeof currency === 'string' ? currency : '?'
  const sums = money[key] ?? { before: '0', after: '0' }
  money[key] = { ...sums, [part]: Decimal.of(sums[part]).plus(amount).toString() }
  tally.money = money
}
