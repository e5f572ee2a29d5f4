/** Whom an opportunity or a ticket is about, and whose it is: partners that are customers, and users by their logins. */
import type { Values } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import { idNumber, idText } from '../kit/ids.ts'
import type { Row } from './door.ts'
import { isCustomer, TOP } from './partners.ts'
import { and, readAll, type Session, search } from './session.ts'
import { idOf, nameOf, text } from './values.ts'

export interface Named {
  /** The customer's external id; null for somebody who is none as the connection was told to see them. */
  readonly customer: string | null
  /** A person of the customer's. */
  readonly contact: string | null
  readonly name: string | null
}

/** For each row, who its partner is. */
export async function partnersOf(session: Session, rows: readonly Row[]): Promise<Named[]> {
  const named = await readAll(session, 'res.partner', used(rows, 'partner_id'), ['parent_id', 'type'])
  const byId = new Map(named.map((row) => [Number(row.id), row]))
  const tops = [...new Set(named.map((row) => idOf(row.parent_id) || Number(row.id)))]
  const found =
    tops.length === 0 ? [] : await search(session, 'res.partner', and([['id', 'in', tops]], TOP, isCustomer(session)), [])
  const customers = new Set(found.map(({ id }) => Number(id)))
  return rows.map((row) => {
    const partner = byId.get(idOf(row.partner_id))
    const parent = idOf(partner?.parent_id)
    const top = parent || Number(partner?.id ?? 0)
    const name = nameOf(row.partner_id)
    if (!customers.has(top)) return { customer: null, contact: null, name }
    const isContact = parent !== 0 && partner?.type === 'contact'
    return { customer: idText(top), contact: isContact ? idText(Number(partner?.id)) : null, name }
  })
}

/** The logins of the users of rows, by user. */
export async function loginsOf(session: Session, rows: readonly Row[]): Promise<ReadonlyMap<number, string>> {
  const users = await readAll(session, 'res.users', used(rows, 'user_id'), ['login'])
  return new Map(users.map(({ id, login }) => [Number(id), text(login) ?? '']))
}

/**
 * Whose it is. Nobody there says nothing: a name of the other side's that is no login here is not kept, and must not be
 * taken for somebody's wish to leave it to nobody.
 */
export function ownerOf(logins: ReadonlyMap<number, string>, row: Row, field: string): Values {
  const login = logins.get(idOf(row.user_id))
  return login ? { [field]: login } : {}
}

/** The user with this login, false for none. */
export async function userOf(session: Session, login: Json | undefined): Promise<Json> {
  if (typeof login !== 'string' || login === '') return false
  const [user] = await search(
    session,
    'res.users',
    [
      ['login', '=', login],
      ['active', '=', true],
    ],
    ['login'],
    1,
  )
  return user ? Number(user.id) : false
}

/** The partner of a document: the contact, else the customer. */
export function partnerFor({ customer, contact }: Values): Json {
  const id = contact ?? customer
  return typeof id === 'string' ? idNumber(id) : false
}

function used(rows: readonly Row[], field: string): number[] {
  return [...new Set(rows.map((row) => idOf(row[field])))].filter((id) => id !== 0)
}
