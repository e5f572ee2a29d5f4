import { baseCurrency, createDocuments, rows, sql, stamp, type Tx } from '@tandem/db'
import type { CreateCommand, Input } from '@tandem/kernel'
import { exchangeRate, exchangeRateFields } from './definition.ts'
import { type ExchangeRate, newExchangeRate, type RateQuestion, type Rates, ratesFrom } from './exchange-rate.ts'

export const createExchangeRate: CreateCommand<Tx, typeof exchangeRateFields, ExchangeRate> = {
  name: 'create',
  document: 'exchange-rate',
  on: 'new',
  label: { en: 'New exchange rate', zh: '新建汇率' },
  input: exchangeRateFields,
  async run(tx, by, inputs) {
    const taken = await takenKeys(tx, inputs)
    const decided = inputs.map((input) => {
      const result = newExchangeRate(input, stamp(by), taken.has(keyOf(input)))
      if (result.ok) taken.add(keyOf(input))
      return result
    })
    return createDocuments(tx, by, exchangeRate, decided)
  },
}

/**
 * The rates into the tenant's base currency for all questions: of each, the newest on or before its date. A missing one
 * is refused by `rates.of` as `exchange-rate/missing`. Where all money is base currency, only that is read.
 */
export async function loadRates(tx: Tx, questions: readonly RateQuestion[]): Promise<Rates> {
  if (questions.length === 0) return ratesFrom(await baseCurrency(tx), [])
  const [base, found] = await Promise.all([baseCurrency(tx), findRates(tx, questions)])
  return ratesFrom(base, found)
}

/** The same for callers that know the base currency: asks the database nothing when no question is of another. */
export async function loadRatesInto(tx: Tx, base: string, questions: readonly RateQuestion[]): Promise<Rates> {
  const foreign = questions.filter(({ currency }) => currency !== base)
  return ratesFrom(base, foreign.length === 0 ? [] : await findRates(tx, foreign))
}

function findRates(tx: Tx, questions: readonly RateQuestion[]): Promise<{ currency: string; date: string; rate: string }[]> {
  const asked = new Map(questions.map((question) => [`${question.currency} ${question.date}`, question]))
  return rows(
    tx,
    sql`
      select q.currency, q.date, r.rate
      from json_to_recordset(${JSON.stringify([...asked.values()])}::json) as q (currency text, date date)
      cross join lateral (
        select rate from erp.exchange_rate
        where tenant_id = platform.tenant() and from_currency = q.currency and rate_date <= q.date
          and to_currency = (select base_currency from platform.tenant where id = platform.tenant())
        order by rate_date desc limit 1) r`,
  )
}

type Key = Pick<Input<typeof exchangeRateFields>, 'fromCurrency' | 'toCurrency' | 'rateDate'>

function keyOf({ fromCurrency, toCurrency, rateDate }: Key): string {
  return `${fromCurrency} ${toCurrency} ${rateDate}`
}

async function takenKeys(tx: Tx, inputs: readonly Key[]): Promise<Set<string>> {
  const found = await rows(
    tx,
    sql<Key>`
      select r.from_currency, r.to_currency, r.rate_date
      from json_to_recordset(${JSON.stringify(inputs)}::json) as q ("fromCurrency" text, "toCurrency" text, "rateDate" date)
      join erp.exchange_rate r on (r.from_currency, r.to_currency, r.rate_date) = (q."fromCurrency", q."toCurrency", q."rateDate")`,
  )
  return new Set(found.map(keyOf))
}
