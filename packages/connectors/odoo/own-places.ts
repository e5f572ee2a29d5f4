/**
 * The first address of a customer stands in the customer itself. There Odoo looks for it when it prints a quotation; and an address
 * below a customer that has none is copied there by Odoo, so that it would be told twice.
 */
import type { Values, Write } from '@tandem/hub'
import { idNumber } from '../kit/ids.ts'
import { OdooRefused, type Row } from './door.ts'
import { nameOfWrite } from './load.ts'
import { readAll, type Session } from './session.ts'
import { text } from './values.ts'

const PARTNER = 'res.partner'
const KEPT = ['street', 'street2', 'city', 'zip'] as const

interface OwnPlaces {
  /** Of new addresses those that may stand in their customer, with its id; one for each customer that has none. */
  readonly own: ReadonlyMap<Write, number>
  /** Customers that have none and get none. */
  readonly bare: ReadonlySet<number>
}

export async function ownPlaces(
  session: Session,
  writes: readonly Write[],
  before: ReadonlyMap<Write, number>,
): Promise<OwnPlaces> {
  const rows = await readAll(session, PARTNER, writes.map(customerOf), KEPT)
  const bare = new Set(rows.filter(isBare).map(({ id }) => Number(id)))
  const isMarked = (write: Write) => before.get(write) === customerOf(write)
  const found = new Map<Write, number>()
  // What was begun goes first.
  for (const write of [...writes.filter(isMarked), ...writes.filter((one) => !before.has(one) && isPlain(one.values))]) {
    const customer = customerOf(write)
    if (!bare.has(customer)) continue
    bare.delete(customer)
    found.set(write, customer)
  }
  return { own: found, bare }
}

/**
 * An address that may not stand in its customer, since it is for deliveries or invoices alone, is copied there all the same when
 * it is the first below it: Odoo's copy is taken away again.
 */
export async function emptyCopies(session: Session, made: readonly Write[], bare: ReadonlySet<number>): Promise<void> {
  const streets = new Map<number, Set<string>>()
  for (const write of made) {
    const customer = customerOf(write)
    if (!bare.has(customer)) continue
    streets.set(customer, (streets.get(customer) ?? new Set()).add(String(write.values.line1 ?? '')))
  }
  const rows = await readAll(session, PARTNER, [...streets.keys()], KEPT)
  const copies = rows.filter((row) => streets.get(Number(row.id))?.has(text(row.street) ?? ''))
  if (copies.length === 0) return
  const vals = Object.fromEntries([...KEPT, 'state_id', 'country_id'].map((field) => [field, false]))
  await session.door.call(PARTNER, 'write', { ids: copies.map(({ id }) => Number(id)), vals })
}

function customerOf({ values }: Write): number {
  return idNumber(String(values.customer ?? ''))
}

function isBare(row: Row): boolean {
  return KEPT.every((field) => text(row[field]) === null)
}

/** A customer has no use, recipient or status as an address. */
function isPlain({ use, recipient, status }: Values): boolean {
  return use === 'both' && (recipient ?? null) === null && status !== 'archived'
}

/**
 * Our external id on a customer that gets an address, before it is written: so the same again finds it. Undefined: not everybody may
 * do this; then the address stands below the customer.
 */
export async function markPlace({ door, module }: Session, write: Write, customer: number): Promise<number | undefined> {
  const vals = { module, name: nameOfWrite('address', write), model: PARTNER, res_id: customer, noupdate: true }
  try {
    const [id] = await door.call<number[]>('ir.model.data', 'create', { vals_list: [vals] })
    return id
  } catch (fault) {
    if (fault instanceof OdooRefused) return undefined
    throw fault
  }
}

/** What was refused leaves nothing behind. */
export async function unmarkPlace({ door }: Session, mark: number): Promise<void> {
  await door.call('ir.model.data', 'unlink', { ids: [mark] })
}
