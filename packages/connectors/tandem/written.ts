/**
 * What became of writes, kept in the transaction of their effect: a key that was seen before is answered, not done again.
 * Whoever asks about keys waits for writes that are under way; they do not wait for each other.
 */
import { first, insertRows, rows, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { KindName, Outcome } from '@tandem/hub'
import type { Cause, Context, Id } from '@tandem/kernel'
import type { Written } from './binding.ts'

/** The cause's system of everything the joint does here. */
export const JOINT = 'joint'

interface Kept {
  readonly key: string
  readonly documentId: Id
  readonly version: number
}

/** The outcomes of keys that were done. */
export async function doneKeys(tx: Tx, system: string, keys: readonly string[]): Promise<Map<string, Outcome>> {
  const found = await rows(
    tx,
    sql<Kept>`
      select key, document_id, version from platform.joint_write
      where system = ${system} and key = any(${textArray(keys)}::text[])`,
  )
  return new Map(
    found.map(({ key, documentId, version }) => [key, { done: { externalId: documentId, version: String(version) } }]),
  )
}

/** Says that this transaction writes; `awaitWriters` waits for its end. */
export async function beginWriting(tx: Tx, system: string): Promise<void> {
  await first(tx, sql`select pg_advisory_xact_lock_shared(${lockOf(system)})`)
}

/** Waits until all writes under way in this system of the tenant are decided, and holds up new ones until then. */
export async function awaitWriters(tx: Tx, system: string): Promise<void> {
  await first(tx, sql`select pg_advisory_xact_lock(${lockOf(system)})`)
}

function lockOf(system: string) {
  return sql`hashtextextended(platform.tenant()::text || ${`/joint/${system}`}, 0)`
}

/**
 * Keeps what was done. A refused write changed nothing and is not kept, so that it may come again once a person has
 * settled what it was refused for. The same key kept by another transaction meanwhile is a unique violation.
 */
export async function keepWritten(
  tx: Tx,
  by: Context,
  system: string,
  kind: KindName,
  done: readonly { readonly key: string; readonly written: Written }[],
): Promise<void> {
  await insertRows(
    tx,
    'platform.joint_write',
    done.map(({ key, written: { id, version, updatedBy, updatedAt } }) => {
      const made = updatedBy === by.actor.id && updatedAt === by.now
      return { system, key, kind, documentId: id, version, made, at: by.now }
    }),
    { same: ['system', 'kind', 'at'] },
  )
}

/** The writes of the joint that made a version of these documents. */
export async function writtenTo(tx: Tx, system: string, ids: readonly Id[]): Promise<Kept[]> {
  if (ids.length === 0) return []
  return rows(
    tx,
    sql<Kept>`
      select key, document_id, version from platform.joint_write
      where made and system = ${system} and document_id = any(${uuidArray(ids)}::uuid[])`,
  )
}

/** Which write of the joint made the present version of each document, if one did. */
export function causesOf(
  documents: readonly { readonly externalId: string; readonly version: string }[],
  found: readonly Kept[],
): Map<string, Cause> {
  const present = new Map(documents.map(({ externalId, version }) => [externalId, version]))
  const ours = found.filter(({ documentId, version }) => present.get(documentId) === String(version))
  return new Map(ours.map(({ documentId, key }) => [documentId, { system: JOINT, change: key }]))
}
