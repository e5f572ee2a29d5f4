/** What Odoo's modules for opportunities and tickets add to the fake, with their traps. */
import { FakeError, type Row } from './fake-row.ts'

/** What is there to look at. */
interface Tables {
  rows(model: string): ReadonlyMap<number, Row>
}

/** Whom it belongs to when nobody says so, where it begins, and how likely Odoo thinks it is. */
export function leadDefaults(store: Tables, model: string): Row {
  if (model === 'helpdesk.ticket') return { user_id: ADMIN, stage_id: 1, priority: '0' }
  if (model !== 'crm.lead') return {}
  const [stage] = [...store.rows('crm.stage').values()]
  return { type: 'lead', user_id: ADMIN, stage_id: Number(stage?.id), probability: 7.25 }
}

const ADMIN = 2
const CERTAIN = 100

/** What else changes in a lead with these values: a won stage wins it, a partner gives its name. */
export function leadVals(store: Tables, vals: Row): Row {
  const stage = store.rows('crm.stage').get(Number(vals.stage_id))
  const partner = store.rows('res.partner').get(Number(vals.partner_id))
  const renames = 'partner_id' in vals && !('partner_name' in vals)
  return {
    ...vals,
    ...(stage?.is_won ? { active: true, probability: CERTAIN } : {}),
    ...(renames ? { partner_name: partner?.name ?? false } : {}),
  }
}

export function checkLead(store: Tables, row: Row): void {
  if (!store.rows('crm.stage').get(Number(row.stage_id))?.is_won || row.probability === CERTAIN) return
  throw new FakeError(
    'odoo.exceptions.ValidationError',
    'A lead in a Won stage cannot be lost. Move it to another stage first.',
    422,
  )
}
