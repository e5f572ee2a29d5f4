/** Shown to fail when it is broken, and to hold its tongue when it is not. */
import { define } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import type { Constraint, Table } from '../catalog.ts'
import { definitionsIn } from '../contexts.ts'
import { dumpText } from '../dump.ts'
import type { Finding } from '../source.ts'
import { definitionFindings, tenancyFindings } from './tables.ts'

const whats = (findings: readonly Finding[]) => findings.map(({ where, what }) => `${where} ${what}`)

describe('the rules of tables', () => {
  const label = { en: 'X', zh: '某' }
  const definition = define({
    name: 'sales-order',
    plural: 'sales-orders',
    label,
    table: 'erp.sales_order',
    states: ['draft', 'done'],
    title: ['number'],
    fields: {
      number: { kind: 'text', label },
      party: { kind: 'reference', to: 'party', label },
      type: { kind: 'choice', of: ['a', 'b'], label },
      currency: { kind: 'text', label },
      total: { kind: 'amount', currency: 'currency', optional: true, label },
      lines: { kind: 'lines', label, of: { quantity: { kind: 'quantity', unit: 'unit', label }, unit: { kind: 'text', label } } },
    },
  })
  const party = define({ name: 'party', plural: 'parties', label, table: 'erp.party', title: [], fields: {} })
  const column = (text: string) => {
    const [name = '', type = '', optional] = text.split(' | ')
    return { name, type, nullable: optional !== undefined, default: null }
  }
  const constraint = (kind: Constraint['kind'], columns: string, text = '', references: string | null = null): Constraint => ({
    name: 'c',
    kind,
    columns: columns.split(' '),
    text,
    references,
  })
  const policies = [
    'own_tenant using (tenant_id = ( SELECT platform.tenant() AS tenant)) check (tenant_id = ( SELECT platform.tenant() AS tenant))',
  ]
  const table = (name: string, columns: string[], constraints: Constraint[]): Table => ({
    ...{ name, policies, indexes: [], triggers: [], rowSecurity: true, forcedRowSecurity: true, grants: ['select'] },
    columns: ['tenant_id | uuid', ...columns].map(column),
    constraints,
  })
  const moment = 'timestamp with time zone'
  const stored = [
    'id | uuid',
    'version | integer',
    `created_at | ${moment}`,
    'created_by | text',
    `updated_at | ${moment}`,
    'updated_by | text',
  ]
  const order = table(
    'erp.sales_order',
    [
      ...stored,
      'state | text',
      'number | text',
      'party | uuid',
      'type | text',
      'currency | text',
      'total | numeric(20,4) | null',
    ],
    [
      constraint('primary', 'tenant_id id'),
      constraint('foreign', 'tenant_id party', '', 'erp.party'),
      constraint('check', 'state', "CHECK ((state = ANY (ARRAY['draft'::text, 'done'::text])))"),
      constraint('check', 'type', "CHECK ((type = ANY (ARRAY['b'::text, 'a'::text])))"),
    ],
  )
  const line = table(
    'erp.sales_order_line',
    ['parent_id | uuid', 'line_number | integer', 'quantity | numeric(20,6)', 'unit | text'],
    [constraint('primary', 'tenant_id parent_id line_number')],
  )
  const partyTable = table('erp.party', stored, [constraint('primary', 'tenant_id id')])
  const judge = (changed: Table, of = definition) => {
    const tables = [order, line, partyTable].map((each) => (each.name === changed.name ? changed : each))
    return whats(definitionFindings(of, tables, [definition, party]))
  }
  const without = (from: Table, name: string): Table => ({ ...from, columns: from.columns.filter((each) => each.name !== name) })
  const altered = (from: Table, text: string): Table => ({
    ...from,
    columns: from.columns.map((each) => (each.name === column(text).name ? column(text) : each)),
  })

  it('are content with tables that are what their definition says', () => {
    expect(judge(order)).toEqual([])
    expect(tenancyFindings([order, line, partyTable])).toEqual([])
  })

  it.each([
    ['a column that is missing', without(order, 'number'), 'has no column number (text)'],
    ['a stamp that is missing', without(order, 'version'), 'has no column version (integer)'],
    [
      'another type',
      altered(order, 'total | double precision | null'),
      'total is double precision, the definition says numeric(20,4)',
    ],
    ['a null too many', altered(order, 'number | text | null'), 'number may be null'],
    ['a null too few', altered(order, 'total | numeric(20,4)'), 'total may not be null'],
    ['a line column of another type', altered(line, 'quantity | numeric(20,4)'), 'quantity is numeric(20,4)'],
    [
      'lines keyed otherwise',
      { ...line, constraints: [constraint('primary', 'tenant_id id')] },
      'the primary key is (tenant_id, id)',
    ],
    [
      'a choice without a check',
      { ...order, constraints: order.constraints.filter(({ columns }) => columns[0] !== 'type') },
      'type has no check',
    ],
    [
      'a state too many',
      {
        ...order,
        constraints: [
          ...order.constraints.filter(({ columns }) => columns[0] !== 'state'),
          constraint('check', 'state', "'draft'::text, 'done'::text, 'lost'::text"),
        ],
      },
      'state has no check for exactly done, draft',
    ],
    [
      'a reference without a foreign key',
      { ...order, constraints: order.constraints.filter(({ kind }) => kind !== 'foreign') },
      'party has no foreign key',
    ],
    ['a column nobody fills', { ...order, columns: [...order.columns, column('secret | text')] }, 'secret must be filled'],
  ])('see %s', (_, changed, problem) => {
    expect(judge(changed as Table)).toEqual([expect.stringContaining(problem)])
  })

  it.each([
    ['no such table', { ...definition, table: 'erp.nowhere' }, 'there is no such table'],
    ['a title that is no field', { ...definition, title: ['name'] }, 'the title names name'],
    ['a name in another case', { ...definition, name: 'SalesOrder' }, 'not in kebab case'],
    [
      'a field in one language',
      { ...definition, fields: { ...definition.fields, number: { kind: 'text', label: { en: 'X', zh: ' ' } } } },
      'both languages',
    ],
    [
      'a currency that is no field',
      { ...definition, fields: { ...definition.fields, total: { ...definition.fields.total, currency: 'coin' } } },
      'total names coin',
    ],
    [
      'a reference to nothing',
      { ...definition, fields: { ...definition.fields, party: { ...definition.fields.party, to: 'person' } } },
      'refers to person, which is no document',
    ],
  ])('see a definition with %s', (_, changed, problem) => {
    expect(judge(order, changed as never)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]))
  })

  it.each([
    ['no tenant', without(order, 'tenant_id'), 'has no tenant_id'],
    ['open rows', { ...order, rowSecurity: false }, 'is not enabled'],
    ['rows open to the owner', { ...order, forcedRowSecurity: false }, 'is not forced'],
    ['a policy of its own', { ...order, policies: ['all using true'] }, 'its policies are not the one'],
    [
      'a key without the tenant',
      { ...order, constraints: [constraint('primary', 'id')] },
      'primary key does not begin with tenant_id',
    ],
    [
      'a unique constraint across tenants',
      { ...order, constraints: [...order.constraints, constraint('unique', 'number')] },
      'unique constraint c',
    ],
    [
      'a foreign key across tenants',
      { ...order, constraints: [...order.constraints, constraint('foreign', 'party', '', 'erp.party')] },
      'foreign key c',
    ],
    [
      'an index across tenants',
      { ...order, indexes: ['CREATE INDEX i ON erp.sales_order USING btree (number)'] },
      'an index does not begin with tenant_id',
    ],
  ])('keep tenants apart: see %s', (_, changed, problem) => {
    expect(whats(tenancyFindings([changed as Table, partyTable]))).toEqual([expect.stringContaining(problem)])
  })

  it('see a shared table that the application may read whole', () => {
    const shared = { ...order, name: 'platform.tenant', rowSecurity: false }
    expect(tenancyFindings([shared])).toHaveLength(1)
    expect(tenancyFindings([{ ...shared, grants: [] }])).toEqual([])
  })

  it('show every change in the dump', () => {
    const dump = (of: Table) => dumpText('erp', [of], [{ name: 'f', text: 'create function f()' }])
    const changes = [
      without(order, 'number'),
      altered(order, 'number | text | null'),
      { ...order, constraints: [] },
      { ...order, grants: [] },
      { ...order, rowSecurity: false },
      { ...order, indexes: ['i'] },
    ]
    expect(new Set([order, ...changes].map((each) => dump(each as Table))).size).toBe(changes.length + 1)
  })

  it('find definitions among what a door exports', () => {
    expect(definitionsIn({ definition, transitions: { confirm: {} }, fields: definition.fields, f: () => {} })).toEqual([
      definition,
    ])
  })
})
