/** Pure decisions on tax rates, and tax by rate. */
import { changesIn, Decimal, type Input, ok, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import type { taxRate, taxRateFields } from './definition.ts'

export type TaxRate = Row<typeof taxRate>

/** The rates of Chinese value added tax in force since 2019-04-01, and none for exports and elsewhere. */
export const DEFAULT_RATES: readonly Input<typeof taxRateFields>[] = [
  { code: 'VAT13', name: 'Standard 13 %', nameZh: '增值税 13%', rate: '13' },
  { code: 'VAT9', name: 'Reduced 9 %', nameZh: '增值税 9%', rate: '9' },
  { code: 'VAT6', name: 'Services 6 %', nameZh: '增值税 6%', rate: '6' },
  { code: 'VAT0', name: 'No tax', nameZh: '零税率', rate: '0' },
]

export function newTaxRate(input: Input<typeof taxRateFields>, stamp: Stored, codeTaken: boolean): Result<TaxRate> {
  if (codeTaken) return refuse('tax-rate/code-taken', { code: input.code })
  if (outOfRange(input.rate)) return refuse('tax-rate/out-of-range', { rate: input.rate })
  return ok({ nameZh: null, ...input, status: 'active', ...stamp } as TaxRate)
}

/** A rate itself never changes: documents of before were taxed by it. Archive it and make a new one. */
export function archivedTaxRate(row: TaxRate): Result<Partial<TaxRate>> {
  return ok(row.status === 'archived' ? {} : { status: 'archived' })
}

export function renamedTaxRate(row: TaxRate, input: Partial<TaxRate>): Result<Partial<TaxRate>> {
  return ok(changesIn(row, { name: input.name, nameZh: input.nameZh }))
}

export interface TaxOfRate {
  readonly taxRate: string
  readonly net: Decimal
  readonly tax: Decimal
}

/** Net and tax of a document by rate: sums of its lines, whose tax is rounded line by line, so they add up to its totals. */
export function taxByRate(lines: readonly { taxRate: string; net: string; tax: string }[]): TaxOfRate[] {
  const byRate = new Map<string, TaxOfRate>()
  for (const line of lines) {
    const rate = Decimal.of(line.taxRate).toString()
    const sum = byRate.get(rate) ?? { taxRate: rate, net: Decimal.zero, tax: Decimal.zero }
    byRate.set(rate, { taxRate: rate, net: sum.net.plus(Decimal.of(line.net)), tax: sum.tax.plus(Decimal.of(line.tax)) })
  }
  return [...byRate.values()].sort((a, b) => Decimal.of(b.taxRate).compare(Decimal.of(a.taxRate)))
}

function outOfRange(rate: string): boolean {
  const value = Decimal.of(rate)
  return value.isNegative() || value.isMore(Decimal.of(100))
}
