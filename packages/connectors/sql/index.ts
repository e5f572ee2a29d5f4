/** Any PostgreSQL or MySQL/MariaDB table or view as a system: described by one JSON object, no code. */
import type { Capabilities, Connector, ConnectorType, Found, Given, KindName, Kinds, Outcome, Write } from '@tandem/hub'
import { kindNames } from '@tandem/hub'
import { defineFields, ok, RefusedFault, type Result, refuse } from '@tandem/kernel'
import { ChangeReader } from './changes.ts'
import { readKinds, type TableKind, type TableKinds } from './describe.ts'
import { quoted, type Session, type SqlEngine, SqlFault, type SqlSettings } from './engine.ts'
import { mysqlEngine } from './mysql.ts'
import { postgresEngine } from './postgres.ts'
import { pageOf, type Reading, readDocs } from './read.ts'
import { references, type Shape, shapeOf } from './shape.ts'
import { applyOne, knownOutcome } from './write.ts'

const settings = defineFields({
  engine: {
    kind: 'choice',
    of: ['postgresql', 'mysql'],
    label: { en: 'Database', zh: '数据库' },
    help: { en: 'MariaDB: mysql', zh: 'MariaDB 请选 mysql' },
  },
  host: { kind: 'text', max: 200, label: { en: 'Host', zh: '主机' } },
  port: { kind: 'integer', optional: true, label: { en: 'Port', zh: '端口' } },
  database: { kind: 'text', max: 100, label: { en: 'Database name', zh: '数据库名' } },
  user: { kind: 'text', max: 100, label: { en: 'User', zh: '用户' } },
  password: { kind: 'text', max: 500, optional: true, label: { en: 'Password', zh: '密码' } },
  tls: { kind: 'flag', optional: true, label: { en: 'Encrypted, certificate checked (TLS)', zh: '加密并验证证书（TLS）' } },
  everySeconds: {
    kind: 'integer',
    optional: true,
    label: { en: 'Look for changes every so many seconds', zh: '检查变更的间隔（秒）' },
  },
  kinds: {
    ...{ kind: 'json', label: { en: 'Tables', zh: '表' } },
    help: {
      en: '{ "customer": { "table": "clients", "key": "id", "fields": { "code": "client_no", "name": "name" } } }; see the manual, "SQL"',
      zh: '{ "customer": { "table": "clients", "key": "id", "fields": { "code": "client_no", "name": "name" } } }，见手册“SQL”',
    },
  },
})

const ALL: Kinds = Object.fromEntries(kindNames.map((kind) => [kind, { read: true, write: true, delete: true }]))

export const sqlConnectorType: ConnectorType = {
  type: 'sql',
  label: { en: 'SQL database', zh: 'SQL 数据库' },
  about: {
    en: 'Tables or views of any PostgreSQL, MySQL or MariaDB database, described by a JSON object. To be written to, it needs a small table: npm run tandem -- sql-script.',
    zh: '任意 PostgreSQL、MySQL 或 MariaDB 的表或视图，用一个 JSON 对象描述。如需写入，须先运行 npm run tandem -- sql-script 生成的脚本。',
  },
  sides: ['crm', 'erp'],
  settings,
  secrets: ['password'],
  kinds: () => ALL,
  test: testSql,
  connect: connectSql,
}

const PORTS = { postgres: 5432, mysql: 3306 } as const
const EVERY_SECONDS = 2

function settingsOf({ settings: given }: Given): SqlSettings {
  const dialect = given.engine === 'mysql' ? 'mysql' : 'postgres'
  const text = (name: string) => (typeof given[name] === 'string' ? (given[name] as string) : '')
  const port = typeof given.port === 'number' ? given.port : PORTS[dialect]
  const reach = { host: text('host'), port, database: text('database'), user: text('user'), password: text('password') }
  return { dialect, ...reach, tls: given.tls === true }
}

export function engineOf(given: SqlSettings): SqlEngine {
  return given.dialect === 'postgres' ? postgresEngine(given) : mysqlEngine(given)
}

async function testSql(given: Given): Promise<Result<Found>> {
  const kinds = readKinds(given.settings.kinds ?? null)
  if (!kinds.ok) return kinds
  const where = settingsOf(given)
  const reachable = await mayReach(given, where)
  if (!reachable.ok) return reachable
  const engine = engineOf(where)
  try {
    return await engine.read((session) => look(session, engine, kinds.value))
  } catch (fault) {
    if (fault instanceof RefusedFault) return { ok: false, refusal: fault.refusal }
    if (!(fault instanceof SqlFault)) throw fault
    const code = fault.failing === 'refused' ? 'sql/not-let-in' : 'sql/unreachable'
    return refuse(code, { host: where.host, port: where.port, reason: fault.message })
  } finally {
    await engine.close()
  }
}

async function mayReach({ outside }: Given, { host, port }: SqlSettings): Promise<Result<void>> {
  try {
    return ok(await outside.mayReach(host, port))
  } catch (fault) {
    return refuse('sql/unreachable', { host, port, reason: (fault as Error).message })
  }
}

