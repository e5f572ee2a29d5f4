import { furnishLeads } from './fake-leads.ts'
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
