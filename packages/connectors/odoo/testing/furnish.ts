import type { FakeStore } from './fake-store.ts'

/** What a fresh database has. */
export function furnish(store: FakeStore): void {
  const usd = store.create('res.currency', { name: 'USD', decimal_places: 2 })
  const us = store.create('res.country', { name: 'United States', code: 'US' })
  store.create('res.country', { name: 'Germany', code: 'DE' })
  store.create('res.country.state', { name: 'California', code: 'CA', country_id: us })
  const own = store.create('res.partner', {
    name: 'My Company',
    partner_share: true,
    ref_company_ids: [[6, 0, [1]]] as never,
    tz: 'UTC',
  })
  store.create('res.company', { name: 'My Company', currency_id: usd, country_id: us, partner_id: own })
  store.create('uom.uom', { name: 'Units' })
  store.create('ir.model', { name: 'Sales Order', model: 'sale.order' })
  const tax = { type_tax_use: 'sale', amount_type: 'percent' }
  store.create('account.tax', { ...tax, name: '0%', amount: 0 })
  store.create('account.tax', { ...tax, name: '6%', amount: 6 })
  const term = store.create('account.payment.term', { name: '30 Days' })
  furnishLeads(store)
  store.create('account.payment.term.line', { payment_id: term, value: 'percent', nb_days: 30, delay_type: 'days_after' })
}

/** The stages, reasons and people of a fresh database. */
function furnishLeads(store: FakeStore): void {
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
