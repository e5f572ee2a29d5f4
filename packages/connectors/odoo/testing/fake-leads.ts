/** What Odoo's modules for opportunities and tickets add to the fake, with their traps. */
import { FakeError, type FakeStore, type Row } from './fake-store.ts'

/** The stages, reasons and people of a fresh database. */
export function furnishLeads(store: FakeStore): void {
  store.create('res.users', { login: '__system__' })
  store.create('res.users', { login: 'admin' })
  const open = ['New', 'Qualified', 'Proposition']
  for (const [i, name] of open.entries()) store.create('crm.stage', { name, sequence: i + 1 })
  store.create('crm.stage', { name: 'Won', sequence: 70, is_won: true })
  store.create('crm.lost.reason', { name: 'Too expensive' })
}

/** Odoo's own helpdesk, or the community's: the models have one name, the stages do not. */
export function installHelpdesk(store: FakeStore, whose: 'enterprise' | 'community'): void {
  const isOwn = whose === 'enterprise'
  store.install('helpdesk.ticket')
  store.install(isOwn ? 'helpdesk.stage' : 'helpdesk.ticket.stage')
  if (!isOwn) store.older.set('helpdesk.ticket', { stage_id: { type: 'many2one', relation: 'helpdesk.ticket.stage' } })
  for (const [i, name] of ['New', 'In Progress', 'Solved'].entries()) {
    const isLast = name === 'Solved'
    if (isOwn) store.create('helpdesk.stage', { name, sequence: i, fold: isLast })
    else store.create('helpdesk.ticket.stage', { name, sequence: i, closed: isLast })
  }
}

/** Whom it belongs to when nobody says so, where it begins, and how likely Odoo thinks it is. */
export function leadDefaults(store: FakeStore, model: string): Row {
  if (model === 'helpdesk.ticket') return { user_id: ADMIN, stage_id: 1, priority: '0' }
  if (model !== 'crm.lead') return {}
  const [stage] = [...store.rows('crm.stage').values()]
  return { type: 'lead', user_id: ADMIN, stage_id: Number(stage?.id), probability: 7.25 }
}

const ADMIN = 2
const CERTAIN = 100

/** What else changes in a lead with these values: a won stage wins it, a partner gives its name. */
export function leadVals(store: FakeStore, vals: Row): Row {
  const stage = store.rows('crm.stage').get(Number(vals.stage_id))
  const partner = store.rows('res.partner').get(Number(vals.partner_id))
  const renames = 'partner_id' in vals && !('partner_name' in vals)
  return {
    ...vals,
    ...(stage?.is_won ? { active: true, probability: CERTAIN } : {}),
    ...(renames ? { partner_name: partner?.name ?? false } : {}),
  }
}

export function checkLead(store: FakeStore, row: Row): void {
  if (!store.rows('crm.stage').get(Number(row.stage_id))?.is_won || row.probability === CERTAIN) return
  throw new FakeError(
    'odoo.exceptions.ValidationError',
    'A lead in a Won stage cannot be lost. Move it to another stage first.',
    422,
  )
}
