/** Pure decisions on exchange rates. */
import { Decimal, type Input, ok, type PlainDate, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { exchangeRate, exchangeRateFields } from './definition.ts'

export type ExchangeRate = Row<typeof exchangeRate>

const CURRENCY = /^[A-Z]{3}$/

export function newExchangeRate(input: Input<typeof exchangeRateFields>, stamp: Stored, taken: boolean): Result<ExchangeRate> {
  const { fromCurrency, toCurrency, rateDate, rate } = input
  if (!CURRENCY.test(fromCurrency) || !CURRENCY.test(toCurrency) || fromCurrency === toCurrency) {
    return refuse('exchange-rate/wrong-currency', { fromCurrency, toCurrency })
  }
  if (!Decimal.of(rate).isPositive()) return refuse('exchange-rate/not-positive', { rate })
  if (taken) return refuse('exchange-rate/date-taken', { fromCurrency, toCurrency, rateDate })
  return ok({ ...input, ...stamp } as ExchangeRate)
}

/** What a caller asks: units of the base currency for one unit of `currency` on `date`. */
export interface RateQuestion {
  readonly currency: string
  readonly date: PlainDate
}

/** Rates found for a set of questions; one of the base currency itself is 1. */
export interface Rates {
  readonly base: string
  of(question: RateQuestion): Result<Decimal>
}

export function ratesFrom(base: string, found: readonly { currency: string; date: string; rate: string }[]): Rates {
  const byKey = new Map(found.map(({ currency, date, rate }) => [`${currency} ${date}`, Decimal.of(rate)]))
  return {
    base,
    of({ currency, date }) {
      if (currency === base) return ok(Decimal.one)
      const rate = byKey.get(`${currency} ${date}`)
      return rate ? ok(rate) : refuse('exchange-rate/missing', { fromCurrency: currency, toCurrency: base, date })
    },
  }
}
