/** The product that runs for all browser specs, and what specs put into it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { openPostgres, run, sql } from '@tandem/db'
import { openBrowser, PATIENCE_MS, type TestBrowser } from '@tandem/testkit/browser'
import { afterAll, beforeAll, inject } from 'vitest'
import type { Served } from './global-setup.ts'

export interface ServerUnderTest {
  readonly url: string
  /** Calls the public API with a key; throws with the server's words when it refuses. */
  call<T = { readonly id: string }>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<T>
  /** What somebody does in a table behind everybody's back, as SQL. Throws where it changes nothing. */
  byHand(text: string): Promise<void>
}

let mine: Promise<Served> | undefined

/** That of this worker: no other file uses it at the same time, but what one leaves behind, the next finds. */
function served(): Promise<Served> {
  mine ??= askFor(Number(process.env.VITEST_POOL_ID ?? 1) - 1)
  return mine
}

async function askFor(worker: number): Promise<Served> {
  const answer = await fetch(`${inject('starter')}/${worker}`)
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Served
}

/** For the tests of a file: before they begin, it is up. */
export function serverUnderTest(): ServerUnderTest {
  let up: Served | undefined
  beforeAll(async () => {
    up = await served()
  })
  return {
    get url() {
      if (!up) throw new Error('the server of the browser specs is up when the tests begin, not before')
      return up.url
    },
    call: async (method, path, body) => {
      const { url, key } = await served()
      return callApi(url, key, method, path, body)
    },
    byHand: async (text) => {
      const database = openPostgres((await served()).databaseUrl, 1)
      try {
        const changed = await database.asOwner((tx) => run(tx, sql.raw(text)))
        if (changed === 0) throw new Error(`nothing is changed by ${text}`)
      } finally {
        await database.close()
      }
    },
  }
}

/** The browser of this worker, for the tests of a file. */
export function browserUnderTest(): { readonly current: TestBrowser } {
  const holder: { current?: TestBrowser } = {}
  beforeAll(async () => {
    holder.current = await openBrowser((await served()).browser)
  })
  afterAll(() => holder.current?.close())
  return holder as { readonly current: TestBrowser }
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
export async function makeGoods(
  server: ServerUnderTest,
  mark: string,
  more: object = {},
  makeCustomer = (customer: object): Promise<Goods['customer']> => server.call('POST', '/crm/customers', customer),
): Promise<Goods> {
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
  const customer = await makeCustomer({ ...company, ...more })
  const sold = await arrived<{ id: string; code: string }>(server, `/crm/items?filter[code]=T-${mark}`)
  await arrived(server, `/crm/prices?filter[item]=${sold.id}`)
  const party = await arrived(server, `/erp/parties?filter[code]=C-${mark}`)
  // Both are there a moment before the joint has noted which one of the other side's they are: till then it answers no questions.
  for (const { id } of [sold, customer]) await arrived(server, `/desk/twins?side=crm&id=${id}`)
  return { customer, item: sold, party }
}

/**
 * Stops reading customers on both sides; answers how to go on. What had begun to be read before is over by then: a system is
 * read one time after the other, and something else has passed each way since.
 */
export async function stopReading(server: ServerUnderTest, customer: { readonly id: string }): Promise<() => Promise<void>> {
  const stopped: string[] = []
  for (const system of ['tandem-crm', 'tandem-erp']) {
    const path = `/joint/flows?filter[system]=${system}&filter[kind]=customer&filter[direction]=in`
    const { id } = await arrived(server, path)
    await server.call('POST', `/joint/flows/${id}/pause`, { reason: 'a spec' })
    stopped.push(id)
  }
  const mark = `S-${stopped[0]?.slice(-6)}-${Math.round(performance.now())}`
  await server.call('POST', '/crm/contacts', { customer: customer.id, name: mark })
  await server.call('POST', '/erp/items', { code: mark, name: mark, type: 'service', unit: 'pcs', taxRate: '13' })
  await arrived(server, `/erp/contacts?filter[name]=${mark}`)
  await arrived(server, `/crm/items?filter[code]=${mark}`)
  return async () => {
    for (const id of stopped.splice(0)) await server.call('POST', `/joint/flows/${id}/resume`)
  }
}

/** The first document of a list, once the joint brought it: asked for again until a person would have gone. */
export async function arrived<T = { readonly id: string }>(server: ServerUnderTest, path: string): Promise<T> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const [found] = (await server.call<{ items: T[] }>('GET', path)).items
    if (found !== undefined) return found
    if (performance.now() > end) throw new Error(`nothing arrived at ${path}`)
    await sleep(50)
  }
}
