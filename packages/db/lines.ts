/**
 * Lines of documents: the field `lines` of `erp.sales_order` is the table `erp.sales_order_line`, keyed by
 * (tenant_id, parent_id, line_number), its other columns the line's fields in snake case.
 */
import { type Definition, type Fields, type Id, type Stored, snakeCase } from '@tandem/kernel'
import { sql } from 'kysely'
import { insertRows, loadRows, uuidArray } from './rows.ts'
import { run, rows as select, type Tx } from './tx.ts'

/** `erp.payment` and `allocations` -> `erp.payment_allocation`; `progress` keeps its s. */
export function lineTable(definition: Definition, field: string): string {
  return `${definition.table}_${snakeCase(field).replace(/(?<!s)s$/, '')}`
}

/** The fields of a definition that are lines, with the fields of a line. */
export function lineFields(definition: Definition): [name: string, of: Fields][] {
  return Object.entries(definition.fields).flatMap(([name, field]) => (field.kind === 'lines' ? [[name, field.of]] : []))
}

/** Inserts the lines of all given documents, numbered 1, 2, ... where they have no lineNumber of their own. */
export async function insertLines(
  tx: Tx,
  definition: Definition,
  parents: readonly Stored[],
  fields?: readonly string[],
): Promise<void> {
  const wanted = lineFields(definition).filter(([field]) => fields?.includes(field) ?? true)
  await Promise.all(
    wanted.map(([field, of]) => {
      const columns = Object.keys(of)
      const children = parents.flatMap((parent) => {
        const lines = ((parent as unknown as Record<string, unknown>)[field] ?? []) as Record<string, unknown>[]
        return lines.map((line, i) => ({ ...pick(line, columns), parentId: parent.id, lineNumber: line.lineNumber ?? i + 1 }))
      })
      return insertRows(tx, lineTable(definition, field), children)
    }),
  )
}

/** Puts the lines of `fields` that the given documents have now in the place of those they had. */
export async function replaceLines(
  tx: Tx,
  definition: Definition,
  parents: readonly Stored[],
  fields: readonly string[],
): Promise<void> {
  if (parents.length === 0 || fields.length === 0) return
  const ids = uuidArray(parents.map(({ id }) => id))
  // What hangs on other lines (progress on its line) goes first and comes last.
  const removed = [...fields]
    .reverse()
    .map((field) => run(tx, sql`delete from ${sql.raw(lineTable(definition, field))} where parent_id = any(${ids}::uuid[])`))
  await Promise.all([...removed, insertLines(tx, definition, parents, fields)])
}

/** The lines of documents by document id, in order of their numbers. A document without lines has an empty list. */
export async function loadLines<L>(
  tx: Tx,
  definition: Definition,
  field: string,
  parentIds: readonly Id[],
): Promise<Map<Id, L[]>> {
  const found = await select(
    tx,
    sql<L & { parentId: Id; tenantId?: Id }>`
      select * from ${sql.raw(lineTable(definition, field))}
      where parent_id = any(${uuidArray(parentIds)}::uuid[]) order by parent_id, line_number`,
  )
  const byParent = new Map<Id, L[]>(parentIds.map((id) => [id, []]))
  for (const { parentId, tenantId: _, ...line } of found) byParent.get(parentId)?.push(line as L)
  return byParent
}

/** Whole documents with all their lines, in the order of their ids; missing ones are left out. */
export async function readDocuments<R extends Stored>(
  tx: Tx,
  definition: Definition,
  ids: readonly Id[],
  options: { lock?: true } = {},
): Promise<R[]> {
  const [documents, ...lines] = await Promise.all([
    loadRows<R & { tenantId?: Id }>(tx, definition.table, ids, options),
    ...lineFields(definition).map(async ([field]) => [field, await loadLines<unknown>(tx, definition, field, ids)] as const),
  ])
  return documents.map((row) => {
    // Name by name: leaving one out of a spread costs several times as much, and every document that is read passes here.
    const own: Record<string, unknown> = {}
    for (const name in row) if (name !== 'tenantId') own[name] = row[name as keyof typeof row]
    for (const [field, byParent] of lines) own[field] = byParent.get(row.id) ?? []
    return own as unknown as R
  })
}

function pick(line: Record<string, unknown>, columns: readonly string[]): object {
  return Object.fromEntries(columns.map((column) => [column, line[column] ?? null]))
}
