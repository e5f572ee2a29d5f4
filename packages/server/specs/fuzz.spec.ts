/** Every route of the CRM and the ERP, sent nonsense made from its own description: refused in words, never a fault. */
import { crm, crmMessages, crmMigrations } from '@tandem/crm'
import { erp, erpMessages, erpMigrations } from '@tandem/erp'
import { hubMessages, hubMigrations, hubSurface } from '@tandem/hub'
import { randomNumbers, testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
const sides = [
  { surface: crm, messages: crmMessages },
  { surface: erp, messages: erpMessages },
  { surface: hubSurface(), messages: hubMessages },
]
let server: TestServer

beforeAll(async () => {
  server = await startTestServer(database.current, { sides })
})
afterAll(() => server.close())

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}
interface Operation {
  readonly parameters?: readonly { name: string; in: string; schema?: Schema }[]
  readonly requestBody?: { readonly content: { readonly 'application/json'?: { readonly schema: Schema } } }
}
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

const ID = '01900000-0000-7000-8000-000000000000'
const NONSENSE = [
  ...[null, true, 0, -1, 1.5, 1e308, 2 ** 53, '', ' ', '0', '-1', '1e9', '9'.repeat(40), 'x'.repeat(3000), '\0', '\ud800'],
  ...['{}', "'; drop table crm.customer; --", '2026-02-30', '0000-00-00', '9999-12-31', '٣', '💥', '../..', ID, [], {}],
  ...[[[]], { a: { b: {} } }, ['x'], Number.MAX_SAFE_INTEGER, '-0', '0.0000001', '99999999999999', 'NaN', 'Infinity'],
]

/** A value that is right for the schema, more or less. */
function plausible(schema: Schema, all: Description, random: () => number): unknown {
  if (schema.$ref) return plausible(all.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, all, random)
  if (schema.enum) return pick(schema.enum, random)
  if (schema.anyOf) return plausible(pick(schema.anyOf, random) as Schema, all, random)
  const type = [schema.type].flat()[0]
  if (type === 'array')
    return Array.from({ length: 1 + Math.floor(random() * 2) }, () => plausible(schema.items ?? {}, all, random))
  if (type === 'object') return objectOf(schema, all, random)
  if (type === 'boolean') return random() < 0.5
  if (type === 'integer') return pick([0, 1, 30, -1, 2 ** 31 - 1, -(2 ** 31)], random)
  return textOf(schema.format, random)
}

function textOf(format: string | undefined, random: () => number): string {
  switch (format) {
    case 'decimal':
      return pick(['1', '0', '-1', '12.5', '9999999999', '0.0001', '99999'], random)
    case 'date':
      return pick(['2026-03-02', '0001-01-01', '9999-12-31'], random)
    case 'date-time':
      return pick(['2026-03-02T00:00:00Z', '9999-12-31T23:59:59Z'], random)
    case 'uuid':
      return pick([ID, server.world.tenant], random)
    default:
      return pick(['CNY', 'A', 'pcs', 'XYZ', '家具', '1'], random)
  }
}

function objectOf({ properties = {}, required = [] }: Schema, all: Description, random: () => number): object {
  const names = Object.keys(properties).filter((name) => required.includes(name) || random() < 0.5)
  return Object.fromEntries(names.map((name) => [name, plausible(properties[name] ?? {}, all, random)]))
}

/** Puts nonsense somewhere into a value. */
function spoil(value: unknown, random: () => number): unknown {
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

function pick<T>(all: readonly T[], random: () => number): T {
  return all[Math.floor(random() * all.length)] as T
}

function pathOf(template: string, random: () => number): string {
  return template.replace(/\{\w+\}/g, () => encodeURIComponent(pick([ID, server.world.tenant, '7', "'", '\0', '💥'], random)))
}

function queryOf({ parameters = [] }: Operation, random: () => number): string {
  const query = new URLSearchParams()
  for (const { name, in: where } of parameters) {
    if (where === 'query' && random() < 0.1) query.append(name, String(pick(NONSENSE, random)))
  }
  return query.size > 0 ? `?${query}` : ''
}

describe.each([1, 2])('P1 nonsense from seed %d', (seed) => {
  it('is never a fault, on no route', async () => {
    const all = server.api.openapi() as Description
    const random = randomNumbers(seed)
    const faults: string[] = []
    for (const [template, methods] of Object.entries(all.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        for (let turn = 0; turn < 5; turn++) {
          const schema = operation.requestBody?.content['application/json']?.schema
          const right = schema && plausible(schema, all, random)
          const body = schema && turn > 1 ? spoil(right, random) : right
          const path = pathOf(template, random) + queryOf(operation, random)
          const reply = await server.call(method.toUpperCase(), path, body === undefined ? {} : { body })
          if (reply.status >= 500) faults.push(`${method} ${path} ${JSON.stringify(body)} -> ${JSON.stringify(reply.body)}`)
        }
      }
    }
    expect(faults).toEqual([])
  }, 120_000)
})
