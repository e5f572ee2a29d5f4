/** What rows would make of a real document, and what is wrong with them: while somebody is still writing them. */
import type { Tx } from '@tandem/db'
import { type Details, type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { loadAgainst, loadSamples, problemsOf } from './against.ts'
import { compile, mapIn, mapOut } from './apply.ts'
import type { Problem } from './check.ts'
import { readRows } from './shape.ts'

export interface Preview {
  readonly problems: readonly Problem[]
  /** The newest document the system told; null when it has told none yet. */
  readonly sample: { readonly externalId: string; readonly native: Values } | null
  /** What the joint would make of it, field by field; of what cannot be read, why. */
  readonly inward: readonly PreviewField[]
  /** And what would be written back for that. */
  readonly outward: Values | null
}

export interface PreviewField {
  readonly field: string
  readonly value: Json
  readonly refusal: { readonly code: string; readonly details: Details } | null
}

/** Refuses `mapping/not-rows` and `mapping/unknown-system`. */
export async function previewMapping(tx: Tx, system: string, kind: string, given: Json): Promise<Result<Preview>> {
  const rows = readRows(given)
  if (typeof rows === 'number') return refuse('mapping/not-rows', { row: rows + 1 })
  const against = await loadAgainst(tx, system, kind)
  if (!against) return refuse('mapping/unknown-system', { system, kind })
  const problems = (await problemsOf(tx, system, kind, rows)) ?? []
  const [sample = null] = await loadSamples(tx, system, kind, 1)
  const compiled = compile(0, rows, against.fields)
  // Field by field: one that cannot be read must not hide the others.
  const inward: PreviewField[] = []
  for (const row of sample && problems.every(({ code }) => code === 'mapping/sample-failed') ? compiled.rows : []) {
    if (!row.inward) continue
    const read = await mapIn({ ...compiled, rows: [row] }, sample?.native ?? {})
    const value = read.ok ? (read.value[row.field] ?? null) : null
    inward.push({ field: row.field, value, refusal: read.ok ? null : read.refusal })
  }
  const values = Object.fromEntries(inward.map(({ field, value }) => [field, value]))
  const out = inward.length > 0 ? await mapOut(compiled, values, []) : undefined
  return ok({ problems, sample, inward, outward: out?.ok ? out.value.values : null })
}
