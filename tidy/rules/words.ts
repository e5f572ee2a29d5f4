/** What people read of documents: each field and each event has words in both languages, so that no name out of the code need be shown. */
import type { Definition, Fields, Label } from '@tandem/kernel'
import { type Finding, type SourceFile, walk } from '../source.ts'

const CHINESE = /\p{Script=Han}/u
/** `paymentTermDays`, `sales-order`: how code names things. */
const NAME_IN_CODE = /[a-z][A-Z]|[a-z]-[a-z]|_/
/** Words that are written with a dash. */
const WITH_A_DASH = /\bE-mail\b/g

type Named = Pick<Definition, 'name' | 'label' | 'fields'>

/** Every document and field is called by a word of its own in both languages; no two fields of a document by the same. */
export function labelFindings(definitions: readonly Named[]): Finding[] {
  return definitions.flatMap(({ name, label, fields }) => [...ofLabel(name, label), ...ofFields(name, fields)])
}

function ofFields(where: string, fields: Fields): Finding[] {
  const all = Object.entries(fields)
  const own = all.flatMap(([name, field]) => [
    ...ofLabel(`${where}.${name}`, field.label),
    ...(field.kind === 'lines' ? ofFields(`${where}.${name}`, field.of) : []),
  ])
  const twice = (['en', 'zh'] as const).flatMap((language) =>
    all.flatMap(([name, { label }], at) => {
      const other = all.slice(0, at).find(([, before]) => before.label[language] === label[language])
      return other ? [{ where: `${where}.${name}`, what: `is called ${label[language]}, as ${other[0]} is` }] : []
    }),
  )
  return [...own, ...twice]
}

function ofLabel(where: string, { en, zh }: Label): Finding[] {
  return [
    ...(en.trim() === '' || NAME_IN_CODE.test(en.replace(WITH_A_DASH, ''))
      ? [{ where, what: `"${en}" is no English word` }]
      : []),
    ...(CHINESE.test(zh) ? [] : [{ where, what: `"${zh}" is no Chinese word` }]),
  ]
}

interface EventWords {
  readonly verbs: Readonly<Record<string, Label>>
  readonly names: Readonly<Record<string, Label>>
}

/** What is said of any document without its name: `archive` and `restore` commands, changes, merges. */
const ALWAYS = ['created', 'changed', 'archived', 'restored', 'merged', 'unmerged', 'repointed']

/**
 * Events that the sources tell of (`type: 'quote-sent'`, or the name of a document and a past tense wherever it stands as an
 * event of `changeCommand`, `changeDocuments`, ...) without words.
 */
export function eventFindings(files: readonly SourceFile[], documents: readonly string[], words: EventWords): Finding[] {
  const told = files.filter(({ isSpec }) => !isSpec).flatMap((file) => eventsIn(file, documents))
  const all = [...told, ...ALWAYS.map((verb) => ({ where: 'any document', type: `document-${verb}`, verb }))]
  const missing = all.filter(({ type, verb }) => !words.names[type] && !words.verbs[verb])
  return missing.map(({ where, type }) => ({ where, what: `the event ${type} has no words: give it some in event-words.ts` }))
}

/** What is called like one and is none: a reason why the chain of money is open. */
const NO_EVENTS = new Set(['payment-unallocated'])

interface Told {
  readonly where: string
  readonly type: string
  readonly verb: string
}

/** Past tenses: what happened; `customer-story` and `alert-rules` are names of other things. */
const PAST = /(ed|set|found|made|sent|done|out|in|added|anew|needed|placed|meanwhile)$/

function eventsIn({ path, program, text }: SourceFile, documents: readonly string[]): Told[] {
  const told: Told[] = []
  walk(program, (node, [parent]) => {
    if (node.type !== 'Literal' || typeof node.value !== 'string') return
    const type = node.value
    const document = documents.filter((name) => type.startsWith(`${name}-`)).sort((a, b) => b.length - a.length)[0]
    if (!document || documents.includes(type) || !/^[a-z-]+$/.test(type) || !PAST.test(type) || NO_EVENTS.has(type)) return
    // The key of a message or word, not an event.
    if (parent?.type === 'Property' && parent.key === node) return
    told.push({ where: `${path}:${text.slice(0, node.start).split('\n').length}`, type, verb: type.slice(document.length + 1) })
  })
  return told
}
