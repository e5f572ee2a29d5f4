/** Which kinds have anything new, in one question: the joint asks it each time it is woken. */
import { rows, sql, type Tx } from '@tandem/db'
import type { KindName } from '@tandem/hub'

/**
 * `documents` names the document of each kind; `cursors` how far each was read. Also those are named of which nothing can be
 * read yet, because an older transaction is still open: they will be looked for again soon.
 */
export async function kindsWithNews(
  tx: Tx,
  context: string,
  documents: Readonly<Partial<Record<KindName, string>>>,
  cursors: Readonly<Partial<Record<KindName, string>>>,
): Promise<KindName[]> {
  const asked = Object.entries(documents).flatMap(([kind, document]) => {
    const cursor = cursors[kind as KindName]
    if (cursor === undefined) return []
    const [xact = '0', seq = '0'] = cursor === '' ? [] : cursor.split(':')
    return [{ kind, document, xact, seq }]
  })
  if (asked.length === 0) return []
  const found = await rows(
    tx,
    sql<{ kind: KindName }>`
      select asked.kind
      from (with typed as materialized (
        -- Cast before they are compared: behind row-level security no index is looked into with a cast that might fail.
        select kind, document, xact::xid8 as xact, seq
        from json_to_recordset(${JSON.stringify(asked)}::json) as given(kind text, document text, xact text, seq bigint))
        select * from typed) as asked cross join lateral (
        -- The next entry of the index of a document's events, if it is that document's. Asked for as an event of this document
        -- behind that place, it was looked for among those of all documents.
        select from ${sql.raw(context)}.event e
        where (e.document, e.xact, e.seq) > (asked.document, asked.xact, asked.seq) and e.document <= asked.document
        order by e.document, e.xact, e.seq limit 1) news`,
  )
  return found.map(({ kind }) => kind)
}
