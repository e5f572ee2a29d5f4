/** What somebody may see and do: by document, command, record and field, whichever way they ask. */
import { setTimeout as sleep } from 'node:timers/promises'
import { crmMigrations } from '@tandem/crm'
import { erp, erpMessages, erpMigrations, openBooks } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { testDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessOf } from '../auth/grants.ts'
import { BUILT_IN_ROLES } from '../auth/roles.ts'
import { createFeeds, type Feeds } from '../joint/feed-route.ts'
import { type Somebody, somebody } from './people.fixture.ts'
import { crmSide, startTestServer, type TestServer } from './test-server.ts'

const database = testDatabase([crmMigrations, erpMigrations, hubMigrations])
let server: TestServer
let feeds: Feeds
let li: Somebody
let wang: Somebody
let lead: Somebody
let store: Somebody

beforeAll(async () => {
  server = await startTestServer(database.current, {
    sides: [crmSide, { surface: erp, messages: erpMessages }],
    more: (services, door) => {
      feeds = createFeeds(services, 50)
      return { routes: [feeds.route(door)], components: {} }
    },
  })
  await server.world.run((tx) => openBooks(tx, server.world.context()))
  const permissions = ['crm.*.read:team', 'crm.customer.change:team']
  const body = { code: 'lead', name: 'Team lead', nameZh: '组长', permissions }
  expect((await server.call('POST', '/api/v1/platform/roles', { body })).status).toBe(201)
  li = await somebody(server, { name: 'li', roles: ['sales'], team: 'east' })
  wang = await somebody(server, { name: 'wang', roles: ['sales'], team: 'west' })
  lead = await somebody(server, { name: 'lead', roles: ['lead'], team: 'east' })
  store = await somebody(server, { name: 'store', roles: ['warehouse'] })
})
afterAll(async () => {
  feeds.close()
  await server.close()
})

const CUSTOMERS = '/api/v1/crm/customers'
let count = 0

function customer(owner: string | null, more: object = {}) {
  const code = `R${++count}`
  return { code, name: `Customer ${code}`, type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false, owner, ...more }
}

async function made(path: string, body: object, by?: Somebody): Promise<{ id: string; owner: string | null }> {
  const reply = await (by ? by.call('POST', path, { body }) : server.call('POST', path, { body }))
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body))
  return reply.body
}

const codesSeen = async (by: Somebody, ids: readonly string[]) => {
  const { body } = await by.call('GET', `${CUSTOMERS}?${ids.map((id) => `filter[id]=${id}`).join('&')}`)
  return ids.map((id) => body.items.some((row: { id: string }) => row.id === id))
}

interface Hearing {
  readonly text: () => string
  readonly stop: () => void
}

/** Listens to the live feed, from when it has begun. */
async function hearing({ cookie }: Somebody): Promise<Hearing> {
  const heard: string[] = []
  const abort = new AbortController()
  const stream = await fetch(`${server.url}/api/v1/joint/feed`, { headers: { cookie }, signal: abort.signal })
  void (async () => {
    for await (const piece of stream.body ?? []) heard.push(Buffer.from(piece).toString())
  })().catch(() => {})
  const text = () => heard.join('')
  await expect.poll(text).toContain('id: ')
  return { text, stop: () => abort.abort() }
}

