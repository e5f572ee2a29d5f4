import type { Id } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { judgeOrder, type Standing, type Told, type Why } from './judge.ts'
import type { MoneyDocument, OrderMoney } from './money.ts'

const record = '019cad8f-ac00-7000-8000-000000000001' as Id

function order(state: OrderMoney['state'], documents: readonly Partial<MoneyDocument>[]): OrderMoney {
  const whole = documents.map((document): MoneyDocument => {
    return { kind: 'invoice', externalId: '1', version: '1', number: 'N1', amounts: {}, ...document }
  })
  return { order: 'o', customer: 'c', number: 'SO1', currency: 'CNY', state, documents: whole }
}

function told(side: 'crm' | 'erp', money: OrderMoney): Told {
  const steps = side === 'erp' ? (['invoiced', 'settled', 'posted'] as const) : (['invoiced', 'settled'] as const)
  return { system: side, side, tells: { order: ['ordered', 'shipped'], invoice: steps, payment: ['paid'] }, money }
}

function reasons(all: readonly Told[], why: Why = 'by-hand') {
  const standing = (_: string, { kind }: MoneyDocument): Standing => ({
    record: kind === 'invoice' ? record : null,
    why,
    since: null,
  })
  const judged = judgeOrder(all, standing, '2026-03-10')
  return { state: judged.state, reasons: judged.reasons.map((one) => `${one.why} ${one.step} ${one.amount}`) }
}

const ORDERED = { kind: 'order', amounts: { ordered: '100', shipped: '100' } } as const

describe('J6 why the money of an order differs', () => {
  it.each<[string, OrderMoney['state'], readonly Partial<MoneyDocument>[], string, string[]]>([
    [
      'nothing left',
      'placed',
      [
        { ...ORDERED },
        { amounts: { invoiced: '100', posted: '100', settled: '100' } },
        { kind: 'payment', amounts: { paid: '100' } },
      ],
      'agreed',
      [],
    ],
    [
      'rounding of part deliveries',
      'placed',
      [
        { ...ORDERED },
        { amounts: { invoiced: '99.99', posted: '99.99', settled: '99.99' } },
        { kind: 'payment', amounts: { paid: '99.99' } },
      ],
      'agreed',
      ['rounding invoiced 0.01'],
    ],
    [
      'an invoice that the ledger does not know',
      'placed',
      [
        { ...ORDERED },
        { amounts: { invoiced: '100', posted: '60', settled: '100' } },
        { kind: 'payment', amounts: { paid: '100' } },
      ],
      'differs',
      ['not-posted posted 40'],
    ],
    [
      'an invoice that is late',
      'placed',
      [
        { ...ORDERED },
        { dueDate: '2026-03-09', amounts: { invoiced: '100', posted: '100', settled: '30' } },
        { kind: 'payment', amounts: { paid: '30' } },
      ],
      'on-the-way',
      ['overdue receivable 70'],
    ],
    [
      'an invoice that is not late',
      'placed',
      [
        { ...ORDERED },
        { dueDate: '2026-03-10', amounts: { invoiced: '100', posted: '100', settled: '30' } },
        { kind: 'payment', amounts: { paid: '30' } },
      ],
      'on-the-way',
      ['unpaid receivable 70'],
    ],
    [
      'a credit note that settled an invoice',
      'placed',
      [
        { ...ORDERED },
        { amounts: { invoiced: '100', posted: '100', settled: '100' } },
        { isCredit: true, amounts: { invoiced: '-10', posted: '-10', settled: '-10' } },
        { kind: 'payment', amounts: { paid: '90' } },
      ],
      'agreed',
      ['credit-note invoiced 10'],
    ],
    [
      'an order called off',
      'cancelled',
      [{ kind: 'order', amounts: { ordered: '100', shipped: '0' } }],
      'agreed',
      ['cancelled shipped 100'],
    ],
    [
      'an invoice ahead of the goods',
      'placed',
      [
        { kind: 'order', amounts: { ordered: '100', shipped: '0' } },
        { amounts: { invoiced: '100', posted: '100', settled: '0' } },
      ],
      'on-the-way',
      ['not-shipped shipped 100', 'invoiced-ahead invoiced -100', 'unpaid receivable 100'],
    ],
  ])('%s', (_, state, documents, expected, found) => {
    expect(reasons([told('erp', order(state, documents))])).toEqual({ state: expected, reasons: found })
  })

  it.each<[Why, string]>([
    ['on-its-way', 'on-the-way'],
    ['in-the-inbox', 'differs'],
    ['ignored', 'differs'],
    ['conflict', 'differs'],
    ['possible-duplicate', 'differs'],
    ['by-hand', 'differs'],
  ])('a document that says otherwise in another system, %s, weighs as %s', (why, state) => {
    const invoice = (total: string) => ({ amounts: { invoiced: total, settled: total, posted: total } })
    const payment = { kind: 'payment', externalId: 'p', amounts: { paid: '100' } } as const
    const [crm, erp] = [
      order('placed', [{ ...ORDERED }, invoice('93')]),
      order('placed', [{ ...ORDERED }, invoice('100'), payment]),
    ]
    const found = reasons(
      [told('crm', { ...crm, documents: [...crm.documents, ...erp.documents.slice(2)] }), told('erp', erp)],
      why,
    )
    expect(found.state).toBe(state)
    expect(found.reasons).toContain(`${why} invoiced 7`)
  })
})
