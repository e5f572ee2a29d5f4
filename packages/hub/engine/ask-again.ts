/** Reading documents again, whatever their system tells or does not tell of them. */
import { insertRows, rows, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { Engine } from './engine.ts'
import { documentKey, given } from './sets.ts'

export interface Asked {
  readonly kind: string
  readonly externalId: string
  readonly recordId: Id | null
  readonly values: Values
}

/** Puts documents down to be read again, as changes that nobody has told of. */
export async function askAgain(
  tx: Tx,
  engine: Pick<Engine, 'newId' | 'now'>,
  system: string,
  documents: readonly Asked[],
  origin: 'recheck' | 'repair' = 'recheck',
): Promise<void> {
  const now = engine.now()
  await insertRows(
    tx,
    'hub.change',
    documents.map(({ kind, externalId, recordId, values }) => {
      const id = engine.newId()
      const about = { id, system, kind, externalId, recordId, values, deleted: false, origin, state: 'recheck' }
      // The version is not known until it is read; the id makes this entry one of its own.
      return { ...about, version: id, at: now, actor: system, priority: 0, readMark: 0, pulledAt: now }
    }),
  )
}

/**
 * The same for those of which no report waits for another document: they would only wait anew, each time for so short that
 * nobody is shown it.
 */
export async function askAgainUnlessWaiting(tx: Tx, engine: Engine, system: string, documents: readonly Asked[]): Promise<void> {
  if (documents.length === 0) return
  const keys = documents.map(({ kind, externalId }) => ({ kind, externalId }))
  const waiting = await rows(
    tx,
    sql<{ kind: string; externalId: string }>`
      select given.kind, given.external_id from ${given(keys, 'kind text, external_id text')}
      where exists (select from hub.change c where c.system = ${system} and c.kind = given.kind
                    and c.external_id = given.external_id and c.state = 'waiting')`,
  )
  const keyOf = ({ kind, externalId }: Pick<Asked, 'kind' | 'externalId'>) => documentKey(system, kind, externalId)
  const held = new Set(waiting.map(keyOf))
  await askAgain(
    tx,
    engine,
    system,
    documents.filter((document) => !held.has(keyOf(document))),
  )
}
