/** The first load through the doors of the whole server: HTTP and the command line. */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { crm } from '@tandem/crm'
import { type Id, must } from '@tandem/kernel'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Desk } from '../cli/desk.ts'
import { syncCommand } from '../cli/joint.ts'
import { type Language, terminalOn } from '../cli/terminal.ts'
import { type App, openApp } from '../compose.ts'
import { createApiKey } from '../http/api-keys.ts'
import { type Caller, caller } from './test-server.ts'

let app: App
let call: Caller
let tenant: Id

beforeAll(async () => {
  app = await openApp({ databaseUrl: await freshDatabaseUrl(postgresUrl()), logLevel: 'silent' })
  tenant = await app.addTenant({ name: 'Tandem', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const by = app.workshop(tenant).context()
  const key = { name: 'spec', scopes: ['*'] }
  const made = await app.database.transaction(tenant, (tx) => createApiKey(tx, by, randomBytes, key))
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  call = caller(`http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`, made.key, app.api)
  const create = crm.commands.find(({ document, name }) => document === 'customer' && name === 'create')
  const terms = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }
  const inputs = [
    { code: 'C1', name: '西湖家具有限公司', ...terms },
    { code: 'C2', name: '西湖家具（杭州）有限公司', phone: '0571-88888899', ...terms },
    { code: 'C3', name: 'Acme Trading', ...terms },
  ]
  const run = create?.run as unknown as (tx: unknown, by: unknown, inputs: readonly object[]) => Promise<never[]>
  await app.database.transaction(tenant, async (tx) => (await run(tx, by, inputs)).map(must))
})
afterAll(() => app?.stop())

function deskIn(language: Language) {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const stream = { isTerminal: false, write, readLine: async () => '', nowMs: () => 0 }
  const chosen = app.tenants.get(tenant)
  if (!chosen) throw new Error('the company is there')
  const desk: Desk = {
    ...{ database: app.database, tenant: chosen.tenant, hub: chosen.hub, terminal: terminalOn(stream, language) },
    ...{ context: app.workshop(tenant).context, randomBytes, run: (work) => app.database.transaction(tenant, work) },
  }
  return { desk, told: () => text }
}

const preview = (body: object) => call('POST', '/api/v1/joint/load-preview', { body })

describe('I12 a first load', () => {
  it('is looked at before it goes, by HTTP and on the command line', async () => {
    const { body } = await preview({ system: 'tandem-crm', kind: 'customer' })
    expect(body).toMatchObject({ system: 'tandem-crm', looked: 3, isWhole: true, counts: { linked: 0, unreadable: 0 } })
    expect(body.counts.fresh + body.counts.twice).toBe(3)
    const { desk, told } = deskIn('zh')
    expect(await syncCommand(desk, ['preview', 'tandem-crm'])).toBe(0)
    expect(told()).toContain('已查看全部 3 条单据，未做任何修改。')
    expect((await call('GET', '/api/v1/crm/customers')).body.items).toHaveLength(3)
    expect((await call('GET', '/api/v1/erp/parties')).body.items).toHaveLength(0)
  })

  it('refuses with words what cannot be looked at', async () => {
    expect((await preview({ system: 'nobody', kind: 'customer' })).body.code).toBe('system/not-found')
    expect((await preview({ system: 'tandem-crm', kind: 'nonsense' })).body.code).toBe('load/not-read')
    expect((await preview({ connection: 'nobody', kind: 'customer' })).body.code).toBe('connection/not-found')
    await expect(syncCommand(deskIn('en').desk, ['preview'])).rejects.toThrow('followed by a system')
  })

  it('says n of N by HTTP, on the command line and to Prometheus', async () => {
    await app.tenants.get(tenant)?.hub.runUntilIdle()
    const { body } = await call('GET', '/api/v1/joint/first-loads')
    const mine = body.find((one: { system: string; kind: string }) => one.system === 'tandem-crm' && one.kind === 'customer')
    expect(mine).toMatchObject({ state: 'done', read: 3, total: 3 })
    const { desk, told } = deskIn('en')
    expect(await syncCommand(desk, ['load'])).toBe(0)
    expect(told()).toMatch(/tandem-crm +Customer +done +3 +3/)
    const metrics = await call('GET', '/metrics')
    expect(String(metrics.body)).toContain('tandem_load_total{system="tandem-crm",kind="customer"} 3')
  })
})
