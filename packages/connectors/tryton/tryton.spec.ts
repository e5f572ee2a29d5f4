import type { Given, Write } from '@tandem/hub'
import type { Id, Instant, Json } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { idText } from '../kit/ids.ts'
import { tryton } from './type.ts'

type Row = Readonly<Record<string, Json>>
type Rpc = (method: string, params: readonly Json[]) => Json | Response

/** Tryton's answers to single calls, as 6.0 gives them: a whole one is met by `npm run test:peers`. */
function given(rpc: Rpc, settings: Row = {}): Given {
  const answer = (async (_url: unknown, init?: RequestInit) => {
    const { method, params } = JSON.parse(String(init?.body)) as { method: string; params: Json[] }
    const result = rpc(method, params)
    return result instanceof Response ? result : Response.json({ id: 1, result })
  }) as typeof fetch
  return {
    ...{ id: '019a0000-0000-7000-8000-00000000abcd', system: 'tryton', side: 'erp', label: { en: 'T', zh: 'T' }, facts: null },
    settings: { url: 'http://tryton.test', database: 'db', login: 'admin', password: 'right', everySeconds: 0, ...settings },
    outside: {
      ...{ now: () => '2026-03-02T08:00:00Z' as Instant, newId: () => '' as Id, random: () => 0.5, fetch: answer },
      ...{ mayReach: async () => {}, wait: async () => {} },
    },
  }
}

const SALE = {
  id: 7,
  number: '4',
  state: 'processing',
  party: 2,
  lines: [],
  total_amount: dec('10.00'),
  create_date: null,
  sale_date: null,
}

function dec(decimal: string): Json {
  return { __class__: 'Decimal', decimal }
}

/** What every connection asks first; `more` answers the rest. */
function office(more: Rpc = () => [], context: Row = { company: 1 }): Rpc {
  return (method, params) => {
    if (method === 'common.server.version') return '6.0.29'
    if (method === 'common.db.login') return (params[1] as Row).password === 'right' ? [1, 'session'] : null
    if (method === 'model.res.user.get_preferences') return context
    if (method.endsWith('.fields_get')) return { id: {}, uom: {} }
    if (method.endsWith('company.company.search_read'))
      return [{ id: 1, party: 1, timezone: null, 'currency.': { id: 1, code: 'USD', digits: 2 } }]
    if (method.endsWith('account.tax.search_read')) return [{ id: 1, rate: dec('0.1') }]
    if (method.endsWith('product.uom.search_read')) return [{ id: 1, name: 'Unit' }]
    if (method.endsWith('party.address.search_read')) return [{ id: 5 }]
    return more(method, params)
  }
}

function order(more: object = {}): Write {
  const line = { lineNumber: 1, item: idText(1), description: null, quantity: '1', unit: 'Unit', unitPrice: '10', taxRate: '0' }
  const values = {
    ...{ number: 'Q-1', customer: idText(2), currency: 'USD', state: 'requested', orderDate: '2026-03-02', total: '10' },
    ...{ paymentTermDays: 0, lines: [line], ...more },
  }
  return { key: 'tryton:00000000-0000-7000-8000-000000000001:1', values, changed: Object.keys(values) }
}

const applied = async (rpc: Rpc, write: Write, kind: 'order' | 'customer' = 'order') =>
  (await tryton.connect(given(office(rpc))).apply(kind, [write]))[0]

/** A sale that is made, and then counts `total`. */
function selling(total: string, refuses?: string): { rpc: Rpc; calls: string[] } {
  const calls: string[] = []
  const rpc: Rpc = (method) => {
    calls.push(method)
    if (method === refuses) return Response.json({ id: 1, error: ['UserError', ['There is no stock.', '', null]] })
    if (method === 'model.sale.sale.create') return [7]
    const isMade = calls.includes('model.sale.sale.create')
    if (method === 'model.sale.sale.search_read') return isMade ? [{ ...SALE, state: 'draft', total_amount: dec(total) }] : []
    return method.endsWith('search_read') ? [] : null
  }
  return { rpc, calls }
}

