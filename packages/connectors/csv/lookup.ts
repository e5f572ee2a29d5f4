/** Finds what rows mean in the database, a batch at a time: references by their codes, existing documents by the key. */
import { rows, sql, type Tx, textArray } from '@tandem/db'
import { type Definition, Fault, type Id, type Json, refuse, type Stored, snakeCase } from '@tandem/kernel'
import type { ColumnPlan, ImportPlan } from './mapping.ts'
import type { RowDraft } from './row.ts'

/** Puts ids where codes stand, one statement per reference; a code nobody has, or several have, is a problem of its row. */
export async function resolveReferences(tx: Tx, plan: ImportPlan, drafts: readonly RowDraft[]): Promise<void> {
  const references = plan.columns.filter(({ field }) => field.kind === 'reference')
  await Promise.all(references.map((column) => resolveOne(tx, plan, column, drafts)))
}

async function resolveOne(tx: Tx, plan: ImportPlan, column: ColumnPlan, drafts: readonly RowDraft[]): Promise<void> {
  const definition = referenced(plan.target.documents, column)
  const by = column.lookup ?? (definition.title[0] as string)
  const asking = drafts.filter(({ input }) => typeof input[column.name] === 'string')
  if (asking.length === 0) return
  const ids = await idsByText(
    tx,
    definition,
    by,
    asking.map(({ input }) => input[column.name] as string),
  )
  for (const draft of asking) {
    const value = draft.input[column.name] as string
    const found = ids.get(value) ?? []
    if (found.length === 1) draft.input[column.name] = found[0] as Id
    else {
      const code = found.length === 0 ? 'import/not-found' : 'import/ambiguous'
      const refusal = refuse(code, { document: definition.label.en, by: labelOf(definition, by), value }).refusal
      draft.problems.push({ column: column.column, value, refusal })
    }
  }
}

async function idsByText(tx: Tx, definition: Definition, by: string, values: readonly string[]): Promise<Map<string, Id[]>> {
  const column = sql.raw(snakeCase(by))
  const found = await rows(
    tx,
    sql<{ id: Id; value: string }>`
      select id, ${column} as value from ${sql.raw(definition.table)}
      where ${column} = any(${textArray([...new Set(values)])}::text[])`,
  )
  const ids = new Map<string, Id[]>()
  for (const { id, value } of found) ids.set(value, [...(ids.get(value) ?? []), id])
  return ids
}

/** The stored documents whose key fields are a draft's, by its place in `drafts`. Fields may be empty in a key. */
export async function findExisting(
  tx: Tx,
  plan: ImportPlan,
  drafts: readonly RowDraft[],
): Promise<Map<number, (Stored & Record<string, Json>)[]>> {
  const table = sql.raw(plan.target.definition.table)
  const keys = drafts.map(({ input }) => Object.fromEntries(plan.key.map((name) => [snakeCase(name), input[name] ?? null])))
  const same = plan.key.map((name) => {
    const column = snakeCase(name)
    return plan.target.fields[name]?.optional ? `d.${column} is not distinct from k.${column}` : `d.${column} = k.${column}`
  })
  const found = await rows(
    tx,
    sql<Stored & Record<string, Json> & { place: number }>`
      select k.ordinality::integer as place, d.*
      from json_populate_recordset(null::${table}, ${JSON.stringify(keys)}::json) with ordinality k
      join ${table} d on ${sql.raw(same.join(' and '))}`,
  )
  const byPlace = new Map<number, (Stored & Record<string, Json>)[]>()
  for (const { place, ...row } of found) {
    byPlace.set(place - 1, [...(byPlace.get(place - 1) ?? []), row as Stored & Record<string, Json>])
  }
  return byPlace
}

/** The definition a reference column points to. */
export function referenced(documents: readonly Definition[], { field, name }: ColumnPlan): Definition {
  const to = field.kind === 'reference' ? field.to : ''
  const definition = documents.find((one) => one.name === to)
  if (!definition) throw new Fault(`the field ${name} refers to ${to}, which is no document here`)
  return definition
}

function labelOf(definition: Definition, field: string): string {
  return definition.fields[field]?.label.en ?? field
}
