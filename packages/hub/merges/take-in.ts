/**
 * What systems tell of merges, before anything else of a batch is planned: then everything in it is read in the light of
 * them. Not asked for while nothing was ever merged.
 */
import { appendEvents, insertRows, rows, run, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, Id, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { type Engine, jointContext } from '../engine/engine.ts'
import type { Batch, Fate } from '../engine/plan-batch.ts'
import type { ChangeRow, Known } from '../engine/plan-load.ts'
import { documentKey, given } from '../engine/sets.ts'
import { CREATING } from '../engine/under-way.ts'
import { ourWrite } from '../engine/write-key.ts'
import { referencesIn } from '../identity/references.ts'
import { type KindName, kindOf } from '../kinds.ts'
import { mergeRecords, wantIn } from './carry-out.ts'
import { crossed } from './crossed.ts'
import type { Merge } from './definition.ts'
import { kinNamed, lookAgain, wentAlong } from './look-again.ts'
import { livingMerges, unmergeRecords } from './undo.ts'

interface Alias {
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly recordId: Id
  readonly loser: Id | null
  readonly seen: string
  readonly there: boolean
  readonly task: 'merge' | 'unmerge' | null
  readonly sending: boolean
  readonly writeMark: number
}

/** A document that was merged away, as others name it. */
interface Named {
  readonly recordId: Id
  readonly loser: Id | null
  readonly there: boolean
}

export interface TakenIn {
  /** Changes that are dealt with. */
  readonly fates: ReadonlyMap<Id, Fate>
  /** Documents that were merged away, by `documentKey`. */
  readonly aliases: ReadonlyMap<string, Named>
  /** Records that documents read again after a merge name, by `documentKey`. */
  readonly kin: ReadonlyMap<string, Id>
}

export const NO_MERGES: TakenIn = { fates: new Map(), aliases: new Map(), kin: new Map() }

export async function takeInMerges(tx: Tx, engine: Engine, changes: readonly ChangeRow[]): Promise<TakenIn> {
  const fates = new Map<Id, Fate>()
  // In order, each in the light of those before: a document may be merged and un-merged in one batch. What is merged here
  // concerns others of the batch, too.
  const seen = new Set<Id>()
  for (let next = await concerned(tx, changes); next.length > 0; ) {
    for (const change of next) {
      seen.add(change.id)
      const fate = await takeIn(tx, engine, change)
      if (fate) fates.set(change.id, fate)
    }
    next = (await concerned(tx, changes)).filter(({ id }) => !seen.has(id))
  }
  const [aliases, kin] = [await aliasesNamed(tx, changes), await kinNamed(tx, changes)]
  return { fates, aliases, kin }
}

/** Changes of documents that are, or are told to be, merged away, and of those we made for a merged record. Few. */
async function concerned(tx: Tx, changes: readonly ChangeRow[]): Promise<ChangeRow[]> {
  const asked = changes.flatMap((change) => {
    const { system, kind, externalId, causeSystem, causeChange } = change
    if (!MERGED_KINDS.has(kind)) return []
    const ours = ourWrite(system, { system: causeSystem ?? '', change: causeChange ?? '' })
    return [{ system, kind, externalId, ours: ours?.recordId ?? null }]
  })
  const found = await rows(
    tx,
    sql<{ system: string; kind: string; externalId: string }>`
      select given.system, given.kind, given.external_id
      from ${given(asked, 'system text, kind text, external_id text, ours uuid')}
      -- The offsets keep the planner from reading all records that were merged instead of looking up those given.
      where exists (select from hub.alias a
                    where a.system = given.system and a.kind = given.kind and a.external_id = given.external_id offset 0)
        or exists (select from hub.record r where r.id = given.ours and r.state = 'merged' offset 0)`,
  )
  const keyOf = ({ system, kind, externalId }: (typeof found)[number]) => documentKey(system, kind, externalId)
  const keys = new Set(found.map(keyOf))
  for (const change of changes) if (change.mergedInto !== null) keys.add(keyOf(change))
  return changes.filter((change) => keys.has(keyOf(change)))
}

async function takeIn(tx: Tx, engine: Engine, change: ChangeRow): Promise<Fate | undefined> {
  const by = jointContext(engine)
  const alias = await aliasOf(tx, change.system, change.kind, change.externalId)
  if (alias) return ofAlias(tx, by, change, alias, mergesItself(engine, change))
  if (change.mergedInto !== null) return newMerge(tx, by, change, change.mergedInto)
  return lateTwin(tx, by, change)
}

/** Kinds whose merges travel. */
export const MERGED_KINDS: ReadonlySet<string> = new Set(['customer', 'contact'])

async function aliasOf(tx: Tx, system: string, kind: string, externalId: string): Promise<Alias | undefined> {
  const found = await rows(
    tx,
    sql<Alias>`
      select system, kind, external_id, record_id, loser, seen, there, task, sending, write_mark from hub.alias
      where system = ${system} and kind = ${kind} and external_id = ${externalId} for update`,
  )
  return found[0]
}

function mergesItself({ systems }: Engine, { system, kind }: ChangeRow): boolean {
  return systems.get(system)?.capabilities.kinds[kind as KindName]?.merge ?? false
}

async function ofAlias(tx: Tx, by: Context, change: ChangeRow, alias: Alias, isNative: boolean): Promise<Fate | undefined> {
  const echo: Fate = { state: 'echo', recordId: alias.recordId }
  if (change.deleted) return { state: 'planned', recordId: alias.recordId }
  const at = sql`system = ${alias.system} and kind = ${alias.kind} and external_id = ${alias.externalId}`
  if (change.mergedInto !== null) {
    if (alias.task === 'unmerge') return echo
    const elsewhere = await mergedElsewhere(tx, by, change, { alias, into: change.mergedInto })
    if (elsewhere) return elsewhere
    await run(
      tx,
      sql`update hub.alias set there = true, seen = ${change.version},
                 task = case when undo then 'unmerge' end, undo = false, sending = false where ${at}`,
    )
    return echo
  }
  // Not merged there yet: what somebody changes in the document that goes is kept in its history only.
  if (!alias.there) return { state: 'planned', recordId: alias.loser ?? alias.recordId }
  if (change.version === alias.seen) return echo
  // A system that cannot merge keeps it archived; restored, it is another one again.
  if (!isNative && change.values.status === 'archived') return echo
  if (change.readMark < alias.writeMark && alias.task === null) return { state: 'recheck', recordId: alias.recordId }
  if (alias.loser === null) {
    await run(tx, sql`delete from hub.alias where ${at}`)
    return undefined
  }
  // Our own undoing has arrived there, or somebody there has undone it.
  const isOurs = alias.task === 'unmerge'
  if (isOurs) await restoreLink(tx, by, alias, change.version)
  else await undo(tx, by, alias.loser, change)
  return undefined
}

/**
 * Merged here into another one than there: who is one with both makes them one. Nobody has merged those two yet, so each
 * system has to. But where it was merged here before, somebody has taken that back meanwhile: those two are not one.
 */
async function mergedElsewhere(
  tx: Tx,
  by: Context,
  change: ChangeRow,
  { alias, into }: { readonly alias: Alias; readonly into: string },
): Promise<Fate | undefined> {
  const [found] = await holdersOf(tx, change, [into])
  if (!found) return { state: 'waiting', waitsKind: change.kind, waitsFor: into }
  if (found.recordId === alias.recordId) return undefined
  if (alias.there && alias.loser !== null) {
    if (change.readMark < alias.writeMark) return { state: 'recheck', recordId: alias.recordId }
    await undo(tx, by, alias.loser, change)
    return newMerge(tx, by, change, into)
  }
  await mergeRecords(tx, by, [
    { loser: alias.recordId, winner: found.recordId, system: null, mergedBy: change.actor, at: change.at, version: null },
  ])
  return undefined
}

async function undo(tx: Tx, by: Context, loser: Id, { system, actor }: ChangeRow): Promise<void> {
  const merges = await livingMerges(tx, [loser])
  await unmergeRecords(tx, by, merges, system)
  await markUnmerged(tx, by, merges, system, actor)
}

async function markUnmerged(tx: Tx, by: Context, merges: readonly Merge[], system: string, actor: string): Promise<void> {
  await run(
    tx,
    sql`update hub.merge set state = 'unmerged', version = version + 1, updated_at = ${by.now}, updated_by = ${actor}
        where id = any(${uuidArray(merges.map(({ id }) => id))}::uuid[])`,
  )
  const events = merges.map(({ id, version, kind }) => {
    const payload = { kind, system } as Json
    return { document: 'merge', documentId: id, documentVersion: version + 1, type: 'records-unmerged', payload }
  })
  await appendEvents(tx, 'hub', by, events)
}

/** The document is the losing record's own again; or, when that has been merged into another meanwhile, is to go there. */
export async function restoreLink(
  tx: Tx,
  by: Context,
  { system, kind, externalId, loser }: Pick<Alias, 'system' | 'kind' | 'externalId' | 'loser'>,
  version: string,
): Promise<void> {
  const gone = await rows(
    tx,
    sql<{ base: Values }>`
      delete from hub.alias where system = ${system} and kind = ${kind} and external_id = ${externalId} returning base`,
  )
  const base = gone[0]?.base
  if (!base || loser === null) return
  const document = { system, kind, externalId, seen: version, base }
  const winner = await winnerOf(tx, system, loser)
  if (winner?.intoId) await mergeThere(tx, by, document, loser, winner)
  else {
    const made = { ...document, recordId: winner?.id ?? loser, linkedAt: by.now, linkedBy: 'unmerge' }
    await insertRows(tx, 'hub.link', [made], { onConflict: 'nothing' })
    // What was still to be written there when it was merged was given up.
    await wantIn(tx, by, [{ system, kind, recordId: made.recordId, version: 1, changeId: null }])
  }
  await lookAgain(tx, by, system, await wentAlong(tx, loser))
}

interface Winner {
  readonly id: Id
  /** Version of the record that was merged into it. */
  readonly version: number
  readonly base: Values
  /** Its document in the system, if there is one. */
  readonly intoId: string | null
}

/** What a record was merged into, if it is merged. */
async function winnerOf(tx: Tx, system: string, loser: Id): Promise<Winner | undefined> {
  const [found] = await rows(
    tx,
    sql<Winner>`
      select r.merged_into as id, r.version, r.values as base, l.external_id as into_id
      from hub.record r left join hub.link l on l.record_id = r.merged_into and l.system = ${system}
      where r.id = ${loser} and r.state = 'merged'`,
  )
  return found
}

/** A document of a merged record that is still one of its own in a system: that has to merge it. */
async function mergeThere(
  tx: Tx,
  by: Context,
  document: Pick<Alias, 'system' | 'kind' | 'externalId' | 'seen'> & { readonly base: Values },
  loser: Id,
  winner: Winner,
): Promise<void> {
  const task = { task: 'merge', key: `${document.system}:${loser}:${winner.version}`, dueAt: by.now }
  await insertRows(tx, 'hub.alias', [{ ...document, recordId: winner.id, loser, intoId: winner.intoId, there: false, ...task }])
}

interface Holder {
  readonly externalId: string
  readonly recordId: Id
}

function holdersOf(tx: Tx, { system, kind }: ChangeRow, externalIds: readonly string[]): Promise<Holder[]> {
  return rows(
    tx,
    sql<Holder>`
      select given.external_id, coalesce(l.record_id, a.record_id) as record_id
      from ${given(
        externalIds.map((externalId) => ({ system, kind, externalId })),
        'system text, kind text, external_id text',
      )}
      left join hub.link l using (system, kind, external_id) left join hub.alias a using (system, kind, external_id)
      where coalesce(l.record_id, a.record_id) is not null`,
  )
}

async function newMerge(tx: Tx, by: Context, change: ChangeRow, into: string): Promise<Fate> {
  const { system, kind, externalId, version } = change
  // Asked first: what is made in between is found by the next statement.
  const mayBeOurs = await isBeingMade(tx, change)
  const holders = await holdersOf(tx, change, [externalId, into])
  const holderOf = (id: string) => holders.find((one) => one.externalId === id)?.recordId
  const [loser, winner] = [holderOf(externalId), holderOf(into)]
  if (!winner) return { state: 'waiting', waitsKind: kind, waitsFor: into }
  if (!loser) {
    if (mayBeOurs) return { state: 'waiting', waitsKind: kind, waitsFor: CREATING }
    // Merged before the joint ever heard of it.
    const row = { system, kind, externalId, recordId: winner, loser: null, intoId: into, seen: version, base: {}, there: true }
    await insertRows(tx, 'hub.alias', [row])
    return { state: 'planned', recordId: winner }
  }
  if (loser === winner) {
    const isSettled = await crossed(tx, by, change, into, winner)
    // It was told that the other one is merged itself: that this is over is still to be told.
    return isSettled ? { state: 'echo', recordId: winner } : { state: 'waiting', waitsKind: kind, waitsFor: into }
  }
  await mergeRecords(tx, by, [{ loser, winner, system, mergedBy: change.actor, at: change.at, version }])
  return { state: 'planned', recordId: loser }
}

/** It may be what a creation has made of which the outcome is not known yet. */
async function isBeingMade(tx: Tx, { system, kind, keptMark }: ChangeRow): Promise<boolean> {
  const [creation] = await rows(
    tx,
    sql`select 1 from hub.delivery where state = 'sending' and system = ${system} and kind = ${kind}
          and sent_seen is null and sent_mark <= ${keptMark} limit 1`,
  )
  return creation !== undefined
}

/** A document that we created for a record which was merged before anybody knew: merged there, too, or the other's now. */
async function lateTwin(tx: Tx, by: Context, change: ChangeRow): Promise<Fate | undefined> {
  const { system, kind, externalId, version, causeSystem, causeChange } = change
  const ours = ourWrite(system, { system: causeSystem ?? '', change: causeChange ?? '' })
  if (!ours) return undefined
  const known = await rows(
    tx,
    sql`select 1 from hub.link where system = ${system} and kind = ${kind} and external_id = ${externalId}`,
  )
  const winner = known.length === 0 ? await winnerOf(tx, system, ours.recordId) : undefined
  if (!winner) return undefined
  const { id, base, intoId } = winner
  if (intoId === null) {
    const link = { recordId: id, system, kind, externalId, seen: '', base, linkedAt: by.now, linkedBy: 'merge' }
    await insertRows(tx, 'hub.link', [link])
    return undefined
  }
  await mergeThere(tx, by, { system, kind, externalId, seen: version, base }, ours.recordId, winner)
  return { state: 'planned', recordId: ours.recordId }
}

/** Whom the references of changes mean when the document they name was merged away. */
async function aliasesNamed(tx: Tx, changes: readonly ChangeRow[]): Promise<Map<string, Named>> {
  const named = changes.flatMap(({ system, kind, values, edited }) =>
    referencesIn(kindOf(kind).fields, edited ?? values).flatMap((reference) =>
      MERGED_KINDS.has(reference.kind) ? [{ system, kind: reference.kind, externalId: reference.id }] : [],
    ),
  )
  if (named.length === 0) return new Map()
  const unique = new Map(named.map((one) => [documentKey(one.system, one.kind, one.externalId), one]))
  const found = await rows(
    tx,
    sql<Named & { system: string; kind: string; externalId: string }>`
      select a.system, a.kind, a.external_id, a.record_id, a.loser, a.there
      from ${given([...unique.values()], 'system text, kind text, external_id text')}
      join hub.alias a using (system, kind, external_id)`,
  )
  return new Map(found.map((row) => [documentKey(row.system, row.kind, row.externalId), row]))
}

/** What is known, with documents that were merged away meaning the other. */
export function inTheLightOf(known: Known, { aliases }: TakenIn): Known {
  return aliases.size === 0
    ? known
    : {
        ...known,
        references: new Map([...known.references, ...[...aliases].map(([key, { recordId }]) => [key, recordId] as const)]),
      }
}

/**
 * A document that came to name a merged one after its system had merged it (it was under way) is to name the other: what
 * is agreed about it differs from the record, so that it is written.
 */
export function putRight(batch: Batch, changes: readonly ChangeRow[], { aliases }: TakenIn): void {
  if (aliases.size === 0) return
  for (const { system, kind, externalId, values, edited } of changes) {
    const link = batch.links.get(documentKey(system, kind, externalId))
    const record = link && batch.records.get(link.recordId)
    const customer = (edited ?? values).customer
    const named = typeof customer === 'string' ? aliases.get(documentKey(system, 'customer', customer)) : undefined
    if (!link || !record || !named?.there || !named.loser || link.base.customer !== named.recordId) continue
    Object.assign(link, { base: { ...link.base, customer: named.loser }, isChanged: true })
    record.isChanged = true
  }
}
