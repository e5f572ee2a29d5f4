/** Seals every kept secret anew with another key: all of them in one transaction, or none. */
import { type Database, rows, run, sql, type Tx, tenants } from '@tandem/db'
import type { Sealing } from '@tandem/hub'
import { type Context, Fault, type Id } from '@tandem/kernel'
import { inTenant, note } from './auth/people.ts'
import { sealingWith } from './sealing.ts'

interface Place {
  readonly table: string
  /** What names a row, of a tenant's or of all. */
  readonly key: string
  readonly columns: readonly string[]
}

/** Where sealed secrets stand. The spec looks through every text of the database for one that is not named here. */
const OF_A_TENANT: readonly Place[] = [
  { table: 'hub.connection_secret', key: 'connection', columns: ['sealed'] },
  { table: 'hub.alert_secret', key: 'channel', columns: ['url', 'secret'] },
  { table: 'hub.file_secret', key: 'source', columns: ['sealed'] },
  { table: 'hub.file_export_secret', key: 'export', columns: ['sealed'] },
  { table: 'platform.provider_secret', key: 'provider', columns: ['sealed'] },
]
const OF_PEOPLE: Place = { table: 'platform.person', key: 'id', columns: ['totp', 'totp_pending'] }

export interface Rotation {
  readonly from: Uint8Array
  readonly to: Uint8Array
  /** Who does it, in the trail of each company. */
  context(tenant: Id): Context
}

export interface Rotated {
  readonly sealed: number
  /** Had the new key already: from an earlier run that was cut off before the key was changed everywhere. */
  readonly already: number
}

/**
 * Throws a Fault where a secret opens with neither key, and then nothing has changed. Servers that still have the old key
 * must not run meanwhile; what one of them sealed all the same, another run seals anew.
 */
export async function rotateKey(database: Database, { from, to, context }: Rotation): Promise<Rotated> {
  const [old, next] = [sealingWith(from), sealingWith(to)]
  const all = await tenants(database)
  return database.asOwner(async (tx) => {
    let total = await reseal(tx, OF_PEOPLE, old, next)
    for (const { id } of all) {
      await inTenant(tx, id)
      let own: Rotated = { sealed: 0, already: 0 }
      for (const place of OF_A_TENANT) own = sum(own, await reseal(tx, place, old, next, id))
      total = sum(total, own)
      const about = { document: 'key', documentId: id, documentVersion: 0, type: 'secrets-sealed-anew' } as const
      await note(tx, context(id), { ...about, payload: { secrets: own.sealed } })
    }
    return total
  })
}

function sum(one: Rotated, other: Rotated): Rotated {
  return { sealed: one.sealed + other.sealed, already: one.already + other.already }
}

async function reseal(tx: Tx, place: Place, old: Sealing, next: Sealing, tenant?: Id): Promise<Rotated> {
  let total: Rotated = { sealed: 0, already: 0 }
  for (const column of place.columns) total = sum(total, await resealColumn(tx, { ...place, column, tenant }, old, next))
  return total
}

type Column = Pick<Place, 'table' | 'key'> & { readonly column: string; readonly tenant: Id | undefined }

async function resealColumn(tx: Tx, { table, key, column, tenant }: Column, old: Sealing, next: Sealing): Promise<Rotated> {
  const [from, id, text] = [sql.raw(table), sql.raw(key), sql.raw(column)]
  const whose = tenant === undefined ? sql`true` : sql`tenant_id = ${tenant}::uuid`
  const found = await rows(
    tx,
    sql<{ id: Id; text: string }>`
      select ${id} as id, ${text} as text from ${from} where ${whose} and ${text} is not null order by ${id} for update`,
  )
  const anew = found.flatMap((row) => {
    if (opens(next, row.text)) return []
    if (!isSealed(row.text) || opens(old, row.text)) return [{ id: row.id, text: next.seal(old.open(row.text)) }]
    throw new Fault(`a secret in ${table} was sealed with neither key: nothing was changed. Give the key it was sealed with`)
  })
  if (anew.length > 0) {
    await run(
      tx,
      sql`update ${from} t set ${text} = given.text
          from json_to_recordset(${JSON.stringify(anew)}::text::json) as given (id uuid, text text)
          where ${whose} and t.${id} = given.id`,
    )
  }
  return { sealed: anew.length, already: found.length - anew.length }
}

function isSealed(text: string): boolean {
  return text.startsWith('sealed:')
}

function opens(sealing: Sealing, text: string): boolean {
  if (!isSealed(text)) return false
  try {
    sealing.open(text)
    return true
  } catch {
    return false
  }
}
