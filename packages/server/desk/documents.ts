/** Documents of all sides by the names that the desk uses for them: `crm/customer`. */
import { first, sql, type Tx } from '@tandem/db'
import { type Definition, isId, ok, type Result, refuse } from '@tandem/kernel'
import type { Side } from '../http/document.ts'
import type { Principal } from '../http/route.ts'

export interface KnownDocument {
  readonly side: Side
  readonly definition: Definition
}

export type KnownDocuments = ReadonlyMap<string, KnownDocument>

export function knownDocuments(sides: readonly Side[]): KnownDocuments {
  return new Map(
    sides.flatMap((side) =>
      side.surface.documents.map((definition) => [`${side.surface.name}/${definition.name}`, { side, definition }] as const),
    ),
  )
}

/** Whether somebody may read or write documents of that name. */
export function may({ access }: Principal, document: string, what: 'read' | 'write'): boolean {
  const subject = document.replace('/', '.')
  const wanted = what === 'read' ? ['read'] : ['create', 'change']
  return wanted.some((action) => access.reach(`${subject}.${action}`) !== undefined)
}

/** Refuses `file/no-such-document` when there is no such document, and when the reader may not see it. */
export async function mustExist(
  tx: Tx,
  known: KnownDocuments,
  principal: Principal,
  { document, id }: { document: string; id: string },
): Promise<Result<KnownDocument>> {
  const found = known.get(document)
  const none = refuse('file/no-such-document', { document, id })
  if (!found || !isId(id) || !may(principal, document, 'read')) return none
  const table = sql.raw(found.definition.table)
  return (await first(tx, sql`select 1 from ${table} where id = ${id}::uuid`)) ? ok(found) : none
}
