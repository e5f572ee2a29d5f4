/** Tables and definitions: what both promise each other, and that a tenant's rows stay its own. */
import { type Definition, type Field, type Fields, snakeCase } from '@tandem/kernel'
import type { Column, Table } from '../catalog.ts'
import type { Finding } from '../source.ts'

const TYPES: Readonly<Record<Exclude<Field['kind'], 'lines'>, string>> = {
  text: 'text',
  choice: 'text',
  flag: 'boolean',
  integer: 'integer',
  amount: 'numeric(20,4)',
  price: 'numeric(20,6)',
  quantity: 'numeric(20,6)',
  percent: 'numeric(9,4)',
  date: 'date',
  instant: 'timestamp with time zone',
  reference: 'uuid',
  json: 'jsonb',
  custom: 'jsonb',
}

const STORED: Readonly<Record<string, string>> = {
  id: 'uuid',
  version: 'integer',
  created_at: 'timestamp with time zone',
  created_by: 'text',
  updated_at: 'timestamp with time zone',
  updated_by: 'text',
}

/** Compares one definition with its tables. `others` are the definitions a reference may name. */
export function definitionFindings(definition: Definition, tables: readonly Table[], others: readonly Definition[]): Finding[] {
  const where = definition.table
  const table = tables.find(({ name }) => name === where)
  if (!table) return [{ where, what: `there is no such table for the definition of ${definition.name}` }]
  const stored = Object.entries(STORED).flatMap(([name, type]) => columnProblems(table, name, type, false))
  const state = definition.states
    ? [...columnProblems(table, 'state', 'text', false), ...choiceProblems(table, 'state', definition.states)]
    : []
  const title = definition.title
    .filter((name) => !(name in definition.fields))
    .map((name) => `the title names ${name}, which is no field`)
  const names = /^[a-z]+(-[a-z]+)*$/.test(definition.name) ? [] : [`the name ${definition.name} is not in kebab case`]
  const own = [
    ...stored,
    ...state,
    ...title,
    ...names,
    ...fieldProblems(table, tables, definition.fields, others),
    ...strangers(table, definition),
  ]
  const lines = Object.entries(definition.fields).flatMap(([name, field]) =>
    field.kind === 'lines' ? lineFindings(definition, name, field.of, tables, others) : [],
  )
  return [...own.map((what) => ({ where, what })), ...lines]
}

function lineFindings(
  definition: Definition,
  field: string,
  of: Fields,
  tables: readonly Table[],
  others: readonly Definition[],
): Finding[] {
  const where = `${definition.table}_${snakeCase(field).replace(/(?<!s)s$/, '')}`
  const table = tables.find(({ name }) => name === where)
  if (!table) return [{ where, what: `there is no such table for the lines "${field}" of ${definition.name}` }]
  const key = table.constraints.find(({ kind }) => kind === 'primary')?.columns.join(', ')
  const wanted = 'tenant_id, parent_id, line_number'
  // A line's currency or unit may stand in its document, or in a line beside it.
  const beside = Object.values(definition.fields).map((each) => (each.kind === 'lines' ? each.of : {}))
  const around = Object.assign({}, definition.fields, ...beside) as Fields
  const problems = [
    ...(key === wanted ? [] : [`the primary key is (${key}), not (${wanted})`]),
    ...columnProblems(table, 'line_number', 'integer', false),
    ...fieldProblems(table, tables, of, others, around),
  ]
  return problems.map((what) => ({ where, what }))
}

function fieldProblems(
  table: Table,
  tables: readonly Table[],
  fields: Fields,
  others: readonly Definition[],
  around: Fields = fields,
): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const labels = field.label.en.trim() && field.label.zh.trim() ? [] : [`${name} needs a label in both languages`]
    if (field.kind === 'lines') return labels
    const column = snakeCase(name)
    const named = 'currency' in field ? field.currency : 'unit' in field ? field.unit : undefined
    return [
      ...labels,
      ...columnProblems(table, column, TYPES[field.kind], field.optional === true),
      ...(field.kind === 'choice' ? choiceProblems(table, column, field.of) : []),
      ...(field.kind === 'reference'
        ? referenceProblems(table, column, targetOf(table, field.to, tables, others), field.to)
        : []),
      ...(named === undefined || named === BASE_CURRENCY || named in around ? [] : [`${name} names ${named}, which is no field`]),
    ]
  })
}

/** The tenant's, which is no field of any document. */
const BASE_CURRENCY = 'baseCurrency'

/** What a reference may name: a document of this side, or a table of it that is no document; `*` is any document. */
function targetOf(table: Table, to: string, tables: readonly Table[], others: readonly Definition[]): string | undefined {
  const own = `${table.name.split('.')[0]}.${to.replaceAll('-', '_')}`
  return others.find(({ name }) => name === to)?.table ?? tables.find(({ name }) => name === own)?.name
}

