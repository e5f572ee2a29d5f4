/** Reading documents again, whatever their system tells or does not tell of them. */
import { insertRows, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { Engine } from './engine.ts'

/** Puts documents down to be read again, as changes that nobody has told of. */
export async function askAgain(
  tx: Tx,
  engine: Pick<Engine, 'newId' | 'now'>,
  system: string,
  documents: readonly {
    readonly kind: string
    readonly externalId: string
    readonly recordId: Id | null
    readonly values: Values
  }[],
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
