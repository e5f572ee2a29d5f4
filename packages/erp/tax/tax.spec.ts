import { Decimal } from '@tandem/kernel'
import { testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { company, financeMigrations } from '../testing/finance.ts'
import { archiveTaxRate, changeTaxRate, createTaxRate } from './commands.ts'
import { taxByRate } from './tax.ts'

const database = testDatabase([financeMigrations])

describe('E13 taxes', () => {
  it('of a document are the sums of its lines, rate by rate', () => {
    const lines = [
      { taxRate: '13', net: '0.04', tax: '0.01' },
      { taxRate: '9.0000', net: '100', tax: '9' },
      { taxRate: '13.0', net: '0.04', tax: '0.01' },
      { taxRate: '0', net: '5', tax: '0' },
    ]
    const found = taxByRate(lines)
    expect(found.map((row) => `${row.taxRate} % of ${row.net}: ${row.tax}`)).toEqual([
      '13 % of 0.08: 0.02',
      '9 % of 100: 9',
      '0 % of 5: 0',
    ])
    expect(Decimal.sum(found.map(({ tax }) => tax)).toString()).toBe('9.02')
  })

  it('have rates by code, which may be renamed and archived but not become another rate', async () => {
    const of = await company(database, 1)
    const made = await of.do(createTaxRate, { code: 'DE19', name: 'USt 19 %', rate: '19' })
    expect(await of.do(changeTaxRate, { id: made.id, input: { name: 'Umsatzsteuer 19 %' } })).toMatchObject({
      name: 'Umsatzsteuer 19 %',
      rate: '19',
    })
    expect(await of.do(archiveTaxRate, { id: made.id, input: {} })).toMatchObject({ status: 'archived' })
    expect(await of.try(createTaxRate, { code: 'DE19', name: 'x', rate: '19' })).toMatchObject({
      refusal: { code: 'tax-rate/code-taken' },
    })
    expect(await of.try(createTaxRate, { code: 'X', name: 'x', rate: '100.01' })).toMatchObject({
      refusal: { code: 'tax-rate/out-of-range' },
    })
    expect(await of.try(archiveTaxRate, { id: of.newId(), input: {} })).toMatchObject({ refusal: { code: 'tax-rate/not-found' } })
    expect(await of.try(changeTaxRate, { id: made.id, version: 1, input: {} })).toMatchObject({
      refusal: { code: 'tax-rate/changed-meanwhile' },
    })
  })
})
