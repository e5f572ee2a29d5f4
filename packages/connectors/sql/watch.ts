/**
 * Reading changes without skipping a row that commits late, however long its transaction was open (see `Watch` in
 * `describe.ts` for the ways). A round reads ids in an order that only grows, page by page; documents are read in the same
 * snapshot of the database as their ids, so what is told is never older than where the next page begins.
 */
import type { Session, SqlRow } from './engine.ts'
import { quoted } from './engine.ts'
import type { Reading } from './read.ts'
import { externalIdOf, keyOf, orderedKey } from './shape.ts'

/** Where reading stands. `load`: still going through all rows by key, watching begins at `from` afterwards. */
export interface Place {
  readonly load?: string
  readonly from: Mark
  /** Within a round: behind this mark and key. */
  readonly after?: readonly [mark: string, key: string]
  /** Where the next round begins. */
  readonly next?: Mark
}

/** A transaction number, a number of the log, or the value of a column. */
export type Mark = string | null

export interface Touched {
  readonly mark: string
  readonly externalId: string
  readonly isDeleted: boolean
}

export interface Round {
  readonly touched: readonly Touched[]
  /** Where the next round begins: taken before anything was read. */
  readonly next: Mark
}

/** The mark below which nothing can still appear. Taken before rows are read. */
export async function horizon(session: Session, reading: Reading): Promise<Mark> {
  const { watch } = reading.kind
  if (watch.by === 'all') return null
  if (watch.by === 'column') return columnHorizon(session, reading, watch.column)
  if (reading.dialect === 'mysql') {
    const [row] = await session.query('select coalesce(max(seq), 0) as low from tandem_change')
    return row?.low ?? '0'
  }
  const [row] = await session.query('select pg_snapshot_xmin(pg_current_snapshot())::text as low')
  return row?.low ?? '0'
}

/**
 * The newest value of the column; no later than the start of the oldest transaction that is still open, as far as the
 * database lets our user see the others'.
 */
async function columnHorizon(session: Session, reading: Reading, column: string): Promise<Mark> {
  const { dialect, kind, shape } = reading
  const newest =
    dialect === 'postgres' ? `max(${quoted(dialect, column)})::text` : `cast(max(${quoted(dialect, column)}) as char)`
  const [row] = await session.query(`select ${newest} as mark from ${quoted(dialect, kind.table)}`)
  const mark = row?.mark ?? null
  if (mark === null || !/^(date|time)/.test(shape.types[column] ?? '')) return mark
  const open = await session.query(OLDEST[dialect]).catch((): SqlRow[] => [])
  const oldest = open[0]?.oldest ?? null
  return oldest !== null && oldest < mark ? oldest : mark
}

/** Written as the columns are, so that the texts compare. */
const OLDEST = {
  postgres:
    'select min(xact_start)::text as oldest from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  mysql:
    'select cast(min(trx_started) as char) as oldest from information_schema.innodb_trx where trx_mysql_thread_id <> connection_id()',
} as const

export async function touchedSince(
  session: Session,
  reading: Reading,
  { from, after }: Place,
  limit: number,
): Promise<Touched[]> {
  switch (reading.kind.watch.by) {
    case 'xmin':
      return byTransaction(session, reading, from, after, limit)
    case 'log':
      return byLog(session, reading, from, after, limit)
    case 'column':
      return byColumn(session, reading, from, after, limit)
    case 'all':
      return byKey(session, reading, after, limit)
  }
}

const WRAP = '4294967296'

/**
 * Rows written by transactions that were not over when the last round began, those of the lines among them. A row's xmin
 * has 32 bits: it is the newest number with these bits that is not in the future.
 */
async function byTransaction(
  session: Session,
  { dialect, kind, shape }: Reading,
  from: Mark,
  after: Place['after'],
  limit: number,
) {
  const full = `(select pg_snapshot_xmax(pg_current_snapshot())::text::bigint)`
  const number = `${full} - mod(mod(${full}, ${WRAP}) - xmin::text::bigint + ${WRAP}, ${WRAP})`
  const sources = [
    [kind.table, kind.key] as const,
    ...Object.values(kind.lines).map(({ table, parent }) => [table, parent] as const),
  ]
  const each = sources.map(
    ([table, column]) => `select ${quoted(dialect, column)}::text as key, ${number} as mark from ${quoted(dialect, table)}`,
  )
  const behind = after ? 'and (max(mark), key collate "C") > (?::bigint, ?)' : ''
  const rows = await session.query(
    `select key, max(mark)::text as mark from (${each.join(' union all ')}) touched where key is not null group by key
     having max(mark) >= ?::bigint ${behind} order by max(mark), key collate "C" limit ${limit}`,
    [from ?? '0', ...(after ?? [])],
  )
  return rows.map((row) => touchedOf(row, shape.key))
}

