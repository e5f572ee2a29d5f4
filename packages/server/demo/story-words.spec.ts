import { describe, expect, it } from 'vitest'
import { foreignWords } from '../cli/desk.fixture.ts'
import { availabilityTable, creditWords, documentsTable, orderState, progressTable, verdict, writeState } from './story-words.ts'

const REASONS = ['in-stock', 'incoming', 'lead-time', 'service', 'unknown'] as const
const CREDIT = ['good', 'exceeded', 'on-hold', 'no-limit'] as const
const ORDER = ['requested', 'placed', 'closed', 'cancelled']
const WRITES = ['pending', 'sending', 'waiting', 'done', 'parked']
const wanted = REASONS.map((_, i) => ({ code: `物料${i}`, quantity: '6' }))
const lines = REASONS.map((reason) => ({ available: '8', onHand: '8', date: null, reason }))
const credit = (state: (typeof CREDIT)[number], free: string | null) =>
  ({ ask: 'credit', state, limit: '1', used: '0', free, currency: 'CNY' }) as const
const line = { code: '物料', quantity: '6', reserved: '0', shipped: '6', invoiced: '6' }

describe('P4 the story of npm run demo', () => {
  it('is told in Chinese without a word of English or out of the code', () => {
    const said = [
      availabilityTable('zh', wanted, lines),
      ...CREDIT.map((state) => creditWords('zh', credit(state, '50000'))),
      progressTable('zh', [line]),
      documentsTable('zh', [['1', '2', '3']]),
      ...ORDER.map((state) => orderState('zh', state)),
      ...WRITES.map((state) => writeState('zh', state)),
      verdict('zh', { one: true, proof: { inSync: false }, balanced: true }),
    ].join('\n')
    expect(foreignWords(said)).toEqual(['CNY', 'ERP'])
    expect(said).toMatch(/物料 +需要 +可用 +交期 +依据/)
    expect(said).toContain('正常，可用 50,000.00 CNY')
  })

  it('is told in English without codes', () => {
    const said = [availabilityTable('en', wanted, lines), ...CREDIT.map((state) => creditWords('en', credit(state, null)))].join(
      '\n',
    )
    expect(said).toMatch(/item +wanted +available +promise +why/)
    expect(said).not.toMatch(/in-stock|lead-time|on-hold|no-limit/)
    expect(creditWords('en', credit('good', '50000'))).toBe('is fine, 50,000.00 CNY free')
    expect(creditWords('en', credit('no-limit', null))).toBe('has no limit')
  })

  it('ends with what was proved, and says what was not', () => {
    const all = { one: true, proof: { inSync: true }, balanced: true }
    expect(verdict('zh', all)).toBe('核对通过：两侧各有且仅有一张订单：是；两侧一致；账目平衡：是。')
    expect(verdict('zh', { ...all, balanced: false })).toBe('核对未通过：两侧各有且仅有一张订单：是；两侧一致；账目平衡：否。')
    expect(verdict('en', { ...all, one: false })).toMatch(/^NOT PROVED: exactly one order on each side: no;/)
  })
})
