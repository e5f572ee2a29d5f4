/** Putting things into the inbox, and taking them out when they have settled. */
import { appendEvents, rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, Details, Id, Json } from '@tandem/kernel'
import type { Values } from '../connector.ts'
import { subjectOf } from '../engine/values.ts'
import { kindOf } from '../kinds.ts'
import { dependsOn } from './fixes.ts'

/** Why something needs a person. It is about a change that cannot be planned or about a delivery that cannot be made. */
export interface Trouble {
  readonly code: string
  readonly details: Details
  readonly system: string
  readonly kind: string
  readonly values: Values
  readonly externalId: string | null
  readonly record: Id | null
  readonly change: Id | null
  readonly delivery: Id | null
}

/** Opens an entry for each trouble. One that is there already for the same change or delivery is opened again instead. */
export async function openEntries(tx: Tx, by: Context, troubles: readonly Trouble[]): Promise<void> {
  if (troubles.length === 0) return
  const entries = troubles.map((trouble) => entryOf(trouble, by))
  const columns = sql.raw(
    Object.keys(entries[0] as object)
      .map(columnOf)
      .join(', '),
  )
  const records = JSON.stringify(
    entries.map((entry) => Object.fromEntries(Object.entries(entry).map(([name, value]) => [columnOf(name), value]))),
  )
  const reopen =
    sql.raw(`do update set state = 'open', depends_on = excluded.depends_on, code = excluded.code, details = excluded.details, money = excluded.money,
    currency = excluded.currency, version = e.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by`)
  const insert = (about: 'change' | 'delivery') =>
    rows(
      tx,
      sql<{ id: Id; version: number; code: string }>`
        insert into hub.inbox_entry as e (${columns})
        select ${columns} from json_populate_recordset(null::hub.inbox_entry, ${records}::json)
        where ${sql.raw(about)} is not null
        on conflict (tenant_id, ${sql.raw(about)}) where state in ('open', 'retried') and ${sql.raw(about)} is not null
        ${reopen} returning id, version, code`,
    )
  const [ofChanges, ofDeliveries] = await Promise.all([insert('change'), insert('delivery')])
  const opened = [...ofChanges, ...ofDeliveries]
  await appendEvents(
    tx,
    'hub',
    by,
    opened.map(({ id, version, code }) => ({
      document: 'inbox-entry',
      documentId: id,
      documentVersion: version,
      type: 'inbox-entry-opened',
      payload: { code } as Json,
    })),
  )
}

function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

function entryOf(trouble: Trouble, by: Context): object {
  const { values, ...about } = trouble
  const { money } = kindOf(trouble.kind)
  const currency = money ? (values[money.currency] ?? null) : null
  return {
    ...about,
    id: by.newId(),
    version: 1,
    createdAt: by.now,
    createdBy: by.actor.id,
    updatedAt: by.now,
    updatedBy: by.actor.id,
    subject: subjectOf(values, trouble.externalId),
    money: money && typeof currency === 'string' ? (values[money.amount] ?? null) : null,
    currency: typeof currency === 'string' ? currency.slice(0, 3) : null,
    dependsOn: dependsOn(trouble.details),
    state: 'open',
    reason: null,
  }
}

/** Closes the living entries about these changes or deliveries: they have been planned, delivered or superseded. */
export async function closeEntries(
  tx: Tx,
  by: Context,
  about: 'change' | 'delivery',
  ids: readonly Id[],
  reason: string,
): Promise<void> {
  if (ids.length === 0) return
  const closed = await rows(
    tx,
    sql<{ id: Id; version: number }>`
      update hub.inbox_entry set state = 'done', reason = coalesce(reason, ${reason}), version = version + 1,
             updated_at = ${by.now}, updated_by = ${by.actor.id}
      where ${sql.raw(about)} = any(${uuidArray(ids)}::uuid[]) and state in ('open', 'retried') returning id, version`,
  )
  await appendEvents(
    tx,
    'hub',
    by,
    closed.map(({ id, version }) => ({
      document: 'inbox-entry',
      documentId: id,
      documentVersion: version,
      type: 'inbox-entry-done',
      payload: { reason } as Json,
    })),
  )
}

/** Changes that wait for something longer than they should: shown until they go on. */
export function troubleOfWaiting(change: {
  readonly id: Id
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly values: Values
  readonly waitsKind: string
  readonly waitsFor: string
}): Trouble {
  const { id, system, kind, externalId, values, waitsKind, waitsFor } = change
  const details = { system, kind, missingKind: waitsKind, missing: waitsFor }
  return {
    code: 'joint/reference-unknown',
    details,
    system,
    kind,
    values,
    externalId,
    record: null,
    change: id,
    delivery: null,
  }
}