describe('P3 documents that are one’s own', () => {
  it('are seen by their owner, the team, and who may see all; those of nobody by everybody', async () => {
    const [lis, wangs, pool] = [
      await made(CUSTOMERS, customer('li')),
      await made(CUSTOMERS, customer('wang')),
      await made(CUSTOMERS, customer(null)),
    ]
    const ids = [lis.id, wangs.id, pool.id]
    expect(await codesSeen(li, ids)).toEqual([true, false, true])
    expect(await codesSeen(wang, ids)).toEqual([false, true, true])
    expect(await codesSeen(lead, ids)).toEqual([true, false, true])
    const boss = await somebody(server, { name: 'head', roles: ['sales-manager'] })
    expect(await codesSeen(boss, ids)).toEqual([true, true, true])
  })

  it('are not there for others, whatever is asked of them', async () => {
    const { id } = await made(CUSTOMERS, customer('wang'))
    const path = `${CUSTOMERS}/${id}`
    const notFound = { status: 404, body: { code: 'customer/not-found' } }
    expect(await li.call('GET', path)).toMatchObject(notFound)
    expect(await li.call('GET', `${path}/events`)).toMatchObject(notFound)
    expect(await li.call('PATCH', path, { body: { owner: 'li' } })).toMatchObject(notFound)
    expect(await li.call('POST', `${path}/archive`)).toMatchObject(notFound)
    expect(await li.call('GET', `/api/v1/crm/customer-story?customer=${id}`)).toMatchObject(notFound)
    const contact = { customer: id, name: 'Mole' }
    expect(await li.call('POST', '/api/v1/crm/contacts', { body: contact })).toMatchObject(notFound)
    const quote = { customer: id, lines: [] }
    expect(await li.call('POST', '/api/v1/crm/quotes', { body: quote })).toMatchObject(notFound)
    expect((await wang.call('GET', path)).status).toBe(200)
  })

  it('hand what hangs on them to their owner alone', async () => {
    const theirs = await made(CUSTOMERS, customer('wang'))
    const quote = await made('/api/v1/crm/quotes', { customer: theirs.id, lines: [] }, wang)
    expect((await wang.call('GET', `/api/v1/crm/quotes/${quote.id}`)).status).toBe(200)
    expect((await li.call('GET', `/api/v1/crm/quotes/${quote.id}`)).status).toBe(404)
    expect((await li.call('GET', `/api/v1/crm/quotes?filter[id]=${quote.id}`)).body.items).toEqual([])
    expect((await li.call('POST', `/api/v1/crm/quotes/${quote.id}/send`)).body.code).toBe('quote/not-found')
  })

  it('are counted and added up for who may see them, and nothing else is', async () => {
    const { id: item } = await made('/api/v1/crm/items', { code: 'SUM', name: 'Sum', type: 'bought', unit: 'pcs', taxRate: '0' })
    const quote = async (owner: string, unitPrice: string) => {
      const { id } = await made(CUSTOMERS, customer(owner))
      return made('/api/v1/crm/quotes', { customer: id, notes: 'SUM', lines: [{ item, quantity: '1', unitPrice }] })
    }
    await quote('li', '100.05')
    await quote('li', '0.10')
    await quote('wang', '1000')
    const sum = async (by: { call: Somebody['call'] }) =>
      (await by.call('GET', '/api/v1/crm/quotes/summary?sum=total&filter[notes]=SUM')).body
    expect(await sum(li)).toEqual({ count: 2, sums: [{ currency: 'CNY', count: 2, total: '100.15' }] })
    expect(await sum(lead)).toMatchObject({ count: 2 })
    expect(await sum(server)).toEqual({ count: 3, sums: [{ currency: 'CNY', count: 3, total: '1100.15' }] })
    expect((await store.call('GET', '/api/v1/crm/quotes/summary')).status).toBe(403)
  })

  it('let whoever a task is given to see it and do it, whoever the customer is', async () => {
    const { id } = await made(CUSTOMERS, customer('wang'))
    const task = await made('/api/v1/crm/activities', { customer: id, kind: 'task', subject: 'Call back' }, wang)
    const path = `/api/v1/crm/activities/${task.id}`
    expect((await li.call('GET', path)).status).toBe(404)
    expect((await wang.call('POST', `${path}/assign`, { body: { assignee: 'li' } })).body).toMatchObject({ assignee: 'li' })
    expect((await li.call('GET', path)).body).toMatchObject({ assignee: 'li', subject: 'Call back' })
    const mine = await li.call('GET', '/api/v1/crm/activities?filter[assignee]=li&filter[done]=false')
    expect(mine.body.items).toMatchObject([{ id: task.id }])
    expect((await wang.call('POST', `${path}/take`)).body).toMatchObject({ code: 'activity/already-taken' })
    expect((await li.call('POST', `${path}/complete`)).status).toBe(200)
    expect((await li.call('POST', `${path}/assign`, { body: {} })).body).toMatchObject({ code: 'activity/already-done' })
    const open = await made('/api/v1/crm/activities', { customer: id, kind: 'task', subject: 'Send prices' }, wang)
    expect((await wang.call('POST', `/api/v1/crm/activities/${open.id}/take`)).body).toMatchObject({ assignee: 'wang' })
    expect((await server.call('POST', `/api/v1/crm/activities/${open.id}/take`)).body).toMatchObject({
      code: 'activity/only-people-take',
    })
  })

  it('are refused one by one in a batch, and the others go on', async () => {
    const [mine, theirs] = [await made(CUSTOMERS, customer('li')), await made(CUSTOMERS, customer('wang'))]
    const body = [mine, theirs].map(({ id }) => ({ id, input: { phone: '1' } }))
    const { results } = (await li.call('POST', `${CUSTOMERS}/batch/change`, { body })).body
    expect(results).toMatchObject([
      { ok: true, value: { phone: '1' } },
      { ok: false, problem: { code: 'customer/not-found' } },
    ])
  })

  it('belong to who makes them, are claimed from the pool, and given away', async () => {
    const { owner: _, ...unowned } = customer(null)
    const own = await made(CUSTOMERS, unowned, li)
    expect(own.owner).toBe('li')
    const pool = await made(CUSTOMERS, customer(null))
    expect((await li.call('PATCH', `${CUSTOMERS}/${pool.id}`, { body: { owner: 'li' } })).body.owner).toBe('li')
    expect(await codesSeen(wang, [pool.id])).toEqual([false])
    expect((await li.call('PATCH', `${CUSTOMERS}/${pool.id}`, { body: { owner: 'wang' } })).status).toBe(200)
    expect(await codesSeen(li, [pool.id])).toEqual([false])
  })

  it('are heard of in the live feed by who may see them only, in order', async () => {
    const heard = await hearing(li)
    const ids: string[] = []
    for (const owner of ['li', 'wang', null, 'wang', 'li']) ids.push((await made(CUSTOMERS, customer(owner))).id)
    await made('/api/v1/erp/warehouses', { code: `W${++count}`, name: 'Unheard' })
    await expect.poll(heard.text, { timeout: 10_000 }).toContain(ids[4])
    await sleep(300)
    heard.stop()
    const text = heard.text()
    expect(ids.map((id) => text.includes(id))).toEqual([true, false, true, false, true])
    expect(text.indexOf(ids[0] as string)).toBeLessThan(text.indexOf(ids[2] as string))
    expect(text.indexOf(ids[2] as string)).toBeLessThan(text.indexOf(ids[4] as string))
    expect(text).not.toContain('Unheard')
  })
})

