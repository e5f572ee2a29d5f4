/**
 * Documents whose id was another document's before. When the joint has heard that the old one is gone, the new one is a
 * stranger. When it has not, the sign by which a system tells the two apart says so.
 */
import { insertRows, type Tx } from '@tandem/db'
import type { Context } from '@tandem/kernel'
import { isAnothers } from './birth.ts'
import type { Batch, LinkState } from './plan-batch.ts'
import type { ChangeRow } from './plan-load.ts'
import { documentKey } from './sets.ts'

/** Ids of deleted documents that their system has given to others: those are strangers. */
export function giveAway(batch: Batch, changes: readonly ChangeRow[]): void {
  for (const change of changes) {
    const key = documentKey(change.system, change.kind, change.externalId)
    const link = batch.links.get(key)
    if (!link || !isAnothers(link, change)) continue
    batch.links.delete(key)
    batch.givenAway.push(link)
  }
}

/** Earlier reports that newer ones take the place of: not the question about a document that is gone, asked by one that got its id. */
export function overtaken({ known, givenAway }: Batch): Batch['known']['held'] {
  const others = new Set(givenAway.map(({ system, kind, externalId }) => documentKey(system, kind, externalId)))
  return known.held.filter(({ deleted, system, kind, externalId }) => {
    return !deleted || !others.has(documentKey(system, kind, externalId))
  })
}

/** Deletions that nobody has told of, as if their system had. */
export async function tellGone(tx: Tx, by: Context, links: readonly LinkState[]): Promise<void> {
  const told = new Map(links.map((link) => [documentKey(link.system, link.kind, link.externalId), link]))
  await insertRows(
    tx,
    'hub.change',
    [...told.values()].map(({ system, kind, externalId, recordId, born }) => {
      const id = by.newId()
      const about = { id, system, kind, externalId, recordId, born, values: {}, deleted: true, origin: 'recheck', state: 'new' }
      return { ...about, version: id, at: by.now, actor: system, priority: 0, readMark: 0, pulledAt: by.now }
    }),
  )
}
