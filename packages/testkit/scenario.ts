/** Stories that run: each verb is a function of the world and the step. */
import { it } from 'vitest'
import { parseScript, type Step } from './script.ts'

/** What a verb does, or checks. */
export type Verb<W> = (world: W, step: Step) => unknown

/**
 * Makes `scenario(name, script)`, which registers a spec that runs the script's steps in a world of its own:
 *
 *     const scenario = scenarios(newShop, { order, deliver, invoice, expect })
 *
 * A verb that is not among the given ones is a fault at once. A step that fails says its line.
 */
export function scenarios<W>(makeWorld: () => Promise<W> | W, verbs: Readonly<Record<string, Verb<W>>>) {
  return (name: string, script: string): void => {
    const steps = readSteps(script, verbs)
    it(name, async () => playSteps(await makeWorld(), steps, verbs))
  }
}

/** Reads a script whose verbs must all be known. Throws a SyntaxError. */
export function readSteps(script: string, verbs: Readonly<Record<string, unknown>>): Step[] {
  const steps = parseScript(script)
  const unknown = steps.find(({ verb }) => !(verb in verbs))
  if (unknown)
    throw new SyntaxError(`line ${unknown.line}: nobody knows how to "${unknown.verb}", only to ${Object.keys(verbs).join(', ')}`)
  if (steps.length === 0) throw new SyntaxError('a story without a step shows nothing')
  return steps
}

export async function playSteps<W>(world: W, steps: readonly Step[], verbs: Readonly<Record<string, Verb<W>>>): Promise<void> {
  for (const step of steps) {
    try {
      await verbs[step.verb]?.(world, step)
    } catch (error) {
      if (error instanceof Error) error.message = `line ${step.line}, "${step.text}": ${error.message}`
      throw error
    }
  }
}
