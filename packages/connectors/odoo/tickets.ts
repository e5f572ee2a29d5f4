/**
 * Tickets of a helpdesk. Two modules have a model of this name: Odoo's own (`helpdesk`, Enterprise) and the community's
 * (`helpdesk_mgmt` of OCA). They differ in the model of their stages and the flag of those that close a ticket.
 */
import type { Values } from '@tandem/hub'
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Row } from './door.ts'
import { markup, plainText } from './markup.ts'
import { loginsOf, type Named, ownerOf, partnerFor, partnersOf, userOf } from './people-there.ts'
import type { OdooKind, Session } from './session.ts'
import { type Stages, stagesOf } from './stages.ts'
import { idOf, text } from './values.ts'
import type { Fields } from './write-partners.ts'

export const TICKET = 'helpdesk.ticket'
/** `0` to `3`: low, medium, high, urgent. */
const PRIORITIES = ['low', 'normal', 'high'] as const

export const tickets: OdooKind = {
  kind: 'ticket',
  parts: [
    {
      model: TICKET,
      prefix: '',
      watched: [],
      // Whose it is must be known: a ticket of ours belongs to a customer.
      domain: () => [['partner_id', '!=', false]],
      fields: () => ['name', 'partner_id', 'user_id', 'stage_id', 'priority', 'description', 'active'],
      async values(session, rows) {
        const [stages, partners, logins] = await Promise.all([
          closingStages(session),
          partnersOf(session, rows),
          loginsOf(session, rows),
        ])
        return rows.map((row, i) => ticketValues(row, stages, partners[i] as Named, logins))
      },
    },
  ],
}

function closingStages(session: Session): Promise<Stages> {
  const isCommunity = 'helpdesk.ticket.stage' in session.facts.fields
  return isCommunity ? stagesOf(session, 'helpdesk.ticket.stage', 'closed') : stagesOf(session, 'helpdesk.stage', 'fold')
}

/** Undefined for one of somebody who is no customer. */
function ticketValues(row: Row, stages: Stages, { customer }: Named, logins: ReadonlyMap<number, string>): Values | undefined {
  if (customer === null) return undefined
  const isSolved = row.active === false || stages.closed.includes(idOf(row.stage_id))
  return {
    customer,
    subject: text(row.name) ?? `ODOO-${String(row.id)}`,
    // Without one, the subject is what was asked.
    ...(plainText(row.description) === null ? {} : { description: plainText(row.description) }),
    state: isSolved ? 'solved' : 'open',
    priority: PRIORITIES[Math.min(Number(row.priority || 0), PRIORITIES.length - 1)] ?? 'normal',
    ...ownerOf(logins, row, 'assignee'),
  }
}

export const ticketConstants: Fields = { user_id: false }

export async function ticketFields(session: Session, values: Values, names: readonly string[]): Promise<Result<Fields>> {
  const has = (name: string) => names.includes(name)
  const fields: Record<string, Json> = {}
  if (has('subject')) fields.name = values.subject ?? ''
  if (has('customer')) fields.partner_id = partnerFor(values)
  // The community's wants one of each.
  if (has('description')) fields.description = markup(values.description ?? values.subject)
  if (has('priority')) fields.priority = String(Math.max(0, PRIORITIES.indexOf(values.priority as 'low')))
  if (has('assignee')) fields.user_id = await userOf(session, values.assignee)
  if (!has('state')) return ok(fields)
  const stages = await closingStages(session)
  const stage = values.state === 'solved' ? stages.closed[0] : stages.open[0]
  if (stage === undefined) return refuse('odoo/no-stage', { state: values.state ?? '' })
  return ok({ ...fields, stage_id: stage, active: true })
}
