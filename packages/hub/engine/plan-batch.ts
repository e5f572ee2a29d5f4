/** A batch of changes planned in memory: what becomes of each, and of the records and links it touches. No SQL here. */
import type { Details, Id, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { type Deleted, type NewDeletion, planDeletion, planReturn, planUnknowing, type Reopened } from '../deletions/plan.ts'
import { type Match, matchDocument, naturalKeys, type Suspect, sharesKeys, suspectsAmong, withinOf } from '../identity/keys.ts'
import { CROWDED, CROWDED_WITHIN, matchingOf } from '../identity/matching.ts'
import { mapReferences, type Reference, referencesIn } from '../identity/references.ts'
import { kindOf } from '../kinds.ts'
import type { Stamps } from '../lineage/stamps.ts'
import type { Side } from '../rules.ts'
import { isAnothers, isReborn } from './birth.ts'
import type { CandidateRow, Within } from './candidates.ts'
import { type Engine, rankOf } from './engine.ts'
import { firstRecord, type Incoming, type Loser, listsOf, plan } from './merge.ts'
import type { ChangeRow, Known, LinkRow, RecordRow } from './plan-load.ts'
import { documentKey } from './sets.ts'
import { CREATING, early, isUndecided, SENDING } from './under-way.ts'
import { differingFields, neededOf, sameValue } from './values.ts'
import { ourWrite } from './write-key.ts'

export interface LinkState extends Omit<LinkRow, 'seen' | 'base' | 'wrote' | 'wroteVersion' | 'readMark' | 'gone' | 'born'> {
  gone: boolean
  born: string | null
  readMark: number
  seen: string
  base: Values
  wrote: readonly string[]
  wroteVersion: number
  readonly linkedBy?: string
  isNew: boolean
  isChanged: boolean
}

export interface RecordState {
  readonly id: Id
  readonly kind: string
  readonly before: RecordRow | undefined
  values: Values
  stamps: Stamps
  disputed: readonly string[]
  state: RecordRow['state']
  isChanged: boolean
  lastChange: Id | null
  readonly links: Map<string, LinkState>
  readonly losers: { readonly loser: Loser; readonly change: ChangeRow }[]
}

/** What becomes of a change. */
export interface Fate {
  readonly state: 'planned' | 'echo' | 'recheck' | 'waiting' | 'parked' | 'duplicate' | 'superseded'
  /** It said nothing but what the joint had just written there. */
  readonly isEmpty?: true
  readonly recordId?: Id
  /** What it waits for: a document of its system by kind and external id, or the end of creations of a kind there. */
  readonly waitsKind?: string
  readonly waitsFor?: string
  readonly refusal?: { readonly code: string; readonly details: Details }
  readonly suspects?: readonly Suspect[]
  /** Records of other documents of the same system that it may be, too. */
  readonly twins?: readonly Suspect[]
}

export interface Batch {
  readonly engine: Engine
  readonly known: Known
  /** The kinds that may be created in systems now, by `system kind`, with the mark at which such creations begin. */
  readonly flows: ReadonlyMap<string, number>
  readonly records: Map<Id, RecordState>
  readonly links: Map<string, LinkState>
  readonly candidates: Map<string, { readonly record: RecordState; readonly decided: boolean }[]>
  /** Records made in this batch, by natural key. */
  readonly newKeys: Map<string, RecordState[]>
  readonly fates: { readonly change: ChangeRow; readonly fate: Fate }[]
  readonly deletions: NewDeletion[]
  readonly reopened: Reopened[]
  /** Links of documents that are gone and shall be made anew. */
  readonly dropped: LinkState[]
  /** Links of documents that are gone and whose ids belong to others now. */
  readonly givenAway: LinkState[]
  /** Links of documents that must be gone, for another one has their id, though nobody has told of it. */
  readonly goneUnheard: LinkState[]
}

export function batchOf(engine: Engine, known: Known, flows: Batch['flows'] = new Map()): Batch {
  const batch: Batch = {
    engine,
    known,
    flows,
    records: new Map(),
    links: new Map(),
    candidates: new Map(),
    newKeys: new Map(),
    fates: [],
    deletions: [],
    reopened: [],
    dropped: [],
    givenAway: [],
    goneUnheard: [],
  }
  for (const record of known.records) addRecord(batch, record)
  for (const link of known.links) addLink(batch, link)
  return batch
}

/** Changes whose document has no link yet and does not name a write of ours: their identity is still to be found. */
export function strangers(batch: Batch, changes: readonly ChangeRow[]): ChangeRow[] {
  return changes.filter(
    (change) => !batch.links.has(documentKey(change.system, change.kind, change.externalId)) && !change.deleted,
  )
}

/** In the place of a field: whose a record made in this batch is. */
const WITHIN = '\u0001within'

/** Strangers that are compared within another record, with that record as it is known now. */
export function withinKnown(batch: Batch, changes: readonly ChangeRow[]): Within[] {
  return changes.flatMap(({ system, kind, externalId, values, edited }) => {
    const id = withinOf(kind, edited ?? values)
    const whose = id && referred(batch, system, { kind: 'customer', id })
    return whose ? [{ system, kind, externalId, whose }] : []
  })
}

export function addCandidates(batch: Batch, candidates: readonly CandidateRow[]): void {
  for (const { system, kind, externalId, decided, record, links } of candidates) {
    const state = batch.records.get(record.id) ?? addRecord(batch, record)
    for (const link of links) if (!state.links.has(link.system)) addLink(batch, link)
    const key = documentKey(system, kind, externalId)
    batch.candidates.set(key, [...(batch.candidates.get(key) ?? []), { record: state, decided }])
  }
}

/** Plans all changes, referred kinds first, each document's in the order they came. */
export function planChanges(batch: Batch, changes: readonly ChangeRow[]): void {
  const ordered = [...changes].sort((a, b) => rankOf(a.kind) - rankOf(b.kind) || a.seq - b.seq)
  const fates = ordered.map((change) => ({ change, fate: planChange(batch, change) }))
  const newest = new Map(fates.map((one) => [documentKey(one.change.system, one.change.kind, one.change.externalId), one]))
  for (const { change, fate } of fates) {
    const last = newest.get(documentKey(change.system, change.kind, change.externalId))
    // What could not be planned must not come up again behind the newer one of its own batch.
    const isNewest = last?.change === change || last?.fate.state === 'recheck'
    batch.fates.push({ change, fate: isNewest || !HELD.has(fate.state) ? fate : { state: 'superseded' } })
  }
}

const HELD: ReadonlySet<Fate['state']> = new Set(['waiting', 'parked', 'duplicate'])

function planChange(batch: Batch, change: ChangeRow): Fate {
  const link = batch.links.get(documentKey(change.system, change.kind, change.externalId))
  if (change.deleted) return deletedThere(batch, change, link)
  // Deleted in this very batch, and given to another one.
  if (link && isAnothers(link, change)) return { state: 'recheck', recordId: link.recordId }
  const ours = ourWrite(change.system, { system: change.causeSystem ?? '', change: change.causeChange ?? '' })
  if (link && change.version !== link.seen) {
    // An echo of an earlier write of ours; that of the last one is still to come.
    if (ours && ours.version < link.wroteVersion) return { state: 'echo', recordId: link.recordId }
    // Perhaps read before our last write: then it would look as if that had been undone.
    if (!ours && change.readMark < link.writeMark) return { state: 'recheck', recordId: link.recordId }
    // Read before the document was last looked at, and kept after.
    if (change.readMark < link.readMark) return { state: 'recheck', recordId: link.recordId }
  }
  if (link && isReborn(link.born, change.born)) {
    // Read again, for it may be older than what is known. When that says the same, the other one is gone.
    if (change.origin !== 'pull') batch.goneUnheard.push(link)
    return { state: 'recheck', recordId: link.recordId }
  }
  const [{ fields }, given] = [kindOf(change.kind), change.edited ?? change.values]
  const missing = referencesIn(fields, given).find((reference) => !referred(batch, change.system, reference))
  if (missing) return { state: 'waiting', waitsKind: missing.kind, waitsFor: missing.id }
  const values = mapReferences(fields, given, (reference) => referred(batch, change.system, reference) as Id)
  if (link) return mergeLinked(batch, change, values, link)
  const record = ours ? batch.records.get(ours.recordId) : undefined
  if (record?.kind === change.kind) return linkEcho(batch, change, values, record)
  return identify(batch, change, values)
}

function deletedThere(batch: Batch, change: ChangeRow, link: LinkState | undefined): Fate {
  // Nobody's: or what a creation has made of which the outcome is not known yet.
  if (!link) return mayBeOurs(batch, change) ? waitForCreations(change) : { state: 'planned' }
  const record = batch.records.get(link.recordId) as RecordState
  // Either that of one which had its id before is told late, or of one that got it: then nobody has told that this is gone.
  if (isReborn(link.born, change.born)) return { state: change.origin === 'pull' ? 'recheck' : 'planned', recordId: record.id }
  return fateOf(batch, record, planDeletion(record, link, change, batch.engine.deletePolicy(change.kind, change.system)))
}

function fateOf(batch: Batch, { id }: RecordState, { deletion, reopened, refusal }: Deleted): Fate {
  if (deletion) batch.deletions.push(deletion)
  if (reopened) batch.reopened.push(reopened)
  return refusal ? { state: 'parked', recordId: id, refusal } : { state: 'planned', recordId: id }
}

/** Documents that went with one that is there again lose their links: they are made anew. */
function comeBack(batch: Batch, change: ChangeRow, record: RecordState, link: LinkState): void {
  for (const system of planReturn(record, link, change, (by) => batch.engine.deletePolicy(change.kind, by) === 'archive')) {
    const gone = record.links.get(system) as LinkState
    record.links.delete(system)
    batch.links.delete(documentKey(system, gone.kind, gone.externalId))
    batch.dropped.push(gone)
  }
}

function referred(batch: Batch, system: string, { kind, id }: Reference): Id | undefined {
  const key = documentKey(system, kind, id)
  return batch.links.get(key)?.recordId ?? batch.known.references.get(key)
}

function mergeLinked(batch: Batch, change: ChangeRow, values: Values, link: LinkState): Fate {
  const record = batch.records.get(link.recordId) as RecordState
  const ours = ourWrite(change.system, { system: change.causeSystem ?? '', change: change.causeChange ?? '' })
  const isEcho = change.origin !== 'repair' && (ours !== undefined || change.version === link.seen)
  const sending = batch.known.sending.get(`${change.system}:${record.id}`)
  if (isEcho && change.version === link.seen && agrees(link.base, values)) {
    // Whoever hears what became of a write under way has to know of it.
    return { state: 'echo', recordId: record.id, ...((ours || !sending) && { isEmpty: true }) }
  }
  if (!isEcho && sending && isUndecided(sending, link.base, values)) {
    return { state: 'waiting', waitsKind: change.kind, waitsFor: SENDING }
  }
  const isLast = change.version === link.seen || ours?.version === link.wroteVersion
  const wrote = isLast ? link.wrote : (sending?.changed ?? [])
  const was = { ...link.base, ...(isLast || !sending ? {} : early(sending, isEcho ? undefined : values)) }
  if (link.gone) comeBack(batch, change, record, link)
  merge(batch, change, values, record, link, was, isEcho ? new Set(wrote) : undefined)
  if (isEcho) return { state: 'echo', recordId: record.id }
  const edited = differingFields(was, values).filter((name) => name !== 'status')
  return fateOf(batch, record, planUnknowing(record, link, change, edited, was))
}

/** The echo of a creation arrives before its outcome is recorded: it proves what was created, so it makes the link. */
function linkEcho(batch: Batch, change: ChangeRow, values: Values, record: RecordState): Fate {
  const other = record.links.get(change.system)
  if (other) {
    const details = { system: change.system, kind: change.kind, first: other.externalId, second: change.externalId }
    return { state: 'parked', recordId: record.id, refusal: { code: 'joint/created-twice', details } }
  }
  const sending = batch.known.sending.get(`${change.system}:${record.id}`)
  const base = sending?.sent ?? record.values
  const link = newLink(batch, record, change, base, 'echo')
  link.wrote = sending?.changed ?? Object.keys(base)
  link.wroteVersion = sending?.version ?? 0
  merge(batch, change, values, record, link, base, new Set(link.wrote))
  return { state: 'echo', recordId: record.id }
}

/** Whether it may be what a creation has made of which the outcome is not known yet. */
function mayBeOurs(batch: Batch, change: ChangeRow): boolean {
  const creatingSince = batch.known.creating.get(documentKey(change.system, change.kind, ''))
  return creatingSince !== undefined && creatingSince <= change.keptMark
}

function waitForCreations(change: ChangeRow): Fate {
  return { state: 'waiting', waitsKind: change.kind, waitsFor: CREATING }
}

function identify(batch: Batch, change: ChangeRow, values: Values): Fate {
  // Changed by somebody right after.
  if (mayBeOurs(batch, change)) return waitForCreations(change)
  const { match, twins } = findMatch(batch, change, values)
  if (match.is === 'unsure') return { state: 'duplicate', suspects: match.suspects }
  if (match.is === 'new') return { state: 'planned', recordId: newRecord(batch, change, values).id, twins }
  const record = batch.records.get(match.recordId as Id) as RecordState
  const link = newLink(batch, record, change, values, `key:${match.by}`)
  merge(batch, change, values, record, link, undefined, undefined)
  return { state: 'planned', recordId: record.id }
}

/** `twins`: records with a document in that system already which this one may be, too. It is not held up by them. */
function findMatch(batch: Batch, change: ChangeRow, values: Values): { match: Match; twins: readonly Suspect[] } {
  const { kind, system } = change
  const keys = naturalKeys(kind, values)
  const stored = batch.candidates.get(documentKey(system, kind, change.externalId)) ?? []
  const decided = stored.find((candidate) => candidate.decided && !candidate.record.links.has(system))
  if (decided) return { match: { is: 'same', recordId: decided.record.id, by: 'person' }, twins: [] }
  const made = keys.flatMap(({ field, value }) => {
    const sharing = batch.newKeys.get(documentKey(kind, field, value)) ?? []
    return sharing.length > CROWDED ? [] : sharing
  })
  const whose = withinOf(kind, values)
  const beside = whose === undefined ? [] : (batch.newKeys.get(documentKey(kind, WITHIN, whose)) ?? [])
  const besides = beside.length > CROWDED_WITHIN ? [] : beside
  const records = [...new Set([...stored.map(({ record }) => record), ...made, ...besides])]
  const here = (record: RecordState) => record.links.has(system)
  const match = matchDocument(kind, values, records.filter((record) => !here(record)).map(candidateOf))
  if (match.is !== 'new' || matchingOf(kind).twinsAreFine) return { match, twins: [] }
  return { match, twins: suspectsAmong(kind, values, records.filter(here).map(candidateOf)) }
}

function candidateOf({ id, values }: RecordState) {
  return { recordId: id, values }
}

function newRecord(batch: Batch, change: ChangeRow, values: Values): RecordState {
  const { fields } = kindOf(change.kind)
  const names = Object.keys(fields)
  const { values: all, stamps } = firstRecord(names, incomingOf(batch, change, values), listsOf(fields))
  sharesKeys(all, change.kind, values)
  const record: RecordState = {
    id: batch.engine.newId(),
    kind: change.kind,
    before: undefined,
    values: all,
    stamps,
    disputed: [],
    state: 'active',
    isChanged: true,
    lastChange: change.id,
    links: new Map(),
    losers: [],
  }
  batch.records.set(record.id, record)
  const whose = withinOf(record.kind, all)
  const within = whose === undefined ? [] : [{ field: WITHIN, value: whose }]
  for (const { field, value } of [...naturalKeys(record.kind, all), ...within]) {
    const key = documentKey(record.kind, field, value)
    batch.newKeys.set(key, [...(batch.newKeys.get(key) ?? []), record])
  }
  newLink(batch, record, change, values, 'first')
  return record
}

function newLink(batch: Batch, record: RecordState, change: ChangeRow, base: Values, linkedBy: string): LinkState {
  const { system, kind, externalId, version, born } = change
  const state = { seen: version, base, wrote: [], wroteVersion: 0, writeMark: 0, readMark: readAt(change), gone: false, born }
  const made = { linkedBy, isNew: true, isChanged: false }
  const link: LinkState = { recordId: record.id, system, kind, externalId, ...state, ...made }
  record.links.set(system, link)
  batch.links.set(documentKey(system, kind, externalId), link)
  return link
}

function merge(
  batch: Batch,
  change: ChangeRow,
  values: Values,
  record: RecordState,
  link: LinkState,
  base: Values | undefined,
  wrote: ReadonlySet<string> | undefined,
): void {
  const incoming = incomingOf(batch, change, values)
  const sides = new Map<string, Side>()
  for (const system of record.links.keys()) {
    const side = batch.engine.systems.get(system)?.side
    if (side) sides.set(system, side)
  }
  const rules = batch.engine.book.rulesFor(record.kind, incoming.side, values.status === 'archived')
  const misnamed = misnamedBy(change, link)
  const told = { ...incoming, needed: neededOf(record.kind), ...(wrote && { wrote }), ...(misnamed && { misnamed }) }
  const merged = plan(base, told, { ...record, sides }, rules)
  const known = { born: change.born ?? link.born, readMark: Math.max(link.readMark, readAt(change)) }
  Object.assign(link, { seen: change.version, base: merged.base, wrote: wrote ? link.wrote : [], ...known, isChanged: true })
  const disputed = merged.disputed.filter((field) => !isSettled(record, merged.values, field))
  if (merged.changed.length > 0 || merged.overruled.length > 0 || !sameValue(disputed, record.disputed)) {
    record.isChanged = true
    record.lastChange = change.id
  }
  Object.assign(record, { values: merged.values, stamps: merged.stamps, disputed })
  for (const loser of merged.losers) record.losers.push({ loser, change })
}

/** Nobody has touched it since the joint wrote it: where it names another document than was meant, an id is another's now. */
function misnamedBy(change: ChangeRow, { seen, wrote }: LinkState): ReadonlySet<string> | undefined {
  if (change.origin !== 'repair' || change.version !== seen || wrote.length === 0) return undefined
  const { fields } = kindOf(change.kind)
  return new Set(wrote.filter((name) => fields[name]?.kind === 'reference'))
}

/** What was read because somebody asked for it is newer than whatever was read before it was kept. */
function readAt({ origin, keptMark }: ChangeRow): number {
  return origin === 'pull' ? 0 : keptMark
}

/** A dispute ends when every system says what the record says. */
function isSettled(record: RecordState, values: Values, field: string): boolean {
  return [...record.links.values()].every(({ base }) => sameValue(base[field] ?? null, values[field] ?? null))
}

function incomingOf(batch: Batch, change: ChangeRow, values: Values): Incoming {
  const side = batch.engine.systems.get(change.system)?.side ?? 'crm'
  const { system, actor, at, id, mapping } = change
  return { values, system, side, actor, at, change: id, ...(mapping === null ? {} : { mapping }) }
}

function agrees(base: Values, values: Values): boolean {
  return Object.entries(values).every(([name, value]) => sameValue((base[name] ?? null) as Json, value))
}

function addRecord(batch: Batch, row: RecordRow): RecordState {
  const { id, kind, values, stamps, disputed, state: was } = row
  const state = { id, kind, before: row, values, stamps, disputed, state: was, isChanged: false, lastChange: null }
  const record: RecordState = { ...state, links: new Map(), losers: [] }
  batch.records.set(id, record)
  return record
}

function addLink(batch: Batch, row: LinkRow): void {
  const link: LinkState = { ...row, isNew: false, isChanged: false }
  batch.links.set(documentKey(row.system, row.kind, row.externalId), link)
  batch.records.get(row.recordId)?.links.set(row.system, link)
}
