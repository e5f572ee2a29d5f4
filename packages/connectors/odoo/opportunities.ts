/**
 * Opportunities are leads of that type. Won is a stage; lost is no stage but an archived lead without a chance, with its
 * reason. One that was archived only reads as lost, too: for both sides it is over.
 */
import type { Values } from '@tandem/hub'
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import type { Row } from './door.ts'
import { type Facts, named } from './facts.ts'
import { markup, plainText } from './markup.ts'
import { loginsOf, type Named, ownerOf, partnerFor, partnersOf, userOf } from './people-there.ts'
import { type OdooKind, once, type Session, search } from './session.ts'
import { type OpenState, openStateOf, type Stages, stageFor, stagesOf } from './stages.ts'
import { amount, day, idOf, nameOf, text } from './values.ts'
import type { Fields } from './write-partners.ts'

export const LEAD = 'crm.lead'
const CERTAIN = 100

const FIELDS = [
  ...['name', 'partner_id', 'partner_name', 'contact_name', 'email_from', 'user_id', 'stage_id', 'active', 'probability'],
  ...['expected_revenue', 'date_deadline', 'source_id', 'lost_reason_id', 'lost_reason', 'description'],
]

export const opportunities: OdooKind = {
  kind: 'opportunity',
  parts: [
    {
      model: LEAD,
      prefix: '',
      watched: [],
      domain: () => [['type', '=', 'opportunity']],
      fields: () => FIELDS,
      async values(session, rows) {
        const [stages, partners, logins] = await Promise.all([
          wonStages(session),
          partnersOf(session, rows),
          loginsOf(session, rows),
        ])
        return rows.map((row, i) => ({
          ...opportunityValues(session, row, stages, partners[i] as Named),
          ...ownerOf(logins, row, 'owner'),
        }))
      },
    },
  ],
}

function wonStages(session: Session): Promise<Stages> {
  return stagesOf(session, 'crm.stage', 'is_won')
}

function opportunityValues({ facts }: Session, row: Row, stages: Stages, { customer, contact, name }: Named): Values {
  const state = stateOf(row, stages)
  const title = text(row.name) ?? `ODOO-${String(row.id)}`
  const said = [row.partner_name, row.contact_name, row.email_from].map(text)
  return {
    title,
    customer,
    contact,
    // What a customer was called before is the other side's to keep.
    ...(customer === null ? { prospect: name ?? said.find((one) => one !== null) ?? title } : {}),
    state,
    currency: facts.company.currency,
    expectedRevenue: amount(row.expected_revenue, facts.digits[facts.company.currency] ?? 2),
    probability: amount(row.probability, 4),
    expectedCloseDate: day(row.date_deadline),
    source: nameOf(row.source_id),
    lostReason: state === 'lost' ? nameOf(row[reasonField(facts)]) : null,
    note: isMarkedUp(facts) ? plainText(row.description) : text(row.description),
  }
}

/** As 14 and 15 call it. */
function reasonField(facts: Facts): string {
  return named(facts, LEAD, 'lost_reason_id', 'lost_reason') ?? 'lost_reason_id'
}

/** Notes were plain text once. */
function isMarkedUp({ version }: Facts): boolean {
  return Number.parseInt(version.replace(/^saas~/, ''), 10) > 14
}

function stateOf(row: Row, stages: Stages): string {
  const stage = idOf(row.stage_id)
  if (stages.closed.includes(stage) && Number(row.probability) === CERTAIN) return 'won'
  return row.active === false ? 'lost' : openStateOf(stages, stage)
}

/** A new one says whose it is, too: Odoo would give it to the user of the key. */
export const opportunityConstants: Fields = { type: 'opportunity', user_id: false }

export async function opportunityFields(session: Session, values: Values, names: readonly string[]): Promise<Result<Fields>> {
  const { currency } = session.facts.company
  const has = (...some: readonly string[]) => some.some((name) => names.includes(name))
  if (has('currency') && values.currency !== currency) {
    return refuse('odoo/opportunity-currency', { currency: values.currency ?? '', company: currency })
  }
  const fields: Record<string, Json> = {}
  if (has('title')) fields.name = values.title ?? ''
  if (has('customer', 'contact')) fields.partner_id = partnerFor(values)
  if (has('customer', 'contact', 'prospect') && !values.customer) fields.partner_name = values.prospect ?? false
  if (has('owner')) fields.user_id = await userOf(session, values.owner)
  if (has('expectedRevenue')) fields.expected_revenue = Number(values.expectedRevenue ?? 0)
  if (has('expectedCloseDate')) fields.date_deadline = values.expectedCloseDate ?? false
  if (has('note')) fields.description = isMarkedUp(session.facts) ? markup(values.note) : (values.note ?? false)
  if (has('source')) fields.source_id = await wordOf(session, 'utm.source', values.source)
  const stage = has('state', 'probability', 'lostReason') ? await stageFields(session, values, has('state')) : ok({})
  return stage.ok ? ok({ ...fields, ...stage.value }) : stage
}

/** How far it is, and how likely: in Odoo the one follows from the other where it is closed. */
async function stageFields(session: Session, values: Values, isMoved: boolean): Promise<Result<Fields>> {
  const { state } = values
  const probability = Number(values.probability ?? 0)
  if (state === 'lost') {
    const reason = await wordOf(session, 'crm.lost.reason', values.lostReason)
    // One in a won stage cannot be lost.
    const moved = isMoved ? { stage_id: (await wonStages(session)).open.at(-1) ?? false } : {}
    return ok({ active: false, probability: 0, [reasonField(session.facts)]: reason, ...moved })
  }
  if (!isMoved) return ok(state === 'won' ? {} : { probability })
  const stages = await wonStages(session)
  const isWon = state === 'won'
  const stage = isWon ? stages.closed[0] : stageFor(stages, state as OpenState)
  if (stage === undefined) return refuse('odoo/no-stage', { state: state ?? '' })
  const reason = { [reasonField(session.facts)]: false }
  return ok({ active: true, ...reason, stage_id: stage, probability: isWon ? CERTAIN : probability })
}

/** A row that is a word and nothing else, found by it or made; false for none. */
async function wordOf(session: Session, model: string, word: Json | undefined): Promise<Json> {
  if (typeof word !== 'string' || word.trim() === '') return false
  return once(session, `${model} ${word}`, async () => {
    const [there] = await search(session, model, [['name', '=', word]], ['name'], 1)
    if (there) return Number(there.id)
    const [made] = await session.door.call<number[]>(model, 'create', { vals_list: [{ name: word }] })
    return made ?? false
  })
}
