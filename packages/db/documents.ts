/** The common course of commands: load under lock, decide, write what changed, append the event. Many at once. */
import {
  type Context,
  type Definition,
  type Id,
  type Json,
  type On,
  ok,
  type Result,
  refuse,
  type Stored,
  snakeCase,
} from '@tandem/kernel'
import { sql } from 'kysely'
import { toldChanges } from './definitions.ts'
import { insertLines, lineFields, readDocuments, replaceLines } from './lines.ts'
import { appendEvents, type NewEvent } from './outbox.ts'
import { insertRows, loadRows, textArray, updateRows } from './rows.ts'
import { rows as select, type Tx } from './tx.ts'

/** What every new document starts with. */
export function stamp(by: Context): Stored {
  return { id: by.newId(), version: 1, createdAt: by.now, createdBy: by.actor.id, updatedAt: by.now, updatedBy: by.actor.id }
}

/** The same for all that are made by one command. */
const STAMPED = ['version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']

/**
 * Inserts the good ones of some decided new documents with their lines, and an event each, whose payload is the document.
 * The writes travel with the commit: what only the tables refuse fails the transaction, not this call.
 */
export async function createDocuments<R extends Stored>(
  tx: Tx,
  by: Context,
  definition: Definition,
  decided: readonly Result<R>[],
  eventType = `${definition.name}-created`,
): Promise<Result<R>[]> {
  const good = decided.flatMap((result) => (result.ok ? [result.value] : []))
  const columns = ownColumns(definition)
  tx.post(
    insertRows(
      tx,
      definition.table,
      good.map((row) => pick(row, columns)),
      { same: STAMPED },
    ),
    insertLines(tx, definition, good),
    appendEvents(
      tx,
      schemaOf(definition),
      by,
      good.map((row) => eventOf(definition, eventType, row, row as unknown as Json)),
    ),
  )
  return [...decided]
}

/** What a decision answers: the fields that change. An empty object changes nothing and writes nothing. */
export type Decide<R, I> = (row: R, input: I) => Result<Partial<R>>

/** What the event of a change is called, and what it tells when that is more than the changed fields. */
export type EventOf<R> = string | ((changes: Partial<R>, now: R, before: R) => string | { type: string; payload: Json })

/**
 * Changes existing documents: each is loaded under lock (in id order), decided and written with its version one higher.
 * Refuses `<document>/not-found`, and `<document>/changed-meanwhile` when the caller saw another version.
 * The event's payload holds the changed fields, unless `event` answers another. A document with lines is read whole,
 * and lines that change are replaced as a whole.
 */
export async function changeDocuments<R extends Stored, I>(
  tx: Tx,
  by: Context,
  definition: Definition,
  inputs: readonly On<I>[],
  decide: Decide<R, I>,
  event: EventOf<R> = `${definition.name}-changed`,
): Promise<Result<R>[]> {
  const loaded = await loadLocked<R>(tx, definition, [...new Set(inputs.map(({ id }) => id))])
  const current = new Map(loaded.map((row) => [row.id, row]))
  const changed = new Map<Id, R>()
  const columns = new Set<string>()
  const events: NewEvent[] = []
  const results = inputs.map((on): Result<R> => {
    const row = current.get(on.id)
    const decided = row ? decideOne(definition, row, on, decide) : refuse(`${definition.name}/not-found`, { id: on.id })
    if (!decided.ok || !row) return decided as Result<R>
    if (Object.keys(decided.value).length === 0) return ok(row)
    const next = { ...row, ...decided.value, version: row.version + 1, updatedAt: by.now, updatedBy: by.actor.id }
    for (const name of Object.keys(decided.value)) columns.add(name)
    const told = typeof event === 'string' ? event : event(decided.value, next, row)
    const { type, payload } = typeof told === 'string' ? { type: told, payload: toldChanges(row, decided.value) as Json } : told
    events.push(eventOf(definition, type, next, payload))
    current.set(on.id, next)
    changed.set(on.id, next)
    return ok(next)
  })
  const before = new Map(loaded.map((row) => [row.id, row.version]))
  // A document changed twice in one batch still counts one version up: the last event's version is the row's.
  const writes = [...changed.values()].map((row) => ({ ...row, version: before.get(row.id) as number }))
  const last = events.map((event) => ({ ...event, documentVersion: (before.get(event.documentId) as number) + 1 }))
  const lines = new Set(lineFields(definition).map(([field]) => field))
  const changedLines = [...lines].filter((field) => columns.has(field))
  const own = [...columns].filter((column) => !lines.has(column))
  tx.post(
    updateRows(tx, definition.table, writes, [...own, 'updatedAt', 'updatedBy']),
    replaceLines(tx, definition, writes, changedLines),
    appendEvents(tx, schemaOf(definition), by, last),
  )
  return results.map((result) =>
    result.ok ? ok({ ...result.value, version: finalVersion(before, changed, result.value) }) : result,
  )
}

/** The values of `field` among `values` that are taken already: for codes that must be unique. */
export async function takenValues(
  tx: Tx,
  definition: Definition,
  field: string,
  values: readonly string[],
): Promise<Set<string>> {
  const column = sql.raw(snakeCase(field))
  const found = await select(
    tx,
    sql<{
      value: string
    }>`select ${column} as value from ${sql.raw(definition.table)} where ${column} = any(${textArray(values)}::text[])`,
  )
  return new Set(found.map(({ value }) => value))
}

/** The columns of a definition's own table: its fields without `lines`, its state and what every document has. */
export function ownColumns(definition: Definition): string[] {
  const fields = Object.entries(definition.fields).flatMap(([name, field]) => (field.kind === 'lines' ? [] : [name]))
  const state = definition.states ? ['state'] : []
  return ['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', ...state, ...fields]
}

function loadLocked<R extends Stored>(tx: Tx, definition: Definition, ids: readonly Id[]): Promise<R[]> {
  return lineFields(definition).length > 0
    ? readDocuments<R>(tx, definition, ids, { lock: true })
    : loadRows<R>(tx, definition.table, ids, { lock: true })
}

function decideOne<R extends Stored, I>(definition: Definition, row: R, on: On<I>, decide: Decide<R, I>): Result<Partial<R>> {
  if (on.version !== undefined && on.version !== row.version) {
    return refuse(`${definition.name}/changed-meanwhile`, { id: on.id, yours: on.version, now: row.version, by: row.updatedBy })
  }
  return decide(row, on.input)
}

function finalVersion(before: ReadonlyMap<Id, number>, changed: ReadonlyMap<Id, unknown>, row: Stored): number {
  return (before.get(row.id) as number) + (changed.has(row.id) ? 1 : 0)
}

function eventOf(definition: Definition, type: string, row: Stored, payload: Json): NewEvent {
  return { document: definition.name, documentId: row.id, documentVersion: row.version, type, payload }
}

export function schemaOf(definition: Definition): string {
  return definition.table.split('.')[0] as string
}

function pick(row: object, columns: readonly string[]): object {
  return Object.fromEntries(columns.map((column) => [column, (row as Record<string, unknown>)[column] ?? null]))
}
