/** The connector of one of our own sides: what is the same for both. */
import {
  BY_KEY,
  type Database,
  type EventHead,
  first,
  type KnownField,
  readDocuments,
  readEventHeads,
  rows,
  type Settings,
  sql,
  type Tx,
  uuidArray,
} from '@tandem/db'
import type { Capabilities, Change, Connector, KindName, Snapshot, Values } from '@tandem/hub'
import { type Context, dateIn, Fault, type Id, type Instant, isId, type Stored } from '@tandem/kernel'
import { applyWrites } from './apply.ts'
import { type Binding, listedOf, type OwnSide } from './binding.ts'
import { emptyCustom, toldCustom } from './custom.ts'
import { digestShown } from './digest.ts'
import { type OwnRow, toValues } from './field-map.ts'
import { moneyOf } from './money.ts'
import { nativeFields } from './native.ts'
import { kindsWithNews } from './news.ts'
import { awaitWriters, causesOf, doneKeys, JOINT, writtenTo } from './written.ts'

export interface Connection {
  readonly database: Database
  readonly tenant: Id
  readonly now: () => Instant
  readonly newId: () => Id
  /** The custom fields of each side when it was joined, for mappings to be checked against: by `crm` and `erp`. */
  readonly custom?: Readonly<Record<string, readonly KnownField[]>>
}

const BATCH = 500

/** A range is read in the index by its ids, however many others the statistics expect. */
const BY_RANGES: Settings = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' }

export function connectSide(side: OwnSide, connection: Connection): Connector {
  const { database, tenant } = connection
  const { system, surface, bindings } = side
  const context = contextOf(side, connection)
  const reading = <T>(work: (tx: Tx) => Promise<T>, settings: Settings = BY_KEY) => database.read(tenant, work, settings)
  const { ask } = side
  const documentNames = documentsOf(bindings)
  return {
    system,
    side: side.side,
    label: side.label,
    capabilities: () => capabilitiesOf(side),
    fields: (kind) => nativeFields(kind, bindings[kind], connection.custom?.[surface.name]),
    changesSince: (kind, cursor, limit) => reading((tx) => changesSince(tx, side, kind, cursor, limit)),
    read: (kind, externalIds) => reading((tx) => readShown(tx, bindingOf(side, kind), externalIds.filter(isId))),
    async apply(kind, writes) {
      const { write } = bindingOf(side, kind)
      if (!write) throw new Fault(`${system} does not take ${kind} from the joint`)
      return applyWrites({ database, tenant, system, kind, write, context }, writes)
    },
    async probe(_kind, writes) {
      const keys = writes.map(({ key }) => key)
      const known = await database.transaction(tenant, async (tx) => {
        await awaitWriters(tx, system)
        return doneKeys(tx, system, keys)
      })
      return keys.map((key) => known.get(key))
    },
    list: (kind, after, limit) => reading((tx) => listShown(tx, bindingOf(side, kind), after, limit)),
    count: (kind) => reading((tx) => countShown(tx, bindingOf(side, kind))),
    digest: (kind, ranges) => reading((tx) => digestShown(tx, kind, bindingOf(side, kind), ranges), BY_RANGES),
    onWake: (wake) =>
      database.onAppended((whose, where, { documents, byJoint }) => {
        if (whose !== tenant || where !== surface.name) return
        const told = Object.entries(documentNames).flatMap(([kind, name]) => (documents.has(name) ? [kind as KindName] : []))
        if (told.length > 0) wake(told, { echo: byJoint })
      }),
    hasNews: (cursors) => reading((tx) => kindsWithNews(tx, surface.name, documentNames, cursors)),
    ...(side.money && { money: moneyOf(surface.name, side.money, kindsOf(bindings), reading) }),
    ...(ask && { ask: (question) => reading(async (tx) => ask(tx, await context(tx), question)) }),
  }
}

function bindingOf({ system, bindings }: OwnSide, kind: KindName): Binding {
  const binding = bindings[kind]
  if (!binding) throw new Fault(`${system} keeps no ${kind}`)
  return binding
}

function capabilitiesOf({ bindings }: OwnSide): Capabilities {
  const kinds = Object.entries(bindings).map(([kind, { write, merges = false }]) => [
    kind,
    { read: true, write: write !== undefined, merge: merges },
  ])
  return { kinds: Object.fromEntries(kinds), batch: BATCH, idempotent: true }
}

function documentsOf(bindings: OwnSide['bindings']): Partial<Record<KindName, string>> {
  return Object.fromEntries(Object.entries(bindings).map(([kind, { definition }]) => [kind, definition.name]))
}

