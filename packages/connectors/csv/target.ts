/** What can be imported into: a document of a surface with its create and change commands. */
import { CUSTOM_PREFIX, type Database, type Tx, wholeDefinition } from '@tandem/db'
import {
  type CreateCommand,
  type Definition,
  type DocumentCommand,
  type Fields,
  type Id,
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
}

/** Finds a document by its name in singular or plural. Refuses `import/no-such-document`. */
export function importTarget(
  surface: Surface<Tx>,
  document: string,
  messages: Messages,
  words: ChoiceWords = {},
): Result<ImportTarget> {
  const definition = surface.documents.find(({ name, plural }) => name === document || plural === document)
  const commands = surface.commands.filter((command) => command.document === definition?.name)
  const create = commands.find((command) => command.on === 'new' && command.name === 'create') as CreateCommand<Tx> | undefined
  const change = commands.find((command) => command.on === 'one' && command.name === 'change') as DocumentCommand<Tx> | undefined
  if (!definition || (!create && !change)) {
    return refuse('import/no-such-document', { name: document, known: importableNames(surface) })
  }
  const fields = cellFields({ ...change?.input, ...create?.input })
  return ok({ context: surface.name, definition, create, change, fields, documents: surface.documents, messages, words })
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

function cellFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, { kind }]) => !['lines', 'json', 'custom'].includes(kind)))
}
