/** Documents that cannot be read are shown once each, however often they are told or read again. */
import { rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Context, Id } from '@tandem/kernel'
import { closeEntries } from '../inbox/open.ts'
import { documentKey, given } from './sets.ts'

interface Reading {
  readonly id: Id
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly version: string
}

/**
 * Answers which readings say nothing new of their document, also of one that a person has let be; the others take the place
 * of what was shown before.
 */
export async function shownAlready(tx: Tx, by: Context, readings: readonly Reading[]): Promise<Set<Id>> {
  if (readings.length === 0) return new Set()
  const parked = await rows(
    tx,
    sql<Reading & { state: string }>`
      select c.id, c.system, c.kind, c.external_id, c.version, c.state
      from ${given(readings, 'system text, kind text, external_id text')} join hub.change c using (system, kind, external_id)
      where c.state in ('parked', 'ignored') and not c.deleted`,
  )
  if (parked.length === 0) return new Set()
  const keyOf = ({ system, kind, externalId, version }: Reading) => `${documentKey(system, kind, externalId)}\u0000${version}`
  const shown = new Set(parked.map(keyOf))
  const now = new Set(readings.map(keyOf))
  const older = parked.flatMap((one) => (one.state === 'ignored' || now.has(keyOf(one)) ? [] : [one.id]))
  if (older.length > 0) {
    await rows(tx, sql`update hub.change set state = 'superseded' where id = any(${uuidArray(older)}::uuid[]) returning id`)
    await closeEntries(tx, by, 'change', older, 'superseded')
  }
  return new Set(readings.flatMap((reading) => (shown.has(keyOf(reading)) ? [reading.id] : [])))
}
