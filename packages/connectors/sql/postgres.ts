/** Any PostgreSQL, through postgres.js. */
import postgres from 'postgres'
import { type Session, type SqlEngine, SqlFault, type SqlRow, type SqlSettings, type SqlValue } from './engine.ts'

const CONNECTIONS = 4
const TIMEOUT_SECONDS = 15

export function postgresEngine(settings: SqlSettings): SqlEngine {
  const { host, port, database, user, password, tls } = settings
  const pool = postgres({
    ...{ host, port, database, username: user, password, max: CONNECTIONS, idle_timeout: 60 },
    ...{ connect_timeout: TIMEOUT_SECONDS, prepare: false, fetch_types: false, onnotice: () => {} },
    ssl: tls ? 'verify-full' : false,
    types: PLAIN,
    connection: { application_name: 'tandem', TimeZone: 'UTC', DateStyle: 'ISO', extra_float_digits: 3 },
  } as never)
  const sessionOn = (sql: postgres.Sql | postgres.TransactionSql): Session => ({
    async query(text, values = []) {
      try {
        const found = await sql.unsafe(numbered(text), values.map(asText) as never[], { prepare: false })
        return [...(found as unknown as SqlRow[])].map(plainRow)
      } catch (error) {
        throw faultOf(error, false)
      }
    },
  })
  return {
    dialect: 'postgres',
    read: (work) =>
      within(
        () => false,
        () => pool.begin('read only isolation level repeatable read', (sql) => work(sessionOn(sql))),
      ) as never,
    async write(work) {
      let isDone = false
      return within(
        () => isDone,
        () =>
          pool.begin(async (sql) => {
            const result = await work(sessionOn(sql))
            isDone = true
            return result
          }),
      ) as never
    },
    close: () => pool.end({ timeout: 5 }),
  }
}

const asItIs = (value: unknown) => value
/** Values travel as the texts they are: the driver would make dates of days and doubles of numbers. */
const PLAIN = {
  bool: { to: 16, from: [16], serialize: asItIs, parse: asItIs },
  json: { to: 114, from: [114, 3802], serialize: asItIs, parse: asItIs },
  date: { to: 1184, from: [1082, 1114, 1184], serialize: asItIs, parse: asItIs },
  number: { to: 0, from: [21, 23, 26, 700, 701], serialize: asItIs, parse: asItIs },
  bytea: { to: 17, from: [17], serialize: asItIs, parse: asItIs },
}

/** `?` -> `$1`; none of our statements holds a question mark otherwise. */
function numbered(text: string): string {
  let count = 0
  return text.replace(/\?/g, () => `$${++count}`)
}

function asText(value: SqlValue): string | null {
  return value === null ? null : String(value)
}

function plainRow(row: Readonly<Record<string, unknown>>): SqlRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const LOST = /^(CONNECTION_|ECONN|EPIPE|ETIMEDOUT|CONNECT_TIMEOUT|57P0|08)/
const NEVER = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|CONNECT_TIMEOUT|57P03|53300)/
const BUSY = /^(40001|40P01|55P03|57014)/

async function within<T>(isCommitting: () => boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw faultOf(error, isCommitting())
  }
}

function faultOf(error: unknown, isCommitting: boolean): unknown {
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  if (error instanceof SqlFault || code === '') return error
  if (NEVER.test(code)) return new SqlFault('unreachable', code, message, error)
  if (BUSY.test(code)) return new SqlFault('busy', code, message, error)
  if (LOST.test(code)) return new SqlFault(isCommitting ? 'unknown' : 'unreachable', code, message, error)
  return new SqlFault('refused', code, message, error)
}
