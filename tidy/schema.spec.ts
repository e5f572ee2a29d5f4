/** Definitions, tables and the committed schema against a database that was migrated just now. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { readCatalog } from './catalog.ts'
import { contexts } from './contexts.ts'
import { dumpSchemas } from './dump.ts'
import { expectNone } from './report.ts'
import { definitionFindings, tenancyFindings } from './rules/tables.ts'
import { readText } from './source.ts'

const migrations = contexts.map((context) => context.migrations)
const schemas = ['platform', ...migrations.map(({ schema }) => schema)]
const database = testDatabase(migrations)

describe('the tables of a fresh database', () => {
  it.each(contexts.map((context) => [context.migrations.schema, context] as const))(
    'are what the definitions of %s say',
    async (schema, context) => {
      const tables = await readCatalog(database.current, [schema])
      expectNone(context.definitions.flatMap((definition) => definitionFindings(definition, tables, context.definitions)))
    },
  )

  it('belong to tenants, and keep one from another (P2)', async () => {
    const tables = await readCatalog(database.current, schemas)
    expect(tables.length).toBeGreaterThan(40)
    expectNone(tenancyFindings(tables))
  })

  it('are the ones in docs/schema, so that every change of them shows in a review', async () => {
    for (const [path, text] of await dumpSchemas(database.current, schemas)) {
      const committed = existsSync(join(import.meta.dirname, '..', path)) ? readText(path) : ''
      expect(committed, `${path}: npm run fix writes it`).toBe(text)
    }
  })
})

describe('the definitions', () => {
  it.each(contexts.map((context) => [context.migrations.schema, context.definitions] as const))(
    'of %s have names of their own',
    (_, definitions) => {
      for (const names of [
        definitions.map(({ name }) => name),
        definitions.map(({ plural }) => plural),
        definitions.map(({ table }) => table),
      ]) {
        expect(names).toEqual([...new Set(names)])
      }
    },
  )
})
