/** Whose a document is, as a condition in SQL: one's own, the team's, and everybody's where it has no owner; a customer's. */
import { lineFields, lineTable, type RawBuilder, rows, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import { type Definition, Fault, type Id, snakeCase } from '@tandem/kernel'
import type { Self } from './directory.ts'
import type { Reach } from './grants.ts'

/** The documents of one side by their names. */
export type Documents = ReadonlyMap<string, Definition>

/** Undefined: no condition. Who is nobody, as a key of the command line, owns nothing. */
export function whose(
  definition: Definition,
  documents: Documents,
  reach: Reach,
  self: Pick<Self, 'name' | 'team' | 'customer'> | undefined,
): RawBuilder<unknown> | undefined {
  if (reach === 'customer') return ofCustomer(definition, documents, self?.customer ?? null)
  if (reach === 'all' || definition.owner === undefined) return undefined
  const names = reach === 'team' ? (self?.team ?? []) : self ? [self.name] : []
  return ownedBy(definition, documents, names)
}

function ownedBy(definition: Definition, documents: Documents, names: readonly string[]): RawBuilder<unknown> {
  const { owner = '', assignee, name } = definition
  const mine = assignee ? sql` or "${sql.raw(snakeCase(assignee))}" = any(${textArray(names)}::text[])` : sql``
  const field = definition.fields[owner]
  const column = sql.raw(`"${snakeCase(owner)}"`)
  if (field?.kind === 'text') return sql`(${column} is null or ${column} = any(${textArray(names)}::text[])${mine})`
  const target = field?.kind === 'reference' ? documents.get(field.to) : undefined
  if (!target) throw new Fault(`${name} says that ${owner} has its owner, which is neither a text nor a document`)
  const inner = ownedBy(target, documents, names)
  return sql`(${column} is null or ${column} in (select id from ${sql.raw(target.table)} where ${inner})${mine})`
}

/** What hangs on a customer; what is still a draft is nobody's outside. */
function ofCustomer(definition: Definition, documents: Documents, customer: string | null): RawBuilder<unknown> {
  const { owner = '', name, fields, states = [] } = definition
  if (customer === null) return sql`false`
  const isFinal = states.includes('draft') ? sql`state <> 'draft' and ` : sql``
  if (name === 'customer') return sql`(id = ${customer}::uuid)`
  if (owner === '') return onTheirLines(definition, documents, customer)
  const field = fields[owner]
  const target = field?.kind === 'reference' ? documents.get(field.to) : undefined
  if (!target) return sql`false`
  const column = sql.raw(`"${snakeCase(owner)}"`)
  const inner = ofCustomer(target, documents, customer)
  return sql`(${isFinal}${column} in (select id from ${sql.raw(target.table)} where ${inner}))`
}

/** What belongs to nobody, as an item, is seen where a line of what they see names it. */
function onTheirLines({ name }: Definition, documents: Documents, customer: string): RawBuilder<unknown> {
  const places = [...documents.values()].flatMap((document) =>
    document.owner === undefined
      ? []
      : lineFields(document).flatMap(([field, of]) =>
          Object.entries(of).flatMap(([column, { kind, ...more }]) =>
            kind === 'reference' && 'to' in more && more.to === name ? [{ document, field, column }] : [],
          ),
        ),
  )
  const named = places.map(({ document, field, column }) => {
    const from = sql.raw(`select "${snakeCase(column)}" from ${lineTable(document, field)}`)
    const inner = ofCustomer(document, documents, customer)
    return sql`id in (${from} where parent_id in (select id from ${sql.raw(document.table)} where ${inner}))`
  })
  return named.length === 0 ? sql`false` : sql`(${sql.join(named, sql` or `)})`
}

/** Those of the given ids that fulfil the condition. */
export async function reachable(
  tx: Tx,
  definition: Definition,
  condition: RawBuilder<unknown>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const found = await rows(
    tx,
    sql<{ id: Id }>`
      select id from ${sql.raw(definition.table)} where id = any(${uuidArray([...new Set(ids)])}::uuid[]) and ${condition}`,
  )
  return new Set(found.map(({ id }) => id))
}
