/** Natural keys: what a document is known by to people, made comparable. */
import type { Values } from '../connector.ts'
import { kindOf } from '../kinds.ts'

export interface NaturalKey {
  readonly field: string
  readonly value: string
}

/** Full-width and half-width, upper and lower case, and spaces make no difference: `Ａcme  1` is `acme 1`. */
export function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
}

/** The natural keys a document has, the surest first. */
export function naturalKeys(kind: string, values: Values): NaturalKey[] {
  return kindOf(kind).naturalKeys.flatMap((field) => {
    const value = values[field]
    const normal = typeof value === 'string' ? normalise(value) : ''
    return normal === '' ? [] : [{ field, value: normal }]
  })
}

/** A record that shares a key with a document and has no document in that system yet. */
export interface Candidate {
  readonly recordId: string
  readonly keys: readonly NaturalKey[]
}

export type Match =
  | { readonly is: 'new' }
  | { readonly is: 'same'; readonly recordId: string; readonly by: string }
  | { readonly is: 'unsure'; readonly suspects: readonly Suspect[] }

export interface Suspect {
  readonly recordId: string
  readonly same: readonly string[]
  readonly different: readonly string[]
}

/**
 * Which record a document without a link is. Sure only if one record shares a key and no surer key says otherwise;
 * several records, or an equal e-mail under different codes, are for a person to decide.
 */
export function matchDocument(keys: readonly NaturalKey[], candidates: readonly Candidate[]): Match {
  const suspects = candidates.map((candidate) => compareKeys(keys, candidate)).filter(({ same }) => same.length > 0)
  const [only, ...others] = suspects
  if (!only) return { is: 'new' }
  const surest = keys.find(({ field }) => only.same.includes(field) || only.different.includes(field))
  if (others.length === 0 && surest && only.same.includes(surest.field)) {
    return { is: 'same', recordId: only.recordId, by: surest.field }
  }
  return { is: 'unsure', suspects }
}

function compareKeys(keys: readonly NaturalKey[], candidate: Candidate): Suspect {
  const theirs = new Map(candidate.keys.map(({ field, value }) => [field, value]))
  const shared = keys.filter(({ field }) => theirs.has(field))
  const isSame = ({ field, value }: NaturalKey) => theirs.get(field) === value
  return {
    recordId: candidate.recordId,
    same: shared.filter(isSame).map(({ field }) => field),
    different: shared.filter((key) => !isSame(key)).map(({ field }) => field),
  }
}
