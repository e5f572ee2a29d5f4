/**
 * Writing rows so that nothing is written twice: the key of a write, what came of it and the row itself are one
 * transaction, in a table that `sqlScript` makes. Who asks later what became of a key finds it there, or nothing was done.
 */
import type { Outcome, Snapshot, Values, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { toTheirs } from '../described-values.ts'
import type { LineTable, TableKind } from './describe.ts'
import { parameter, quoted, type Session, type SqlEngine, SqlFault } from './engine.ts'
import { type Reading, readDocs } from './read.ts'
import { externalIdOf, keyOf } from './shape.ts'

const BUSY_MS = 500
const UNREACHABLE_MS = 5_000

export async function applyOne(engine: SqlEngine, reading: Reading, write: Write): Promise<Outcome> {
  try {
    return await engine.write((session) => written(session, reading, write))
  } catch (fault) {
    return outcomeOf(fault)
  }
}

/** Thrown out of a transaction, so that it leaves nothing. */
class Undone extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('undone')
    this.outcome = outcome
  }
}

function outcomeOf(fault: unknown): Outcome {
  if (fault instanceof Undone) return fault.outcome
  if (!(fault instanceof SqlFault)) return { unknown: { reason: String((fault as Error).message ?? fault).slice(0, 300) } }
  const reason = fault.message.slice(0, 300)
  switch (fault.failing) {
    case 'busy':
      return { later: { afterMs: BUSY_MS, reason: 'busy' } }
    case 'unreachable':
      return { later: { afterMs: UNREACHABLE_MS, reason: 'unreachable' } }
    case 'unknown':
      return { unknown: { reason } }
    case 'refused':
      return { refused: { code: 'sql/refused', details: { reason, code: fault.code } } }
  }
}

async function written(session: Session, reading: Reading, write: Write): Promise<Outcome> {
  const known = await knownOutcome(session, write.key)
  if (known) return known
  const { kind } = reading
  if (write.mergeInto !== undefined) return refusedAs('sql/cannot-merge', kind)
  const before = write.externalId === undefined ? undefined : await locked(session, reading, write)
  if (write.delete) {
    if (before) await remove(session, reading, before)
    return keep(session, reading, write, { externalId: write.externalId ?? '', version: 'deleted' })
  }
  if (write.externalId !== undefined && !before) return refusedAs('sql/gone', kind, { id: write.externalId })
  const key =
    kind.write?.by === 'procedure' ? await called(session, reading, write) : await stored(session, reading, write, before)
  const externalId = externalIdOf(reading.shape.key, key)
  const [now] = await readDocs(session, reading, [externalId])
  // A row that the write itself made invisible (a view, a trigger) is not what was wanted.
  if (!now) throw new Undone(refusedAs('sql/not-found-again', kind, { id: externalId }))
  const { version, born } = now
  return keep(session, reading, write, { externalId, version, ...(born === undefined ? {} : { born }) })
}

function refusedAs(code: string, { kind, table }: TableKind, details: Readonly<Record<string, string>> = {}): Outcome {
  return { refused: { code, details: { kind, table, ...details } } }
}

export async function knownOutcome(session: Session, key: string): Promise<Outcome | undefined> {
  const [row] = await session.query('select external_id, version from tandem_write where write_key = ?', [key])
  return row ? { done: { externalId: row.external_id ?? '', version: row.version ?? '' } } : undefined
}

/** Two that carry the same key at once: the second waits for the first and is refused by the key, which is `busy`. */
async function keep(
  session: Session,
  { kind }: Reading,
  { key }: Write,
  done: { externalId: string; version: string; born?: string },
): Promise<Outcome> {
  try {
    await session.query('insert into tandem_write (write_key, kind, external_id, version) values (?, ?, ?, ?)', [
      ...[key, kind.kind, done.externalId, done.version],
    ])
  } catch (fault) {
    const isTwin = fault instanceof Error && /^(23505|ER_DUP_ENTRY)$/.test((fault as { code?: string }).code ?? '')
    if (isTwin) throw new Undone({ later: { afterMs: BUSY_MS, reason: 'busy' } })
    throw fault
  }
  return { done }
}

async function locked(session: Session, reading: Reading, { externalId = '', seen }: Write): Promise<Snapshot | undefined> {
  const { dialect, kind, shape } = reading
  const lock = kind.write?.by === 'table' ? 'for update' : ''
  const table = `select 1 as one from ${quoted(dialect, kind.table)} where ${quoted(dialect, kind.key)} = ? ${lock}`
  await session.query(table, [keyOf(shape.key, externalId)])
  const [now] = await readDocs(session, reading, [externalId])
  if (now && seen !== undefined && now.version !== seen) throw new Undone({ later: { afterMs: 0, reason: 'stale' } })
  return now
}

