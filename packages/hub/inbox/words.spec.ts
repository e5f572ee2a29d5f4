import { describe, expect, it } from 'vitest'
import { filled, moneyText } from './words.ts'

describe('money in a text', () => {
  it.each([
    ['27210.4', 'CNY', '27,210.40 CNY'],
    ['0', 'USD', '0.00 USD'],
    ['-1234567.895', 'EUR', '-1,234,567.895 EUR'],
    ['-123', 'JPY', '-123 JPY'],
    ['1200', 'JPY', '1,200 JPY'],
    ['5.5', 'KWD', '5.500 KWD'],
  ])('%s %s is %s', (amount, currency, text) => {
    expect(moneyText(amount, currency)).toBe(text)
  })
})

describe('a message', () => {
  it('holds its details, and money in the currency that it names', () => {
    const details = { total: '68016.96', used: '0', currency: 'CNY', note: 'none', list: ['a', 1], nothing: null }
    expect(filled('{total in currency} to {used in currency}, {note in currency}', details)).toBe(
      '68,016.96 CNY to 0.00 CNY, none',
    )
    expect(filled('{total} {list} {nothing} {unknown} {constructor}', details)).toBe('68016.96 a, 1 - {unknown} {constructor}')
  })
})
