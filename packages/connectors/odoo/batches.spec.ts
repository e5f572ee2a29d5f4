import type { Outcome, Values, Write } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { idNumber } from '../kit/ids.ts'
import { fakeWorld, partner } from './testing/subject.ts'
import { odoo } from './type.ts'

const key = (n: number, version: number) => `odoo:00000000-0000-7000-8000-${String(n).padStart(12, '0')}:${version}`
const creation = (n: number): Write => ({ key: key(n, 1), values: partner(n), changed: Object.keys(partner(n)) })

/** Customers in Odoo, and what is called there while they are changed. */
async function customers(count: number) {
  const { connect, fake } = fakeWorld()
  const connector = connect()
  const writes = Array.from({ length: count }, (_, n) => creation(n + 1))
  const made = await connector.apply('customer', writes)
  const ids = made.map(idOf)
  const snapshots = new Map((await connector.read('customer', ids)).map((one) => [one.externalId, one]))
  const edit = (n: number, changes: Values): Write => {
    const { externalId, version, values } = snapshots.get(ids[n] as string) as NonNullable<ReturnType<typeof snapshots.get>>
    return { key: key(n + 1, 2), externalId, seen: version, values: { ...values, ...changes }, changed: Object.keys(changes) }
  }
  const apply = async (edits: readonly Write[]) => {
    const from = fake.calls.length
    const outcomes = await connector.apply('customer', edits)
    return { outcomes, calls: fake.calls.slice(from).map(({ path }) => path.replace(/.*\//, '')) }
  }
  const there = (n: number) => fake.store.rows('res.partner').get(idNumber(ids[n] as string))
  return { connector, fake, edit, apply, there, ids }
}

function idOf(outcome: Outcome): string {
  if (!('done' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.done.externalId
}

describe('I6 many changes at once', () => {
  it('take one call where each says something else, and one where all say the same', async () => {
    const { edit, apply, there } = await customers(40)
    const own = await apply(Array.from({ length: 40 }, (_, n) => edit(n, { phone: `+49 40 ${n}` })))
    expect(own.calls).toEqual(['search_read', 'load', 'search_read'])
    expect(own.outcomes.every((outcome) => 'done' in outcome)).toBe(true)
    expect([there(0)?.phone, there(39)?.phone]).toEqual(['+49 40 0', '+49 40 39'])
    const same = await customers(40)
    const { calls } = await same.apply(Array.from({ length: 40 }, (_, n) => same.edit(n, { phone: '+49 40 1' })))
    expect(calls).toEqual(['search_read', 'write', 'search_read'])
  })

  it('give each its own payment term, or none, in one call', async () => {
    const { edit, apply, there, fake } = await customers(3)
    const { calls, outcomes } = await apply([0, 30, 0].map((days, n) => edit(n, { paymentTermDays: days, phone: `+49 ${n}` })))
    expect(outcomes.every((outcome) => 'done' in outcome)).toBe(true)
    expect(calls.filter((call) => call === 'load')).toHaveLength(1)
    const [term] = [...fake.store.rows('account.payment.term').keys()]
    expect([0, 1, 2].map((n) => there(n)?.property_payment_term_id || false)).toEqual([false, term, false])
  })

  it('make many in one call, some with a payment term and some without', async () => {
    const { connect, fake } = fakeWorld()
    const writes = Array.from({ length: 20 }, (_, n): Write => {
      const made = creation(n + 1)
      return { ...made, values: { ...made.values, paymentTermDays: n % 2 === 0 ? 30 : 0 } }
    })
    const outcomes = await connect().apply('customer', writes)
    expect(outcomes.every((outcome) => 'done' in outcome)).toBe(true)
    expect(fake.calls.filter(({ path }) => path.endsWith('res.partner/load'))).toHaveLength(1)
  })

  it('change only what each of them names, and empty what is empty', async () => {
    const { edit, apply, there } = await customers(4)
    const { outcomes, calls } = await apply([
      ...[edit(0, { phone: null }), edit(1, { phone: '+49 1' })],
      ...[edit(2, { email: 'two@example.com', phone: null }), edit(3, { email: 'three@example.com', phone: '+49 3' })],
    ])
    expect(outcomes.every((outcome) => 'done' in outcome)).toBe(true)
    expect(calls.filter((call) => call === 'load')).toHaveLength(2)
    expect([0, 1, 2, 3].map((n) => [there(n)?.phone, there(n)?.email])).toEqual([
      [false, 'c1@example.com'],
      ['+49 1', 'c2@example.com'],
      [false, 'two@example.com'],
      ['+49 3', 'three@example.com'],
    ])
  })

  it('are written one by one when one of them is refused, so that the others hold', async () => {
    const { edit, apply, there } = await customers(3)
    const { outcomes } = await apply([edit(0, { name: 'First' }), edit(1, { name: '' }), edit(2, { name: 'Third' })])
    expect(outcomes).toMatchObject([{ done: {} }, { refused: { code: 'odoo/not-accepted' } }, { done: {} }])
    expect([there(0)?.name, there(2)?.name]).toEqual(['First', 'Third'])
  })

  it('reach archived customers, and keep the tags that somebody has set', async () => {
    const { edit, apply, there, fake } = await customers(3)
    const tag = fake.store.create('res.partner.category', { name: 'Wholesale' })
    fake.store.write('res.partner', [Number(there(0)?.id)], { category_id: [[4, tag, 0]] as never })
    const archived = await apply([edit(1, { status: 'archived', phone: '+49 1' }), edit(2, { status: 'active', phone: '+49 2' })])
    expect(archived.calls).toContain('load')
    expect([there(1)?.active, there(1)?.phone, there(2)?.active]).toEqual([false, '+49 1', true])
    const held = await apply([edit(0, { onHold: true, phone: '+49 0' })])
    expect(held.calls).toContain('write')
    expect(there(0)?.category_id).toContain(tag)
  })
})

describe('I6 batches at the same time', () => {
  /** The shop, through a wire on which each load waits for what else comes. */
  function slowly() {
    const { given, fake } = fakeWorld()
    const seen = { now: 0, most: 0 }
    const fetching = (async (input: string, init?: RequestInit) => {
      if (!/load$/.test(String(input))) return fake.fetch(input, init)
      seen.now += 1
      seen.most = Math.max(seen.most, seen.now)
      await new Promise((resolve) => setTimeout(resolve, 20))
      seen.now -= 1
      return fake.fetch(input, init)
    }) as typeof fetch
    return { fake, seen, connector: odoo.connect({ ...given, outside: { ...given.outside, fetch: fetching } }) }
  }

  it('of customers go side by side, and what both need is made once', async () => {
    const { fake, seen, connector } = slowly()
    const both = [1, 2].map((n) => {
      const values = { ...partner(n), paymentTermDays: 45, onHold: true }
      return connector.apply('customer', [{ key: key(n, 1), values, changed: Object.keys(values) }])
    })
    expect((await Promise.all(both)).flat()).toMatchObject([{ done: {} }, { done: {} }])
    expect(seen.most).toBe(2)
    const named = (model: string) => [...fake.store.rows(model).values()].map(({ name }) => name)
    expect(named('account.payment.term')).toEqual(['30 Days', '45 Days'])
    expect(named('res.partner.category')).toEqual(['On hold'])
  })

  it('of addresses go one after the other: only one is the first of its customer', async () => {
    const { fake, connector } = slowly()
    const [made] = await connector.apply('customer', [creation(1)])
    const place = { customer: idOf(made as Outcome), use: 'both', city: 'Berlin', country: 'DE', status: 'active' }
    const both = [2, 3].map((n) => {
      const values = { ...place, line1: `Street ${n}` }
      return connector.apply('address', [{ key: key(n, 1), values, changed: Object.keys(values) }])
    })
    const ids = (await Promise.all(both)).flat().map(idOf)
    expect(new Set(ids).size).toBe(2)
    expect([...fake.store.rows('res.partner').values()].flatMap(({ street }) => street || []).sort()).toEqual([
      'Street 2',
      'Street 3',
    ])
  })
})