async function remove(session: Session, { dialect, kind, shape }: Reading, { externalId }: Snapshot): Promise<void> {
  const key = keyOf(shape.key, externalId)
  for (const { table, parent } of Object.values(kind.lines)) {
    await session.query(`delete from ${quoted(dialect, table)} where ${quoted(dialect, parent)} = ?`, [key])
  }
  await session.query(`delete from ${quoted(dialect, kind.table)} where ${quoted(dialect, kind.key)} = ?`, [key])
}

/** Answers the key of the row. */
async function stored(session: Session, reading: Reading, write: Write, before: Snapshot | undefined): Promise<string> {
  const { dialect, kind, shape, refs } = reading
  const values = refs.out(kind.of, write.values)
  const columns = toTheirs(kind.of, kind.fields, values, before ? write.changed : undefined)
  const key = before ? keyOf(shape.key, before.externalId) : await inserted(session, reading, columns)
  if (before && columns.size > 0) {
    const set = [...columns.keys()].map((column) => `${quoted(dialect, column)} = ?`).join(', ')
    const where = `where ${quoted(dialect, kind.key)} = ?`
    await session.query(`update ${quoted(dialect, kind.table)} set ${set} ${where}`, [
      ...[...columns.values()].map(parameter),
      key,
    ])
  }
  for (const [name, table] of Object.entries(kind.lines)) {
    if (before && !write.changed.includes(name)) continue
    await replaceLines(session, reading, name, table, key, values)
  }
  return key
}

async function inserted(session: Session, { dialect, kind }: Reading, columns: ReadonlyMap<string, Json>): Promise<string> {
  const names = [...columns.keys()].map((column) => quoted(dialect, column)).join(', ')
  const marks = [...columns.keys()].map(() => '?').join(', ')
  const insert = `insert into ${quoted(dialect, kind.table)} (${names}) values (${marks})`
  const values = [...columns.values()].map(parameter)
  const given = columns.get(kind.key)
  if (dialect === 'postgres') {
    const [row] = await session.query(`${insert} returning ${quoted(dialect, kind.key)}::text as key`, values)
    return row?.key ?? ''
  }
  await session.query(insert, values)
  if (given !== undefined && given !== null) return String(given)
  const [row] = await session.query('select cast(last_insert_id() as char) as `key`')
  return row?.key ?? ''
}

async function replaceLines(
  session: Session,
  { dialect, kind }: Reading,
  name: string,
  table: LineTable,
  key: string,
  values: Values,
) {
  const of = kind.of[name]
  const lines = values[name]
  if (of?.kind !== 'lines' || !Array.isArray(lines)) return
  await session.query(`delete from ${quoted(dialect, table.table)} where ${quoted(dialect, table.parent)} = ?`, [key])
  for (const [i, line] of (lines as readonly Values[]).entries()) {
    const columns = new Map<string, Json>([[table.parent, key], [table.order, i + 1], ...toTheirs(of.of, table.fields, line)])
    const names = [...columns.keys()].map((column) => quoted(dialect, column)).join(', ')
    const marks = [...columns.keys()].map(() => '?').join(', ')
    await session.query(
      `insert into ${quoted(dialect, table.table)} (${names}) values (${marks})`,
      [...columns.values()].map(parameter),
    )
  }
}

/** The procedure gets everything as one JSON text, in the columns' names, and answers the key of the row it wrote. */
async function called(session: Session, { dialect, kind, shape, refs }: Reading, write: Write): Promise<string> {
  if (kind.write?.by !== 'procedure') return ''
  const values = refs.out(kind.of, write.values)
  const lines = Object.entries(kind.lines).map(([name, table]) => {
    const of = kind.of[name]
    const all = of?.kind === 'lines' && Array.isArray(values[name]) ? (values[name] as readonly Values[]) : []
    return [name, of?.kind === 'lines' ? all.map((line) => Object.fromEntries(toTheirs(of.of, table.fields, line))) : []] as const
  })
  const body = JSON.stringify({
    key: write.externalId === undefined ? null : keyOf(shape.key, write.externalId),
    write_key: write.key,
    changed: write.changed,
    values: { ...Object.fromEntries(toTheirs(kind.of, kind.fields, values)), ...Object.fromEntries(lines) },
  })
  const name = quoted(dialect, kind.write.procedure)
  const [row] = await session.query(dialect === 'postgres' ? `select ${name}(?::text::jsonb)::text as key` : `call ${name}(?)`, [
    body,
  ])
  return Object.values(row ?? {})[0] ?? ''
}
