/** Records that a document without a link may be: those that share a key with it, or stand within the same customer. */
import { rows, sql, type Tx, textArray, uuidArray } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { naturalKeys } from '../identity/keys.ts'
import { CROWDED, CROWDED_WITHIN } from '../identity/matching.ts'
import type { ChangeRow, LinkRow, RecordRow } from './plan-load.ts'
import { documentKey, given } from './sets.ts'

export interface CandidateRow {
  readonly system: string
  readonly externalId: string
  readonly kind: string
  /** A person said that it is this record. */
  readonly decided: boolean
  readonly record: RecordRow
  readonly links: readonly LinkRow[]
}

export interface FoundCandidate {
  readonly system: string
  readonly externalId: string
  readonly kind: string
  readonly recordId: Id
  readonly decided: boolean
}

/** Which records share a key with a document that has no link, those with a document in its system, too. */
export async function findCandidates(tx: Tx, changes: readonly ChangeRow[]): Promise<FoundCandidate[]> {
  const sought = soughtBy(changes)
  const sharing = await whoShares(tx, sought)
  const pairs = new Map<string, object>()
  for (const { kind, field, value, recordId } of sharing) {
    for (const { system, externalId } of sought.get(keyOf(kind, field))?.get(value) ?? []) {
      const document = documentKey(system, kind, externalId)
      pairs.set(`${document}\u0000${recordId}`, { system, kind, externalId, recordId })
    }
  }
  if (pairs.size === 0) return []
  return rows(
    tx,
    sql<FoundCandidate>`
      select given.system, given.kind, given.external_id, given.record_id, bool_or(d.state = 'linked') is true as decided
      from ${given([...pairs.values()], 'system text, kind text, external_id text, record_id uuid')}
      left join hub.duplicate d on d.state in ('apart', 'linked') and d.record = given.record_id
        and d.system = given.system and d.kind = given.kind and d.external_id = given.external_id
      -- The offset keeps the planner from reading all records that are not active instead of looking up those given.
      where not exists (select from hub.record r where r.id = given.record_id and r.state <> 'active' offset 0)
      group by given.system, given.kind, given.external_id, given.record_id
      having bool_or(d.state = 'apart') is not true`,
  )
}

type Document = Pick<ChangeRow, 'system' | 'externalId'>
/** Documents by value, by kind and field. */
type Sought = ReadonlyMap<string, ReadonlyMap<string, readonly Document[]>>

function soughtBy(changes: readonly ChangeRow[]): Sought {
  const sought = new Map<string, Map<string, Document[]>>()
  for (const { system, kind, externalId, values, edited } of changes) {
    for (const { field, value } of naturalKeys(kind, edited ?? values)) {
      const values = sought.get(keyOf(kind, field)) ?? new Map<string, Document[]>()
      sought.set(keyOf(kind, field), values)
      const documents = values.get(value)
      if (documents) documents.push({ system, externalId })
      else values.set(value, [{ system, externalId }])
    }
  }
  return sought
}

const keyOf = (kind: string, field: string): string => `${kind} ${field}`

interface Sharing {
  readonly kind: string
  readonly field: string
  readonly value: string
  readonly recordId: Id
}

/** Values of one field. */
interface KeyValues {
  readonly kind: string
  readonly field: string
  readonly list: readonly string[]
}

/** Fewer values of a field than this are looked up one by one: each of them is the more likely shared by many. */
const FEW = 50
/** So many records for each value of a field are read, and so many more for all of them. */
const [EACH, MORE] = [2, 200]

/** The records that have these keys; a key that too many share is not followed. */
async function whoShares(tx: Tx, sought: Sought): Promise<Sharing[]> {
  const lists = [...sought].map(([key, values]): KeyValues => {
    const [kind = '', field = ''] = key.split(' ')
    return { kind, field, list: [...values.keys()] }
  })
  const [few, many] = [lists.filter(({ list }) => list.length < FEW), lists.filter(({ list }) => list.length >= FEW)]
  const [one, other] = await Promise.all([whoSharesEach(tx, few), whoSharesAny(tx, many)])
  return [...one, ...other]
}

/**
 * All values of a field are looked up together, for an eighth of what a look for each costs. Where that finds so much that
 * some must be shared by many, each is looked for by itself. The limit keeps the planner, too, from reading all keys while
 * its statistics are older than most of them.
 */
