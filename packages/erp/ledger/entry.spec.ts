import { Decimal, type Id, must, type PlainDate, type Stored } from '@tandem/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROLES, type Role } from '../account/definition.ts'
import { ratesFrom } from '../exchange-rate/exchange-rate.ts'
import { balanced, entryOf, type JournalEntry, type PostingFact } from './entry.ts'
import { POSTING_RULES } from './posting-rules.ts'

const date = '2026-03-02' as PlainDate
const roles = new Map<Role, Id>(ROLES.map((role) => [role, role as string as Id]))
const stamp = { id: 'e' as Id, version: 1 } as Stored
const dollars = (rate: string) => ratesFrom('CNY', [{ currency: 'USD', date, rate }])

function fact(type: PostingFact['type'], amounts: PostingFact['amounts'], more: Partial<PostingFact> = {}): PostingFact {
  return { type, date, source: { document: 'd', id: 's' as Id }, description: 'x', party: 'acme' as Id, amounts, ...more }
}

function text(entry: JournalEntry | undefined): string[] {
  return (entry?.lines ?? []).map((line) => {
    const side = line.debit !== '0' || line.baseDebit !== '0' ? 'Dr' : 'Cr'
    const [amount, base] = side === 'Dr' ? [line.debit, line.baseDebit] : [line.credit, line.baseCredit]
    return `${side} ${line.account} ${amount} ${line.currency} = ${base}${line.party ? ' acme' : ''}`
  })
}

const cents = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((n) => Decimal.of(n).times(Decimal.of('0.01')))

describe('E13 posting rules', () => {
  it('put an invoice on the receivable of its customer, on revenue and on tax', () => {
    const entry = must(entryOf(fact('invoice', { total: '113', net: '100', tax: '13' }), ratesFrom('CNY', []), roles, stamp))
    expect(text(entry)).toEqual(['Dr receivable 113 CNY = 113 acme', 'Cr revenue 100 CNY = 100', 'Cr tax-payable 13 CNY = 13'])
  })

  it('turn to the other side below zero, and post nothing for nothing', () => {
    const entry = must(entryOf(fact('stock-adjustment', { value: '-4' }), ratesFrom('CNY', []), roles, stamp))
    expect(text(entry)).toEqual(['Cr inventory 4 CNY = 4', 'Dr inventory-difference 4 CNY = 4'])
    expect(must(entryOf(fact('shipment', { cost: '0' }), ratesFrom('CNY', []), roles, stamp))).toBeUndefined()
  })

  it('book cents that only rounding made as rounding', () => {
    const parts = { total: '0.02', net: '0.01', tax: '0.01' }
    const entry = must(entryOf(fact('invoice', parts, { currency: 'USD' }), dollars('7.25'), roles, stamp))
    expect(text(entry)).toEqual([
      'Dr receivable 0.02 USD = 0.15 acme',
      'Cr revenue 0.01 USD = 0.07',
      'Cr tax-payable 0.01 USD = 0.07',
      'Cr rounding 0 USD = 0.01',
    ])
  })

  it('book what two rates made of the same money as exchange difference', () => {
    const amounts = { amount: '100', allocated: '100', unallocated: '0' }
    const baseAmounts = { amount: '690', allocated: '700', unallocated: '0' }
    const entry = must(entryOf(fact('payment', amounts, { currency: 'USD', baseAmounts }), ratesFrom('CNY', []), roles, stamp))
    expect(text(entry)).toEqual([
      'Dr bank 100 USD = 690',
      'Cr receivable 100 USD = 700 acme',
      'Dr exchange-difference 0 USD = 10',
    ])
  })

  it('ask for a missing rate, and for a missing account', () => {
    const missing = entryOf(fact('goods-receipt', { value: '1' }, { currency: 'EUR' }), dollars('7'), roles, stamp)
    expect(missing).toMatchObject({ refusal: { code: 'exchange-rate/missing' } })
    expect(() => entryOf(fact('goods-receipt', { value: '1' }), dollars('7'), new Map(), stamp)).toThrow(/books are not open/)
  })

  it('balance whatever the amounts and rates, in currency and in base currency', () => {
    const rate = fc.integer({ min: 1, max: 20_000_000 }).map((n) => Decimal.of(n).times(Decimal.of('0.000001')).toString())
    const type = fc.constantFrom(...(Object.keys(POSTING_RULES) as PostingFact['type'][]))
    fc.assert(
      fc.property(type, cents, cents, rate, fc.boolean(), (kind, a, b, usd, foreign) => {
        const sum = a.plus(b)
        const both = kind === 'payment-allocation' ? { allocated: a, unallocated: a } : { allocated: a, unallocated: b }
        const stock = kind === 'sales-return' ? { cost: sum, value: a, scrapped: b } : { cost: a, value: b }
        const amounts = { total: sum, net: a, tax: b, amount: sum, ...stock, ...both }
        const entry = must(entryOf(fact(kind, amounts, foreign ? { currency: 'USD' } : {}), dollars(usd), roles, stamp))
        if (!entry) return
        expect(balanced(entry)).toBe(entry)
        for (const line of entry.lines) {
          for (const side of [line.debit, line.credit, line.baseDebit, line.baseCredit]) expect(side.startsWith('-')).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('that do not balance are a fault', () => {
    expect(() => entryOf(fact('invoice', { total: '113', net: '100', tax: '12' }), dollars('7'), roles, stamp)).toThrow(
      /does not balance: 1 CNY/,
    )
  })
})
