/** Keeping questions of identity for people. */
import { appendEvents, insertRows, type Tx } from '@tandem/db'
import type { Context, Json } from '@tandem/kernel'
import type { Batch } from '../engine/plan-batch.ts'
import type { Suspect } from './keys.ts'

export async function writeDuplicates(tx: Tx, batch: Batch, by: Context): Promise<void> {
  const found = batch.fates.flatMap(({ change, fate }) => {
    const about = { system: change.system, kind: change.kind, externalId: change.externalId, change: change.id }
    const document = change.edited ?? change.values
    const asks = (type: string, ownRecord: string | null) => (suspect: Suspect) => ({
      id: by.newId(),
      version: 1,
      createdAt: by.now,
      createdBy: by.actor.id,
      updatedAt: by.now,
      updatedBy: by.actor.id,
      ...about,
      record: suspect.recordId,
      type,
      ownRecord,
      score: String(Math.round(suspect.score * 10_000) / 100),
      foundBy: suspect.reasons,
      document,
      state: 'open',
    })
    return [...(fate.suspects ?? []).map(asks('link', null)), ...(fate.twins ?? []).map(asks('merge', fate.recordId ?? null))]
  })
  if (found.length === 0) return
  await insertRows(tx, 'hub.duplicate', found)
  const events = found.map(({ id, kind }) => ({
    document: 'duplicate',
    documentId: id,
    documentVersion: 1,
    type: 'duplicate-found',
    payload: { kind } as Json,
  }))
  await appendEvents(tx, 'hub', by, events)
}
