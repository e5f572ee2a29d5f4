/**
 * What is wrong at the end of a story, found without the joint's own proof: every system must say what the record says,
 * field by field, or something open in the inbox, a conflict or a possible duplicate says of exactly that document (and
 * field) why it does not.
 */
import type { KindName, Values } from '@tandem/hub'
import { kindOf } from '@tandem/hub'
import type { Field, Id, Json } from '@tandem/kernel'
import { isWritten, kindsIn } from './kept.ts'
import type { Deed } from './ledger.ts'
import { lostEdits } from './lost-edits.ts'
import { moneyFindings } from './money-found.ts'
import { type Joined, type JointState, loadState } from './state.ts'
import type { Story } from './story.ts'

export async function findings(story: Story): Promise<string[]> {
  const state = await loadState(story)
  return [
    ...story.wrong,
    ...unsettled(state),
    ...madeTwice(story),
    ...outdated(state),
    ...disputesWithItself(story, state),
    ...missedTwins(story, state),
    ...kindsIn(story.climate).flatMap((kind) =>
      (['crm', 'erp'] as const).flatMap((system) => unknownDocuments(story, state, kind, system)),
    ),
    ...state.records.flatMap((record) =>
      (['crm', 'erp'] as const).flatMap((system) => differences(story, state, record, system)),
    ),
    ...(['crm', 'erp'] as const).flatMap((system) => mergesUntold(story, state, system)),
    ...lostEdits(story, state),
    ...moneyFindings(story, (system, kind, id, field) => isOpen(state, system, kind, id, field)),
  ]
}

/** Whether somebody is told or asked about this field of exactly this document. */
function isOpen(state: JointState, system: string, kind: KindName, id: string, field: string): boolean {
  const record = state.recordOf(system, kind, id)
  if (hasHeldChange(state, system, kind, id)) return true
  return record !== undefined && (state.isDisputed(record, field) || ['crm', 'erp'].some((one) => isWaiting(state, one, record)))
}

/** What the joint still means to do though all has been quiet for long, and what it says is open though it is not. */
function unsettled(state: JointState): string[] {
  const { changes, deliveries, entries } = state
  const ofChange = new Map(entries.flatMap((entry) => (entry.change ? [[entry.change, entry] as const] : [])))
  const ofDelivery = new Map(entries.flatMap((entry) => (entry.delivery ? [[entry.delivery, entry] as const] : [])))
  const known = new Set<string>([...changes, ...deliveries].map(({ id }) => id))
  return [
    ...changes.flatMap(({ id, state: now, system, kind, externalId, waitsIsOver }) => {
      const isHeld = now === 'duplicate' && state.duplicates.some(({ change }) => change === id)
      return isHeld || (ofChange.has(id) && !waitsIsOver && now !== 'new' && now !== 'recheck')
        ? []
        : [`change ${now} of ${system} ${kind} ${externalId} is stuck where nobody sees it`]
    }),
    ...deliveries.flatMap(({ id, state: now, system, kind, recordId, reason, waitsIsOver }) => {
      const isHeld = state.duplicates.some((one) => one.record === recordId && one.system === system)
      // Tried for ever only while the document itself cannot be read there.
      const document = state.documentOf(system, recordId) ?? ''
      const mayTry = now === 'parked' || now === 'waiting' || hasHeldChange(state, system, kind, document)
      return isHeld || (ofDelivery.has(id) && mayTry && !waitsIsOver)
        ? []
        : [`delivery ${now} of ${kind} ${recordId} to ${system} is stuck where nobody sees it (${reason})`]
    }),
    ...entries.flatMap(({ code, details, record }) =>
      // Somebody may make there what is being made there; but this is one document.
      code === 'joint/created-twice' && details.first === details.second
        ? [`the joint takes ${details.first}, which it has made of ${record}, for another's`]
        : [],
    ),
    ...entries.flatMap(({ change, delivery, code, state: now }) =>
      now === 'ignored' || (change === null && delivery === null) || known.has(change ?? delivery ?? '')
        ? []
        : [`an inbox entry ${code} (${now}) tells of what is over`],
    ),
  ]
}

/** Reports that still wait though a newer one of the same document counts already. */
function outdated({ changes }: JointState): string[] {
  return changes.flatMap(({ system, kind, externalId, state, isOutdated }) =>
    isOutdated && ['waiting', 'parked', 'duplicate'].includes(state)
      ? [`change ${state} of ${system} ${kind} ${externalId} is older than what counts already`]
      : [],
  )
}

