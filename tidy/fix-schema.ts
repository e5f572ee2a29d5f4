/** Writes docs/schema/*.sql anew from the migrations: a part of `npm run fix`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { contexts } from './contexts.ts'
import { freshDumps } from './dump.ts'

const root = join(import.meta.dirname, '..')
mkdirSync(join(root, 'docs/schema'), { recursive: true })
for (const [path, text] of await freshDumps(contexts.map(({ migrations }) => migrations))) writeFileSync(join(root, path), text)