describe('P3 the live feed', () => {
  /** Resolves when the server has ended the stream. */
  async function listening({ cookie }: Somebody): Promise<{ readonly over: Promise<void> }> {
    const stream = await fetch(`${server.url}/api/v1/joint/feed`, { headers: { cookie } })
    expect(stream.status).toBe(200)
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    const over = (async () => {
      while (!(await reader.read()).done);
    })()
    return { over }
  }

  it.each([
    ['signed out', (who: Somebody) => who.call('POST', '/api/v1/me/sign-out'), 401],
    ['disabled', ({ id }: Somebody) => server.call('POST', `/api/v1/platform/users/${id}/disable`, { body: {} }), 401],
    [
      'given other rights',
      ({ id }: Somebody) => server.call('PATCH', `/api/v1/platform/users/${id}`, { body: { roles: ['buyer'] } }),
      200,
    ],
  ] as const)('ends for who is %s, who hears no more of what happens then', async (how, leave, status) => {
    const who = await somebody(server, { name: `gone-${how.replaceAll(' ', '-')}`, roles: ['sales'] })
    const { over } = await listening(who)
    expect((await leave(who)).status).toBeLessThan(300)
    await over
    const again = await fetch(`${server.url}/api/v1/joint/feed`, { headers: { cookie: who.cookie } })
    expect(again.status).toBe(status)
    await again.body?.cancel()
  })

  it('goes on for who stays as they are', async () => {
    const who = await somebody(server, { name: 'stays', roles: ['sales'] })
    const heard = await hearing(who)
    await sleep(300)
    const { id } = await made(CUSTOMERS, customer('stays'))
    await expect.poll(heard.text, { timeout: 10_000 }).toContain(id)
    heard.stop()
  })
})

