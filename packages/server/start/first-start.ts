/** The first start makes a tenant: the demo company with a year of history, or an empty company. */
import type { Id } from '@tandem/kernel'
import type { App } from '../compose.ts'
import { loadDemoCompany } from '../demo/company.ts'
import { createApiKey } from '../http/api-keys.ts'
import { readSetting, writeSetting } from '../settings.ts'

const COMPANY = { name: '双骑家具 Tandem Furniture', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' } as const
const DEMO = 'demo-company'

/** The tenant people work in; undefined before the first start came to its end. */
export async function findCompany(app: App): Promise<Id | undefined> {
  for (const id of [...app.tenants.keys()]) {
    const state = await app.database.transaction(id, (tx) => readSetting(tx, DEMO))
    // A start that was cut off left half a company: nobody shall work in it.
    if (state === 'loading') app.tenants.delete(id)
  }
  return [...app.tenants.keys()][0]
}

/** Makes the demo company; one that is cut off is made anew at the next start. */
export async function makeDemoCompany(app: App, progress: (stage: string, done: number, total: number) => void): Promise<Id> {
  const id = await app.addTenant(COMPANY)
  await app.database.transaction(id, (tx) => writeSetting(tx, DEMO, 'loading'))
  await loadDemoCompany(app.workshop(id, progress))
  await app.database.transaction(id, (tx) => writeSetting(tx, DEMO, 'loaded'))
  return id
}

/** Makes an empty company and a key for it, whose text is shown this once. */
export async function makeEmptyCompany(app: App): Promise<{ tenant: Id; key: string }> {
  const tenant = await app.addTenant({ ...COMPANY, name: 'Company' })
  const { key } = await app.database.transaction(tenant, (tx) =>
    createApiKey(tx, app.workshop(tenant).context(), app.services.randomBytes, { name: 'first', scopes: ['*'] }),
  )
  return { tenant, key }
}
