/** Keeping deletions on record. */
import { appendEvents, insertRows, rows, sql, type Tx } from '@tandem/db'
import type { Context, Id, Json } from '@tandem/kernel'
import { given } from '../engine/sets.ts'
import { subjectOf } from '../engine/values.ts'
import type { NewDeletion, Reopened } from './plan.ts'

interface Returned {
  readonly recordId: Id
  readonly system: string
}

/** `returned`: documents that are there again; what was open or settled about them is over. */
export async function writeDeletions(
  tx: Tx,
  by: Context,
  { deletions, reopened }: { readonly deletions: readonly NewDeletion[]; readonly reopened: readonly Reopened[] },
  returned: readonly Returned[],
): Promise<void> {
  await markReturned(tx, by, returned)
  if (deletions.length > 0) await insertDeletions(tx, by, deletions)
  if (reopened.length > 0) await reopen(tx, by, reopened)
}

async function insertDeletions(tx: Tx, by: Context, deletions: readonly NewDeletion[]): Promise<void> {
  const made = deletions.map((one) => ({
    id: by.newId(),
    version: 1,
    createdAt: by.now,
    createdBy: by.actor.id,
    updatedAt: by.now,
    updatedBy: by.actor.id,
    record: one.recordId,
    kind: one.kind,
    subject: subjectOf(one.values, null),
    system: one.system,
    change: one.change,
    deletedBy: one.by,
    deletedAt: one.at,
    policy: one.isOpen ? 'ask' : one.policy,
    edited: one.edited,
    statusBefore: one.statusBefore,
    state: one.isOpen ? 'open' : 'settled',
  }))
  await Promise.all([
    insertRows(tx, 'hub.deletion', made),
    appendEvents(
      tx,
      'hub',
      by,
      made.map(({ id, kind, policy, system }) => ({
        document: 'deletion',
        documentId: id,
        documentVersion: 1,
        type: 'deletion-found',
        payload: { kind, policy, system } as Json,
      })),
    ),
  ])
}

/** The last deletion of each record waits for a person. */
async function reopen(tx: Tx, by: Context, reopened: readonly Reopened[]): Promise<void> {
  const found = await rows(
    tx,
    sql<{ id: Id; version: number }>`
      update hub.deletion d set state = 'open', policy = 'ask', edited = given.edited, change = given.change,
             version = d.version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
      from ${given(reopened, 'record_id uuid, change uuid, edited jsonb')}
      where d.record = given.record_id and d.id = (
        select id from hub.deletion l where l.record = given.record_id and l.state in ('open', 'settled') order by id desc limit 1)
      returning d.id, d.version`,
  )
  await tell(tx, by, 'deletion-reopened', found)
}

async function markReturned(tx: Tx, by: Context, returned: readonly Returned[]): Promise<void> {
  if (returned.length === 0) return
  const over = await rows(
    tx,
    sql<{ id: Id; version: number }>`
      update hub.deletion d set state = 'returned', version = d.version + 1, updated_at = ${by.now}, updated_by = ${by.actor.id}
      from ${given(returned, 'record_id uuid, system text')}
      where d.record = given.record_id and d.system = given.system and d.state in ('open', 'settled') returning d.id, d.version`,
  )
  await tell(tx, by, 'deletion-returned', over)
}

async function tell(
  tx: Tx,
  by: Context,
  type: string,
  rowsOf: readonly { readonly id: Id; readonly version: number }[],
): Promise<void> {
  const events = rowsOf.map(({ id, version }) => {
    return { document: 'deletion', documentId: id, documentVersion: version, type, payload: {} as Json }
  })
  await appendEvents(tx, 'hub', by, events)
}
