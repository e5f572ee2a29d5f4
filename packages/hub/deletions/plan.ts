/** What becomes of a record when one of its documents is deleted, or comes back. Pure: it changes what it is given only. */
import type { Details, Id, Instant, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { sameValue } from '../engine/values.ts'
import { type Stamps, stampOf } from '../lineage/stamps.ts'
import type { DeletePolicy } from './definition.ts'

/** The rule in the stamp of a status that follows from a deletion. */
export const BY_DELETION = 'deletion'

interface DocumentLink {
  readonly system: string
  seen: string
  base: Values
  gone: boolean
  isChanged: boolean
}

interface DeletableRecord {
  readonly id: Id
  readonly kind: string
  state: 'active' | 'deleted'
  values: Values
  stamps: Stamps
  readonly disputed: readonly string[]
  isChanged: boolean
  lastChange: Id | null
  readonly links: ReadonlyMap<string, DocumentLink>
}

interface Told {
  readonly id: Id
  readonly system: string
  readonly kind: string
  readonly version: string
  readonly actor: string
  readonly at: Instant
}

/** A deletion to be put on record, with what was decided. */
export interface NewDeletion {
  readonly recordId: Id
  readonly kind: string
  readonly system: string
  readonly change: Id
  readonly by: string
  readonly at: Instant
  readonly policy: DeletePolicy
  readonly edited: readonly string[]
  readonly statusBefore: Json
  readonly isOpen: boolean
  readonly values: Values
}

/** A deletion that had travelled already and waits for a person now. */
export interface Reopened {
  readonly recordId: Id
  readonly change: Id
  readonly edited: readonly string[]
}

export interface Deleted {
  readonly deletion?: NewDeletion
  readonly reopened?: Reopened
  readonly refusal?: { readonly code: string; readonly details: Details }
}

/** Takes in that a document is gone. `policy`: what the rules say the others do. */
export function planDeletion(record: DeletableRecord, link: DocumentLink, change: Told, policy: DeletePolicy): Deleted {
  if (link.gone) return {}
  Object.assign(link, { gone: true, seen: change.version, isChanged: true })
  // It was wanted: by us, or somebody else was faster there.
  if (record.state === 'deleted') return {}
  // Nothing is to be written there any more.
  record.isChanged = true
  record.lastChange = change.id
  const edited = unknownThere(record, link)
  const asks = policy === 'ask' || (edited.length > 0 && policy !== 'keep')
  const deletion = deletionOf(record, change, policy, edited, asks)
  if (asks) return { deletion, refusal: refusalOf(change, edited) }
  if (policy === 'archive') archiveRecord(record, link, change)
  if (policy === 'delete') record.state = 'deleted'
  return { deletion }
}

/**
 * Somebody changed a document that was to be archived or deleted because another one is gone, and did not know: nothing
 * more is done to it until a person decides. Call it after the change was merged.
 */
export function planUnknowing(
  record: DeletableRecord,
  link: DocumentLink,
  change: Told,
  edited: readonly string[],
  was: Values | undefined,
): Deleted {
  const isPending = record.state === 'deleted' || isArchivedByDeletion(record)
  if (!isPending || link.gone || edited.length === 0) return {}
  const isTold = record.state === 'active' && sameValue(was?.status, record.values.status)
  if (isTold) return {}
  const where = [...record.links.values()].find(({ gone }) => gone)?.system ?? change.system
  reviveRecord(record, change)
  return {
    reopened: { recordId: record.id, change: change.id, edited },
    refusal: refusalOf({ ...change, system: where }, edited),
  }
}

/**
 * A document that was gone is there again. Answers the other systems whose document went with it and is to be made anew.
 * Where that of another system has been deleted, too, what followed from that stays. `archives`: whether what a system deletes
 * is archived in the others.
 */
export function planReturn(
  record: DeletableRecord,
  link: DocumentLink,
  change: Told,
  archives: (system: string) => boolean,
): string[] {
  Object.assign(link, { gone: false, isChanged: true })
  const gone = [...record.links.values()].filter((one) => one.gone).map(({ system }) => system)
  const isDeleted = record.state === 'deleted'
  const by = stampOf(record.stamps, 'status')?.system ?? ''
  const stays = !isDeleted && gone.some((system) => archives(system) || (isArchivedByDeletion(record) && system === by))
  reviveRecord(record, change, !stays)
  return isDeleted ? gone : []
}

function archiveRecord(record: DeletableRecord, link: DocumentLink, change: Told): void {
  record.values = { ...record.values, status: 'archived' }
  record.stamps = { ...record.stamps, status: { ...stampFrom(change), rule: BY_DELETION } }
  // Agreed there, too: when the document comes back as active, that is a change.
  link.base = { ...link.base, status: 'archived' }
}

function reviveRecord(record: DeletableRecord, change: Told, isActive = true): void {
  record.isChanged = true
  record.lastChange = change.id
  if (isActive && isArchivedByDeletion(record)) {
    record.values = { ...record.values, status: 'active' }
    record.stamps = { ...record.stamps, status: { ...stampFrom(change), rule: 'returned' } }
  }
  record.state = 'active'
}

function isArchivedByDeletion({ values, stamps }: DeletableRecord): boolean {
  return values.status === 'archived' && stampOf(stamps, 'status')?.rule === BY_DELETION
}

/** Fields that somebody changed and that system had not been told of when it deleted the document. */
function unknownThere({ values, disputed }: DeletableRecord, { base }: DocumentLink): string[] {
  const differs = (name: string) => !sameValue(base[name] ?? null, values[name] ?? null)
  return Object.keys(base).filter((name) => differs(name) || disputed.includes(name))
}

function deletionOf(
  { id, values }: DeletableRecord,
  change: Told,
  policy: DeletePolicy,
  edited: readonly string[],
  isOpen: boolean,
): NewDeletion {
  const { kind, system, actor, at } = change
  const statusBefore = values.status ?? null
  return { recordId: id, kind, system, change: change.id, by: actor, at, policy, edited, statusBefore, isOpen, values }
}

function refusalOf({ system, kind, actor }: Told, edited: readonly string[]): NonNullable<Deleted['refusal']> {
  return edited.length > 0
    ? { code: 'joint/deleted-and-changed', details: { system, kind, fields: edited.join(', ') } }
    : { code: 'joint/deleted-there', details: { system, kind, actor } }
}

function stampFrom({ actor, at, system, id }: Told) {
  return { by: actor, at, system, change: id }
}
