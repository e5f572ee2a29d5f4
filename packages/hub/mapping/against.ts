/** What a mapping is checked against: the joint's fields, what the system declares of its own, and real documents. */
import { first, rows, sql, type Tx } from '@tandem/db'
import type { Fields } from '@tandem/kernel'
import type { NativeField, Values } from '../connector.ts'
import { kindOf } from '../kinds.ts'
import { compile, mapIn } from './apply.ts'
import { loadFields } from './book.ts'
import { type Against, checkRows, type Problem } from './check.ts'
import type { MappingRow } from './definition.ts'
import { typeOfField } from './types.ts'

export interface Sample {
  readonly externalId: string
  readonly native: Values
}

/** Undefined when no such system is joined, or it keeps no such kind. */
export async function loadAgainst(tx: Tx, system: string, kind: string): Promise<Against | undefined> {
  const [joined, declared, fields] = await Promise.all([
    first(tx, sql<{ name: string }>`select name from hub.system where name = ${system} and capabilities -> ${kind} is not null`),
    first(
      tx,
      sql<{ fields: readonly NativeField[] }>`select fields from hub.native_kind where system = ${system} and kind = ${kind}`,
    ),
    loadFields(tx),
  ])
  if (!joined) return undefined
  const own = fields.get(kind) ?? kindOf(kind).fields
  return { fields: own, native: declared?.fields ?? nativeOf(own) }
}

/** A system that declares nothing speaks the joint's terms. */
export function nativeOf(fields: Fields): NativeField[] {
  return Object.entries(fields).map(([path, field]): NativeField => {
    const { kind, choices } = typeOfField(field)
    const about = { path, label: field.label, kind: kind as NativeField['kind'], ...(choices && { choices }) }
    return {
      ...about,
      ...(field.optional ? { optional: true as const } : {}),
      ...(field.kind === 'lines' ? { of: nativeOf(field.of) } : {}),
    }
  })
}

/** What the system told last, in its own terms, the newest first. */
export function loadSamples(tx: Tx, system: string, kind: string, count: number): Promise<Sample[]> {
  return rows(
    tx,
    sql<Sample>`
      select external_id, coalesce(native, values) as native from hub.change
      where system = ${system} and kind = ${kind} and not deleted and origin = 'pull' order by seq desc limit ${count}`,
  )
}

const SAMPLES = 20

/** Everything that is wrong with rows, also with real documents. Undefined: no such system or kind. */
export async function problemsOf(
  tx: Tx,
  system: string,
  kind: string,
  list: readonly MappingRow[],
): Promise<Problem[] | undefined> {
  const against = await loadAgainst(tx, system, kind)
  if (!against) return undefined
  const problems = checkRows(list, against)
  if (problems.length > 0) return problems
  const compiled = compile(0, list, against.fields)
  for (const { externalId, native } of await loadSamples(tx, system, kind, SAMPLES)) {
    const read = await mapIn(compiled, native)
    if (read.ok) continue
    const field = String(read.refusal.details.field ?? '')
    const row = list.findIndex((one) => one.field === field.replace(/\[\d+\]/g, ''))
    const details = { ...read.refusal.details, field, document: externalId, because: read.refusal.code }
    return [{ row: row < 0 ? null : row, code: 'mapping/sample-failed', details }]
  }
  return []
}
