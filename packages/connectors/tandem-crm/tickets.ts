/** What the joint is told of a ticket: whether it is solved, and what was asked first; and how both are written. */
import type { Values, Write } from '@tandem/hub'
import type { Json } from '@tandem/kernel'
import type { OwnRow } from '../tandem/field-map.ts'

export function ticketSays({ state, messages }: OwnRow): Values {
  const [first] = (messages ?? []) as readonly { readonly text: string }[]
  return { state: state === 'solved' ? 'solved' : 'open', description: first?.text ?? null }
}

/** The same, of the row `d`, for digests. */
export const ticketSql = {
  state: "case d.state when 'solved' then 'solved' else 'open' end",
  description: '(select m.text from crm.ticket_message m where m.parent_id = d.id and m.line_number = 1)',
}

/** Of a new one all of it, of a change what changed. */
export function saidOfTicket({ values, changed, externalId }: Write): Readonly<Record<string, Json>> {
  const names = externalId === undefined ? Object.keys(values) : changed
  const said = (['state', 'description'] as const).filter((name) => names.includes(name))
  return Object.fromEntries(said.map((name) => [name, values[name] ?? null]))
}
