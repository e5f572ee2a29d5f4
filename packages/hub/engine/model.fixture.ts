/**
 * A small pure model of the joint, to look at every order of things there is: systems that people edit, reads that plan,
 * writes whose outcome comes later, echoes. What becomes of values is decided by the real `plan`; the rest says what
 * `pull`, `lease` and `outcome` do, in their words.
 */
import { type Instant, instantOf, type Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import type { Stamps } from '../lineage/stamps.ts'
import type { Side } from '../rules.ts'
import { plan, type Rules } from './merge.ts'
import { differingFields, sameValue } from './values.ts'

export interface Model {
  readonly systems: readonly { readonly name: string; readonly side: Side; readonly skew: number }[]
  readonly fields: readonly string[]
  readonly rules: Rules
  readonly edits: number
  /** What the k-th edit of a field makes of it; a value is never said twice. */
  readonly valueOf: (field: string, edit: number) => Json
  /** The fields go by the same rule: the first edit may as well be of the first. */
  readonly alike: boolean
  /** Outcomes come in a step of their own, so that anything may happen between a write and them. */
  readonly outcomesLater: boolean
}

interface There {
  readonly version: number
  readonly values: Values
  /** When and by which edit the present version was made; 0: by the joint. */
  readonly edit: number
  readonly at: number
  /** The record's version that the present version was written from, if it was. */
  readonly wroteVersion: number
}

interface Link {
  readonly seen: number
  readonly base: Values
  readonly wrote: readonly string[]
  readonly wroteVersion: number
  readonly sending: Sending | null
  readonly recheck: boolean
}

interface Sending {
  readonly sent: Values
  readonly changed: readonly string[]
  readonly sentSeen: number
  readonly version: number
  /** The version it made; -1: refused as stale. */
  readonly made: number
}

export interface State {
  readonly made: number
  readonly there: readonly There[]
  readonly links: readonly Link[]
  readonly record: {
    readonly version: number
    readonly values: Values
    readonly stamps: Stamps
    readonly disputed: readonly string[]
  }
  /** Values that were put on record as not taken. */
  readonly losers: readonly string[]
  /** Which value each edit replaced knowingly. */
  readonly over: Readonly<Record<string, string>>
}

const TIMES = Array.from({ length: 100 }, (_, second) => instantOf(second * 1000))

export interface Step {
  readonly name: string
  readonly next: State
}

export function start(model: Model): State {
  const values = Object.fromEntries(model.fields.map((field) => [field, model.valueOf(field, 0)]))
  const stamps = { '*': { by: 'nobody', at: instantOf(0), system: 'nobody', change: null, rule: 'first' } }
  return {
    made: 0,
    there: model.systems.map(() => ({ version: 1, values, edit: 0, at: 0, wroteVersion: 0 })),
    links: model.systems.map(() => ({ seen: 1, base: values, wrote: [], wroteVersion: 0, sending: null, recheck: false })),
    record: { version: 1, values, stamps, disputed: [] },
    losers: [],
    over: {},
  }
}

/** Everything that people may do next. */
export function edits(model: Model, state: State): Step[] {
  if (state.made >= model.edits) return []
  return model.systems.flatMap(({ name, skew }, i) =>
    (model.alike && state.made === 0 ? model.fields.slice(0, 1) : model.fields).map((field) => {
      const edit = state.made + 1
      const there = state.there[i] as There
      const value = model.valueOf(field, edit)
      const next = {
        version: there.version + 1,
        values: { ...there.values, [field]: value },
        edit,
        at: edit + skew,
        wroteVersion: 0,
      }
      const over = { ...state.over, [nameOf(field, value)]: nameOf(field, there.values[field] as Json) }
      return { name: `${name} edits ${field}`, next: { ...state, made: edit, there: replaced(state.there, i, next), over } }
    }),
  )
}

/** Everything that the joint may do next; nothing: it rests. */
export function works(model: Model, state: State): Step[] {
  return model.systems.flatMap(({ name }, i) => {
    const link = state.links[i] as Link
    const steps: Step[] = []
    if (link.recheck || link.seen !== state.there[i]?.version) steps.push({ name: `pull ${name}`, next: pull(model, state, i) })
    if (link.sending) steps.push({ name: `outcome of ${name}`, next: outcome(state, i) })
    // Until a stale document is read again, trying once more changes nothing.
    else if (!link.recheck && wanted(state, link).length > 0) steps.push({ name: `push ${name}`, next: push(model, state, i) })
    return steps
  })
}

function wanted({ record }: State, { base }: Link): string[] {
  return differingFields(base, record.values).filter((field) => !record.disputed.includes(field))
}

function pull(model: Model, state: State, i: number): State {
  const [there, link, system] = [state.there[i] as There, state.links[i] as Link, model.systems[i] as Model['systems'][number]]
  const isOurs = there.wroteVersion > 0
  // An echo of an earlier write of ours; that of the last one is still to come.
  if (isOurs && there.version !== link.seen && there.wroteVersion < link.wroteVersion)
    return relinked(state, i, { recheck: false })
  const isEcho = isOurs || there.version === link.seen
  if (isEcho && there.version === link.seen && agrees(link.base, there.values)) return relinked(state, i, { recheck: false })
  const isLast = there.version === link.seen || (isOurs && there.wroteVersion === link.wroteVersion)
  const wrote = isLast ? link.wrote : (link.sending?.changed ?? [])
  const early = isEcho && !isLast && link.sending ? link.sending : undefined
  const was = early
    ? { ...link.base, ...Object.fromEntries(early.changed.map((name) => [name, early.sent[name] as Json])) }
    : link.base
  const incoming = {
    values: there.values,
    system: system.name,
    side: system.side,
    actor: `edit ${there.edit}`,
    at: TIMES[there.at] as Instant,
    change: String(there.edit),
    ...(isEcho ? { wrote: new Set(wrote) } : {}),
  }
  const sides = new Map(model.systems.map((one) => [one.name, one.side]))
  const merged = plan(was, incoming, { ...state.record, sides }, model.rules)
  const again = plan(merged.base, incoming, { ...merged, sides }, model.rules)
  if (again.changed.length + again.overruled.length + again.losers.length > 0)
    throw new Error(`${system.name} told twice is not told once`)
  const told = { seen: there.version, base: merged.base, wrote: isEcho ? link.wrote : [], recheck: false }
  const links = replaced(state.links, i, { ...link, ...told })
  const disputed = merged.disputed.filter((field) =>
    links.some(({ base }) => !sameValue(base[field] as Json, merged.values[field] as Json)),
  )
  const isChanged = merged.changed.length + merged.overruled.length > 0 || !sameValue(disputed, [...state.record.disputed])
  const { values, stamps } = merged
  const version = state.record.version + (isChanged ? 1 : 0)
  const lost = merged.losers.map(({ field, other }) => nameOf(field, other))
  return {
    ...state,
    links,
    record: { version, values, stamps, disputed },
    losers: [...new Set([...state.losers, ...lost])].sort(),
  }
}

function push(model: Model, state: State, i: number): State {
  const [there, link] = [state.there[i] as There, state.links[i] as Link]
  const changed = wanted(state, link)
  const kept = Object.fromEntries(state.record.disputed.map((field) => [field, link.base[field] as Json]))
  const sent = { ...state.record.values, ...kept }
  const isStale = there.version !== link.seen
  const { version } = state.record
  const written = Object.fromEntries(changed.map((field) => [field, sent[field] as Json]))
  const next = isStale
    ? there
    : { version: there.version + 1, values: { ...there.values, ...written }, edit: 0, at: there.at, wroteVersion: version }
  const sending = { sent, changed, sentSeen: link.seen, version, made: isStale ? -1 : next.version }
  const sentOff = { ...relinked(state, i, { sending }), there: replaced(state.there, i, next) }
  return model.outcomesLater ? sentOff : outcome(sentOff, i)
}

function outcome(state: State, i: number): State {
  const link = state.links[i] as Link
  const { sent, changed, sentSeen, version, made } = link.sending as Sending
  if (made === -1) return relinked(state, i, { sending: null, recheck: true })
  if (link.seen === sentSeen) {
    return relinked(state, i, { sending: null, seen: made, base: sent, wrote: changed, wroteVersion: version })
  }
  return relinked(state, i, { sending: null, recheck: link.seen !== made })
}

function relinked(state: State, i: number, change: Partial<Link>): State {
  return { ...state, links: replaced(state.links, i, { ...(state.links[i] as Link), ...change }) }
}

function replaced<T>(list: readonly T[], at: number, value: T): T[] {
  return list.map((one, i) => (i === at ? value : one))
}

function agrees(base: Values, values: Values): boolean {
  return Object.entries(values).every(([name, value]) => sameValue(base[name] ?? null, value))
}

export interface Explored {
  readonly states: number
  readonly ends: number
}

interface Way {
  readonly step: string
  readonly before: Way | undefined
}

/** Looks at every state that can be reached, and says the way to the first one in which something does not hold. */
export function explore(model: Model): Explored {
  const seen = new Map<string, boolean>()
  let ends = 0
  const visit = (state: State, way: Way | undefined): void => {
    const key = keyOf(model, state)
    const isDone = seen.get(key)
    // Only working can lead to where it came from: an edit is never taken back.
    if (isDone === false) throw new Error(`never rests: ${wayTo(way)}`)
    if (isDone) return
    seen.set(key, false)
    const going = works(model, state)
    if (going.length === 0) {
      ends += 1
      const wrong = atRest(model, state)
      if (wrong) throw new Error(`${wrong}: ${wayTo(way)}`)
    }
    for (const { name, next } of going) visit(next, { step: name, before: way })
    for (const { name, next } of edits(model, state)) visit(next, { step: name, before: way })
    seen.set(key, true)
  }
  visit(start(model), undefined)
  return { states: seen.size, ends }
}

function wayTo(way: Way | undefined): string {
  return way ? `${way.before ? `${wayTo(way.before)}, ` : ''}${way.step}` : 'the beginning'
}

/** What does not hold although the joint rests. */
function atRest(model: Model, { there, record, losers, over, links }: State): string | undefined {
  for (const field of model.fields) {
    const isDisputed = record.disputed.includes(field)
    const said = [record.values[field], ...there.map(({ values }) => values[field])] as Json[]
    if (!isDisputed && said.some((value) => !sameValue(value, said[0]))) return `${field} is not agreed: ${JSON.stringify(said)}`
    if (isDisputed && links.every(({ base }) => sameValue(base[field], record.values[field])))
      return `${field} is disputed by nobody`
    const known = new Set([...Array(model.edits + 1).keys()].map((edit) => nameOf(field, model.valueOf(field, edit))))
    if (said.some((value) => !known.has(nameOf(field, value)))) return `${field} says what nobody said`
    const told = [...losers, nameOf(field, record.values[field] as Json)]
    const accounted = new Set(told)
    for (const name of told) for (let at = over[name]; at !== undefined; at = over[at]) accounted.add(at)
    const lost = Object.keys(over).find((name) => name.startsWith(`${field}=`) && !accounted.has(name))
    if (lost) return `${lost} is lost without a trace`
  }
  return undefined
}

/**
 * Versions as differences, and systems that are alike in any order: states that can do the same have the same key. How an
 * edit that is accounted for came about does not matter any more.
 */
function keyOf(model: Model, { made, there, links, record, losers, over }: State): string {
  const ahead = (version: number) => (version === 0 ? '' : record.version - version)
  const said = (values: Values) => model.fields.map((field) => values[field]).join()
  const stampAt = (field: string) => record.stamps[field] ?? record.stamps['*']
  const parts = model.systems.map(({ name, side }, i) => {
    const [{ version, values, edit, at, wroteVersion }, link] = [there[i] as There, links[i] as Link]
    const { sending, base, seen, wrote, recheck } = link
    const sent =
      sending &&
      [
        said(sending.sent),
        sending.changed,
        version - sending.sentSeen,
        sending.made < 0 ? '-' : version - sending.made,
        ahead(sending.version),
      ].join('.')
    const stamped = model.fields.map((field) => (stampAt(field)?.system === name ? 1 : 0)).join('')
    return [
      side,
      stamped,
      said(values),
      edit,
      at,
      ahead(wroteVersion),
      version - seen,
      said(base),
      wrote,
      ahead(link.wroteVersion),
      recheck,
      sent,
    ].join('|')
  })
  const lost = new Set(losers)
  for (const name of losers) for (let at = over[name]; at !== undefined; at = over[at]) lost.add(at)
  const alive = Object.entries(over).filter(([name]) => !lost.has(name))
  const times = model.fields.map((field) => stampAt(field)?.at)
  return [made, ...parts.sort(), said(record.values), record.disputed, times, alive].join(' ')
}

export function nameOf(field: string, value: Json): string {
  return `${field}=${value}`
}