function columnProblems(table: Table, name: string, type: string, optional: boolean): string[] {
  const column = table.columns.find((each) => each.name === name)
  if (!column) return [`has no column ${name} (${type})`]
  return [
    ...(column.type === type ? [] : [`${name} is ${column.type}, the definition says ${type}`]),
    ...(column.nullable === optional
      ? []
      : [`${name} may ${column.nullable ? '' : 'not '}be null, the definition says otherwise`]),
  ]
}

/** A check that allows exactly these values: as the only thing it says. */
function choiceProblems(table: Table, column: string, choices: readonly string[]): string[] {
  const checks = table.constraints.filter(
    ({ kind, columns }) => kind === 'check' && columns.length === 1 && columns[0] === column,
  )
  const allowed = checks.map(({ text }) => [...text.matchAll(/'([^']*)'::text/g)].map(([, value]) => value as string))
  const wanted = [...choices].sort().join(', ')
  if (allowed.some((values) => values.sort().join(', ') === wanted)) return []
  return [`${column} has no check for exactly ${wanted}${allowed.length > 0 ? ` (there is one for ${allowed.join(' / ')})` : ''}`]
}

function referenceProblems(table: Table, column: string, target: string | undefined, to: string): string[] {
  if (to === '*') return []
  if (target === undefined) return [`${column} refers to ${to}, which is no document and no table of this side`]
  const key = table.constraints.find(({ kind, columns }) => kind === 'foreign' && columns.includes(column))
  if (!key) return [`${column} has no foreign key to ${target}`]
  return key.references === target ? [] : [`${column} refers to ${key.references}, the definition says ${target}`]
}

/** Columns that a new document could not fill. Others may be kept beside the fields: sums, links, marks. */
function strangers(table: Table, definition: Definition): string[] {
  const known = new Set(['tenant_id', 'state', ...Object.keys(STORED), ...Object.keys(definition.fields).map(snakeCase)])
  const filled = (column: Column) => column.nullable || column.default !== null
  return table.columns
    .filter((column) => !known.has(column.name) && !filled(column))
    .map(({ name }) => `${name} must be filled, but no field fills it`)
}

/** Tables without rows of tenants, or of several: the application may read none of them but its own tenant's entry. */
const SHARED = new Set([
  ...['platform.migration', 'platform.login', 'platform.tenant'],
  ...['platform.person', 'platform.membership', 'platform.session', 'platform.link'],
])

/** Tables of rows that nobody names: posting adds to them without looking, folding takes them all. */
const WITHOUT_KEY = new Set(['erp.account_delta'])

/** Whose it is, asked once a statement. */
const ASKED = '( SELECT platform.tenant() AS tenant)'
const OWN_TENANT = `own_tenant using (tenant_id = ${ASKED}) check (tenant_id = ${ASKED})`

/** P2: every table belongs to tenants, and PostgreSQL itself keeps one's rows from another. */
export function tenancyFindings(tables: readonly Table[]): Finding[] {
  const hasTenant = (name: string) =>
    tables.find((table) => table.name === name)?.columns.some((column) => column.name === 'tenant_id')
  return tables.flatMap((table) => {
    if (SHARED.has(table.name))
      return table.grants.length > 0 && !table.rowSecurity
        ? [{ where: table.name, what: 'the application may read all of it' }]
        : []
    const primary = table.constraints.find(({ kind }) => kind === 'primary')
    const foreign = table.constraints.filter(
      ({ kind, references }) => kind === 'foreign' && references !== null && hasTenant(references),
    )
    const unique = table.constraints.filter(({ kind }) => kind === 'unique')
    const problems = [
      !hasTenant(table.name) && 'has no tenant_id',
      !table.rowSecurity && 'row-level security is not enabled: call platform.keep_by_tenant',
      !table.forcedRowSecurity && 'row-level security is not forced: call platform.keep_by_tenant',
      table.policies.join() !== OWN_TENANT &&
        `its policies are not the one of platform.keep_by_tenant: ${table.policies.join(' / ')}`,
      primary?.columns[0] !== 'tenant_id' && !WITHOUT_KEY.has(table.name) && 'its primary key does not begin with tenant_id',
      ...foreign.map(
        ({ columns, name }) => columns[0] !== 'tenant_id' && `the foreign key ${name} does not begin with tenant_id`,
      ),
      ...table.indexes.map((text) => !/ \(tenant_id\b/.test(text) && `an index does not begin with tenant_id: ${text}`),
      ...unique.map(
        ({ columns, name }) => columns[0] !== 'tenant_id' && `the unique constraint ${name} does not begin with tenant_id`,
      ),
    ]
    return problems.flatMap((what) => (what ? [{ where: table.name, what }] : []))
  })
}
