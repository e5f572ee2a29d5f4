/** Specs of pure decisions in one sentence: `given(draft).when(confirm, input).thenRefused('sales-order/no-lines')`. */
import type { Details, Result } from '@tandem/kernel'
import { expect } from 'vitest'

export interface Given<S> {
  /** Decides on the given state, as commands do: `decide(state, ...input)`. */
  when<A extends readonly unknown[], T>(decide: (state: S, ...input: A) => Result<T>, ...input: A): Outcome<T>
}

export interface Outcome<T> {
  /** Decided, with at least these values. */
  then(expected: Partial<T>): void
  /** Decided, with exactly these values: `{}` is a decision that changes nothing. */
  thenExactly(expected: T): void
  /** Refused with this code, and with at least these details. */
  thenRefused(code: string, details?: Details): void
}

export function given<S>(state: S): Given<S> {
  return { when: (decide, ...input) => outcomeOf(decide(state, ...input)) }
}

function outcomeOf<T>(result: Result<T>): Outcome<T> {
  return {
    // biome-ignore lint/suspicious/noThenProperty: it is the word of given, when, then; what awaits it by mistake is told so.
    then(expected) {
      if (typeof expected === 'function') throw new TypeError('say what should come of it: then({...}) or thenRefused(code)')
      expect(result).toMatchObject({ ok: true, value: expected })
    },
    thenExactly(expected) {
      expect(result).toEqual({ ok: true, value: expected })
    },
    thenRefused(code, details) {
      expect(result).toMatchObject({ ok: false, refusal: { code, ...(details ? { details } : {}) } })
    },
  }
}
