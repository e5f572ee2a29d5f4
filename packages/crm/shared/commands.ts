/** Commands that most documents have alike, with what this side asks of each change. */
import { type Change, changeCommand as command, createDocuments, type Tx, takeNumbers } from '@tandem/db'
import {
  type Context,
  type Definition,
  type DocumentCommand,
  type Fields,
  ok,
  type Refusal,
  type Result,
  refuse,
  type Stored,
} from '@tandem/kernel'

export { archiveCommand, createCommand, nothing, restoreCommand } from '@tandem/db'

export function changeCommand<const F extends Fields, R extends Stored, K>(
  definition: Definition,
  change: Change<F, R, K>,
): DocumentCommand<Tx, F, R> {
  return command<F, R, K>(definition, {
    ...change,
    decide(row, given, known) {
      const refusal = emptied(definition, given)
      return refusal ? { ok: false, refusal } : change.decide(row, given, known)
    },
  })
}

/** A change may leave a required field out, but not empty it: `<document>/empty-field`. */
function emptied(definition: Definition, given: object): Refusal | undefined {
  // What is only said with a command, as a reason, is no field to be emptied.
  const isNeeded = (name: string) => definition.fields[name] !== undefined && !definition.fields[name].optional
  const field = Object.entries(given).find(([name, value]) => value === null && isNeeded(name))?.[0]
  return field === undefined ? undefined : refuse(`${definition.name}/empty-field`, { field }).refusal
}

/** Keeps new documents, the good ones under the next numbers of their series. */
export async function createNumbered<R extends Stored & { readonly number: string }>(
  tx: Tx,
  by: Context,
  definition: Definition,
  series: string,
  decided: readonly Result<Omit<R, 'number'>>[],
): Promise<Result<R>[]> {
  const numbers = await takeNumbers(tx, series, decided.filter(({ ok }) => ok).length)
  const numbered = decided.map((result): Result<R> => {
    return result.ok ? ok({ ...result.value, number: numbers.shift() as string } as R) : result
  })
  return createDocuments<R>(tx, by, definition, numbered)
}