describe('P3 sensitive fields', () => {
  const ITEMS = '/api/v1/erp/items'
  const bed = { name: 'Bed', type: 'bought', unit: 'pcs', taxRate: '13', leadTimeDays: 7, standardCost: '777.31' }

  it('are in no list, document, event, answer or feed of who may not see them', async () => {
    const { id } = await made(ITEMS, { ...bed, code: 'BED' })
    const { id: warehouse } = await made('/api/v1/erp/warehouses', { code: 'WX', name: 'X' })
    const lines = [{ item: id, quantity: '3', unitCost: '777.31' }]
    const receipt = await made('/api/v1/erp/goods-receipts', { warehouse, lines })
    const paths = [
      ...[`${ITEMS}/${id}`, `${ITEMS}/${id}/events`, `${ITEMS}?filter[id]=${id}`],
      ...[`/api/v1/erp/goods-receipts/${receipt.id}`, `/api/v1/erp/goods-receipts/${receipt.id}/events`],
      ...[`/api/v1/erp/stock?item=${id}`, `/api/v1/erp/stock-moves?item=${id}`],
    ]
    for (const path of paths) {
      const [all, some] = [await server.call('GET', path), await store.call('GET', path)]
      expect(some.status, path).toBe(200)
      expect(JSON.stringify(all.body), path).toMatch(/777\.31|2331\.93/)
      expect(JSON.stringify(some.body), path).not.toMatch(/777\.31|2331\.93/)
    }
    const buyer = await somebody(server, { name: 'buyer', roles: ['buyer'] })
    expect((await buyer.call('GET', `${ITEMS}/${id}`)).body.standardCost).toBe('777.31')
  })

  it('are neither in the live feed nor in the audit trail of who may not see them', async () => {
    const body = { code: 'watcher', name: 'Watcher', nameZh: '稽查', permissions: ['platform.audit.read', 'erp.*.read'] }
    expect((await server.call('POST', '/api/v1/platform/roles', { body })).status).toBe(201)
    const watcher = await somebody(server, { name: 'watcher', roles: ['watcher'] })
    const heard = await hearing(watcher)
    const [item] = (await server.call('GET', `${ITEMS}?filter[code]=BED`)).body.items
    const [warehouse] = (await server.call('GET', '/api/v1/erp/warehouses?limit=1')).body.items
    const lines = [{ item: item.id, quantity: '3', unitCost: '777.31' }]
    const { id } = await made('/api/v1/erp/goods-receipts', { warehouse: warehouse.id, lines })
    await expect.poll(heard.text, { timeout: 10_000 }).toContain(id)
    heard.stop()
    expect(heard.text()).not.toMatch(/777\.31|2331\.93/)
    for (const path of ['', '/export']) {
      const trail = `/api/v1/platform/audit${path}?documentId=${id}`
      expect(JSON.stringify((await server.call('GET', trail)).body)).toMatch(/777\.31/)
      const some = await watcher.call('GET', trail)
      expect(some.status).toBe(200)
      expect(JSON.stringify(some.body)).toContain(id)
      expect(JSON.stringify(some.body)).not.toMatch(/777\.31|2331\.93/)
    }
  })

  it('are no answer to who may ask everything but not know costs', async () => {
    const body = { code: 'clerk', name: 'Clerk', nameZh: '文员', permissions: ['crm.*.*', 'erp.*.read', 'erp.*.ask'] }
    expect((await server.call('POST', '/api/v1/platform/roles', { body })).status).toBe(201)
    const clerk = await somebody(server, { name: 'clerk', roles: ['clerk'] })
    const [item] = (await server.call('GET', `${ITEMS}?filter[code]=BED`)).body.items
    const party = {
      code: 'P-1',
      name: 'P',
      type: 'company',
      isCustomer: true,
      currency: 'CNY',
      paymentTermDays: 0,
      onHold: false,
    }
    const { id } = await made('/api/v1/erp/parties', { ...party, isVendor: false })
    const lines = encodeURIComponent(JSON.stringify([{ item: item.id }]))
    for (const path of [`/api/v1/erp/line-costs?currency=CNY&lines=${lines}`, `/api/v1/erp/customer-worth?party=${id}`]) {
      expect((await server.call('GET', path)).status).toBe(200)
      const barred = { status: 403, body: { code: 'http/not-allowed', details: { permission: 'field.cost.read' } } }
      expect(await clerk.call('GET', path)).toMatchObject(barred)
    }
  })

  it('cannot be found out by filtering or sorting', async () => {
    const filter = await store.call('GET', `${ITEMS}?filter[standardCost][from]=700`)
    expect(filter).toMatchObject({ status: 422, body: { code: 'list/unknown-field' } })
    expect((await store.call('GET', `${ITEMS}?sort=standardCost`)).body.code).toBe('list/bad-sort')
    expect((await store.call('GET', `${ITEMS}/summary?filter[standardCost][from]=700`)).body.code).toBe('list/unknown-field')
    expect(JSON.stringify(filter.body)).not.toContain('standardCost,')
  })

  it('are written by who may change them only', async () => {
    const [item] = (await server.call('GET', `${ITEMS}?filter[code]=BED`)).body.items
    const [warehouse] = (await server.call('GET', '/api/v1/erp/warehouses?limit=1')).body.items
    const receive = (line: object) =>
      store.call('POST', '/api/v1/erp/goods-receipts', {
        body: { warehouse: warehouse.id, lines: [{ item: item.id, quantity: '1', ...line }] },
      })
    expect(await receive({ unitCost: '1' })).toMatchObject({
      status: 403,
      body: { code: 'http/field-not-allowed', details: { field: 'unitCost', permission: 'field.cost.change' } },
    })
    const received = await receive({})
    expect(received.status).toBe(201)
    expect(JSON.stringify(received.body)).not.toContain('777.31')
    const { id } = await made(CUSTOMERS, customer('li', { creditLimit: '5000' }))
    expect((await li.call('GET', `${CUSTOMERS}/${id}`)).body.creditLimit).toBe('5000')
    expect((await li.call('PATCH', `${CUSTOMERS}/${id}`, { body: { creditLimit: '9000' } })).body.code).toBe(
      'http/field-not-allowed',
    )
  })
})

