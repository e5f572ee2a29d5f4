/**
 * The heart of the joint: what becomes of a record when a system reports a document. Pure. Three values meet in each
 * field: the base (last agreed with that system), the incoming one, and the record's. What the system did not change
 * since the base is no word of it; what only it changed is taken; what both changed is decided by the field's rule.
 */
import { Decimal, type Fields, type Instant, type Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { type Stamp, type Stamps, stampOf } from '../lineage/stamps.ts'
import type { Rule, Side } from '../rules.ts'
import { sameValue } from './values.ts'

export interface Incoming {
  readonly values: Values
  readonly system: string
  readonly side: Side
  readonly actor: string
  readonly at: Instant
  readonly change: string
  /** The version of the mapping that read it, when its system has one. */
  readonly mapping?: number
  /** Set for the echo of a write of ours: the fields it wrote. What differs there is how the system keeps what it got. */
  readonly wrote?: ReadonlySet<string>
  /** References that the joint wrote last and that name another now, for an id has become another's: nobody's word. */
  readonly misnamed?: ReadonlySet<string>
  /** Fields that no document can be without: null there is nobody's word. */
  readonly needed?: ReadonlySet<string>
}

export interface Agreed {
  readonly values: Values
  readonly stamps: Stamps
  readonly disputed: readonly string[]
  /** The systems that hold the document, with their sides: a side that does not cannot own a field of it yet. */
  readonly sides: ReadonlyMap<string, Side>
}

/** A value that was said and not taken. */
export interface Loser {
  readonly field: string
  readonly rule: string
  /** Whether a person has to choose; otherwise the rule has. */
  readonly open: boolean
  readonly agreed: Json
  readonly kept: Json
  readonly keptStamp: Stamp | undefined
  readonly other: Json
  readonly otherStamp: Stamp
}

export interface Merged {
  readonly values: Values
  readonly stamps: Stamps
  readonly disputed: readonly string[]
  /** The record's fields that change. */
  readonly changed: readonly string[]
  /** Fields in which the system must be given the record's value again. */
  readonly overruled: readonly string[]
  readonly losers: readonly Loser[]
  /** What is agreed with the reporting system from now on. */
  readonly base: Values
}

export type Rules = Readonly<Record<string, Rule>>

/** `base` is undefined when the document and the record meet for the first time. */
export function plan(base: Values | undefined, incoming: Incoming, record: Agreed, rules: Rules): Merged {
  const draft: Draft = {
    values: { ...record.values },
    stamps: { ...record.stamps },
    disputed: new Set(record.disputed),
    changed: [],
    overruled: [],
    losers: [],
  }
  for (const field of inPhaseOrder(Object.keys(incoming.values), rules)) {
    mergeField(draft, field, base, incoming, record, rules)
  }
  return { ...draft, disputed: [...draft.disputed], base: { ...base, ...incoming.values } }
}

interface Draft {
  readonly values: Record<string, Json>
  readonly stamps: Record<string, Stamp>
  readonly disputed: Set<string>
  readonly changed: string[]
  readonly overruled: string[]
  readonly losers: Loser[]
}

function mergeField(
  draft: Draft,
  field: string,
  base: Values | undefined,
  incoming: Incoming,
  record: Agreed,
  rules: Rules,
): void {
  const [theirs, ours] = [incoming.values[field] as Json, record.values[field] ?? null]
  const agreed = base === undefined ? undefined : (base[field] ?? null)
  if (sameValue(theirs, ours)) return
  if (incoming.misnamed?.has(field)) {
    draft.overruled.push(field)
    return
  }
  if (sameValue(theirs, agreed)) return
  const keptStamp = stampOf(record.stamps, field)
  const ruled = ruleOf(rules, field, draft.values, incoming, { sides: record.sides, kept: keptStamp?.system })
  const stamp: Stamp = { ...originOf(incoming), rule: ruled.name }
  if (ours === null && incoming.needed?.has(field)) {
    // Nobody has said anything of it yet, for its owner does not keep it: what another says, or made up because it must have
    // something, is the first word.
    take(draft, field, theirs, { ...stamp, rule: 'only-writer' })
    return
  }
  if (incoming.wrote?.has(field)) {
    // How it keeps what it got counts where its word does, unless the record has moved on since it was written there.
    if (ruled.says === 'theirs' && sameValue(ours, agreed)) take(draft, field, theirs, stamp)
    return
  }
  // Nobody else has touched the field since, or one of the two says nothing at the first meeting.
  const onlyTheirs = agreed === undefined ? isEmpty(ours) : sameValue(ours, agreed)
  const onlyOurs = agreed === undefined && isEmpty(theirs)
  const verdict = onlyOurs
    ? 'ours'
    : verdictOf(ruled, onlyTheirs, { value: theirs, at: incoming.at }, { value: ours, at: keptStamp?.at })
  const trace = { field, rule: ruled.name, agreed: agreed ?? null }
  if (verdict === 'theirs') {
    if (!onlyTheirs && keptStamp) {
      draft.losers.push({ ...trace, open: false, kept: theirs, keptStamp: stamp, other: ours, otherStamp: keptStamp })
    }
    take(draft, field, theirs, onlyTheirs && ruled.says === 'either' ? { ...stamp, rule: 'only-writer' } : stamp)
    return
  }
  if (verdict === 'person') draft.disputed.add(field)
  else draft.overruled.push(field)
  if (!onlyOurs) {
    draft.losers.push({
      ...trace,
      open: verdict === 'person',
      kept: ours,
      keptStamp,
      other: theirs,
      otherStamp: stamp,
    })
  }
}

function isEmpty(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

function take(draft: Draft, field: string, value: Json, stamp: Stamp): void {
  draft.values[field] = value
  draft.stamps[field] = stamp
  draft.changed.push(field)
}

type Verdict = 'theirs' | 'ours' | 'person'

interface Word {
  readonly value: Json
  readonly at: Instant | undefined
}

function verdictOf(ruled: Ruled, onlyTheirs: boolean, theirs: Word, ours: Word): Verdict {
  if (ruled.says === 'theirs' || ruled.says === 'ours') return ruled.says
  if (onlyTheirs) return 'theirs'
  if (ruled.name === 'manual') return 'person'
  if (ruled.name === 'largest') return isLarger(theirs.value, ours.value) ? 'theirs' : 'ours'
  // Truly at once: neither knew of the other, so only the clocks are left. The first that came stays when they agree.
  return ours.at === undefined || Date.parse(theirs.at as Instant) > Date.parse(ours.at) ? 'theirs' : 'ours'
}

/** Decimals and numbers by value, dates and moments by time; an empty field is smaller than anything. */
export function isLarger(a: Json, b: Json): boolean {
  if (a === null || b === null) return b === null && a !== null
  if (typeof a === 'number' && typeof b === 'number') return a > b
  const [left, right] = [Decimal.parse(String(a)), Decimal.parse(String(b))]
  return left && right ? left.compare(right) > 0 : String(a) > String(b)
}

interface Ruled {
  /** `either`: both sides may write it. */
  readonly says: 'theirs' | 'ours' | 'either'
  readonly name: string
}

interface Holders {
  readonly sides: ReadonlyMap<string, Side>
  /** The system whose word the record keeps. */
  readonly kept: string | undefined
}

function ruleOf(rules: Rules, field: string, values: Values, { system, side }: Incoming, { sides, kept }: Holders): Ruled {
  const rule = rules[field] ?? rules['*'] ?? { by: 'newest' }
  if (rule.by !== 'owner' && rule.by !== 'phase') return { says: 'either', name: rule.by }
  const owner = ownerOf(rule, values)
  const name = `${rule.by}:${owner}`
  // Two systems of the owner's side are each other's equals: the later word counts, whichever comes in first.
  const isEqual = kept !== undefined && kept !== system && sides.get(kept) === owner
  if (owner === side) return { says: isEqual ? 'either' : 'theirs', name }
  return [...sides.values()].includes(owner) ? { says: 'ours', name } : { says: 'either', name: 'newest' }
}

function ownerOf(rule: Extract<Rule, { by: 'owner' | 'phase' }>, values: Values): Side {
  return rule.by === 'owner' ? rule.side : (rule.owners[String(values[rule.field])] ?? rule.otherwise)
}

/** The fields that phases depend on are merged first: a change that places an order is judged by the placed order's rules. */
function inPhaseOrder(fields: readonly string[], rules: Rules): readonly string[] {
  const phases = new Set(Object.values(rules).flatMap((rule) => (rule.by === 'phase' ? [rule.field] : [])))
  return phases.size === 0 ? fields : [...fields].sort((a, b) => Number(phases.has(b)) - Number(phases.has(a)))
}

function originOf(incoming: Incoming): Omit<Stamp, 'rule'> {
  const { actor, at, system, change, mapping } = incoming
  return { by: actor, at, system, change, ...(mapping === undefined ? {} : { mapping }) }
}

/** Lines that are there without any, when nobody told of them: those that may be unknown are null. */
export function listsOf(fields: Fields): ReadonlySet<string> {
  return new Set(Object.entries(fields).flatMap(([name, field]) => (field.kind === 'lines' && !field.optional ? [name] : [])))
}

/** A record out of the first document that tells of it. What that system does not keep is empty until another says it. */
export function firstRecord(fields: readonly string[], incoming: Incoming, lines: ReadonlySet<string>): Agreed {
  const { values } = incoming
  const isWhole = fields.every((name) => values[name] !== undefined && (values[name] !== null || !lines.has(name)))
  const empty = (name: string) => (lines.has(name) ? [] : null)
  return {
    // The very same where all is said: then it is sent to the tables once.
    values: isWhole ? values : { ...values, ...Object.fromEntries(fields.map((name) => [name, values[name] ?? empty(name)])) },
    stamps: { '*': { ...originOf(incoming), rule: 'first' } },
    disputed: [],
    sides: new Map([[incoming.system, incoming.side]]),
  }
}
