import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Migrations } from '@tandem/db'

/** A context made for a spec: its schema and the texts of its migrations by file name (`0001-thing.sql`). */
export function migrationsOf(schema: string, files: Readonly<Record<string, string>>): Migrations {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-migrations-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return { schema, folder: pathToFileURL(`${folder}/`) }
}
