/** What people of the company do in our CRM, through its API. */
import type { PeerCompany, Row } from './company.ts'

export type Line = readonly [code: string, quantity: string]

export interface Ordered {
  readonly number: string
  readonly total: string
}

export async function quoteFor(company: PeerCompany, customer: Row, lines: readonly Line[]): Promise<Row> {
  const known = await Promise.all(
    lines.map(async ([code, quantity]) => ({ item: (await company.find('crm/items', 'code', code)).id, quantity })),
  )
  return company.api<Row>('POST', 'crm/quotes', { customer: customer.id, lines: known })
}

/** A quote that was sent and accepted, and the order that came of it. */
export async function acceptedOrder(company: PeerCompany, customer: Row, lines: readonly Line[]): Promise<Ordered> {
  const quote = await quoteFor(company, customer, lines)
  await company.api('POST', `crm/quotes/${quote.id}/send`)
  const accepted = await company.api<Row>('POST', `crm/quotes/${quote.id}/accept`)
  const order = await company.api<Row>('GET', `crm/orders/${String(accepted.order)}`)
  return { number: String(order.number), total: String(order.total) }
}

/** Names of one run of a scenario, which are not taken for those of another. */
export function namesOf(moment: number): { readonly run: string; readonly name: string } {
  const run = moment.toString(36).toUpperCase()
  return { run, name: [...run].reverse().join('') }
}
