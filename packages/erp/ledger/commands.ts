import { appendEvents, loadRows, type NewEvent, readDocuments, rows, sql, stamp, type Tx, uuidArray } from '@tandem/db'
import { type Context, type CreateCommand, type DocumentCommand, type Id, type Json, type Result, refuse } from '@tandem/kernel'
import type { Account } from '../account/account.ts'
import { loadRates } from '../exchange-rate/commands.ts'
import { takeTurns } from '../turns.ts'
import { loadBooks, loadClosedThrough } from './books.ts'
import { journalEntry, manualEntryFields } from './definition.ts'
import type { JournalEntry } from './entry.ts'
import { newManualEntry, reversedEntry } from './manual-entry.ts'
import { insertEntries, opened } from './posting.ts'

export const createJournalEntry: CreateCommand<Tx, typeof manualEntryFields, JournalEntry> = {
  name: 'create',
  document: 'journal-entry',
  on: 'new',
  label: { en: 'New journal entry', zh: '新建凭证' },
  input: manualEntryFields,
  async run(tx, by, inputs) {
    const ids = inputs.flatMap((input) => input.lines.map(({ account }) => account))
    const [closedBooks, found, rates] = await Promise.all([
      loadBooks(tx),
      loadRows<Account>(tx, 'erp.account', ids),
      loadRates(
        tx,
        inputs.map(({ currency, entryDate }) => ({ currency, date: entryDate ?? by.today })),
      ),
    ])
    const world = { books: await opened(tx, by, closedBooks), accounts: new Map(found.map((row) => [row.id, row])), rates }
    const decided = inputs.map((input) => newManualEntry(input, input.entryDate ?? by.today, world, stamp(by)))
    return post(tx, by, decided, 'journal-entry-created')
  },
}

const reverseFields = { entryDate: manualEntryFields.entryDate }

export const reverseJournalEntry: DocumentCommand<Tx, typeof reverseFields, JournalEntry> = {
  name: 'reverse',
  document: 'journal-entry',
  on: 'one',
  label: { en: 'Reverse', zh: '冲销' },
  input: reverseFields,
  async run(tx, by, inputs) {
    const ids = [...new Set(inputs.map(({ id }) => id))]
    const [, found, closedThrough, reversed] = await Promise.all([
      // Entries never change, so that nobody may lock them: who reverses one holds its name.
      takeTurns(
        tx,
        ids.map((id) => `erp.reverse ${id}`),
      ),
      readDocuments<JournalEntry>(tx, journalEntry, ids),
      loadClosedThrough(tx),
      reversedAlready(tx, ids),
    ])
    const byId = new Map(found.map((row) => [row.id, row]))
    const decided = inputs.map(({ id, input }): Result<JournalEntry> => {
      const row = byId.get(id)
      if (!row) return refuse('journal-entry/not-found', { id })
      const result = reversedEntry(row, input.entryDate ?? by.today, closedThrough, reversed.has(id), stamp(by))
      if (result.ok) reversed.add(id)
      return result
    })
    return post(tx, by, decided, 'journal-entry-reversed')
  },
}

async function reversedAlready(tx: Tx, ids: readonly Id[]): Promise<Set<Id>> {
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      select source_id as id from erp.journal_entry
      where source_document = 'journal-entry' and step = 'reverse' and source_id = any(${uuidArray(ids)}::uuid[])`,
  )
  return new Set(found.map(({ id }) => id))
}

async function post(tx: Tx, by: Context, decided: readonly Result<JournalEntry>[], type: string) {
  const entries = decided.flatMap((result) => (result.ok ? [result.value] : []))
  const events = entries.map(
    (entry): NewEvent => ({
      document: journalEntry.name,
      documentId: entry.id,
      documentVersion: entry.version,
      type,
      payload: entry as unknown as Json,
    }),
  )
  await Promise.all([insertEntries(tx, by, entries), appendEvents(tx, 'erp', by, events)])
  return [...decided]
}