interface Operation {
  readonly 'x-permission'?: string
}

function operations(): { method: string; path: string; permission: string }[] {
  const { paths } = server.api.openapi() as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const permission = operation['x-permission'] ?? ''
      return permission.split('.').length === 3 ? [{ method: method.toUpperCase(), path, permission }] : []
    }),
  )
}

describe('P3 roles', () => {
  it.each(BUILT_IN_ROLES.map((role) => [role.code, role] as const))(
    '%s may do what it says, and nothing else, on every route',
    async (code, role) => {
      const one = await somebody(server, { name: `a.${code}`, roles: [code] })
      const access = accessOf(role.permissions)
      const wrong: string[] = []
      for (const { method, path, permission } of operations()) {
        const url = path.replaceAll(/\{\w+\}/g, '01900000-0000-7000-8000-000000000000')
        const reply = await one.call(method, url, method === 'GET' ? {} : { body: {} })
        const isBarred = reply.status === 403 && reply.body.code === 'http/not-allowed'
        if (isBarred === (access.reach(permission) !== undefined) || reply.status >= 500)
          wrong.push(`${method} ${path} ${reply.status}`)
      }
      expect(wrong).toEqual([])
    },
  )

  it('name only permissions that there are', () => {
    const known = new Set(operations().map(({ permission }) => permission))
    const areas = new Set(['crm', 'erp'])
    const wrong = BUILT_IN_ROLES.flatMap(({ code, permissions }) =>
      permissions.flatMap((grant) => {
        const area = grant.split('.')[0] ?? ''
        const one = accessOf([grant])
        const fits = [...known].some((permission) => one.reach(permission) !== undefined)
        return areas.has(area) && !fits ? [`${code}: ${grant}`] : []
      }),
    )
    expect(wrong).toEqual([])
  })
})
