import type { Json } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { stepsOf } from '../path.ts'
import { type Case, proposalsOf } from './proposals.ts'
import { readAs } from './read-as.ts'

function caseOf(code: string, details: Record<string, Json>, values: Record<string, Json>, more: Partial<Case> = {}): Case {
  const about = { id: 'e1', version: 3, system: 'erp', kind: 'order', isChange: true }
  const nothing = { agreed: null, pausedSystem: null, pausedFlow: null, named: null }
  return { ...about, ...nothing, code, details, values, ...more }
}

const edits = (one: Case) =>
  proposalsOf(one).flatMap(({ name, changes, does }) =>
    name === 'edit' && 'input' in does ? [[changes[0]?.to, does.input]] : [],
  )

describe('I7 a proposed fix', () => {
  it('rounds a number with too many digits, and says from what to what', () => {
    const line = { quantity: '1.23456789', unit: 'pcs' }
    const one = caseOf('joint/too-many-digits', { field: 'lines[1].quantity' }, { lines: [{ quantity: '2' }, line] })
    expect(proposalsOf(one)[0]).toMatchObject({
      name: 'edit',
      label: { en: 'Quantity: take 1.234568', zh: '数量：改为 1.234568' },
      changes: [{ field: 'lines[1].quantity', from: '1.23456789', to: '1.234568' }],
      does: {
        command: 'edit-and-retry',
        version: 3,
        input: { values: { lines: [{ quantity: '2' }, { quantity: '1.234568', unit: 'pcs' }] } },
      },
    })
  })

  it('offers the known choices, the likeliest first', () => {
    const one = caseOf('joint/unknown-choice', { field: 'state', value: 'Closing' }, { state: 'Closing' })
    expect(edits(one)[0]).toEqual(['closed', { values: { state: 'closed' } }])
  })

  it('offers what was agreed last when a field is empty now', () => {
    const one = caseOf('joint/field-missing', { field: 'currency' }, { currency: '' }, { agreed: { currency: 'CNY' } })
    expect(edits(one)).toEqual([['CNY', { values: { currency: 'CNY' } }]])
  })

  it('resumes what is paused, fetches what is missing, tries again what is named, and leaves decisions to people', () => {
    const names = (one: Case) => proposalsOf(one).map(({ name }) => name)
    const missing = { missingKind: 'customer', missing: '17' }
    const pausedFlow = { id: 'f', version: 1, kind: 'customer' }
    expect(names(caseOf('joint/reference-unknown', missing, {}, { pausedFlow }))).toEqual(['resume-flow', 'fetch', 'retry'])
    const named = { id: 'e2', version: 1, subject: 'Acme' }
    const waiting = caseOf(
      'joint/reference-not-there',
      missing,
      {},
      { isChange: false, named, pausedSystem: { id: 's', version: 1 } },
    )
    expect(names(waiting)).toEqual(['resume-system', 'retry-named', 'retry'])
    expect(proposalsOf(waiting)[1]?.does).toEqual({ document: 'inbox-entry', id: 'e2', version: 1, command: 'retry', input: {} })
    expect(names(caseOf('joint/deleted-there', {}, {}))).toEqual(['look', 'retry'])
    expect(names(caseOf('credit/exceeded', { field: 'total' }, { total: '5' }))).toEqual(['retry'])
  })

  it('finds its way along lines', () => {
    expect(stepsOf('lines[3].quantity')).toEqual(['lines', 3, 'quantity'])
    expect(stepsOf('')).toEqual([])
  })
})

describe('I7 a value of the wrong form', () => {
  const label = { en: '', zh: '' }
  const amount = { kind: 'amount', currency: 'currency', label } as const

  it('is read as what was meant, and both ways when it could be either', () => {
    const date = (said: Json) => readAs({ kind: 'date', label }, said)
    expect([date('2026/3/2'), date('２０２６年3月2日'), date('20260302'), date('2026-03-02T00:00:00Z')]).toEqual(
      Array(4).fill(['2026-03-02']),
    )
    expect([date('31.02.2026'), date('28.02.2026'), date('03/02/2026'), date('next week')]).toEqual([
      [],
      ['2026-02-28'],
      ['2026-02-03', '2026-03-02'],
      [],
    ])
    const money = (said: Json) => readAs(amount, said)
    expect([money('¥1,234.50'), money('1.234,50'), money(12.5), money('1,234'), money('12,5'), money('a lot')]).toEqual([
      ['1234.5'],
      ['1234.5'],
      ['12.5'],
      ['1234', '1.234'],
      ['12.5'],
      [],
    ])
    expect(readAs({ kind: 'flag', label }, '是')).toEqual([true])
    expect(readAs({ kind: 'integer', label }, '30 days')).toEqual([30])
    expect(readAs({ kind: 'text', label }, 42)).toEqual(['42'])
    expect(readAs({ kind: 'choice', of: ['a'], label }, 'b')).toEqual([])
  })
})
