/** What the API says of itself, read by specs that try every operation: inputs are made from it, nothing is written by hand. */

export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly 'x-reference'?: string
}
export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
  readonly content?: { readonly 'application/json': { readonly schema: Schema } }
}
export interface Operation {
  readonly operationId: string
  readonly 'x-permission'?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: { readonly [media: string]: { readonly schema: Schema } } }
}
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface Described {
  readonly method: string
  readonly path: string
  readonly operation: Operation
  /** Of a body in JSON. */
  readonly body: Schema | undefined
}

export function operationsOf({ paths }: Description): Described[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...{ method: method.toUpperCase(), path, operation },
      body: operation.requestBody?.content['application/json']?.schema,
    })),
  )
}

export function pick<T>(all: readonly T[], random: () => number): T {
  return all[Math.floor(random() * all.length)] as T
}

export interface Maker {
  readonly all: Description
  readonly random: () => number
  /** The value of a text; undefined: one that is right for its format. `names` lead to it, the last one is its own. */
  readonly text?: (schema: Schema, names: readonly string[]) => string | undefined
  /** Whether to leave out what may be left out. */
  readonly leavesOut?: (schema: Schema, names: readonly string[]) => boolean
}

/** A value that is right for the schema, more or less. */
export function plausible(maker: Maker, schema: Schema, names: readonly string[] = []): unknown {
  const { random } = maker
  if (schema.$ref || schema.anyOf || schema.oneOf) return plausible(maker, chosen(maker, schema), names)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return pick(schema.enum, random)
  const type = [schema.type].flat()[0]
  if (type === 'array')
    return Array.from({ length: 1 + Math.floor(random() * 2) }, () => plausible(maker, schema.items ?? {}, names))
  if (type === 'object') return objectOf(maker, schema, names)
  if (type === 'boolean') return random() < 0.5
  if (type === 'null') return null
  if (type === 'integer' || type === 'number') return pick([0, 1, 30, -1, 2 ** 31 - 1, -(2 ** 31)], random)
  return maker.text?.(schema, names) ?? textOf(schema.format, random)
}

function chosen({ all, random }: Maker, { $ref, anyOf, oneOf }: Schema): Schema {
  if ($ref) return all.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}
  return pick(anyOf ?? oneOf ?? [], random) ?? {}
}

function objectOf(maker: Maker, { properties = {}, required = [] }: Schema, names: readonly string[]): object {
  const leavesOut = maker.leavesOut ?? (() => maker.random() < 0.5)
  const kept = Object.entries(properties).filter(
    ([name, inner]) => required.includes(name) || !leavesOut(inner, [...names, name]),
  )
  return Object.fromEntries(kept.map(([name, inner]) => [name, plausible(maker, inner, [...names, name])]))
}

export const NOBODYS_ID = '01900000-0000-7000-8000-000000000000'

function textOf(format: string | undefined, random: () => number): string {
  switch (format) {
    case 'decimal':
      return pick(['1', '0', '-1', '12.5', '9999999999', '0.0001', '99999'], random)
    case 'date':
      return pick(['2026-03-02', '0001-01-01', '9999-12-31'], random)
    case 'date-time':
      return pick(['2026-03-02T00:00:00Z', '9999-12-31T23:59:59Z'], random)
    case 'uuid':
      return NOBODYS_ID
    default:
      return pick(['CNY', 'A', 'pcs', 'XYZ', '家具', '1'], random)
  }
}

export const NONSENSE = [
  ...[null, true, 0, -1, 1.5, 1e308, 2 ** 53, '', ' ', '0', '-1', '1e9', '9'.repeat(40), 'x'.repeat(3000), '\0', '\ud800'],
  ...['{}', "'; drop table crm.customer; --", '2026-02-30', '0000-00-00', '9999-12-31', '٣', '💥', '../..', NOBODYS_ID, [], {}],
  ...[[[]], { a: { b: {} } }, ['x'], Number.MAX_SAFE_INTEGER, '-0', '0.0000001', '99999999999999', 'NaN', 'Infinity'],
]

/** Puts nonsense somewhere into a value. */
export function spoil(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(NONSENSE, random)
  if (Array.isArray(value)) return value.map((one) => (random() < 0.5 ? spoil(one, random) : one))
  const names = Object.keys(value)
  const name =
    names.length === 0 || random() < 0.1 ? pick(['__proto__', 'constructor', 'id', 'tenantId', 'x'], random) : pick(names, random)
  return Object.defineProperty({ ...value }, name, {
    value: spoil((value as Record<string, unknown>)[name], random),
    enumerable: true,
  })
}

/** Every text of a schema that may hold an id, with the names that lead to it. */
export function textsOf(
  all: Description,
  schema: Schema,
  names: readonly string[] = [],
  depth = 0,
): [Schema, readonly string[]][] {
  if (depth > 12) return []
  const { $ref, anyOf = [], oneOf = [], properties = {}, items } = schema
  if ($ref) return textsOf(all, all.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, names, depth + 1)
  return [
    ...[...anyOf, ...oneOf].flatMap((each) => textsOf(all, each, names, depth + 1)),
    ...Object.entries(properties).flatMap(([name, inner]) => textsOf(all, inner, [...names, name], depth + 1)),
    ...(items ? textsOf(all, items, names, depth + 1) : []),
    ...(schema.type === 'string' && !schema.enum ? [[schema, names] as [Schema, readonly string[]]] : []),
  ]
}
