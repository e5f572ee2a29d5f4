import type { Given, Values } from '@tandem/hub'
import { type Id, type Instant, instantOf } from '@tandem/kernel'
import { conformance } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { idNumber } from '../kit/ids.ts'
import { skeletonMessages } from './messages.ts'
import { skeleton } from './type.ts'

interface Kept {
  id: number
  touched: Instant
  mark: string
  fields: Record<string, unknown>
}

/** The imaginary system in memory, as a `fetch`. Put the real one's habits here. */
function fakeSystem() {
  const rows = new Map<number, Kept>()
  const fake = { now: Date.parse('2026-03-02T08:00:00Z'), isLosing: false, limited: 0, rows }
  const told = ({ id, touched, fields }: Kept) => {
    return { id, touched, code: fields.code, name: fields.name, isCompany: fields.type === 'company' }
  }
  interface Body {
    readonly from: string
    readonly after: number
    readonly limit: number
    readonly ids: readonly number[]
    readonly mark: string
    readonly id: number | null
    readonly fields: Readonly<Record<string, unknown>>
  }
  const answers: Record<string, (body: Body) => unknown> = {
    newest: () =>
      [...rows.values()]
        .map(({ touched }) => touched)
        .sort()
        .at(-1) ?? null,
    touched: ({ from }) => [...rows.values()].filter(({ touched }) => Date.parse(touched) >= Date.parse(from)).map(told),
    page: ({ after, limit }) =>
      [...rows.values()]
        .filter(({ id }) => id > after)
        .slice(0, limit)
        .map(told),
    read: ({ ids }) => ids.flatMap((id) => (rows.has(id) ? [told(rows.get(id) as Kept)] : [])),
    marked: ({ mark }) => [...rows.values()].find((row) => row.mark === mark)?.id ?? null,
    save({ mark, id, fields }) {
      const there = [...rows.values()].find((row) => row.id === id || (id === null && row.mark === mark))
      const row: Kept = there ?? { id: rows.size + 1, touched: '' as Instant, mark, fields: {} }
      row.touched = instantOf(fake.now)
      row.fields = { ...row.fields, ...fields }
      rows.set(row.id, row)
      return row.id
    },
  }
  const answer = (async (url: string, init: RequestInit) => {
    fake.limited -= 1
    if (fake.limited >= 0) return new Response('', { status: 429, headers: { 'retry-after': '1' } })
    const what = url.split('/').at(-1) ?? ''
    const body = JSON.parse(String(init.body))
    if (new Headers(init.headers).get('authorization') !== 'Bearer right') return new Response('no', { status: 401 })
    if (body.fields?.name === '') return new Response('a name is needed', { status: 422 })
    const result = answers[what]?.(body as Body)
    if (fake.isLosing && what === 'save') {
      fake.isLosing = false
      throw new TypeError('fetch failed')
    }
    return Response.json(result)
  }) as unknown as typeof fetch
  return { fake, answer }
}

function given(answer: typeof fetch, now: () => number, key = 'right'): Given {
  const outside = { now: () => instantOf(now()), newId: () => '' as Id, random: () => 0.5, fetch: answer }
  return {
    ...{ id: '019a0000-0000-7000-8000-000000000001', system: 'skeleton', side: 'erp', label: skeleton.label, facts: null },
    settings: { url: 'http://skeleton.test', key },
    outside: { ...outside, mayReach: async () => {}, wait: async () => {} },
  }
}

conformance('Skeleton', 'customer', () => {
  const { fake, answer } = fakeSystem()
  return {
    connect: () => skeleton.connect(given(answer, () => fake.now)),
    make: (n): Values => ({ code: `C-${n}`, name: `公司 "${n}"`, type: 'company' }),
    field: 'name',
    bad: { name: '' },
    edit: async (ids, name) => {
      for (const id of ids) {
        const row = fake.rows.get(idNumber(id)) as Kept
        Object.assign(row, { touched: instantOf(fake.now), fields: { ...row.fields, name } })
      }
    },
    remove: async (id) => void fake.rows.delete(idNumber(id)),
    loseAnswer: () => {
      fake.isLosing = true
    },
    limit: () => {
      fake.limited = 1
    },
    pass: (ms) => {
      fake.now += ms
    },
  }
})

describe('I3 trying a connection to Skeleton', () => {
  it('I3 says whether it answers, and what it refuses: skeleton/not-reached, skeleton/not-accepted, skeleton/not-found', async () => {
    const { fake, answer } = fakeSystem()
    expect(await skeleton.test(given(answer, () => fake.now))).toMatchObject({ ok: true })
    expect(await skeleton.test(given(answer, () => fake.now, 'wrong'))).toMatchObject({
      refusal: { code: 'skeleton/not-reached' },
    })
    const connector = skeleton.connect(given(answer, () => fake.now))
    const write = { key: 'skeleton:r:1', values: { name: '' }, changed: ['name'] }
    expect(await connector.apply('customer', [write])).toMatchObject([{ refused: { code: 'skeleton/not-accepted' } }])
    const gone = { ...write, externalId: '0000000009', values: { name: 'A' } }
    expect(await connector.apply('customer', [gone])).toMatchObject([{ refused: { code: 'skeleton/not-found' } }])
    expect(Object.keys(skeletonMessages)).toHaveLength(3)
  })
})
