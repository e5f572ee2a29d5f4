/** What each role that comes with Tandem meets in the menu: written down once, so that a right that goes astray is seen. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApiKey } from '@tandem/server/api-keys'
import { openApp } from '@tandem/server/compose'
import { accessOf } from '@tandem/server/definitions'
import { BUILT_IN_ROLES } from '@tandem/server/roles'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { PLACES, visibleTo } from '@tandem/web/places'
import { describe, expect, it } from 'vitest'

const GOODS = '/erp/items /records/erp/price'
const INVOICES = '/records/crm/invoice'
const CRM = `/quotes /orders /customers /records/crm/contact /records/crm/activity /records/crm/opportunity /records/crm/return /records/crm/ticket ${INVOICES}`
const COMING = '/records/erp/expected-receipt'
const MADE = '/records/erp/bill-of-material'
const KEPT = '/records/erp/goods-receipt /records/erp/stock-adjustment /records/erp/stock-transfer /records/erp/warehouse'
const RETURNS = '/records/erp/sales-return'
const TRADE = `/erp/sales-orders /erp/shipments ${RETURNS} /erp/invoices /erp/payments /erp/parties`
const BOOKS =
  '/erp/bank-statements /records/erp/bank-account /records/erp/bank-line /erp/trial-balance /records/erp/journal-entry /records/erp/account /records/erp/account-role /records/erp/period /records/erp/tax-rate /records/erp/exchange-rate'
const ERP = `${GOODS} ${TRADE} ${KEPT} ${COMING} ${MADE} ${BOOKS}`
const JOINT =
  '/joint /joint/connections /joint/flows /joint/load /joint/alerts /joint/inbox /joint/conflicts /joint/rules /joint/mappings /joint/quality /joint/files /joint/proof'
const ADMIN = '/admin/users /admin/roles /admin/keys /admin/sessions /admin/sign-in /admin/audit'

const MENUS: Readonly<Record<string, string>> = {
  sales: `${CRM} ${GOODS}`,
  'sales-manager': `${CRM} ${GOODS} /erp/parties /erp/sales-orders ${RETURNS} /admin/users`,
  service: `${CRM} ${GOODS} /erp/parties /erp/sales-orders /erp/shipments ${RETURNS}`,
  planner: `/orders /customers ${GOODS} /erp/parties /erp/sales-orders /erp/shipments ${RETURNS} /records/erp/warehouse ${COMING} ${MADE}`,
  buyer: `${GOODS} /records/erp/goods-receipt /records/erp/warehouse /erp/parties ${COMING} ${MADE}`,
  warehouse: `${GOODS} /erp/sales-orders /erp/shipments ${RETURNS} ${KEPT} ${COMING} /erp/parties`,
  accountant: `${CRM} ${ERP} /joint/proof`,
  integrator: `${CRM} ${ERP} ${JOINT} /admin/users /admin/keys /admin/custom-fields`,
  administrator: `${CRM} ${ERP} ${JOINT} ${ADMIN} /admin/custom-fields`,
  auditor: `${CRM} ${ERP} ${JOINT} ${ADMIN}`,
  portal: `/quotes /orders /customers /records/crm/return /records/crm/ticket ${INVOICES}`,
}

describe('P3 the menu', () => {
  it.each(BUILT_IN_ROLES)('of $code holds what the role may see, and nothing else', ({ code, permissions }) => {
    const seen = visibleTo(accessOf(permissions)).flatMap(({ places }) => places.map(({ key }) => key))
    expect(seen.toSorted()).toEqual((MENUS[code] ?? 'not written down').split(' ').filter(Boolean).toSorted())
  })

  it('leaves no group without an entry, and no place unknown', () => {
    expect(visibleTo(accessOf([]))).toEqual([])
    expect(visibleTo(accessOf(['*']))).toEqual(PLACES)
  })
})

const WEB = join(import.meta.dirname, '../packages/web/src')

/** Every right that the page asks for by its name. */
function rightsAskedFor(): string[] {
  const sources = globSync('**/*.{ts,tsx}', { cwd: WEB }).filter((name) => !name.endsWith('.spec.ts'))
  const named = sources.flatMap((name) => {
    const text = readFileSync(join(WEB, name), 'utf8')
    return [...text.matchAll(/(?:useMay\(|right=|\bmay\(|reach\()["']([a-z-]+\.[a-z-]+\.[a-z-]+)["']/g)].map(
      ([, right]) => right ?? '',
    )
  })
  return [...new Set([...named, ...PLACES.flatMap(({ places }) => places.map(({ needs }) => needs))])].sort()
}

describe('P3 the page', () => {
  it('asks for no right that the server does not know', { timeout: 120_000 }, async () => {
    const app = await openApp({ databaseUrl: await freshDatabaseUrl(postgresUrl()), logLevel: 'silent' })
    try {
      const tenant = await app.addTenant({ name: 'Rights', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
      const { key } = await app.database.transaction(tenant, (tx) =>
        createApiKey(tx, app.workshop(tenant).context(), app.services.randomBytes, { name: 'spec', scopes: ['*'] }),
      )
      const answer = await app.http.inject({ url: '/api/v1/platform/permissions', headers: { authorization: `Bearer ${key}` } })
      const known = new Set(answer.json<{ items: { permission: string }[] }>().items.map(({ permission }) => permission))
      const asked = rightsAskedFor()
      expect(asked.length).toBeGreaterThan(60)
      expect(asked.filter((right) => !known.has(right) && !right.startsWith('field.'))).toEqual([])
    } finally {
      await app.stop()
    }
  })
})
