/** Which record a document is: keys that find candidates, and the evidence that decides between them. Pure. */
import type { Values } from '../connector.ts'
import { type Evidence, type Matching, matchingOf, PERSONS_NAME, SURE_LIKENESS, UNLIKE } from './matching.ts'
import { nameBlocks, nameLikeness, nameParts } from './names.ts'
import { normalEmail, normalGtin, normalise, normalPhone, normalPlace, normalTax, samePhone } from './normal.ts'

export { normalise } from './normal.ts'

export interface NaturalKey {
  readonly field: string
  readonly value: string
}

const NORMAL = {
  code: normalise,
  tax: normalTax,
  email: normalEmail,
  phone: normalPhone,
  gtin: normalGtin,
  name: (text: string) => nameParts(text).whole,
  choice: normalise,
  place: normalPlace,
} as const

/** A phone is looked for by its end, which is the same with and without its country. */
const PHONES_END = 8

interface Keys {
  readonly kind: string
  readonly keys: readonly NaturalKey[]
}

/** Asked several times for the same values while they are planned; values never change in place. */
const known = new WeakMap<Values, Keys>()

/** The keys a document can be found by: the same value in one form, and for names also their beginning and end. */
export function naturalKeys(kind: string, values: Values): readonly NaturalKey[] {
  const before = known.get(values)
  if (before?.kind === kind) return before.keys
  const { evidence, within } = matchingOf(kind)
  const keys = within ? [] : evidence.flatMap((one) => keysOf(one, values[one.field]))
  known.set(values, { kind, keys })
  return keys
}

/** Says that other values have the same keys, for they say the same in all fields that make keys. */
export function sharesKeys(values: Values, kind: string, of: Values): void {
  known.set(values, { kind, keys: naturalKeys(kind, of) })
}

/** Whose a document is, for kinds that are compared only within that: contacts and addresses of one customer. */
export function withinOf(kind: string, values: Values): string | undefined {
  const { within } = matchingOf(kind)
  const whose = within === undefined ? undefined : values[within]
  return typeof whose === 'string' ? whose : undefined
}

function keysOf({ field, as }: Evidence, value: unknown): NaturalKey[] {
  if (typeof value !== 'string' || as === 'choice') return []
  if (as === 'name') {
    const parts = nameParts(value)
    if (parts.whole === '') return []
    const [head, tail] = nameBlocks(parts)
    const ends = head === tail ? [head] : [head, tail]
    return [{ field, value: parts.whole }, ...ends.map((end, i) => ({ field: i === 0 ? 'name<' : 'name>', value: end }))]
  }
  const normal = NORMAL[as](value)
  if (normal === '') return []
  return [{ field, value: as === 'phone' ? normal.slice(-PHONES_END) : normal }]
}

/** A record that shares a key with a document. */
export interface Candidate {
  readonly recordId: string
  readonly values: Values
}

export interface Reason {
  readonly field: string
  readonly is: 'same' | 'similar' | 'different'
  /** Of names, 0 to 1. */
  readonly likeness?: number
}

export interface Suspect {
  readonly recordId: string
  /** How surely the two are one, 0 to 1. */
  readonly score: number
  readonly reasons: readonly Reason[]
}

export type Match =
  | { readonly is: 'new' }
  | { readonly is: 'same'; readonly recordId: string; readonly by: string }
  | { readonly is: 'unsure'; readonly suspects: readonly Suspect[] }

/** The nearest other candidate must be so much less sure for one to be certain. */
const APART = 0.2
/** A person is shown at most so many, the surest first. */
const SHOWN = 5

/**
 * Which record a document without a link is. Sure only if one record is so by the thresholds of its kind and no other comes
 * near; everything between is for a person to decide.
 */
export function matchDocument(kind: string, values: Values, candidates: readonly Candidate[]): Match {
  const matching = matchingOf(kind)
  const suspects = suspectsAmong(kind, values, candidates)
  const [best, next] = suspects
  if (!best) return { is: 'new' }
  if (best.score >= matching.certain && best.reasons.every(isClear) && (next === undefined || next.score < best.score - APART)) {
    return { is: 'same', recordId: best.recordId, by: best.reasons[0]?.field ?? 'name' }
  }
  return { is: 'unsure', suspects: suspects.slice(0, SHOWN) }
}

/** A name that is only near is not enough, whatever else is the same: it may be a branch or a sister. */
function isClear({ is, likeness }: Reason): boolean {
  return is !== 'similar' || (likeness ?? 0) >= SURE_LIKENESS
}

/** The candidates a person would have to look at, the surest first. */
export function suspectsAmong(kind: string, values: Values, candidates: readonly Candidate[]): Suspect[] {
  if (candidates.length === 0) return []
  return candidates
    .flatMap((candidate) => weigh(matchingOf(kind), values, candidate) ?? [])
    .sort((a, b) => b.score - a.score || (a.recordId < b.recordId ? -1 : 1))
}

/** How surely two are one, with the reasons; undefined when nobody needs to look at them. */
export function weigh(matching: Matching, values: Values, { recordId, values: theirs }: Candidate): Suspect | undefined {
  let doubt = 1
  let trust = 1
  let isStrong = false
  const reasons: Reason[] = []
  for (const evidence of matching.evidence) {
    const found = compare(evidence, values, theirs)
    if (!found) continue
    const { reason, weight } = found
    if (evidence.as !== 'choice' || reason.is === 'different') reasons.push(reason)
    if (reason.is === 'different') trust *= 1 - weight
    else doubt *= 1 - weight
    if (reason.is === 'same' && evidence.isStrong) isStrong = true
  }
  const score = Math.round((1 - doubt) * trust * 10_000) / 10_000
  if (score < matching.unsure && !isStrong) return undefined
  return { recordId, score, reasons: reasons.sort((a, b) => ORDER[a.is] - ORDER[b.is]) }
}

const ORDER = { same: 0, similar: 1, different: 2 } as const

function compare(evidence: Evidence, ours: Values, theirs: Values): { reason: Reason; weight: number } | undefined {
  const { field, as, same, different } = evidence
  const [left, right] = [ours[field], theirs[field]]
  if (typeof left !== 'string' || typeof right !== 'string') return undefined
  if (as === 'name') return compareNames(evidence, left, right, ours.type === 'person' || theirs.type === 'person')
  const [a, b] = [NORMAL[as](left), NORMAL[as](right)]
  if (a === '' || b === '') return undefined
  const isSame = as === 'phone' ? samePhone(a, b) : a === b
  return isSame ? { reason: { field, is: 'same' }, weight: same } : { reason: { field, is: 'different' }, weight: different }
}

function compareNames({ field, same, different }: Evidence, left: string, right: string, isPerson: boolean) {
  const likeness = Math.round(nameLikeness(nameParts(left), nameParts(right)) * 100) / 100
  const full = isPerson ? PERSONS_NAME : same
  if (likeness === 1) return { reason: { field, is: 'same' as const }, weight: full }
  if (likeness >= UNLIKE) {
    const weight = (full * (likeness - UNLIKE)) / (1 - UNLIKE)
    return { reason: { field, is: 'similar' as const, likeness }, weight }
  }
  return { reason: { field, is: 'different' as const, likeness }, weight: different }
}
