/** The tree as the rules see it: files with their text, syntax and imports. Rules are pure functions over these. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'

/** What a rule found wrong: where, as `path:line`, and what, saying what to do. */
export interface Finding {
  readonly where: string
  readonly what: string
}

export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export interface Import {
  /** As it is written: `./rows.ts`, `@tandem/db`, `node:fs`. */
  readonly from: string
  readonly line: number
}

export interface SourceFile {
  /** From the root of the tree, with slashes: `packages/db/rows.ts`. */
  readonly path: string
  readonly text: string
  readonly program: Node
  readonly imports: readonly Import[]
  /** Specs, and what only specs share: the folders `specs` and `testing`, and files called `.fixture.ts`. */
  readonly isSpec: boolean
}

const ROOT = join(import.meta.dirname, '..')
const CODE_FOLDERS = ['packages', 'tidy', 'scenarios', 'bench']
const SKIPPED = new Set(['node_modules', 'dist', '.data', 'results'])

/** All TypeScript files of the tree. */
export function readTree(): SourceFile[] {
  return filesBelow(CODE_FOLDERS, /\.tsx?$/).map((path) => sourceFile(path, readText(path)))
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** Paths of files below folders whose names match, sorted. */
export function filesBelow(folders: readonly string[], name: RegExp): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : below(path)
      return name.test(entry.name) ? [path] : []
    })
  return folders.flatMap(below).sort()
}

/** Parses one file. Throws when it is not TypeScript. */
export function sourceFile(path: string, text: string): SourceFile {
  const parsed = parseSync(path, text)
  const [error] = parsed.errors
  if (error) throw new SyntaxError(`${path}: ${error.message}`)
  const program = parsed.program as unknown as Node
  const imports: Import[] = []
  walk(program, (node) => {
    const from = sourceOf(node)
    if (from !== undefined) imports.push({ from, line: lineAt(text, node.start) })
  })
  return { path, text, program, imports, isSpec: /\.(spec|fixture)\.tsx?$|\/(specs|testing)\//.test(path) }
}

const IMPORTING = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'])

function sourceOf(node: Node): string | undefined {
  const source = IMPORTING.has(node.type) ? (node.source as Node | null) : undefined
  return source?.type === 'Literal' ? String(source.value) : undefined
}

/** Calls back for every node, parents first, with its parents from the nearest outwards. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => void, parents: readonly Node[] = []): void {
  visit(node, parents)
  const inner = [node, ...parents]
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const each of value) isNode(each) && walk(each, visit, inner)
    else if (isNode(value)) walk(value, visit, inner)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** `customer.taken.has` for a call's callee; an empty text when it is not a plain path of names. */
export function nameOf(node: Node | undefined): string {
  if (node?.type === 'Identifier') return String(node.name)
  if (node?.type !== 'MemberExpression' || node.computed) return ''
  const object = nameOf(node.object as Node)
  return object && `${object}.${nameOf(node.property as Node)}`
}
