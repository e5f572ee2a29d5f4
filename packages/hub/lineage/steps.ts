/** What each new version of a record changed, kept as it is made: a record's history, field by field. */
import { insertRows, type Tx } from '@tandem/db'
import type { Context, Id, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { sameValue } from '../engine/values.ts'
import { type Stamp, type Stamps, stampOf } from './stamps.ts'

export interface FieldStep {
  /** Left out for lines, of which only those that differ are kept. */
  readonly before?: Json
  readonly after?: Json
  readonly lines?: readonly LineStep[]
  /** Who had written the value before. */
  readonly was: Stamp | null
  readonly stamp: Stamp | null
}

/** A line that was added (no `before`), taken away (no `after`) or changed. */
export interface LineStep {
  /** Its number; its place where lines have none. */
  readonly key: number
  readonly before: Values | null
  readonly after: Values | null
}

export type FieldSteps = Readonly<Record<string, FieldStep>>

interface Version {
  readonly values: Values
  readonly stamps: Stamps
}

export interface NewStep {
  readonly id: Id
  readonly before: (Version & { readonly version: number }) | undefined
  readonly values: Values
  readonly stamps: Stamps
  readonly lastChange: Id | null
}

/** Keeps what these records' new versions changed. Records that are new have no step. */
export async function writeSteps(tx: Tx, by: Context, changed: readonly NewStep[]): Promise<void> {
  const steps = changed.flatMap(({ id, before, values, stamps, lastChange }) => {
    if (!before) return []
    const changes = fieldSteps(before, { values, stamps })
    if (Object.keys(changes).length === 0) return []
    const about = { recordId: id, version: before.version + 1, changeId: lastChange }
    return [{ ...about, at: by.now, madeBy: by.actor.id, changes }]
  })
  await insertRows(tx, 'hub.record_step', steps)
}

export function fieldSteps(before: Version, after: Version): FieldSteps {
  const steps: Record<string, FieldStep> = {}
  for (const [field, value] of Object.entries(after.values)) {
    const old = before.values[field] ?? null
    if (value === old || sameValue(value, old)) continue
    const about = { was: stampOf(before.stamps, field) ?? null, stamp: stampOf(after.stamps, field) ?? null }
    const lines = areLines(old) && areLines(value)
    steps[field] = lines ? { lines: lineSteps(old, value), ...about } : { before: old, after: value, ...about }
  }
  return steps
}

function areLines(value: Json): value is Values[] {
  return Array.isArray(value) && value.every((line) => typeof line === 'object' && line !== null && !Array.isArray(line))
}

function lineSteps(before: readonly Values[], after: readonly Values[]): LineStep[] {
  const [old, now] = [byKey(before), byKey(after)]
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort((a, b) => a - b)
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key) ?? null, now.get(key) ?? null]
    return sameValue(was as Json, is as Json) ? [] : [{ key, before: was, after: is }]
  })
}

export function byKey(lines: readonly Values[]): Map<number, Values> {
  return new Map(lines.map((line, i) => [keyOf(line, i), line]))
}

/** What a line is known by: its own number, that of the order's line it is about, or its place. */
export function keyOf(line: Values, place: number): number {
  const number = line.lineNumber ?? line.orderLineNumber
  return typeof number === 'number' ? number : place + 1
}
