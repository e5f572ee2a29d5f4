import { describe, expect, it } from 'vitest'
import { moneyText } from './money-text.ts'

describe('money in a terminal', () => {
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
