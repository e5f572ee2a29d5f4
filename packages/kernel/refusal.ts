/**
 * Two kinds of "no". A refusal is an answer the trade knows (`sales-order/no-lines`) and is returned;
 * a fault is something that should not have happened and is thrown, its cause kept.
 */
export type Details = Readonly<Record<string, Json>>
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined }

/** `code` is `document/reason` in kebab case; every code has one message per language, saying what to do. */
export interface Refusal {
  readonly code: string
  readonly details: Details
}

/** What to tell people for each code, with `{detail}` where a detail goes, `{total in currency}` for money. Says what to do. */
export type Messages = Readonly<Record<string, { readonly en: string; readonly zh: string }>>

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function refuse(code: string, details: Details = {}): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, details } }
}

/** The value of a result that must be good here; a refusal becomes a fault. For set-up code and tests. */
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new RefusedFault(result.refusal)
}

/** Base of everything thrown on purpose. */
export class Fault extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
  }
}

/** A refusal where the caller could not go on with one: carries it to whoever can show it. */
export class RefusedFault extends Fault {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`${refusal.code} ${JSON.stringify(refusal.details)}`)
    this.refusal = refusal
  }
}
