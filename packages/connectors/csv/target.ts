/** What can be imported into: a document of a surface with its create and change commands. */
import { CUSTOM_PREFIX, type Database, type Tx, wholeDefinition } from '@tandem/db'
import {
  type CreateCommand,
  type Definition,
  type DocumentCommand,
  type Field,
  type Fields,
  type Id,
  type Json,
  type Messages,
  ok,
  type Result,
  refuse,
  type Surface,
} from '@tandem/kernel'
import type { ChoiceWords } from './choice-words.ts'

export interface ImportTarget {
  readonly context: string
  readonly definition: Definition
  readonly create: CreateCommand<Tx> | undefined
  readonly change: DocumentCommand<Tx> | undefined
  /** What a row may fill: the fields of both commands that fit into one cell. */
  readonly fields: Fields
  /** All documents of the side: references are looked up among them. */
  readonly documents: readonly Definition[]
  readonly messages: Messages
  /** What people call the choices of its fields. */
  readonly words: ChoiceWords
  /** What makes two rows the same document where that is neither its code nor its number. */
  readonly key?: readonly string[]
  /** Fields of JSON that a cell can say. */
  readonly texts?: TextReaders
  /** Whether a stored one still counts: a rule that was removed does not. Left out: each does. */
  readonly counts?: (row: Readonly<Record<string, Json>>) => boolean
}

/** By field: what a cell's text means, beside what the cells before it said; refused, it stands at that cell. */
export type TextReaders = Readonly<Record<string, (text: string, input: Readonly<Record<string, Json>>) => Result<Json>>>

/** Finds a document by its name in singular or plural. Refuses `import/no-such-document`. */
export function importTarget(
  surface: Surface<Tx>,
  document: string,
  messages: Messages,
  words: ChoiceWords = {},
  extras: Pick<ImportTarget, 'key' | 'texts' | 'counts'> = {},
): Result<ImportTarget> {
  const definition = surface.documents.find(({ name, plural }) => name === document || plural === document)
  const commands = surface.commands.filter((command) => command.document === definition?.name)
  const create = commands.find((command) => command.on === 'new' && command.name === 'create') as CreateCommand<Tx> | undefined
  const change = commands.find((command) => command.on === 'one' && command.name === 'change') as DocumentCommand<Tx> | undefined
  if (!definition || (!create && !change)) {
    return refuse('import/no-such-document', { name: document, known: importableNames(surface) })
  }
  const fields = cellFields({ ...change?.input, ...create?.input }, extras.texts)
  const { documents } = surface
  return ok({ context: surface.name, definition, create, change, fields, documents, messages, words, ...extras })
}

/** The same with the custom fields of the company, as columns may be called: `custom.region`, or by their labels. */
export async function withCustomFields(database: Database, tenant: Id, target: ImportTarget): Promise<ImportTarget> {
  const { custom } = { ...target.change?.input, ...target.create?.input } as Fields
  if (custom?.kind !== 'custom') return target
  const whole = await database.read(tenant, (tx) => wholeDefinition(tx, target.definition))
  const more = Object.entries(whole.fields).filter(([name]) => name.startsWith(CUSTOM_PREFIX))
  return { ...target, fields: { ...target.fields, ...Object.fromEntries(more) } }
}

function importableNames(surface: Surface<Tx>): string[] {
  const names = surface.commands.filter(({ name }) => name === 'create' || name === 'change').map(({ document }) => document)
  return [...new Set(names)]
}

function cellFields(fields: Fields, texts: TextReaders = {}): Fields {
  const cells = Object.entries(fields).flatMap(([name, field]): [string, Field][] => {
    if (Object.hasOwn(texts, name)) return [[name, { ...field, kind: 'text' } as Field]]
    return ['lines', 'json', 'custom'].includes(field.kind) ? [] : [[name, field]]
  })
  return Object.fromEntries(cells)
}
