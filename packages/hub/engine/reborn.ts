/**
 * Documents whose id was another document's before. When the joint has heard that the old one is gone, the new one is a
 * stranger. When it has not, the sign by which a system tells the two apart says so.
 */
import { insertRows, type Tx } from '@tandem/db'
import type { Context } from '@tandem/kernel'
import { isAnother } from '../deletions/given-away.ts'
import type { Batch, Fate, LinkState } from './plan-batch.ts'
import type { ChangeRow } from './plan-load.ts'
import { documentKey } from './sets.ts'

type Sign = string | null | undefined

/** Whether two signs are known and are not of the same document. */
export function isReborn(was: Sign, now: Sign): boolean {
  return was != null && now != null && was !== now
}

/** Whether a change tells of another document than a link whose document is gone. */
export function isAnothers(link: LinkState, { kind, deleted, edited, values, born }: ChangeRow): boolean {
  if (!link.gone || deleted) return false
  const isKnown = link.born !== null && born !== null
  return isKnown ? link.born !== born : isAnother(kind, link.base, edited ?? values)
}

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

/**
 * What becomes of a change that tells of another document under the id of one that is not known to be gone: it is read
 * again, for it may be older than what is known. When that says the same, the old one is gone, and this is planned first.
 */
export function ofAnother(batch: Batch, change: ChangeRow, link: LinkState): Fate {
  if (change.origin !== 'pull') batch.goneUnheard.push(link)
  return { state: 'recheck', recordId: link.recordId }
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
