/** A merge that a system refuses is shown to people, once. */
import { appendEvents, insertRows, type Tx } from '@tandem/db'
import type { Context, Details, Id, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { subjectOf } from '../engine/values.ts'

export async function openEntry(
  tx: Tx,
  by: Context,
  system: string,
  about: { readonly kind: string; readonly externalId: string; readonly loser: Id; readonly base: Values },
  why: { readonly code: string; readonly details: Details },
): Promise<void> {
  const id = by.newId()
  const stamp = { id, version: 1, createdAt: by.now, createdBy: by.actor.id, updatedAt: by.now, updatedBy: by.actor.id }
  const { kind, externalId, loser, base } = about
  const entry = { system, kind, externalId, record: loser, subject: subjectOf(base, externalId), change: null, delivery: null }
  await insertRows(tx, 'hub.inbox_entry', [{ ...stamp, ...entry, ...why, state: 'open' }])
  const payload = { code: why.code } as Json
  const event = { document: 'inbox-entry', documentId: id, documentVersion: 1, type: 'inbox-entry-opened', payload }
  await appendEvents(tx, 'hub', by, [event])
}
