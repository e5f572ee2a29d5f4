/** Commands that most documents have alike, with what this side asks of each change. */
import { type Change, changeCommand as command, type Tx } from '@tandem/db'
import { type Definition, type DocumentCommand, type Fields, type Refusal, refuse, type Stored } from '@tandem/kernel'

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