/** What the joint wrote itself, and was told to be its own, is nobody's word against another. */
function disputesWithItself(story: Story, state: JointState): string[] {
  const isOwn = (system: string | null, by: string | null) =>
    by === 'joint' && story.systems[system as 'crm' | 'erp'].reportsCause
  // Whoever wrote the document last is told with all it says, also with what somebody had said there just before.
  const isSaid = (system: string | null, record: Id, field: string, value: Json) =>
    story.ledger.deeds.some(
      (deed) =>
        deed.system === system && deed.values[field] === value && state.recordOf(deed.system, deed.kind, deed.id) === record,
    )
  return state.conflicts.flatMap(({ system, field, record, kept, other, otherBy, keptSystem, keptBy }) => {
    const isDisputed =
      (isOwn(system, otherBy) && !isSaid(system, record, field, other)) ||
      (isOwn(keptSystem, keptBy) && !isSaid(keptSystem, record, field, kept))
    // What a merge re-points is told as written by whoever merged, and names no write.
    return field !== 'customer' && isDisputed
      ? [`${system} ${field} of ${record}: the joint takes its own write for the word of somebody`]
      : []
  })
}

/** Two documents with one code, each made by people in another system, are one, or somebody was asked. */
function missedTwins(story: Story, state: JointState): string[] {
  const made = story.ledger.deeds.filter(({ what, kind, values }) => what !== 'remove' && kind === 'customer' && 'code' in values)
  const byCode = Map.groupBy(made, ({ values }) => String(values.code))
  return [...byCode].flatMap(([code, deeds]) => {
    const [first, second] = deeds
    if (!first || !second || deeds.length !== 2 || first.system === second.system) return []
    if (deeds.some(({ what }) => what !== 'add')) return []
    const records = deeds.map(({ system, kind, id }) => state.recordOf(system, kind, id))
    const known = new Set<string>(records.flatMap((id) => id ?? []))
    // Also by somebody who changed what the joint had made of one of them.
    const isOfThese = (deed: Deed) =>
      deeds.some((one) => one.id === deed.id && one.kind === deed.kind) ||
      known.has(state.recordOf(deed.system, deed.kind, deed.id) ?? '')
    const changed = story.ledger.deeds.some(
      (deed) => !deeds.includes(deed) && ('code' in deed.values || deed.what === 'remove') && isOfThese(deed),
    )
    const isAsked = state.asked.some(({ system, externalId }) =>
      deeds.some((deed) => deed.system === system && deed.id === externalId),
    )
    const isHeld = deeds.some(({ system, kind, id }) => hasHeldChange(state, system, kind, id))
    // One that was merged into another is not there to be the same as anybody: its code is in the history of that other.
    const isMerged =
      records.some((id) => id !== undefined && state.merged.has(id)) ||
      deeds.some(({ system, kind, id }) => story.systems[system as 'crm' | 'erp'].system.merged(kind).has(id))
    return changed || isMerged || isAsked || isHeld || records[0] === records[1]
      ? []
      : [`${code} was made in both systems and is two: nobody was asked`]
  })
}

/** Documents that the joint made of the same record in the same system; an id may have become another document's since. */
function madeTwice({ ledger, systems }: Story): string[] {
  const made = new Map<string, string>()
  const whose = new Map<string, string>()
  return ledger.written.flatMap(({ system, kind, id, key, isNew }) => {
    if (!isNew) return []
    const of = `${system} ${key.split(':')[1]}`
    const first = made.get(of)
    made.set(of, id)
    whose.set(`${system} ${kind} ${id}`, of)
    if (first === undefined || first === id) return []
    const isItsOwn = whose.get(`${system} ${kind} ${first}`) === of && !isGivenAway(ledger, system, kind, first)
    const isStillThere = isItsOwn && systems[system as 'crm' | 'erp'].system.documents(kind).has(first)
    return isStillThere ? [`${system} has ${kind} ${first} and ${id} of one record`] : []
  })
}

/** Whether people have made another document under an id that the joint's own had before. */
function isGivenAway({ deeds }: Story['ledger'], system: string, kind: string, id: string): boolean {
  const isNew = (deed: Deed) => deed.what === 'add' && Object.keys(deed.before).length === 0
  return deeds.some((deed) => deed.system === system && deed.kind === kind && deed.id === id && isNew(deed))
}

function unknownDocuments(story: Story, state: JointState, kind: KindName, system: 'crm' | 'erp'): string[] {
  const documents = [...story.systems[system].system.documents(kind).keys()]
  return documents.flatMap((id) => {
    if (state.recordOf(system, kind, id) || hasHeldChange(state, system, kind, id)) return []
    return [`the joint knows nothing of ${system} ${kind} ${id}`]
  })
}

