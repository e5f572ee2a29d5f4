/**
 * One row of every table for a company, whatever the table: each text says whose it is, so that it is known wherever it
 * turns up. Written past all rules, since only its being there matters.
 */
import { type Database, rows, run, sql, type Tx } from '@tandem/db'
import { type Definition, type Id, snakeCase } from '@tandem/kernel'

interface Column {
  readonly table: string
  readonly column: string
  readonly type: string
  /** The table it refers to by id. */
  readonly target: string | null
}

export interface Rows {
  /** Of `crm.customer` and so on. */
  readonly ids: ReadonlyMap<string, string>
  /** What each text of this company begins with. */
  readonly mark: string
}

const SCHEMAS = ['crm', 'erp', 'hub', 'platform']
/** Belong to no company, or are the company itself. */
const APART = ['platform.tenant', 'platform.migration', 'platform.login']
const EMPTY_JSON: Readonly<Record<string, string>> = { 'platform.role.permissions': '[]', 'platform.user.roles': '[]' }

/** `letter`, a hexadecimal digit, makes ids and texts of companies differ. */
export async function fillTables(
  database: Database,
  tenant: Id,
  letter: string,
  definitions: readonly Definition[],
  without: readonly string[] = [],
): Promise<Rows> {
  const columns = (await database.asOwner(columnsOf)).filter(({ table }) => !without.includes(table))
  const tables = Map.groupBy(columns, ({ table }) => table)
  const mark = `secret-of-${letter}`
  const ids = new Map(
    [...tables.keys()].map((table, i) => [table, `01900000-0000-7000-8000-${letter}${String(i).padStart(11, '0')}`]),
  )
  const known = new Map(definitions.map((definition) => [definition.table, definition]))
  await database.asOwner(async (tx) => {
    await run(tx, sql`set local session_replication_role = replica`)
    const checks = await dropChecks(tx)
    for (const [table, all] of tables) {
      const row = all.map((one) => [one.column, cellOf(one, { tenant, mark, ids, definition: known.get(table) })] as const)
      await insert(tx, table, Object.fromEntries(row))
    }
    for (const definition of definitions) await insertEvent(tx, definition, { tenant, mark, ids })
    for (const { table, name, definition } of checks)
      await run(tx, sql.raw(`alter table ${table} add constraint ${name} ${definition} not valid`))
  })
  return { ids, mark }
}

function columnsOf(tx: Tx): Promise<Column[]> {
  return rows(
    tx,
    sql<Column>`
      select c.table_schema || '.' || c.table_name as "table", c.column_name as "column", c.udt_name as type,
        (select f.confrelid::regclass::text from pg_constraint f
         join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any(f.conkey) and a.attname = c.column_name
         where f.contype = 'f' and f.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass
           and c.column_name <> 'tenant_id' order by cardinality(f.conkey), f.oid limit 1) as target
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = any(${sql.raw(`array['${SCHEMAS.join("','")}']`)}) and t.table_type = 'BASE TABLE'
        and c.is_generated = 'NEVER' and c.is_identity = 'NO'
        and c.table_schema || '.' || c.table_name <> all(${sql.raw(`array['${APART.join("','")}']`)})
      order by 1, c.ordinal_position`,
  )
}

interface Check {
  readonly table: string
  readonly name: string
  readonly definition: string
}

async function dropChecks(tx: Tx): Promise<Check[]> {
  const found = await rows(
    tx,
    sql<Check>`
      select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'c' and connamespace::regnamespace::text = any(${sql.raw(`array['${SCHEMAS.join("','")}']`)})`,
  )
  for (const { table, name } of found) await run(tx, sql.raw(`alter table ${table} drop constraint ${name}`))
  return found.map((check) => ({ ...check, definition: check.definition.replace(/ NOT VALID$/, '') }))
}

interface Of {
  readonly tenant: Id
  readonly mark: string
  readonly ids: ReadonlyMap<string, string>
  readonly definition?: Definition | undefined
}

function cellOf({ table, column, type, target }: Column, { tenant, mark, ids, definition }: Of): unknown {
  if (column === 'tenant_id') return tenant
  if (column === 'id' && type === 'uuid') return ids.get(table)
  const ofTarget = target === null ? undefined : ids.get(target.replaceAll('"', ''))
  if (type === 'uuid') return ofTarget ?? ids.get('crm.customer')
  const choice = choiceOf(definition, column)
  if (choice !== undefined) return choice
  const text = `${mark} ${table}.${column}`
  switch (type) {
    case 'text':
      return text
    case 'jsonb':
      return EMPTY_JSON[`${table}.${column}`] ?? JSON.stringify([text])
    case '_text':
      return `{"${text}"}`
    case 'bool':
      return false
    case 'timestamptz':
      return '2026-03-02T08:00:00Z'
    case 'date':
      return '2026-03-02'
    case 'bytea':
      return '\\x00'
    case '_uuid':
      return `{${ids.get('crm.customer')}}`
    default:
      return '1'
  }
}

function choiceOf(definition: Definition | undefined, column: string): string | undefined {
  if (column === 'state' && definition?.states) return definition.states[0]
  const field = Object.entries(definition?.fields ?? {}).find(([name]) => snakeCase(name) === column)?.[1]
  return field?.kind === 'choice' ? field.of[0] : undefined
}

async function insert(tx: Tx, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const [schema, name] = table.split('.')
  const at = `"${schema}"."${name}"`
  const names = Object.keys(row).map((column) => `"${column}"`)
  await run(
    tx,
    sql`insert into ${sql.raw(at)} (${sql.raw(names.join())})
    select ${sql.raw(names.join())} from json_populate_record(null::${sql.raw(at)}, ${JSON.stringify(row)}::json)`,
  )
}

/** Each document has a history, whose row here is told by the document's name. */
async function insertEvent(tx: Tx, { table, name }: Definition, { tenant, mark, ids }: Of): Promise<void> {
  const schema = sql.raw(table.split('.')[0] ?? '')
  const payload = JSON.stringify({ [`${mark} payload`]: `${mark} event of ${table}` })
  await run(
    tx,
    sql`
    insert into ${schema}.event (tenant_id, id, document, document_id, document_version, type, payload, actor_kind, actor_id, at)
    values (${tenant}::uuid, gen_random_uuid(), ${name}, ${ids.get(table) ?? null}::uuid, 1, ${`${mark} type`}, ${payload}::jsonb,
      'user', ${`${mark} actor`}, '2026-03-02T08:00:00Z')`,
  )
}

/** A digest of everything that is a company's, table by table. */
export async function digestOf(database: Database, tenant: Id, { ids }: Rows): Promise<ReadonlyMap<string, string>> {
  const columns = await database.asOwner(columnsOf)
  const tables = Map.groupBy(columns, ({ table }) => table)
  return database.asOwner(async (tx) => {
    const digests = new Map<string, string>()
    for (const [table, all] of tables) {
      const [schema, name] = table.split('.')
      const whose = all.some(({ column }) => column === 'tenant_id')
        ? sql`tenant_id = ${tenant}::uuid`
        : sql`id = ${ids.get(table) ?? null}::uuid`
      const [found] = await rows(
        tx,
        sql<{ digest: string }>`
        select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
        from ${sql.raw(`"${schema}"."${name}"`)} t where ${whose}`,
      )
      digests.set(table, found?.digest ?? '')
    }
    return digests
  })
}
