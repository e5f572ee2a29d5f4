/** Any PostgreSQL >= 15 through postgres.js: statements prepared, and pipelined where they are not awaited one by one. */
import postgres from 'postgres'
import { type Connection, type Database, databaseOn } from './database.ts'
import { camelCase, parsers, serializers } from './parsers.ts'

/** Opens a database by its URL. The URL's user owns the schema; the application's connections run as tandem_app. */
export function openPostgres(url: string, connections = 10): Database {
  const owner = connect(url, 2, {})
  let app: postgres.Sql | undefined
  return databaseOn({
    kind: 'postgres',
    acquire(role) {
      if (role === 'owner') return acquire(owner)
      // Made at first use: before the first migration there is no such role to connect as.
      app ??= connect(url, connections, { role: 'tandem_app' })
      return acquire(app)
    },
    async script(text) {
      const reserved = await owner.reserve()
      await reserved
        .unsafe(text)
        .simple()
        .finally(() => reserved.release())
    },
    async close() {
      await Promise.all([owner.end({ timeout: 5 }), app?.end({ timeout: 5 })])
    },
  })
}

function connect(url: string, max: number, parameters: Record<string, string>): postgres.Sql {
  return postgres(url, {
    max,
    onnotice: () => {},
    connection: { application_name: 'tandem', TimeZone: 'UTC', ...parameters },
    transform: { column: { from: camelCase } },
    types: types(),
    prepare: true,
  })
}

function types(): Record<string, postgres.PostgresType> {
  return Object.fromEntries(
    Object.entries(parsers).map(([oid, parse]) => [
      `oid${oid}`,
      { to: Number(oid), from: [Number(oid)], parse, serialize: serializers[Number(oid)] as (value: unknown) => string },
    ]),
  )
}

async function acquire(pool: postgres.Sql): Promise<Connection> {
  const reserved = await pool.reserve()
  return {
    release: () => reserved.release(),
    async execute(query) {
      const result = await reserved.unsafe(query.sql, query.parameters as never[], { prepare: true })
      return { rows: result as unknown as never[], affected: result.count ?? 0 }
    },
  }
}