/** A change of exactly this document waits for a person. */
function hasHeldChange(state: JointState, system: string, kind: string, externalId: string): boolean {
  return state.changes.some(
    (change) => change.system === system && change.kind === kind && change.externalId === externalId && isShown(state, change.id),
  )
}

function isShown(state: JointState, id: string): boolean {
  return (
    state.entries.some(({ change, delivery }) => change === id || delivery === id) ||
    state.duplicates.some(({ change }) => change === id)
  )
}

/** A delivery of exactly this record to exactly this system waits for a person, or for a person's word on a duplicate. */
function isWaiting(state: JointState, system: string, record: Id): boolean {
  return (
    state.deliveries.some((one) => one.system === system && one.recordId === record && isShown(state, one.id)) ||
    state.duplicates.some((one) => one.system === system && one.record === record)
  )
}

/** What a system has merged and the joint takes for two, or the other way round. */
function mergesUntold(story: Story, state: JointState, system: 'crm' | 'erp'): string[] {
  const { system: memory } = story.systems[system]
  const merged = memory.merged('customer')
  const aliases = new Map(state.aliases.flatMap((alias) => (alias.system === system ? [[alias.externalId, alias]] : [])))
  const isShownOf = ({ loser }: { loser: Id | null }) =>
    state.entries.some((entry) => entry.system === system && entry.record === loser)
  const untold = [...merged].flatMap(([id, into]) => {
    const isOne = state.recordOf(system, 'customer', id) === state.recordOf(system, 'customer', into)
    if ((aliases.has(id) && isOne) || hasHeldChange(state, system, 'customer', id)) return []
    return [`${system} customer ${id} is merged into ${into}, and the joint takes them for two`]
  })
  const undone = [...aliases.values()].flatMap((alias) => {
    const { externalId, there, task } = alias
    const isMerged = merged.has(externalId) || !memory.capabilities().kinds.customer?.merge
    if ((task === null && (!there || isMerged)) || isShownOf(alias) || hasHeldChange(state, system, 'customer', externalId))
      return []
    return [`${system} customer ${externalId} is merged in the joint and not there (${task})`]
  })
  return [...untold, ...undone]
}

function differences(story: Story, state: JointState, record: Joined, system: 'crm' | 'erp'): string[] {
  const { kind, id } = record
  if (record.state === 'merged') return []
  const externalId = state.documentOf(system, id)
  const name = `${kind} ${id} in ${system}`
  if (externalId === undefined) {
    return record.state === 'deleted' || !isWritten(system, kind) || isWaiting(state, system, id) ? [] : [`${name}: is not there`]
  }
  if (hasHeldChange(state, system, kind, externalId)) return []
  const { system: memory, asKept } = story.systems[system]
  const [document, wanted] = [memory.documents(kind).get(externalId), asKept(kind, record.values)]
  if (!document) return state.isKnownGone(system, id) ? [] : [`${name}: ${externalId} is gone, and nobody is told`]
  if (record.state === 'deleted' && !isWaiting(state, system, id))
    return [`${name}: ${externalId} is still there, though deleted`]
  const differing = Object.keys(document).filter(
    (field) => text(inJointTerms(state, system, kind, field, document[field])) !== text(wanted[field]),
  )
  return differing.flatMap((field) => {
    const isDisputed = record.disputed.includes(field) && state.isDisputed(id, field)
    if (isDisputed || isWaiting(state, system, id)) return []
    return [`${name} (${externalId}): ${field} is ${text(document[field])} there and ${text(record.values[field])} in the joint`]
  })
}

/** References become the ids of records: it is those that have to agree. */
function inJointTerms(state: JointState, system: string, kind: KindName, name: string, value: Json | undefined): Json {
  return termsOf(state, system, kindOf(kind).fields[name], value)
}

function termsOf(state: JointState, system: string, field: Field | undefined, value: Json | undefined): Json {
  if (value === null || value === undefined) return null
  if (field?.kind === 'reference') return state.recordOf(system, field.to as KindName, String(value)) ?? `? ${value}`
  if (field?.kind !== 'lines') return value
  const ofLine = (line: Values) =>
    Object.entries(line).map(([name, inner]) => [name, termsOf(state, system, field.of[name], inner)])
  return (value as readonly Values[]).map((line) => Object.fromEntries(ofLine(line)))
}

/** Equal values have equal texts, whatever the order of their keys. */
function text(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map((one) => text(one as Json)).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, inner]) => `${name}:${text(inner as Json)}`).join()}}`
}