describe('J4 an order of the joint in Tryton', () => {
  it('J4 is quoted and confirmed once it is worth what was promised', async () => {
    const { rpc, calls } = selling('10.00')
    expect(await applied(rpc, order())).toMatchObject({ done: { externalId: idText(7) } })
    expect(calls.filter((call) => /quote|confirm|delete/.test(call))).toEqual([
      'model.sale.sale.quote',
      'model.sale.sale.confirm',
    ])
  })

  it.each([
    ['tryton/total-differs', selling('12.00')],
    ['tryton/not-accepted', selling('10.00', 'model.sale.sale.confirm')],
  ])('J4 leaves nothing behind when it is refused: %s', async (code, { rpc, calls }) => {
    expect(await applied(rpc, order())).toMatchObject({ refused: { code } })
    expect(calls.at(-1)).toBe('model.sale.sale.delete')
  })

  it.each([
    ['tryton/order-over', { state: 'closed' }],
    ['tryton/other-currency', { currency: 'CNY' }],
    ['tryton/no-lines', { lines: [] }],
    ['tryton/unknown-unit', { lines: [{ ...line(), unit: 'bushel' }] }],
    ['tryton/no-tax', { lines: [{ ...line(), taxRate: '7.5' }] }],
  ])('J4 is not begun when it cannot be kept: %s', async (code, more) => {
    const { rpc, calls } = selling('10.00')
    expect(await applied(rpc, order(more))).toMatchObject({ refused: { code } })
    expect(calls).not.toContain('model.sale.sale.create')
  })

  it('J4 names no address that is not told as one: a party without any gets an empty one there', async () => {
    const placed = { ...SALE, invoice_address: 5, 'invoice_address.': { id: 5, street: null }, shipment_address: 6 }
    const rpc: Rpc = (method) =>
      method === 'model.sale.sale.search_read' ? [{ ...placed, 'shipment_address.': { id: 6, street: 'Main 1' } }] : []
    const [found] = await tryton.connect(given(office(rpc))).read('order', [idText(7)])
    expect(found?.values).toMatchObject({ billingAddress: null, shippingAddress: idText(6) })
  })

  it('J4 that has begun is not called off from here; one that is gone is told so', async () => {
    const placed: Rpc = (method) => (method === 'model.sale.sale.search_read' ? [SALE] : [])
    const write = { ...order({ cancelRequested: true }), externalId: idText(7), changed: ['cancelRequested'] }
    expect(await applied(placed, write)).toMatchObject({ refused: { code: 'tryton/order-under-way' } })
    expect(await applied(() => [], write)).toMatchObject({ refused: { code: 'tryton/not-found' } })
  })

  it('I5 Tryton itself sees to it that nobody’s edit is overwritten', async () => {
    const party = {
      id: 2,
      code: 'C-1',
      name: 'Acme',
      active: true,
      customer_payment_term: null,
      _timestamp: '1.5',
      create_date: null,
    }
    const rpc: Rpc = (method) => {
      if (method === 'model.party.party.search_read') return [party]
      return method.endsWith('.write') ? Response.json({ id: 1, error: ['ConcurrencyException', 'Records were modified'] }) : []
    }
    const write: Write = { key: 'k', externalId: idText(2), values: { name: 'B' }, changed: ['name'] }
    expect(await applied(rpc, write, 'customer')).toMatchObject({ later: { reason: 'stale' } })
  })
})

it('J1 terms of payment that are no number of days stay as they are in Tryton', async () => {
  const party = { id: 2, code: 'C-1', name: 'Acme', active: true, customer_payment_term: 9, _timestamp: '1.5', create_date: null }
  const written: Json[] = []
  const rpc: Rpc = (method, params) => {
    if (method === 'model.party.party.search_read') return [party]
    if (method === 'model.party.party.write') written.push(params[1] as Json)
    return []
  }
  const values = { name: 'B', paymentTermDays: 0 }
  const write: Write = { key: 'k', externalId: idText(2), values, changed: ['name', 'paymentTermDays'] }
  expect(await applied(rpc, write, 'customer')).toMatchObject({ done: {} })
  expect(written).toEqual([{ name: 'B' }])
})

function line(): object {
  return { lineNumber: 1, item: idText(1), quantity: '1', unit: 'Unit', unitPrice: '10', taxRate: '0' }
}

describe('I3 trying a connection to Tryton', () => {
  it('I3 says what was found', async () => {
    expect(await tryton.test(given(office()))).toMatchObject({ ok: true, value: { summary: { en: 'Tryton 6.0.29, USD' } } })
  })

  it.each([
    ['tryton/bad-url', office(), { url: 'tryton' }],
    ['tryton/not-allowed', office(), { password: 'wrong' }],
    ['tryton/no-company', office(() => [], {}), {}],
    ['tryton/not-tryton', () => new Response('<html>', { status: 404 }), {}],
    ['tryton/module-missing', office(), { without: 'sale.sale' }],
  ] as const)('I3 says what to mend: %s', async (code, rpc, { without, ...settings }: Record<string, string>) => {
    const lacking: Rpc = (method, params) =>
      without && method.includes(without) ? Response.json({ id: 1, error: [`'${without}'`, ''] }) : (rpc as Rpc)(method, params)
    expect(await tryton.test(given(lacking, settings))).toMatchObject({ ok: false, refusal: { code } })
  })

  it('I3 says when nothing answers', async () => {
    const down = given(office())
    const failing = async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
    }
    const found = await tryton.test({ ...down, outside: { ...down.outside, fetch: failing as typeof fetch } })
    expect(found).toMatchObject({ refusal: { code: 'tryton/unreachable' } })
  })
})
