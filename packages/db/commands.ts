/** Commands that most documents have alike; what is special about a document is its decision. */
import {
  type Context,
  type CreateCommand,
  type Definition,
  type DocumentCommand,
  type Fields,
  type Id,
  type Input,
  type Label,
  ok,
  type Result,
  type Stored,
} from '@tandem/kernel'
import { type CustomHolder, customKnown, withCustomRead } from './custom-fields.ts'
import { changeDocuments, createDocuments, type EventOf, stamp } from './documents.ts'
import type { Tx } from './tx.ts'

interface Creation<F extends Fields, R extends Stored, K> {
  readonly label: Label
  readonly input: F
  /** Reads what the decisions need to know, for all inputs at once. */
  readonly prepare: (tx: Tx, inputs: readonly Input<F>[], by: Context) => Promise<K>
  readonly decide: (input: Input<F>, stamp: Stored, known: K) => Result<R>
}

export function createCommand<const F extends Fields, R extends Stored, K>(
  definition: Definition,
  { label, input, prepare, decide }: Creation<F, R, K>,
): CreateCommand<Tx, F, R> {
  return {
    name: 'create',
    document: definition.name,
    on: 'new',
    label,
    input,
    async run(tx, by, inputs) {
      const [known, custom] = await Promise.all([prepare(tx, inputs, by), customKnown(tx, definition, inputs, true)])
      return createDocuments(
        tx,
        by,
        definition,
        inputs.map((given) => {
          const read = withCustomRead(custom, given, undefined)
          return read.ok ? decide(read.value, stamp(by), known) : read
        }),
      )
    },
  }
}

export interface Change<F extends Fields, R extends Stored, K> {
  readonly name?: string
  readonly label?: Label
  readonly input: F
  /** Reads what the decisions need to know, for all inputs at once; `ids` are those of the documents, in the same order. */
  readonly prepare: (tx: Tx, inputs: readonly Input<F>[], by: Context, ids: readonly Id[]) => Promise<K>
  readonly decide: (row: R, input: Input<F>, known: K) => Result<Partial<R>>
  readonly event?: EventOf<R>
}

export function changeCommand<const F extends Fields, R extends Stored, K>(
  definition: Definition,
  { name = 'change', label = { en: 'Change', zh: '修改' }, input, prepare, decide, event }: Change<F, R, K>,
): DocumentCommand<Tx, F, R> {
  return {
    name,
    document: definition.name,
    on: 'one',
    label,
    input,
    async run(tx, by, inputs) {
      const given = inputs.map((on) => on.input)
      const ids = inputs.map(({ id }) => id)
      const [known, custom] = await Promise.all([prepare(tx, given, by, ids), customKnown(tx, definition, given, false)])
      const read = (row: R, input: Input<F>): Result<Partial<R>> => {
        const whole = withCustomRead(custom, input, row as CustomHolder)
        return whole.ok ? decide(row, whole.value, known) : whole
      }
      return changeDocuments<R, Input<F>>(tx, by, definition, inputs, read, event)
    },
  }
}

type Kept = Stored & { status: 'active' | 'archived' }
type Nothing = Record<never, never>

/** Archiving what is archived already changes nothing and is no mistake. */
export function archiveCommand<R extends Kept>(definition: Definition): DocumentCommand<Tx, Nothing, R> {
  return statusCommand<R>(definition, 'archive', 'archived', { en: 'Archive', zh: '归档' })
}

export function restoreCommand<R extends Kept>(definition: Definition): DocumentCommand<Tx, Nothing, R> {
  return statusCommand<R>(definition, 'restore', 'active', { en: 'Restore', zh: '恢复' })
}

function statusCommand<R extends Kept>(definition: Definition, name: string, status: Kept['status'], label: Label) {
  const event = `${definition.name}-${name}d`
  const decide = (row: R) => ok(row.status === status ? {} : { status }) as Result<Partial<R>>
  return changeCommand<Nothing, R, undefined>(definition, { name, label, input: {}, prepare: nothing, decide, event })
}

export async function nothing(): Promise<undefined> {}
