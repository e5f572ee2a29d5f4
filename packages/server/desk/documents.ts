/** Documents of all sides by the names that the desk uses for them: `crm/customer`. */
import { first, sql, type Tx } from '@tandem/db'
import { type Definition, isId, ok, type Result, refuse } from '@tandem/kernel'
import type { Door } from '../auth/door.ts'
import type { Side } from '../http/document.ts'
import type { Principal } from '../http/route.ts'

export interface KnownDocument {
  readonly side: Side
  readonly definition: Definition
  /** Whether it is somebody's to see. */
  seen(tx: Tx, by: Principal, id: string): Promise<boolean>
}

export type KnownDocuments = ReadonlyMap<string, KnownDocument>

export function knownDocuments(sides: readonly Side[], door: Door): KnownDocuments {
  return new Map(
    sides.flatMap((side) =>
      side.surface.documents.map((definition): [string, KnownDocument] => {
        const at = { area: side.surface.name, definition }
        const seen: KnownDocument['seen'] = async (tx, by, id) => (await door.seen(tx, by, at, [id])).has(id)
        return [`${side.surface.name}/${definition.name}`, { side, definition, seen }]
      }),
    ),
  )
}

/** Whether somebody may read or write documents of that name. */
export function may({ access }: Principal, document: string, what: 'read' | 'write'): boolean {
  const subject = document.replace('/', '.')
  const wanted = what === 'read' ? ['read'] : ['create', 'change']
  // Comments, files and the like are the house's own, not its customers'.
  return wanted.some((action) => (access.reach(`${subject}.${action}`) ?? 'customer') !== 'customer')
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
  const [isThere, isTheirs] = await Promise.all([
    first(tx, sql`select 1 from ${table} where id = ${id}::uuid`),
    found.seen(tx, principal, id),
  ])
  return isThere && isTheirs ? ok(found) : none
}