function touchedOf(row: SqlRow, form: Reading['shape']['key']): Touched {
  return { mark: row.mark ?? '', externalId: externalIdOf(form, row.key ?? ''), isDeleted: row.op === 'delete' }
}

/** The log's rows of transactions that are over, in the order of their transactions: nothing can come in between later. */
async function byLog(session: Session, { dialect, kind, shape }: Reading, from: Mark, after: Place['after'], limit: number) {
  if (dialect === 'mysql') return byMysqlLog(session, kind.kind, shape.key, from, after, limit)
  const behind = after ? 'and (xact::text::bigint, seq) > (?::bigint, ?::bigint)' : ''
  const rows = await session.query(
    `select doc_key as key, op, xact::text || ' ' || seq::text as mark from tandem_change
     where kind = ? and xact >= ?::text::xid8 and xact < pg_snapshot_xmin(pg_current_snapshot()) ${behind}
     order by xact, seq limit ${limit}`,
    [kind.kind, from ?? '0', ...(after ? (after[0].split(' ') as [string, string]) : [])],
  )
  return rows.map((row) => touchedOf(row, shape.key))
}

/**
 * Numbers are given before their transaction commits, so a number that is missing may still appear: every round begins
 * anew at a safe distance behind the newest.
 */
const LOG_OVERLAP = 10_000

async function byMysqlLog(
  session: Session,
  kind: string,
  form: Reading['shape']['key'],
  from: Mark,
  after: Place['after'],
  limit: number,
) {
  const start = after ? after[0] : String(Math.max(0, Number(from ?? '0') - LOG_OVERLAP))
  const rows = await session.query(
    `select doc_key as \`key\`, op, cast(seq as char) as mark from tandem_change where kind = ? and seq > ? order by seq limit ${limit}`,
    [kind, start],
  )
  return rows.map((row) => touchedOf(row, form))
}

async function byColumn(
  session: Session,
  reading: Reading,
  from: Mark,
  after: Place['after'],
  limit: number,
): Promise<Touched[]> {
  const { dialect, kind, shape } = reading
  if (kind.watch.by !== 'column') return []
  const column = quoted(dialect, kind.watch.column)
  const ordered = orderedKey(dialect, shape.key, kind.key)
  const text = (expression: string) => (dialect === 'postgres' ? `(${expression})::text` : `cast(${expression} as char)`)
  const conditions = after
    ? { where: `(${column} > ? or (${column} = ? and ${ordered} > ?))`, values: [after[0], after[0], keyOf(shape.key, after[1])] }
    : from === null
      ? { where: `${column} is not null`, values: [] }
      : { where: `${column} >= ${overlapped(reading, kind.watch.column, kind.watch.overlapSeconds)}`, values: [from] }
  const rows = await session.query(
    `select ${text(quoted(dialect, kind.key))} as ${quoted(dialect, 'key')}, ${text(column)} as mark from ${quoted(dialect, kind.table)}
     where ${conditions.where} order by ${column}, ${ordered} limit ${limit}`,
    conditions.values,
  )
  return rows.map((row) => touchedOf(row, shape.key))
}

/** So much before the mark. A column of numbers goes back by as many. */
function overlapped({ dialect, shape }: Reading, column: string, seconds: number): string {
  const type = shape.types[column] ?? ''
  if (!/^(date|time)/.test(type)) return dialect === 'postgres' ? `?::numeric - ${seconds}` : `? - ${seconds}`
  if (dialect === 'mysql') return `date_sub(?, interval ${seconds} second)`
  return `?::${/without|^date$/.test(type) ? 'timestamp' : 'timestamptz'} - interval '${seconds} seconds'`
}

async function byKey(
  session: Session,
  { dialect, kind, shape }: Reading,
  after: Place['after'],
  limit: number,
): Promise<Touched[]> {
  const ordered = orderedKey(dialect, shape.key, kind.key)
  const name = dialect === 'postgres' ? `${quoted(dialect, kind.key)}::text` : `cast(${quoted(dialect, kind.key)} as char)`
  const rows = await session.query(
    `select ${name} as ${quoted(dialect, 'key')}, '' as mark from ${quoted(dialect, kind.table)}
     ${after ? `where ${ordered} > ?` : ''} order by ${ordered} limit ${limit}`,
    after ? [keyOf(shape.key, after[1])] : [],
  )
  return rows.map((row) => touchedOf(row, shape.key))
}
