/** The first start makes a tenant: the demo company with a year of history, or an empty company. */
import type { Tx } from '@tandem/db'
import { type Context, type Id, must, type Result } from '@tandem/kernel'
import { platform } from '../auth/surface.ts'
import type { App } from '../compose.ts'
import { loadDemoCompany } from '../demo/company.ts'
import { readSetting, writeSetting } from '../settings.ts'
import { leaveOpen } from './setup-routes.ts'

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

/** Makes an empty company and invites its administrator; answers the path of the link, which is shown this once. */
export async function makeEmptyCompany(app: App, email: string): Promise<{ tenant: Id; path: string }> {
  const tenant = await app.addTenant({ ...COMPANY, name: 'Company' })
  const by = app.workshop(tenant).context()
  const invite = platform.commands.find(({ name, document }) => document === 'user' && name === 'create')
  const input = { name: 'admin', fullName: 'Administrator', email, roles: ['administrator'] }
  const [result] = (await app.database.transaction(tenant, (tx) => (invite as Invite).run(tx, by, [input]))) as Result<{
    id: Id
  }>[]
  const { id } = must(result as Result<{ id: Id }>)
  await app.database.transaction(tenant, leaveOpen)
  const { secret } = must(await app.api.auth.links.make(tenant, id, by.actor.id))
  return { tenant, path: `/welcome#${secret}` }
}

type Invite = { run(tx: Tx, by: Context, inputs: readonly object[]): Promise<unknown[]> }