/** Documents by name, and the kind that each is. */
export function kindsOf(bindings: OwnSide['bindings']): Map<string, KindName> {
  return new Map(Object.entries(bindings).map(([kind, { definition }]) => [definition.name, kind as KindName]))
}

/** The business day needs the tenant's time zone, which is read once. */
function contextOf({ system }: OwnSide, { tenant, now, newId }: Connection): (tx: Tx) => Promise<Context> {
  let timeZone: string | undefined
  return async (tx) => {
    if (timeZone === undefined) {
      const row = await first(tx, sql<{ timeZone: string }>`select time_zone from platform.tenant where id = platform.tenant()`)
      timeZone = row?.timeZone ?? 'UTC'
    }
    const at = now()
    return { tenant, actor: { kind: JOINT, id: system }, now: at, today: dateIn(at, timeZone), newId }
  }
}

/** The present state of every document that has an event in the page, once, in the order of its last event there. */
async function changesSince(
  tx: Tx,
  side: OwnSide,
  kind: KindName,
  cursor: string,
  limit: number,
): Promise<{ changes: Change[]; next: string; more: boolean }> {
  const binding = bindingOf(side, kind)
  const documents = [binding.definition.name]
  const { events, next } = await readEventHeads(tx, side.surface.name, { after: cursor, limit, documents })
  const last = new Map<Id, EventHead>()
  for (const event of events) {
    last.delete(event.documentId)
    last.set(event.documentId, event)
  }
  const ids = [...last.keys()]
  const [snapshots, written] = await Promise.all([readShown(tx, binding, ids), writtenTo(tx, side.system, ids)])
  const causes = causesOf(snapshots, written)
  const byId = new Map(snapshots.map((snapshot) => [snapshot.externalId, snapshot]))
  const changes = [...last].flatMap(([id, { at, actorId }]) => {
    const snapshot = byId.get(id)
    const cause = causes.get(id)
    return snapshot ? [{ ...snapshot, at, actor: actorId, ...(cause && { cause }) }] : []
  })
  return { changes, next, more: events.length === limit }
}

async function readShown(tx: Tx, binding: Binding, ids: readonly Id[]): Promise<Snapshot[]> {
  if (ids.length === 0) return []
  const [documents, shown] = await Promise.all([
    readDocuments<Stored>(tx, binding.definition, ids),
    binding.shown === undefined
      ? undefined
      : rows(
          tx,
          sql<{ id: Id }>`select d.id from ${sql.raw(binding.definition.table)} d
                          where d.id = any(${uuidArray(ids)}::uuid[]) and (${sql.raw(binding.shown)})`,
        ),
  ])
  const visible = shown && new Set(shown.map(({ id }) => id))
  const told = documents.filter(({ id }) => visible?.has(id) ?? true)
  const custom = await toldCustom(tx, binding.definition, told)
  return told.map((row) => snapshotOf(binding, row, custom(row)))
}

async function listShown(tx: Tx, binding: Binding, after: string, limit: number): Promise<Snapshot[]> {
  const from = after === '' ? '00000000-0000-0000-0000-000000000000' : after
  const page = await rows(
    tx,
    sql<{ id: Id }>`
      select d.id from ${sql.raw(binding.definition.table)} d
      where d.id > ${from}::uuid and (${sql.raw(listedOf(binding))}) order by d.id limit ${limit}`,
  )
  const [documents, empty] = await Promise.all([
    readDocuments<Stored>(
      tx,
      binding.definition,
      page.map(({ id }) => id),
    ),
    emptyCustom(tx, binding.definition),
  ])
  const custom = await toldCustom(tx, binding.definition, documents)
  return documents.map((row) => snapshotOf(binding, row, { ...empty, ...custom(row) }))
}

async function countShown(tx: Tx, binding: Binding): Promise<number> {
  const { table } = binding.definition
  const found = await first(
    tx,
    sql<{ count: number }>`select count(*)::integer as count from ${sql.raw(table)} d where (${sql.raw(listedOf(binding))})`,
  )
  return found?.count ?? 0
}

function snapshotOf({ map, derive, merges }: Binding, row: Stored, custom: Values): Snapshot {
  const own = row as unknown as OwnRow
  const values = { ...toValues(map, own, derive?.(own)), ...custom }
  const known = { externalId: row.id, version: String(row.version), by: row.updatedBy, values }
  return merges && typeof own.mergedInto === 'string' ? { ...known, mergedInto: own.mergedInto } : known
}