async function look(session: Session, { dialect }: SqlEngine, kinds: TableKinds): Promise<Result<Found>> {
  const counts: string[] = []
  for (const kind of kinds.values()) {
    if (dialect === 'mysql' && kind.watch.by === 'xmin') {
      return refuse('described/wrong', {
        at: `kinds.${kind.kind}.watch`,
        must: '{ "by": "column", "column": ... }, "log" or "all" (xmin is PostgreSQL\'s)',
      })
    }
    try {
      for (const query of probes(dialect, kind)) await session.query(query)
    } catch (fault) {
      if (!(fault instanceof SqlFault) || fault.failing !== 'refused') throw fault
      // Thrown: after a statement that failed the transaction is of no more use.
      throw new RefusedFault(refuse('sql/bad-table', { kind: kind.kind, table: kind.table, reason: fault.message }).refusal)
    }
    const [row] = await session.query(`select count(*) as count from ${quoted(dialect, kind.table)}`)
    counts.push(`${row?.count} ${kind.table}`)
  }
  for (const [table, isNeeded] of [
    ['tandem_write', [...kinds.values()].some(({ write }) => write)],
    ['tandem_change', [...kinds.values()].some(({ watch }) => watch.by === 'log')],
  ] as const) {
    if (isNeeded && !(await hasTable(session, table))) return refuse('sql/script-needed', { table })
  }
  const summary = counts.join(', ')
  return ok({ summary: { en: summary, zh: summary }, kinds: carried(kinds), facts: null })
}

/** Asks for every column that is named, and gets no row: what is missing is refused by the database, by name. */
function probes(dialect: SqlEngine['dialect'], { table, key, watch, fields, lines }: TableKind): string[] {
  const columns = (...names: (string | undefined)[]) =>
    names.flatMap((name) => (name === undefined ? [] : [quoted(dialect, name)])).join(', ')
  const watched = watch.by === 'xmin' ? 'xmin' : watch.by === 'column' ? watch.column : undefined
  const own = Object.values(fields).map(({ at }) => at)
  return [
    `select ${columns(key, watched, ...own)} from ${quoted(dialect, table)} where 1 = 0`,
    ...Object.values(lines).map(
      (line) =>
        `select ${columns(line.parent, line.order, ...Object.values(line.fields).map(({ at }) => at))} from ${quoted(dialect, line.table)} where 1 = 0`,
    ),
  ]
}

async function hasTable(session: Session, name: string): Promise<boolean> {
  const found = await session.query('select table_name as name from information_schema.tables where table_name = ?', [name])
  return found.length > 0
}

function carried(kinds: TableKinds): Kinds {
  return Object.fromEntries(
    [...kinds.values()].map(({ kind, write, canDelete }) => [
      kind,
      { read: true, write: write !== undefined, ...(canDelete ? { delete: true } : {}) },
    ]),
  )
}

/** Makes the connector; the database is reached when something is first asked. */
export function connectSql(given: Given): Connector {
  const kinds = readKinds(given.settings.kinds ?? null)
  if (!kinds.ok) throw new RangeError(`${given.system}: ${JSON.stringify(kinds.refusal)}`)
  return connectorOn(given, kinds.value)
}

function connectorOn(given: Given, kinds: TableKinds): Connector {
  const where = settingsOf(given)
  let opened: SqlEngine | undefined
  let shapes: Promise<Map<KindName, Shape>> | undefined
  const engine = async () => {
    await given.outside.mayReach(where.host, where.port)
    opened ??= engineOf(where)
    return opened
  }
  const reading = async (kind: KindName): Promise<Reading> => {
    const table = kinds.get(kind)
    if (!table) throw new RangeError(`${given.system} does not describe ${kind}`)
    const open = await engine()
    shapes ??= allShapes(open, kinds).catch((fault) => {
      shapes = undefined
      throw fault
    })
    const known = await shapes
    return { dialect: open.dialect, kind: table, shape: known.get(kind) as Shape, refs: references(kinds, known) }
  }
  const seconds = typeof given.settings.everySeconds === 'number' ? given.settings.everySeconds : EVERY_SECONDS
  const readers = new Map<KindName, ChangeReader>()
  return {
    system: given.system,
    side: given.side,
    label: given.label,
    capabilities: (): Capabilities => ({ kinds: carried(kinds), batch: 50, idempotent: true }),
    async changesSince(kind, cursor, limit) {
      const about = await reading(kind)
      const reader =
        readers.get(kind) ?? new ChangeReader({ engine: await engine(), now: given.outside.now, everyMs: seconds * 1000 })
      readers.set(kind, reader)
      return reader.page(about, cursor, limit)
    },
    async read(kind, externalIds) {
      const about = await reading(kind)
      return (await engine()).read((session) => readDocs(session, about, externalIds))
    },
    async list(kind, after, limit) {
      const about = await reading(kind)
      return (await engine()).read((session) => pageOf(session, about, after, limit))
    },
    async apply(kind, writes) {
      const about = await reading(kind)
      return applyAll(await engine(), about, writes)
    },
    async probe(_kind, writes) {
      return (await engine()).read((session) => Promise.all(writes.map(({ key }) => knownOutcome(session, key))))
    },
  }
}

async function allShapes(engine: SqlEngine, kinds: TableKinds): Promise<Map<KindName, Shape>> {
  return engine.read(async (session) => {
    const shapes = new Map<KindName, Shape>()
    for (const kind of kinds.values()) shapes.set(kind.kind, await shapeOf(session, engine.dialect, kind))
    return shapes
  })
}

const TOGETHER = 4

/** Some at once; those of one document follow each other. */
async function applyAll(engine: SqlEngine, reading: Reading, writes: readonly Write[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < writes.length; at += TOGETHER) {
    const some = writes.slice(at, at + TOGETHER)
    outcomes.push(...(await Promise.all(some.map((write) => applyOne(engine, reading, write)))))
  }
  return outcomes
}
