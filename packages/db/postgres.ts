/** Any PostgreSQL >= 15 through postgres.js: statements prepared, and pipelined where they are not awaited one by one. */
import { Fault } from '@tandem/kernel'
import { sql } from 'kysely'
import postgres from 'postgres'
import { type Database, type Driver, databaseOn } from './database.ts'
import { ConnectionLost } from './faults.ts'
import { gatheredSockets } from './gathered-socket.ts'
import { camelCase, parsers, serializers } from './parsers.ts'
import { type Line, Pool } from './pool.ts'
import { builder } from './tx.ts'

/**
 * Opens a database by its URL, whose user owns the schema. The application's connections log in as the role that the
 * migration made for this database, so that no SQL of theirs reaches the owner's rights.
 */
export function openPostgres(url: string, connections = 10): Database {
  const owner = new Pool(2, () => connect(url, {}))
  let app: Promise<Pool> | undefined
  const driver: Driver = {
    kind: 'postgres',
    async acquire(role) {
      if (role === 'owner') return owner.acquire()
      // Made at first use: before the first migration there is no such login.
      app ??= appLogin(owner).then((login) => new Pool(connections, () => connect(url, login)))
      app.catch(() => {
        app = undefined
      })
      return (await app).acquire()
    },
    async close() {
      await Promise.all([owner.close(), app?.then((pool) => pool.close())])
    },
  }
  return databaseOn(driver)
}

interface Login {
  readonly username: string
  readonly password: string
}

async function appLogin(owner: Pool): Promise<Login> {
  const connection = await owner.acquire()
  try {
    const query = sql<Login>`select role as username, password from platform.login where database = current_database()`
    const [login] = (await connection.execute(query.compile(builder))).rows
    if (!login) throw new Fault('the application has no login in this database yet: run the migrations')
    return login
  } catch (error) {
    if ((error as { code?: string }).code !== '42P01') throw error
    throw new Fault('this database has no tables yet: run the migrations', { cause: error })
  } finally {
    connection.release()
  }
}

/**
 * Opens one connection. It is a postgres.js client of its own with its only connection reserved for good: a client with
 * several would reconnect behind a transaction's back and run the rest of its statements outside of it.
 */
async function connect(url: string, login: Partial<Login>): Promise<Line> {
  const watch = watchLine()
  const client = postgres(url, options(login, watch.lose))
  const reserved = await client.reserve().catch(async (cause: unknown) => {
    await client.end({ timeout: 0 })
    throw cause instanceof postgres.PostgresError ? cause : new ConnectionLost(cause)
  })
  return {
    lost: watch.lost,
    isGood: watch.isGood,
    async execute(query) {
      const parameters = query.parameters.map((value) => toParameter(value))
      const options = { prepare: true, simple: parameters.length === 0 && !PREPARED.test(query.sql) }
      const result = await watch.guard(() => reserved.unsafe(query.sql, parameters as never[], options))
      return { rows: result as unknown as never[], affected: result.count ?? 0 }
    },
    async script(text) {
      await watch.guard(() => reserved.unsafe(text).simple())
    },
    async end() {
      if (watch.isGood()) reserved.release()
      await client.end({ timeout: 1 })
    },
  }
}

/**
 * Statements that are worth preparing. Without being told, postgres.js sends those without parameters as plain text, and they
 * are parsed and planned at each call.
 */
const PREPARED = /^[\s(]*(select|insert|update|delete|merge|with|values|table)\b/i

/** Made text before it is sent: what goes wrong while sending, postgres.js blames on another statement. */
function toParameter(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? JSON.stringify(value) : value
}

/**
 * Knows whether a connection is lost, and settles what waits for it: postgres.js forgets statements that have not been
 * sent when the connection breaks, and says nothing when it breaks between two of them.
 */
function watchLine() {
  const waiting = new Set<(reason: unknown) => void>()
  let gone: ConnectionLost | undefined
  let spoiled = false
  let tell = (): void => {}
  const lost = new Promise<void>((resolve) => {
    tell = resolve
  })
  const lose = (cause: unknown): void => {
    gone ??= new ConnectionLost(cause)
    for (const reject of waiting) reject(gone)
    waiting.clear()
    tell()
  }
  const fail = (error: unknown): unknown => {
    if (isLost(error)) lose(error)
    else if (!(error instanceof postgres.PostgresError)) spoiled = true
    return gone ?? error
  }
  return {
    lost,
    lose,
    isGood: () => !gone && !spoiled,
    guard<R>(send: () => PromiseLike<R>): Promise<R> {
      return new Promise<R>((resolve, reject) => {
        if (gone) return reject(gone)
        waiting.add(reject)
        const done = () => waiting.delete(reject)
        send().then(
          (value) => {
            done()
            resolve(value)
          },
          (error: unknown) => {
            done()
            reject(fail(error))
          },
        )
      })
    },
  }
}

/** The types that postgres.js brings do not know its option for the socket. */
type Options = postgres.Options<Record<string, postgres.PostgresType>> & { readonly socket: ReturnType<typeof gatheredSockets> }

function options(login: Partial<Login>, lose: (cause: unknown) => void): Options {
  return {
    ...login,
    max: 1,
    // Its own clock would end a connection between two statements of a transaction.
    max_lifetime: null,
    onnotice: () => {},
    onclose: () => lose(new Error('the server closed the connection')),
    socket: gatheredSockets(),
    connection: { application_name: 'tandem', TimeZone: 'UTC', DateStyle: 'ISO, YMD' },
    transform: { column: { from: camelCase } },
    types: types(),
    prepare: true,
  }
}

/** The server is going away (57P0x), the connection failed (08xxx), or Node and postgres.js say so in their own words. */
function isLost(error: unknown): boolean {
  return /^(57P0|08|CONNECT|E[A-Z]{3,}$)/.test(String((error as { code?: unknown } | undefined)?.code))
}

function types(): Record<string, postgres.PostgresType> {
  return Object.fromEntries(
    Object.entries(parsers).map(([oid, parse]) => [
      `oid${oid}`,
      { to: Number(oid), from: [Number(oid)], parse, serialize: serializers[Number(oid)] as (value: unknown) => string },
    ]),
  )
}
