/**
 * "In sync" is only ever said by the proof: what it found is made in `hub/proof` alone, handed on as it is, and put into
 * words only where its answer was asked.
 */
import { type Finding, lineAt, type Node, nameOf, type SourceFile, walk } from '../source.ts'

const PROOF = 'packages/hub/proof/'
/** Said of systems, in words or by the name of the words; that they are not, or whether they are, anybody may say. */
const SAYS = [/(?<!\bnot )\bin[ -]sync\b/i, /(^|\.)inSync$/, /(两侧|两边|双方|各方|系统)(已|都|均|完全|数据)*(一致|同步)/]
const COLUMN = /\bin_sync\s*=[^=]/

/** Product code alone: specs and stories hold the proof to its word. */
export function proofFindings(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path, isSpec }) => path.startsWith('packages/') && !path.startsWith(PROOF) && !isSpec)
    .flatMap((file) => {
      const findings: Finding[] = []
      walk(file.program, (node, parents) => {
        const what = wrongWith(node, parents)
        if (what) findings.push({ where: `${file.path}:${lineAt(file.text, node.start)}`, what })
      })
      return findings
    })
}

const MADE = 'makes up whether systems are in sync: take what the proof found (proof.inSync) as it is'
const SAID = 'says "in sync" where nobody asked the proof: say it in a branch of proof.inSync'

function wrongWith(node: Node, parents: readonly Node[]): string | undefined {
  if (node.type === 'AssignmentExpression' && isInSync(node.left as Node)) return MADE
  if (node.type === 'Property' && nameOfKey(node) === 'inSync' && parents[0]?.type === 'ObjectExpression') {
    return isHandedOn(node.value as Node) ? undefined : MADE
  }
  const text = textOf(node)
  if (text === undefined) return undefined
  if (COLUMN.test(text)) return MADE
  return SAYS.some((says) => says.test(text)) && !isAsked(node, parents) ? SAID : undefined
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'JSXText') return String(node.value)
  return node.type === 'TemplateElement' ? String((node.value as { raw: unknown }).raw) : undefined
}

function nameOfKey({ key, computed }: Node): string {
  const name = key as Node
  return name.type === 'Literal' ? String(name.value) : computed ? '' : nameOf(name)
}

/** The very answer, a schema of it, or the words for it under its name. */
function isHandedOn(value: Node): boolean {
  if (value.type === 'CallExpression') return /^z\./.test(nameOf(value.callee as Node))
  return isInSync(value) || (value.type === 'Literal' && typeof value.value === 'string')
}

function isInSync(node: Node): boolean {
  const inner = node.type === 'ChainExpression' ? (node.expression as Node) : node
  return inner.type === 'MemberExpression' && !inner.computed && nameOf(inner.property as Node) === 'inSync'
}

/** Whether it is said only if the proof has said so, says its answer itself, or is the words under its name. */
function isAsked(node: Node, parents: readonly Node[]): boolean {
  return parents.some((parent, i) => {
    const child = i === 0 ? node : (parents[i - 1] as Node)
    if (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') {
      return child === parent.consequent && demands(parent.test as Node)
    }
    if (parent.type === 'TemplateLiteral') return (parent.expressions as Node[]).some(isInSync)
    return parent.type === 'Property' && nameOfKey(parent) === 'inSync'
  })
}

function demands(test: Node): boolean {
  if (test.type === 'LogicalExpression' && test.operator === '&&') {
    return demands(test.left as Node) || demands(test.right as Node)
  }
  return isInSync(test)
}
