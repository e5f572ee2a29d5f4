/** The whole product on a fresh database, with the page built from its sources: what a person meets, for browser specs. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createApiKey } from '@tandem/server/api-keys'
import { openApp } from '@tandem/server/compose'
import { freshDatabaseUrl } from '@tandem/testkit'
import { build } from 'vite'

export interface ServerUnderTest {
  readonly url: string
  /** Calls the public API with a key; throws with the server's words when it refuses. */
  call<T = { readonly id: string }>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<T>
  stop(): Promise<void>
}

const WEB = fileURLToPath(new URL('../../packages/web', import.meta.url))

export async function startServer(postgresUrl: string): Promise<ServerUnderTest> {
  const pageFolder = mkdtempSync(join(tmpdir(), 'tandem-page-'))
  const built = build({ root: WEB, logLevel: 'error', build: { outDir: pageFolder, emptyOutDir: true } })
  const [databaseUrl] = await Promise.all([freshDatabaseUrl(postgresUrl), built])
  const app = await openApp({ databaseUrl, demo: true, pageFolder, logLevel: 'silent' })
  const tenant = await app.addTenant({ name: '双骑家具 Tandem Furniture', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const { key } = await app.database.transaction(tenant, (tx) =>
    createApiKey(tx, app.workshop(tenant).context(), app.services.randomBytes, { name: 'spec', scopes: ['*'] }),
  )
  await app.http.listen({ host: '127.0.0.1', port: 0 })
  await app.startJoint()
  const url = `http://127.0.0.1:${(app.http.server.address() as AddressInfo).port}`
  return {
    url,
    call: (method, path, body) => callApi(url, key, method, path, body),
    async stop() {
      await app.stop()
      rmSync(pageFolder, { recursive: true, force: true })
    },
  }
}

async function callApi<T>(url: string, key: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const answer = (await response.json()) as T & { detail?: string }
  if (!response.ok) throw new Error(`${method} ${path}: ${answer.detail ?? response.status}`)
  return answer
}

export interface Goods {
  readonly customer: { readonly id: string; readonly name: string; readonly code: string }
  readonly item: { readonly id: string; readonly code: string }
  readonly party: { readonly id: string }
}

/** A customer in the CRM, an item with price and stock in the ERP, and both known on the other side. */
export async function makeGoods(server: ServerUnderTest, mark: string, more: object = {}): Promise<Goods> {
  const warehouses = await server.call<{ items: { id: string }[] }>('GET', '/erp/warehouses?limit=1')
  const warehouse =
    warehouses.items[0] ?? (await server.call<{ id: string }>('POST', '/erp/warehouses', { code: 'HZ', name: '杭州主仓' }))
  const names = { code: `T-${mark}`, name: `Oak table ${mark}`, nameZh: `橡木桌 ${mark}` }
  const item = await server.call('POST', '/erp/items', { ...names, type: 'bought', unit: 'pcs', taxRate: '13', leadTimeDays: 7 })
  const price = { item: item.id, priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '1', unitPrice: '1234.5' }
  await server.call('POST', '/erp/prices', price)
  const line = { item: item.id, quantity: '10', unitCost: '700' }
  await server.call('POST', '/erp/goods-receipts', { warehouse: warehouse.id, lines: [line] })
  const company = {
    code: `C-${mark}`,
    name: `${mark} 家居贸易`,
    type: 'company',
    currency: 'CNY',
    paymentTermDays: 30,
    onHold: false,
  }
  const customer = await server.call<{ id: string; name: string; code: string }>('POST', '/crm/customers', {
    ...company,
    ...more,
  })
  const sold = await arrived<{ id: string; code: string }>(server, `/crm/items?filter[code]=T-${mark}`)
  await arrived(server, `/crm/prices?filter[item]=${sold.id}`)
  const party = await arrived(server, `/erp/parties?filter[code]=C-${mark}`)
  return { customer, item: sold, party }
}

/** The first document of a list, once the joint brought it: asked for again for at most twenty seconds. */
export async function arrived<T = { readonly id: string }>(server: ServerUnderTest, path: string): Promise<T> {
  const end = performance.now() + 20_000
  for (;;) {
    const [found] = (await server.call<{ items: T[] }>('GET', path)).items
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(`nothing arrived at ${path}`)
    await sleep(50)
  }
}
