import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { type Company, company, day, financeMigrations } from '../testing/finance.ts'
import { createExchangeRate, loadRates } from './commands.ts'

const database = testDatabase([financeMigrations])
const dollar = { fromCurrency: 'USD', toCurrency: 'CNY', rateDate: day('2026-01-01'), rate: '7.1' } as const

async function rateOn(of: Company, currency: string, date: string): Promise<string> {
  const rates = await of.run((tx) => loadRates(tx, [{ currency, date: day(date) }]))
  const rate = rates.of({ currency, date: day(date) })
  return rate.ok ? rate.value.toString() : rate.refusal.code
}

describe('E13 exchange rates', () => {
  it('count from their date on until a newer one', async () => {
    const of = await company(database, 1)
    await of.do(createExchangeRate, dollar)
    await of.do(createExchangeRate, { ...dollar, rateDate: day('2026-02-01'), rate: '7.25' })
    expect(await rateOn(of, 'USD', '2026-01-31')).toBe('7.1')
    expect(await rateOn(of, 'USD', '2026-02-01')).toBe('7.25')
    expect(await rateOn(of, 'CNY', '2026-02-01')).toBe('1')
  })

  it('are asked for where they are missing, never guessed', async () => {
    const of = await company(database, 2)
    await of.do(createExchangeRate, dollar)
    expect(await rateOn(of, 'USD', '2025-12-31')).toBe('exchange-rate/missing')
    expect(await rateOn(of, 'EUR', '2026-12-31')).toBe('exchange-rate/missing')
  })

  it('are between two currencies, above zero, one a day', async () => {
    const of = await company(database, 3)
    await of.do(createExchangeRate, dollar)
    const refused = async (change: object) => of.try(createExchangeRate, { ...dollar, ...change })
    expect(await refused({})).toMatchObject({ refusal: { code: 'exchange-rate/date-taken' } })
    expect(await refused({ toCurrency: 'USD' })).toMatchObject({ refusal: { code: 'exchange-rate/wrong-currency' } })
    expect(await refused({ fromCurrency: 'usd' })).toMatchObject({ refusal: { code: 'exchange-rate/wrong-currency' } })
    expect(await refused({ rate: '0' })).toMatchObject({ refusal: { code: 'exchange-rate/not-positive' } })
  })
})
