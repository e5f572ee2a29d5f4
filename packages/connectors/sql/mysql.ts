/** MySQL and MariaDB, through mysql2. */
import mysql from 'mysql2/promise'
import { type Session, type SqlEngine, SqlFault, type SqlRow, type SqlSettings } from './engine.ts'

const CONNECTIONS = 4
const TIMEOUT_MS = 15_000

export function mysqlEngine(settings: SqlSettings): SqlEngine {
  const { host, port, database, user, password, tls } = settings
  const pool = mysql.createPool({
    ...{ host, port, database, user, password, connectionLimit: CONNECTIONS, connectTimeout: TIMEOUT_MS },
    ...{ charset: 'utf8mb4', timezone: 'Z', supportBigNumbers: true, bigNumberStrings: true, dateStrings: true },
    // Everything as the text the server sends: doubles keep their digits, decimals are never rounded.
    typeCast: (field) => field.string(),
    multipleStatements: false,
    ...(tls ? { ssl: { rejectUnauthorized: true } } : {}),
  })
  const run = async <T>(mode: string, work: (session: Session) => Promise<T>, before?: string): Promise<T> => {
    let stage: 'before' | 'inside' | 'committing' = 'before'
    let connection: mysql.PoolConnection | undefined
    try {
      connection = await pool.getConnection()
      stage = 'inside'
      await connection.query("set time_zone = '+00:00'")
      if (before) await connection.query(before)
      await connection.query(mode)
      const result = await work(sessionOn(connection))
      stage = 'committing'
      await connection.query('commit')
      connection.release()
      return result
    } catch (error) {
      // A connection with an open transaction must not go back to the others.
      connection?.destroy()
      throw faultOf(error, stage)
    }
  }
  return {
    dialect: 'mysql',
    read: (work) => run('start transaction with consistent snapshot, read only', work),
    // Read committed: what is read after waiting for a lock is what the one before left.
    write: (work) => run('start transaction', work, 'set transaction isolation level read committed'),
    close: () => pool.end(),
  }
}

function sessionOn(connection: mysql.PoolConnection): Session {
  return {
    async query(text, values = []) {
      const [found] = await connection.query(text, [...values]).catch((error: unknown) => {
        throw faultOf(error, 'inside')
      })
      // A call answers several results, a change none.
      const rows = Array.isArray(found) ? (Array.isArray(found[0]) ? found[0] : found) : []
      return (rows as object[]).filter((row) => row !== undefined).map((row) => ({ ...row }) as SqlRow)
    },
  }
}

const NEVER = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|ER_CON_COUNT_ERROR/
const LOST = /PROTOCOL_|ECONN|EPIPE|ER_SERVER_SHUTDOWN|ER_CONNECTION_KILLED|ER_QUERY_INTERRUPTED/
const BUSY = /ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD/

function faultOf(error: unknown, stage: 'before' | 'inside' | 'committing'): unknown {
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  if (error instanceof SqlFault || code === '') return error
  if (BUSY.test(code)) return new SqlFault('busy', code, message, error)
  if (NEVER.test(code) && stage === 'before') return new SqlFault('unreachable', code, message, error)
  if (LOST.test(code) || NEVER.test(code))
    return new SqlFault(stage === 'committing' ? 'unknown' : 'unreachable', code, message, error)
  return new SqlFault('refused', code, message, error)
}
