/** The tables of a context as a text that people read in reviews: every change of a schema shows there. */
import { type Database, type Migrations, migrate, openPostgres } from '@tandem/db'
import { freshDatabaseUrl, startPostgres } from '@tandem/testkit'
import { type Column, type Routine, readCatalog, readRoutines, type Table } from './catalog.ts'

/** The dump of each schema, by its file: `docs/schema/erp.sql`. */
export async function dumpSchemas(database: Database, schemas: readonly string[]): Promise<Map<string, string>> {
  const dumps = new Map<string, string>()
  for (const schema of schemas) {
    const [tables, routines] = await Promise.all([readCatalog(database, [schema]), readRoutines(database, schema)])
    dumps.set(`docs/schema/${schema}.sql`, dumpText(schema, tables, routines))
  }
  return dumps
}

/** The same on a server of its own, started and stopped for it. */
export async function freshDumps(contexts: readonly Migrations[]): Promise<Map<string, string>> {
  const server = await startPostgres(['fsync=off'])
  try {
    const database = openPostgres(await freshDatabaseUrl(server.url))
    await migrate(database, contexts)
    const dumps = await dumpSchemas(database, ['platform', ...contexts.map(({ schema }) => schema)])
    await database.close()
    return dumps
  } finally {
    await server.stop()
  }
}

export function dumpText(schema: string, tables: readonly Table[], routines: readonly Routine[]): string {
  const head = `-- What the migrations of ${schema} make. \`npm run fix\` writes this; a test compares it with a fresh database.\n`
  const bodies = routines.map(({ text }) => `${text.trim().replace(/\r/g, '')};\n`)
  return [head, ...tables.map(tableText), ...bodies].join('\n')
}

function tableText(table: Table): string {
  const inside = [...table.columns.map(columnText), ...table.constraints.map(({ text }) => text)]
  const after = [
    ...table.indexes,
    ...table.triggers,
    ...table.policies.map((policy) => `POLICY ${policy}`),
    `ROW SECURITY ${table.rowSecurity ? (table.forcedRowSecurity ? 'forced' : 'on') : 'off'}; tandem_app may ${table.grants.join(', ') || 'nothing'}`,
  ]
  return `TABLE ${table.name} (\n  ${inside.join(',\n  ')}\n);\n${after.map((line) => `${line};\n`).join('')}`
}

function columnText({ name, type, nullable, default: given }: Column): string {
  return `${name} ${type}${nullable ? '' : ' not null'}${given === null ? '' : ` default ${given}`}`
}
