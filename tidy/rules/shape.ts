/** Sizes of files and functions, names of files, no ambient time or randomness, no specs that are switched off. */
import { type Finding, lineAt, type Node, nameOf, type SourceFile, walk } from '../source.ts'
import { roomOf } from './imports.ts'

const MOST_FILE_LINES = 400
const MOST_FUNCTION_LINES = 60
const MOST_KERNEL_LINES = 800

export function sizeFindings(files: readonly SourceFile[]): Finding[] {
  const long = files
    .map((file) => ({ where: file.path, lines: linesOf(file) }))
    .filter(({ lines }) => lines > MOST_FILE_LINES)
    .map(({ where, lines }) => ({
      where,
      what: `has ${lines} lines, more than ${MOST_FILE_LINES}: give a part of it a file of its own`,
    }))
  const kernel = files
    .filter((file) => roomOf(file.path) === 'kernel' && !file.isSpec)
    .reduce((sum, file) => sum + linesOf(file), 0)
  const heavy =
    kernel > MOST_KERNEL_LINES ? [{ where: 'packages/kernel', what: `has ${kernel} lines, more than ${MOST_KERNEL_LINES}` }] : []
  return [...long, ...heavy, ...files.flatMap(longFunctions)]
}

function linesOf(file: SourceFile): number {
  return file.text.trimEnd().split('\n').length
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

function longFunctions(file: SourceFile): Finding[] {
  const findings: Finding[] = []
  walk(file.program, (node, [parent]) => {
    if (!FUNCTIONS.has(node.type) || (file.isSpec && isGroupOfSpecs(parent))) return
    const [first, last] = [lineAt(file.text, node.start), lineAt(file.text, node.end)]
    const lines = last - first + 1
    if (lines > MOST_FUNCTION_LINES) {
      findings.push({
        where: `${file.path}:${first}`,
        what: `a function of ${lines} lines, more than ${MOST_FUNCTION_LINES}: say it in parts`,
      })
    }
  })
  return findings
}

/** `describe(...)` holds many specs: it is no function that somebody has to understand at once. */
function isGroupOfSpecs(parent: Node | undefined): boolean {
  let callee = parent?.type === 'CallExpression' ? (parent.callee as Node) : undefined
  while (callee?.type === 'CallExpression') callee = callee.callee as Node
  return /^describe(\.|$)/.test(nameOf(callee))
}

const AMBIENT = new Set([
  'Date.now',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'Math.random',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.getRandomValues',
])
const CHANCE = /^(random|getRandomValues|webcrypto$)/

/** The composition roots hand time and chance to all others; stories wait for real processes. */
const ROOTS = new Set(['server', 'bench', 'scenarios'])

export function ambientFindings(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => !file.isSpec && !ROOTS.has(roomOf(file.path)))
    .flatMap((file) => {
      const findings: Finding[] = []
      walk(file.program, (node) => {
        const name = ambientIn(node)
        if (name)
          findings.push({
            where: `${file.path}:${lineAt(file.text, node.start)}`,
            what: `${name}: time and chance come in as arguments`,
          })
      })
      return findings
    })
}

function ambientIn(node: Node): string | undefined {
  if (node.type === 'NewExpression') {
    return nameOf(node.callee as Node) === 'Date' && (node.arguments as Node[]).length === 0 ? 'new Date()' : undefined
  }
  if (node.type === 'CallExpression') return nameOf(node.callee as Node) === 'Date' ? 'Date()' : undefined
  if (node.type === 'ImportDeclaration' && /^(node:)?crypto$/.test(String((node.source as Node).value))) {
    const names = (node.specifiers as Node[]).map(({ imported }) => nameOf(imported as Node | undefined))
    return names.find((name) => CHANCE.test(name))
  }
  // Also where it is passed on without being called: `idSource(Date.now, ...)`.
  const name = node.type === 'MemberExpression' ? nameOf(node).replace(/^globalThis\./, '') : ''
  return AMBIENT.has(name) ? name : undefined
}

const SWITCHED_OFF = /^(it|test|describe|scenario)\.(only|skip|todo|fails)$/

export function switchedOffFindings(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ isSpec }) => isSpec)
    .flatMap((file) => {
      const findings: Finding[] = []
      walk(file.program, (node) => {
        const name = node.type === 'MemberExpression' ? nameOf(node) : ''
        if (SWITCHED_OFF.test(name))
          findings.push({ where: `${file.path}:${lineAt(file.text, node.start)}`, what: `${name}: every spec runs` })
      })
      return findings
    })
}

const FILE_NAME = /^[a-z0-9]+(-[a-z0-9]+)*(\.(spec|fixture|config|d))*\.[a-z]+$/

export function nameFindings(paths: readonly string[]): Finding[] {
  return paths
    .filter((path) => !FILE_NAME.test(path.split('/').at(-1) ?? ''))
    .map((where) => ({ where, what: 'file names are in kebab case' }))
}
