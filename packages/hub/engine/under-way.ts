/** Reports of documents while a write to them is under way: what came of it is not known yet. Pure. */
import type { Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { Sending } from './plan-load.ts'
import { sameValue } from './values.ts'

/** In `waits_for`: an outcome of documents that the joint is creating there may tell that it is one of those. */
export const CREATING = '\u0001creating'
/** In `waits_for`: the outcome of the write to this document. */
export const SENDING = '\u0001sending'

/**
 * The outcome of a write is not known yet: what was sent is what its echo is to be compared with. Where nobody says who
 * caused a report, what it says just as it was sent is no news.
 */
export function early({ sent, changed }: Sending, values: Values | undefined): Values {
  const said = (name: string) => values === undefined || (name in values && sameValue(values[name] as Json, sent[name] ?? null))
  return Object.fromEntries(changed.filter(said).map((name) => [name, sent[name] ?? null]))
}

/**
 * Somebody says a third thing of a field that is being written, neither what stood there nor what is sent: in reply to the
 * write, or before it arrived. The outcome tells, and what is read after it.
 */
export function isUndecided({ sent, changed }: Sending, base: Values, values: Values): boolean {
  const differs = (name: string, other: Json) => !sameValue(values[name] as Json, other)
  return changed.some((name) => name in values && differs(name, sent[name] ?? null) && differs(name, base[name] ?? null))
}
