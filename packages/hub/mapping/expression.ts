/** JSONata in mappings: compiled when a mapping is saved, bounded in time and depth, the same for the same document. */
import type { Json } from '@tandem/kernel'
import jsonata from 'jsonata'

export interface Expression {
  /** Throws what JSONata throws. */
  evaluate(value: Json, document: Json): Promise<Json>
}

/** One value takes microseconds; whoever needs more has written a loop. */
const BOUNDS = { timeout: 250, stack: 200 }

/** What would answer differently the next time: a dry run could not say what will happen. */
const NOT_PURE = ['now', 'millis', 'random', 'shuffle', 'eval']

const known = new Map<string, Expression>()

/** Throws an Error in JSONata's words when it cannot be read. */
export function expressionOf(text: string): Expression {
  const found = known.get(text)
  if (found) return found
  const compiled = jsonata(text, BOUNDS)
  const impure = namesIn(compiled.ast()).find((name) => NOT_PURE.includes(name))
  if (impure) throw new Error(`$${impure} is not allowed: it would answer differently each time`)
  const expression: Expression = {
    async evaluate(value, document) {
      const result: unknown = await compiled.evaluate(value, { document })
      // JSONata marks its lists, and has functions: only what JSON can say comes out.
      return result === undefined ? null : (JSON.parse(JSON.stringify(result) ?? 'null') as Json)
    },
  }
  if (known.size > 1_000) known.clear()
  known.set(text, expression)
  return expression
}

/** The names of all variables and functions. */
function namesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  const { type, value } = node as { type?: unknown; value?: unknown }
  const own = type === 'variable' && typeof value === 'string' ? [value] : []
  return [...own, ...Object.values(node).flatMap(namesIn)]
}
