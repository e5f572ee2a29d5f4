import { changeDocuments, readDocuments, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import {
  changesIn,
  type DocumentCommand,
  type Fields,
  follow,
  type Id,
  isId,
  type Json,
  type On,
  ok,
  type Result,
  refuse,
} from '@tandem/kernel'
import { editRecords } from '../conflicts/edit-record.ts'
import type { Values } from '../connector.ts'
import { customLabels } from '../custom/labels.ts'
import { given } from '../engine/sets.ts'
import { readValues } from '../engine/values.ts'
import { kindOf } from '../kinds.ts'
import { type InboxEntry, inboxEntry, inboxTransitions } from './definition.ts'

/** The cause is gone: try again. What was to be read is read again, what was to be written is written again. */
export const retryEntry: DocumentCommand<Tx, Record<never, never>, InboxEntry> = {
  name: 'retry',
  document: 'inbox-entry',
  on: 'one',
  label: { en: 'Try again', zh: '重试' },
  input: {},
  async run(tx, by, inputs) {
    const decide = (row: InboxEntry) => next(row, 'retry')
    const results = await changeDocuments<InboxEntry, unknown>(tx, by, inboxEntry, inputs, decide, 'inbox-entry-retried')
    const { changes, deliveries } = about(results)
    await Promise.all([
      run(
        tx,
        sql`update hub.change set state = case when state = 'waiting' then 'new' else 'recheck' end, waits_kind = null, waits_for = null
            where id = any(${uuidArray(changes)}::uuid[]) and state in ('parked', 'ignored', 'waiting')`,
      ),
      retryDeliveries(tx, deliveries, by.now),
    ])
    return results
  },
}

/**
 * A refused write is written again under a new key, for a system may remember that it refused the old one. One whose
 * outcome nobody knows keeps its key: the system is asked about it first. Its tries are counted anew, so that it is shown again
 * when they were in vain.
 */
function retryDeliveries(tx: Tx, ids: readonly Id[], now: string): Promise<number> {
  return run(
    tx,
    sql`update hub.delivery set due_at = ${now}, waits_for = null,
               round = case when state = 'parked' then round + 1 else round end,
               attempts = 0,
               state = case when state = 'sending' then state else 'pending' end
        where id = any(${uuidArray(ids)}::uuid[]) and state in ('parked', 'pending', 'waiting', 'sending')
          and (state <> 'sending' or due_at > ${now})`,
  )
}

const ignoreFields = { reason: { kind: 'text', max: 500, label: { en: 'Reason', zh: '理由' } } } as const

/** It may stay as it is: it is not tried any more. The reason is kept, and the proof goes on showing the difference. */
export const ignoreEntry: DocumentCommand<Tx, typeof ignoreFields, InboxEntry> = {
  name: 'ignore',
  document: 'inbox-entry',
  on: 'one',
  label: { en: 'Ignore', zh: '忽略' },
  input: ignoreFields,
  async run(tx, by, inputs) {
    const results = await changeDocuments<InboxEntry, { reason: string }>(
      tx,
      by,
      inboxEntry,
      inputs,
      ignored,
      'inbox-entry-ignored',
    )
    const { changes, deliveries } = about(results)
    await Promise.all([
      run(tx, sql`update hub.change set state = 'ignored' where id = any(${uuidArray(changes)}::uuid[]) and state = 'parked'`),
      run(
        tx,
        sql`update hub.delivery set state = 'parked' where id = any(${uuidArray(deliveries)}::uuid[]) and state = 'pending'`,
      ),
    ])
    return results
  },
}

function ignored(row: InboxEntry, { reason }: { reason: string }): Result<Partial<InboxEntry>> {
  if (reason.trim() === '') return refuse('inbox-entry/no-reason', { subject: row.subject })
  const state = next(row, 'ignore')
  return state.ok ? ok({ ...state.value, reason }) : state
}

const ownerFields = {
  owner: {
    kind: 'text',
    max: 200,
    optional: true,
    label: { en: 'Owner', zh: '负责人' },
    help: { en: 'Left out: me. Empty: nobody.', zh: '省略为本人，留空为无人。' },
  },
} as const

/** Somebody takes care of it: whoever asks, the person named, or nobody. */
export const assignEntry: DocumentCommand<Tx, typeof ownerFields, InboxEntry> = {
  name: 'assign',
  document: 'inbox-entry',
  on: 'one',
  label: { en: 'Assign', zh: '指派' },
  input: ownerFields,
  run: (tx, by, inputs) =>
    changeDocuments<InboxEntry, { owner?: string | null | undefined }>(
      tx,
      by,
      inboxEntry,
      inputs,
      (row, { owner }) => ok(changesIn(row, { owner: owner === undefined ? by.actor.id : owner?.trim() || null })),
      'inbox-entry-assigned',
    ),
}

const editFields = { values: { kind: 'json', label: { en: 'Corrected values', zh: '更正后的值' } } } as const

/**
 * Corrects values and tries again. What could not be read is corrected for the joint only, in the system's own ids; what
 * could not be written is corrected in the record, so in every system.
 */
export const editAndRetry: DocumentCommand<Tx, typeof editFields, InboxEntry> = {
  name: 'edit-and-retry',
  document: 'inbox-entry',
  on: 'one',
  label: { en: 'Correct and try again', zh: '更正并重试' },
  input: editFields,
  async run(tx, by, inputs) {
    const { edits, originals } = await loadEdits(tx, inputs)
    const results = await changeDocuments<InboxEntry, { values: Json }>(
      tx,
      by,
      inboxEntry,
      inputs,
      (row) => {
        const edit = edits.get(row.id)
        if (!edit?.ok) return edit ?? refuse('inbox-entry/not-found', { id: row.id })
        const state = next(row, 'edit-and-retry')
        // The first original stays, however often it is corrected.
        return state.ok
          ? ok({ ...state.value, original: row.original ?? originals.get(row.id) ?? null, edited: edit.value.given })
          : state
      },
      'inbox-entry-edited',
    )
    const good = results.flatMap((result, i) => {
      const edit = edits.get(inputs[i]?.id as Id)
      return result.ok && edit?.ok ? [{ entry: result.value, values: edit.value.whole }] : []
    })
    await planEdited(
      tx,
      good.flatMap(({ entry, values }) => (entry.change ? [{ id: entry.change, edited: values }] : [])),
    )
    await editRecords(
      tx,
      by,
      good.flatMap(({ entry, values }) =>
        !entry.change && entry.record ? [{ recordId: entry.record, values, settled: [] }] : [],
      ),
    )
    return results
  },
}

async function planEdited(tx: Tx, edited: readonly { id: Id; edited: Values }[]): Promise<void> {
  if (edited.length === 0) return
  await run(
    tx,
    sql`update hub.change c set edited = given.edited, state = 'new', waits_kind = null, waits_for = null
        from ${given(edited, 'id uuid, edited jsonb')}
        where c.id = given.id and c.state in ('parked', 'ignored', 'waiting')`,
  )
}

/** The checked values of each edit: whole documents for changes, the corrected fields alone for records. */
async function loadEdits(tx: Tx, inputs: readonly On<{ values: Json }>[]): Promise<Edits> {
  const entries = await readDocuments<InboxEntry>(
    tx,
    inboxEntry,
    inputs.map(({ id }) => id),
  )
  const raw = await rows(
    tx,
    sql<{ id: Id; values: Values }>`
      select id, coalesce(edited, values) as values from hub.change
      where id = any(${uuidArray(entries.flatMap(({ change }) => change ?? []))}::uuid[])
      union all
      select id, values from hub.record
      where id = any(${uuidArray(entries.flatMap(({ record }) => record ?? []))}::uuid[])`,
  )
  const custom = await customOf(tx, entries)
  const rawById = new Map(raw.map(({ id, values }) => [id, values]))
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  const edits = inputs.flatMap(({ id, input }): [Id, Result<Edit>][] => {
    const entry = byId.get(id)
    const checked = entry && checkedEdit(entry, input.values, rawById, custom.get(entry.kind))
    return checked ? [[id, checked.ok ? ok({ whole: checked.value, given: input.values }) : checked]] : []
  })
  const originals = entries.flatMap(({ id, change, record }): [Id, Values][] => {
    const values = rawById.get((change ?? record) as Id)
    return values ? [[id, values]] : []
  })
  return { edits: new Map(edits), originals: new Map(originals) }
}

interface Edit {
  readonly whole: Values
  /** As the person gave it. */
  readonly given: Json
}

interface Edits {
  readonly edits: ReadonlyMap<Id, Result<Edit>>
  readonly originals: ReadonlyMap<Id, Values>
}

/** The company's own fields of the kinds that some entries are about, by kind. */
async function customOf(tx: Tx, entries: readonly InboxEntry[]): Promise<ReadonlyMap<string, Fields>> {
  const kinds = [...new Set(entries.map(({ kind }) => kind))]
  const found = await Promise.all(kinds.map((kind) => customLabels(tx, kind)))
  return new Map(kinds.map((kind, i) => [kind, Object.fromEntries(found[i] ?? [])]))
}

function checkedEdit(entry: InboxEntry, edit: Json, raw: ReadonlyMap<Id, Values>, custom: Fields = {}): Result<Values> {
  const fields: Fields = { ...kindOf(entry.kind).fields, ...custom }
  if (typeof edit !== 'object' || edit === null || Array.isArray(edit)) return refuse('inbox-entry/no-values', {})
  const unknown = Object.keys(edit).find((name) => !(name in fields))
  if (unknown !== undefined) return refuse('inbox-entry/unknown-field', { field: unknown, kind: entry.kind })
  const whole = entry.change ? { ...raw.get(entry.change), ...(edit as Values) } : (edit as Values)
  const read = readValues(fields, whole)
  if (!read.ok || entry.change) return read
  const stray = Object.entries(read.value).find(([name, value]) => fields[name]?.kind === 'reference' && value && !isId(value))
  return stray ? refuse('inbox-entry/unknown-field', { field: stray[0], kind: entry.kind }) : read
}

function next(row: InboxEntry, command: keyof typeof inboxTransitions): Result<Partial<InboxEntry>> {
  const state = follow(inboxTransitions, 'inbox-entry', row.state, command)
  return state.ok ? ok({ state: state.value }) : state
}

function about(results: readonly Result<InboxEntry>[]): { changes: Id[]; deliveries: Id[] } {
  const entries = results.flatMap((result) => (result.ok ? [result.value] : []))
  return { changes: entries.flatMap(({ change }) => change ?? []), deliveries: entries.flatMap(({ delivery }) => delivery ?? []) }
}
