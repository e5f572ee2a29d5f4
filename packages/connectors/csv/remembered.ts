/** Mappings are remembered by what is imported and by the file's columns: the next file of that form needs no mapping. */
import { createHash } from 'node:crypto'
import { first, run, sql, type Tx } from '@tandem/db'
import type { Context } from '@tandem/kernel'
import { ERROR_COLUMN, type ImportMapping } from './mapping.ts'
import type { ImportTarget } from './target.ts'

export async function recallMapping(tx: Tx, target: ImportTarget, header: readonly string[]): Promise<ImportMapping | undefined> {
  const found = await first(
    tx,
    sql<{ mapping: ImportMapping }>`
      select mapping from platform.import_mapping
      where target = ${nameOf(target)} and header = ${keyOf(header)}`,
  )
  return found?.mapping
}

/** The last one used counts. */
export async function rememberMapping(
  tx: Tx,
  by: Context,
  target: ImportTarget,
  header: readonly string[],
  mapping: ImportMapping,
) {
  await run(
    tx,
    sql`insert into platform.import_mapping (target, header, mapping, used_at, used_by)
        values (${nameOf(target)}, ${keyOf(header)}, ${JSON.stringify(mapping)}::text::jsonb, ${by.now}, ${by.actor.id})
        on conflict (tenant_id, target, header) do update
        set mapping = excluded.mapping, used_at = excluded.used_at, used_by = excluded.used_by`,
  )
}

function nameOf({ context, definition }: ImportTarget): string {
  return `${context}/${definition.name}`
}

/** The order of the columns does not matter, nor do those that explain errors. */
function keyOf(header: readonly string[]): string {
  const own = header.filter((column) => !column.startsWith(ERROR_COLUMN)).sort()
  return createHash('sha256').update(JSON.stringify(own)).digest('hex')
}
