/** Asking a system for the one document that a case waits for, whether or not its feed ever told of it. */
import { appendEvents, insertRows, readDocuments, type Tx } from '@tandem/db'
import { type Context, type DocumentCommand, type Json, ok, type Result, refuse } from '@tandem/kernel'
import { type InboxEntry, inboxEntry } from './definition.ts'

export const fetchMissing: DocumentCommand<Tx, Record<never, never>, InboxEntry> = {
  name: 'fetch-missing',
  document: 'inbox-entry',
  on: 'one',
  label: { en: 'Read what is missing now', zh: '立即读取缺失对象' },
  input: {},
  async run(tx, by, inputs) {
    const found = await readDocuments<InboxEntry>(
      tx,
      inboxEntry,
      inputs.map(({ id }) => id),
    )
    const results = inputs.map(({ id }): Result<InboxEntry> => {
      const row = found.find((one) => one.id === id)
      if (!row) return refuse('inbox-entry/not-found', { id })
      return missingOf(row) ? ok(row) : refuse('inbox-entry/nothing-missing', { subject: row.subject })
    })
    const asked = results.flatMap((result) => (result.ok ? [result.value] : []))
    await putDown(tx, by, asked)
    return results
  },
}

interface Missing {
  readonly kind: string
  readonly externalId: string
}

function missingOf({ code, details, state }: InboxEntry): Missing | undefined {
  const { missingKind: kind, missing: externalId } = (details ?? {}) as { missingKind?: string; missing?: string }
  return code === 'joint/reference-unknown' && state === 'open' && kind && externalId ? { kind, externalId } : undefined
}

/** As a change that nobody has told of, to be read by whoever reads that system. Each document once. */
async function putDown(tx: Tx, by: Context, entries: readonly InboxEntry[]): Promise<void> {
  const wanted = new Map(
    entries.map((entry) => {
      const missing = missingOf(entry) as Missing
      return [`${entry.system} ${missing.kind} ${missing.externalId}`, { system: entry.system, ...missing }]
    }),
  )
  await insertRows(
    tx,
    'hub.change',
    [...wanted.values()].map(({ system, kind, externalId }) => {
      const id = by.newId()
      const about = {
        id,
        system,
        kind,
        externalId,
        recordId: null,
        values: {},
        deleted: false,
        origin: 'recheck',
        state: 'recheck',
      }
      return { ...about, version: id, at: by.now, actor: by.actor.id, priority: 0, readMark: 0, pulledAt: by.now }
    }),
  )
  await appendEvents(
    tx,
    'hub',
    by,
    entries.map((entry) => ({
      document: 'inbox-entry',
      documentId: entry.id,
      documentVersion: entry.version,
      type: 'inbox-entry-missing-asked-for',
      payload: missingOf(entry) as unknown as Json,
    })),
  )
}
