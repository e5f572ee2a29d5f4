/** What a migrated database says of its tables, read from PostgreSQL's catalogs. */
import { type Database, rows, sql } from '@tandem/db'

export interface Column {
  readonly name: string
  /** As PostgreSQL writes it: `numeric(20,4)`, `timestamp with time zone`. */
  readonly type: string
  readonly nullable: boolean
  readonly default: string | null
}

export interface Constraint {
  readonly name: string
  readonly kind: 'check' | 'primary' | 'unique' | 'foreign' | 'trigger' | 'exclude'
  /** `CHECK ((state = ANY (ARRAY['draft'::text])))`. */
  readonly text: string
  readonly columns: readonly string[]
  /** `erp.party` for a foreign key. */
  readonly references: string | null
}

export interface Table {
  /** `erp.sales_order`. */
  readonly name: string
  readonly columns: readonly Column[]
  readonly constraints: readonly Constraint[]
  readonly indexes: readonly string[]
  readonly triggers: readonly string[]
  readonly policies: readonly string[]
  readonly rowSecurity: boolean
  readonly forcedRowSecurity: boolean
  /** What the application may do: `select`, `insert`, ... */
  readonly grants: readonly string[]
}

const QUERY = `
  select n.nspname || '.' || c.relname as name, c.relrowsecurity as row_security, c.relforcerowsecurity as forced_row_security,
    (select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'nullable', not a.attnotnull, 'default', case when a.attidentity <> '' then 'identity' else pg_get_expr(d.adbin, d.adrelid) end) order by a.attnum), '[]')
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (select coalesce(jsonb_agg(jsonb_build_object('name', o.conname, 'text', pg_get_constraintdef(o.oid),
        'kind', case o.contype when 'c' then 'check' when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' when 't' then 'trigger' else 'exclude' end,
        'references', case when o.contype = 'f' then rn.nspname || '.' || r.relname end,
        'columns', (select coalesce(jsonb_agg(a.attname order by k.place), '[]') from unnest(o.conkey) with ordinality k(number, place)
           join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number)) order by o.contype, o.conname), '[]')
      from pg_constraint o left join pg_class r on r.oid = o.confrelid left join pg_namespace rn on rn.oid = r.relnamespace
      where o.conrelid = c.oid and o.contype <> 'n') as constraints,
    (select coalesce(jsonb_agg(pg_get_indexdef(i.indexrelid) order by pg_get_indexdef(i.indexrelid)), '[]') from pg_index i
      where i.indrelid = c.oid and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))) as indexes,
    (select coalesce(jsonb_agg(pg_get_triggerdef(t.oid) order by t.tgname), '[]') from pg_trigger t
      where t.tgrelid = c.oid and not t.tgisinternal) as triggers,
    (select coalesce(jsonb_agg(p.polname || coalesce(' using ' || pg_get_expr(p.polqual, p.polrelid), '')
        || coalesce(' check ' || pg_get_expr(p.polwithcheck, p.polrelid), '') order by p.polname), '[]') from pg_policy p where p.polrelid = c.oid) as policies,
    (select coalesce(jsonb_agg(distinct lower(g.privilege_type)), '[]') from aclexplode(c.relacl) g
      join pg_roles r on r.oid = g.grantee where r.rolname = 'tandem_app') as grants
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and n.nspname = any($1)
  order by n.nspname, c.relname`

/** All tables of the given schemas, in order of their names. */
export async function readCatalog(database: Database, schemas: readonly string[]): Promise<Table[]> {
  const list = `{${schemas.join(',')}}`
  return database.asOwner((tx) =>
    rows(tx, sql<Table>`${sql.raw(QUERY.split('$1')[0] as string)}${list}::text[]${sql.raw(QUERY.split('$1')[1] as string)}`),
  )
}

export interface Routine {
  readonly name: string
  readonly text: string
}

/** Functions, procedures and sequences that the migrations made in the given schemas. */
export async function readRoutines(database: Database, schema: string): Promise<Routine[]> {
  return database.asOwner((tx) =>
    rows(
      tx,
      sql<Routine>`select p.proname as name, pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = ${schema} and p.prokind in ('f', 'p') order by 1, 2`,
    ),
  )
}
