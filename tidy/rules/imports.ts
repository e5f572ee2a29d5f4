/** Which room may import what: the table of docs/house.md, said to a machine. */
import type { Finding, SourceFile } from '../source.ts'

/** Rooms that a room may import from, `*` for all. A name with a slash is one door of a room, not all of it. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  db: ['kernel'],
  crm: ['kernel', 'db'],
  erp: ['kernel', 'db'],
  hub: ['kernel', 'db'],
  // What connectors share, and the registry, which knows them all.
  connectors: ['kernel', 'hub', 'db', 'connectors/*'],
  // A connector to somebody else's system.
  'connectors/*': ['kernel', 'hub', 'connectors', 'connectors/kit'],
  // What any connector can use.
  'connectors/kit': ['kernel', 'hub', 'connectors'],
  // Batch files are read into any side's commands, which are handed in.
  'connectors/csv': ['kernel', 'hub', 'db', 'connectors'],
  // What our own two connectors share.
  'connectors/tandem': ['kernel', 'hub', 'db', 'connectors'],
  'connectors/tandem-crm': ['kernel', 'hub', 'db', 'crm', 'connectors', 'connectors/tandem'],
  'connectors/tandem-erp': ['kernel', 'hub', 'db', 'erp', 'connectors', 'connectors/tandem'],
  testkit: ['kernel', 'db', 'hub'],
  // Of files it writes CSV and the sheets of a workbook only: lists that are all on the page already.
  web: [
    'kernel',
    'db/definitions',
    'crm/definitions',
    'erp/definitions',
    'hub/definitions',
    'server/definitions',
    'connectors/csv-line',
    'connectors/workbook-parts',
  ],
  server: ['*'],
  scenarios: ['*'],
  bench: ['*'],
  tidy: ['*'],
}

/** Rooms of tests: importable from specs and from each other only. */
const TEST_ROOMS = new Set(['testkit', 'scenarios', 'bench', 'tidy'])

/** Rooms that run anywhere, so without Node's own modules. */
const PORTABLE = new Set(['kernel', 'web'])

/** `packages/connectors/csv/read.ts` -> `connectors/csv`, `tidy/tree.spec.ts` -> `tidy`. */
export function roomOf(path: string): string {
  const parts = path.split('/')
  if (parts[0] !== 'packages') return parts[0] as string
  return parts[1] === 'connectors' && parts.length > 3 ? `connectors/${parts[2]}` : (parts[1] as string)
}

export interface PackageFile {
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/** package.json files by their folder: `packages/db`, `tidy`; the root's under the empty text. */
export type Packages = Readonly<Record<string, PackageFile>>

/** The file an import means, as a path of the tree; undefined for Node's and npm's modules. */
export function resolveImport(importer: string, from: string, packages: Packages): string | undefined {
  if (from.startsWith('.')) {
    return new URL(from, `file:///${importer}`).pathname.slice(1)
  }
  const [, name = '', door = ''] = /^@tandem\/([^/]+)(\/.+)?$/.exec(from) ?? []
  const folder = [`packages/${name}`, name].find((each) => each !== '' && each in packages)
  const file = folder && packages[folder]?.exports?.[door === '' ? '.' : `.${door}`]
  return file && new URL(file, `file:///${folder}/`).pathname.slice(1)
}

export function importFindings(files: readonly SourceFile[], packages: Packages): Finding[] {
  return files.flatMap((file) =>
    file.imports.flatMap(({ from, line }) => {
      const what = /^(\.|@tandem\/)/.test(from) ? insideProblem(file, from, packages) : outsideProblem(file, from, packages)
      return what === undefined ? [] : [{ where: `${file.path}:${line}`, what }]
    }),
  )
}

function insideProblem(file: SourceFile, from: string, packages: Packages): string | undefined {
  const target = resolveImport(file.path, from, packages)
  if (target === undefined) return `${from} is no door of a room: import from its index.ts or another of its package's exports`
  const [own, other] = [roomOf(file.path), roomOf(target)]
  if (own === other) return undefined
  if (from.startsWith('.') && folderOf(own) !== folderOf(other)) return `${from} climbs out of its room: import @tandem/${other}`
  if (mayImport(file, own, other, from)) return undefined
  return `${own} may not import ${from}: see the rooms in docs/house.md`
}

function mayImport(file: SourceFile, own: string, other: string, from: string): boolean {
  if (TEST_ROOMS.has(other)) return file.isSpec || TEST_ROOMS.has(own)
  const allowed = MAY_IMPORT[own] ?? MAY_IMPORT[`${folderOf(own)}/*`] ?? []
  // A connector's specs may show it at work between our own two sides.
  if (file.isSpec && folderOf(own) === 'connectors' && ['crm', 'erp'].includes(other)) return true
  return ['*', other, `${folderOf(other)}/*`, from.replace('@tandem/', '')].some((name) => allowed.includes(name))
}

const folderOf = (room: string): string => room.split('/')[0] as string

function outsideProblem(file: SourceFile, from: string, packages: Packages): string | undefined {
  const room = roomOf(file.path)
  if (from.startsWith('node:')) return PORTABLE.has(room) && !file.isSpec ? `${room} runs anywhere: no ${from} here` : undefined
  const name = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] as string)
  const own = packages[file.path.startsWith('packages/') ? `packages/${folderOf(room)}` : room]
  const inRoot = file.isSpec || TEST_ROOMS.has(room) || file.path.endsWith('.config.ts')
  const known = { ...own?.dependencies, ...own?.devDependencies, ...(inRoot ? packages['']?.devDependencies : {}) }
  return name in known ? undefined : `${name} is not in the package.json of ${room}`
}