async function whoSharesAny(tx: Tx, lists: readonly KeyValues[]): Promise<Sharing[]> {
  if (lists.length === 0) return []
  const most = EACH * Math.max(...lists.map(({ list }) => list.length)) + MORE
  const texts = [lists.map(({ kind }) => kind), lists.map(({ field }) => field), lists.map(({ list }) => textArray(list))]
  const found = await rows(
    tx,
    sql<Sharing>`
      select given.kind, given.field, k.value, k.record_id
      from (with typed as materialized (
        select kind, field, list::text[] as list
        from unnest(${sql.join(texts.map((text) => sql`${textArray(text)}::text[]`))}) as given(kind, field, list))
        select * from typed) as given cross join lateral (
        select value, record_id from hub.record_key
        where kind = given.kind and field = given.field and value = any(given.list) limit ${most}) k`,
  )
  const byField = Map.groupBy(found, ({ kind, field }) => keyOf(kind, field))
  const isCut = ({ kind, field }: KeyValues) => byField.get(keyOf(kind, field))?.length === most
  const whole = lists.filter((one) => !isCut(one)).flatMap(({ kind, field }) => notCrowded(byField.get(keyOf(kind, field)) ?? []))
  return [...whole, ...(await whoSharesEach(tx, lists.filter(isCut)))]
}

function notCrowded(found: readonly Sharing[]): Sharing[] {
  return [...Map.groupBy(found, ({ value }) => value).values()].filter(({ length }) => length <= CROWDED).flat()
}

/** Each value looked up by itself. The limit keeps one more than is looked at, and then none counts. */
export function whoSharesEach(tx: Tx, lists: readonly KeyValues[]): Promise<Sharing[]> {
  const keys = lists.flatMap(({ kind, field, list }) => list.map((value) => ({ kind, field, value })))
  if (keys.length === 0) return Promise.resolve([])
  return rows(
    tx,
    sql<Sharing>`
      select given.kind, given.field, given.value, k.record_id
      from ${given(keys, 'kind text, field text, value text')} cross join lateral (
        select m.record_id, count(*) over () as members from (
          select record_id from hub.record_key
          where kind = given.kind and field = given.field and value = given.value limit ${CROWDED + 1}) m) k
      where k.members <= ${CROWDED}`,
  )
}

/** The same with their values and links. `asked`: the answer for these documents and others, if it is known already. */
export async function loadCandidates(
  tx: Tx,
  changes: readonly ChangeRow[],
  asked?: readonly FoundCandidate[],
): Promise<CandidateRow[]> {
  const strangers = new Set(changes.map(({ system, kind, externalId }) => documentKey(system, kind, externalId)))
  const all = asked ?? (await findCandidates(tx, changes))
  const found = all.filter(({ system, kind, externalId }) => strangers.has(documentKey(system, kind, externalId)))
  return withRecords(tx, found)
}

/** A document without a link, of a kind that is compared within another record: a contact of that customer. */
export interface Within {
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly whose: Id
}

/** Records of the same kind within the same record: contacts of the same customer. */
export async function loadWithin(tx: Tx, documents: readonly Within[]): Promise<CandidateRow[]> {
  if (documents.length === 0) return []
  const found = await rows(
    tx,
    sql<FoundCandidate>`
      select given.system, given.kind, given.external_id, k.id as record_id, bool_or(d.state = 'linked') is true as decided
      from ${given(documents, 'system text, kind text, external_id text, whose text')} cross join lateral (
        select m.id, count(*) over () as members from (
          select r.id from hub.record r
          where r.customer = given.whose and r.kind = given.kind
            and r.state = 'active' limit ${CROWDED_WITHIN + 1}) m) k
      left join hub.duplicate d on d.state in ('apart', 'linked') and d.record = k.id
        and d.system = given.system and d.kind = given.kind and d.external_id = given.external_id
      where k.members <= ${CROWDED_WITHIN}
      group by given.system, given.kind, given.external_id, k.id
      having bool_or(d.state = 'apart') is not true`,
  )
  return withRecords(tx, found)
}

async function withRecords(tx: Tx, found: readonly FoundCandidate[]): Promise<CandidateRow[]> {
  if (found.length === 0) return []
  const ids = uuidArray([...new Set(found.map(({ recordId }) => recordId))])
  const [links, records] = await Promise.all([
    rows(
      tx,
      sql<LinkRow>`
        select record_id, system, kind, external_id, seen, base, wrote, wrote_version, write_mark, read_mark, gone, born
        from hub.link where record_id = any(${ids}::uuid[]) order by record_id, system for update`,
    ),
    rows(
      tx,
      sql<RecordRow>`
        select id, kind, version, values, stamps, disputed, state from hub.record where id = any(${ids}::uuid[])`,
    ),
  ])
  const byId = new Map(records.map((record) => [record.id, record]))
  const byRecord = Map.groupBy(links, ({ recordId }) => recordId)
  return found.flatMap(({ recordId, ...document }) => {
    const record = byId.get(recordId)
    return record ? [{ ...document, record, links: byRecord.get(recordId) ?? [] }] : []
  })
}
