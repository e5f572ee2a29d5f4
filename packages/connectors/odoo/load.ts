/**
 * Many records in one call, and making them so that a lost answer never makes a second: `load` is the one call of Odoo that can be repeated. Each record
 * has an external id of ours (`tandem_x.customer_<record>`), which Odoo keeps unique; the same again finds the same record.
 */
import type { KindName, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { OdooRefused, type Row } from './door.ts'
import { type Session, search } from './session.ts'

export interface Loading {
  readonly write: Write
  /** Column and cell, as `load` has them; lines of a document are further rows. */
  readonly rows: readonly Readonly<Record<string, string>>[]
}

export type Loaded = { readonly id: number } | { readonly refused: string } | { readonly again: string }

const RECORD = /:([0-9a-f]{8}-[0-9a-f-]{27}):\d+(?::\d+)?$/

/** The name of what a write makes: that of the joint's record, whichever version of it is written. */
export function nameOfWrite(kind: KindName, { key }: Pick<Write, 'key'>): string {
  const record = RECORD.exec(key)?.[1] ?? key.replace(/[^A-Za-z0-9-]/g, '_')
  return `${kind}_${record}`
}

/** The records that earlier writes of the same records made, by write. */
export async function known(
  session: Session,
  kind: KindName,
  model: string,
  writes: readonly Write[],
): Promise<Map<Write, number>> {
  const names = new Map(writes.map((write) => [nameOfWrite(kind, write), write]))
  if (names.size === 0) return new Map()
  const found = await search(
    session,
    'ir.model.data',
    [
      ['module', '=', session.module],
      ['model', '=', model],
      ['name', 'in', [...names.keys()]],
    ],
    ['name', 'res_id'],
  )
  return new Map(
    found.flatMap(({ name, res_id: id }) => (names.has(String(name)) ? [[names.get(String(name)) as Write, Number(id)]] : [])),
  )
}

/** All in one call; when one of them is refused, all are rolled back there, and each is tried alone. */
export async function load(session: Session, model: string, loadings: readonly Loading[]): Promise<Loaded[]> {
  if (loadings.length === 0) return []
  const together = await loadOnce(session, model, loadings)
  if (Array.isArray(together)) return together.map((id) => ({ id }))
  if (loadings.length === 1) return [together as Loaded]
  const half = Math.ceil(loadings.length / 2)
  return [...(await load(session, model, loadings.slice(0, half))), ...(await load(session, model, loadings.slice(half)))]
}

/**
 * Gives records that are there (`.id`) values of their own in one call, archived ones among them, and leaves a trace in their
 * history as any edit does. False: one of them was refused, so all are as they were.
 */
export async function change(
  session: Session,
  model: string,
  rows: readonly Readonly<Record<string, string>>[],
  isAgain = false,
): Promise<boolean> {
  const columns = Object.keys(rows[0] ?? {})
  const args = {
    fields: columns,
    data: rows.map((row) => columns.map((column) => row[column] ?? '')),
    context: { lang: 'en_US', active_test: false },
  }
  try {
    const { ids, messages } = await session.door.call<Answer>(model, 'load', args)
    if (Array.isArray(ids)) return ids.length === rows.length
    // Somebody touched one of them in the same moment: that is over by now.
    return 'again' in refusal(messages) && !isAgain ? change(session, model, rows, true) : false
  } catch (fault) {
    if (fault instanceof OdooRefused && !fault.isDenied) return false
    throw fault
  }
}

interface Answer {
  readonly ids: readonly number[] | false
  readonly messages: readonly Row[]
}

/** The ids of the records, or why none was made. Odoo says no with HTTP 200 and `ids: false`. */
async function loadOnce(session: Session, model: string, loadings: readonly Loading[]): Promise<number[] | Loaded> {
  const columns = [...new Set(loadings.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row))))]
  const data = loadings.flatMap(({ rows }) => rows.map((row) => columns.map((column) => row[column] ?? '')))
  try {
    const args = { fields: columns, data, context: { lang: 'en_US', tracking_disable: true } }
    const { ids, messages } = await session.door.call<Answer>(model, 'load', args as unknown as Readonly<Record<string, Json>>)
    if (Array.isArray(ids) && ids.length === loadings.length) return ids
    return refusal(messages)
  } catch (fault) {
    if (fault instanceof OdooRefused && !fault.isDenied) return { refused: fault.message }
    throw fault
  }
}

/** Somebody made the same one in the same moment, or touched what it needs: Odoo does not try again by itself here. */
const RACE = /serializ|could not obtain lock|deadlock|duplicate key|concurrent|already exists.*ir_model_data/i

function refusal(messages: readonly Row[]): Loaded {
  const words = messages.flatMap(({ message }) => (typeof message === 'string' ? [message] : []))
  const text = [...new Set(words)].join(' ').replace(/\s+/g, ' ').trim().slice(0, 500) || 'no reason was given'
  return RACE.test(text) ? { again: text } : { refused: text }
}
