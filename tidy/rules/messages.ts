/** Every refusal code has a message in both languages that says what to do, and a spec that provokes it. */
import type { Messages } from '@tandem/kernel'
import { type Finding, lineAt, type Node, nameOf, type SourceFile, walk } from '../source.ts'
import { roomOf } from './imports.ts'

/** A code that code can refuse with. `*` stands for a part that is known at run time only: a document's name. */
export interface Code {
  readonly code: string
  readonly where: string
}

const CODE = /^(\*|[a-z0-9-]+)\/(\*|[a-z0-9-]+)$/

/** The codes in calls of `refuse` and `follow`, in any code but specs. */
export function codesIn(files: readonly SourceFile[]): Code[] {
  return files.filter(({ isSpec }) => !isSpec).flatMap(codesOf)
}

function codesOf(file: SourceFile): Code[] {
  const codes: Code[] = []
  walk(file.program, (node) => {
    if (node.type !== 'CallExpression') return
    const [first, second] = node.arguments as Node[]
    const name = nameOf(node.callee as Node)
    const patterns =
      name === 'refuse'
        ? patternsOf(first)
        : name === 'follow'
          ? patternsOf(second).map((document) => `${document}/wrong-state`)
          : []
    for (const code of patterns) codes.push({ code, where: `${file.path}:${lineAt(file.text, node.start)}` })
  })
  return codes
}

/** Texts in code that look like codes, whatever is done with them: tables of codes, codes handed on. */
export function mentionsIn(files: readonly SourceFile[]): Code[] {
  return files
    .filter(({ isSpec, path }) => !isSpec && !path.endsWith('messages.ts'))
    .flatMap((file) => {
      const codes: Code[] = []
      walk(file.program, (node) => {
        if (node.type !== 'Literal' && node.type !== 'TemplateLiteral') return
        const [code = ''] = patternsOf(node)
        if (CODE.test(code) && code !== '*/*') codes.push({ code, where: `${file.path}:${lineAt(file.text, node.start)}` })
      })
      return codes
    })
}

/** The texts an expression may be, `*` for what only running tells. */
function patternsOf(node: Node | undefined): string[] {
  if (node?.type === 'Literal') return [String(node.value)]
  if (node?.type === 'TemplateLiteral')
    return [(node.quasis as Node[]).map(({ value }) => (value as { cooked: string }).cooked).join('*')]
  if (node?.type === 'ConditionalExpression')
    return [...patternsOf(node.consequent as Node), ...patternsOf(node.alternate as Node)]
  return ['*']
}

/** One room, or more, to be judged: what it refuses, what it says, and the specs that should provoke it. */
export interface Refusals {
  readonly codes: readonly Code[]
  /** What looks like a code: it counts as one when there is a message for it. */
  readonly mentions: readonly Code[]
  /** Codes of the ground, any document's `not-found`, that its messages speak of for it: their specs are the ground's. */
  readonly ground: readonly Code[]
  readonly messages: Messages
  readonly specs: readonly SourceFile[]
}

export function messageFindings({ codes, mentions, ground, messages, specs }: Refusals): Finding[] {
  const known = Object.keys(messages)
  const provoked = specs.map(({ text }) => text).join('\n')
  const meant = mentions.filter(({ code }) => known.includes(code))
  const findings = [...codes, ...meant].flatMap(({ code, where }): Finding[] => {
    // Passed on from elsewhere: what is passed is a literal there.
    if (code === '*' || code === '*/*') return []
    if (!CODE.test(code)) return [{ where, what: `"${code}" is no code: document/reason in kebab case` }]
    const silent = known.some((key) => matches(key, code))
      ? []
      : [{ where, what: `${code} has no message: say in messages.ts what to do` }]
    return isProvoked(code, provoked) ? silent : [...silent, { where, what: `${code} is provoked by no spec` }]
  })
  const used = [...codes, ...mentions, ...ground]
  return [...unique(findings), ...known.flatMap((key) => wordingFindings(key, messages[key], used))]
}

function matches(key: string, code: string): boolean {
  const [wantedDocument, wantedReason] = code.split('/')
  const [document, reason] = key.split('/')
  return (wantedDocument === '*' || wantedDocument === document) && (wantedReason === '*' || wantedReason === reason)
}

/** A code whose document is known at run time only is provoked once, for any document. */
function isProvoked(code: string, specs: string): boolean {
  const pattern = code.split('/').map((part) => (part === '*' ? '[a-z0-9-]+' : part))
  return new RegExp(`['"\`/ ]${pattern.join('/')}(?![a-z0-9-])|^${pattern.join('/')}(?![a-z0-9-])`, 'm').test(specs)
}

function wordingFindings(key: string, message: Messages[string] | undefined, codes: readonly Code[]): Finding[] {
  const { en = '', zh = '' } = message ?? {}
  const details = (text: string) => [...new Set(text.match(/\{\w+(?: in \w+)?\}/g))].sort().join()
  const problems = [
    en.trim() === '' && 'has no English text',
    zh.trim() === '' && 'has no Chinese text',
    zh.trim() !== '' && !/\p{Script=Han}/u.test(zh) && 'has a Chinese text without Chinese characters',
    details(en) !== details(zh) && 'names other {details} in Chinese than in English',
    !codes.some(({ code }) => matches(key, code)) && 'is refused by nothing: remove it',
  ]
  return problems.flatMap((what) => (what ? [{ where: `message ${key}`, what }] : []))
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.what, finding])).values()]
}

/** Specs that may provoke the codes of a room: its own, and the stories through all of it. */
export function specsFor(room: string, files: readonly SourceFile[]): SourceFile[] {
  return files.filter(
    ({ path, isSpec }) => isSpec && [room, 'server', 'scenarios'].includes(roomOf(path).split('/')[0] as string),
  )
}
