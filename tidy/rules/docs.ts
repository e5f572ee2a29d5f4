/** The papers keep up with the house: dependencies are explained, nouns are in the glossary, links lead somewhere. */
import type { Definition } from '@tandem/kernel'
import type { Finding } from '../source.ts'
import type { Packages } from './imports.ts'

/** Every dependency has one line in docs/decisions/dependencies.md that begins with its name, and every line a dependency. */
export function dependencyFindings(packages: Packages, page: string): Finding[] {
  const where = 'docs/decisions/dependencies.md'
  const used = new Set(
    Object.values(packages).flatMap((file) =>
      Object.keys({ ...file.dependencies, ...file.devDependencies, ...file.optionalDependencies }),
    ),
  )
  const told = new Set(
    [...page.matchAll(/^\|(.*?)\|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string),
    ),
  )
  const outside = [...used].filter((name) => !name.startsWith('@tandem/')).sort()
  return [
    ...outside.filter((name) => !told.has(name)).map((name) => ({ where, what: `does not say why we depend on ${name}` })),
    ...[...told]
      .filter((name) => !used.has(name))
      .map((name) => ({ where, what: `speaks of ${name}, which nothing depends on` })),
  ]
}

/** The nouns of documents stand in the glossary in both languages, in one row. */
export function glossaryFindings(definitions: readonly Definition[], page: string): Finding[] {
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim().toLowerCase()))
  const has = (en: string, zh: string) => rows.some((cells) => cells.includes(en.toLowerCase()) && cells.includes(zh))
  return definitions
    .filter(({ label }) => !has(label.en, label.zh))
    .map(({ name, label }) => ({ where: 'docs/glossary.md', what: `has no row with "${label.en}" and "${label.zh}" (${name})` }))
}

/** Links between our own pages and files. `exists` tells whether a path from the root is there. */
export function linkFindings(pages: ReadonlyMap<string, string>, exists: (path: string) => boolean): Finding[] {
  return [...pages].flatMap(([page, text]) =>
    [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) => {
      if (/^[a-z]+:/.test(target)) return []
      const path = new URL(target, `file:///${page}`).pathname.slice(1)
      return exists(decodeURI(path)) ? [] : [{ where: page, what: `links to ${target}, which is not there` }]
    }),
  )
}

/** docs/house.md names every room. */
export function roomFindings(rooms: readonly string[], page: string): Finding[] {
  return rooms
    .filter((room) => !page.includes(`\`${room}`))
    .map((room) => ({ where: 'docs/house.md', what: `does not say what ${room} is` }))
}
