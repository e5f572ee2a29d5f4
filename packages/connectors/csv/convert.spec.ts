import { type Field, must } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { type CellStyle, convertCell } from './convert.ts'

const label = { en: 'x', zh: 'x' }
const amount: Field = { kind: 'amount', currency: 'currency', label }
const iso: CellStyle = { dateFormat: 'YYYY-MM-DD', decimal: '.' }
const german: CellStyle = { dateFormat: 'DD.MM.YYYY', decimal: ',' }

describe('I2 a cell of a file', () => {
  it.each([
    ['1234.50', iso, '1234.5'],
    ['1,234.50', iso, '1234.5'],
    ['-0.10', iso, '-0.1'],
    ['1.234,50', german, '1234.5'],
    ['1\u00a0234,50', german, '1234.5'],
    ['1.234', german, '1234'],
  ])('%s is the exact number it looks like', (text, style, value) => {
    expect(must(convertCell(amount, text, style))).toBe(value)
  })

  it.each([
    ['1234,50', iso],
    ['1234.50', german],
    ['12,34.5', iso],
    ['$90,000', iso],
    ['1e3', iso],
    ['ten', iso],
  ])('%s is not taken for another number', (text, style) => {
    expect(convertCell(amount, text, style)).toMatchObject({ refusal: { code: 'import/not-a-number' } })
  })

  it('keeps the digits the column keeps, or says so', () => {
    expect(convertCell(amount, '1.23456', iso)).toMatchObject({
      refusal: { code: 'import/too-many-digits', details: { whole: 16, fraction: 4 } },
    })
    expect(must(convertCell(amount, '1.23450', iso))).toBe('1.2345')
    expect(convertCell({ kind: 'percent', label }, '123456', iso)).toMatchObject({ refusal: { code: 'import/too-many-digits' } })
  })

  it('reads dates in the form the file has, and only days that exist', () => {
    const date: Field = { kind: 'date', label }
    expect(must(convertCell(date, '31.12.2025', german))).toBe('2025-12-31')
    expect(convertCell(date, '30.02.2025', german)).toMatchObject({ refusal: { code: 'import/not-a-date' } })
    expect(convertCell(date, '12/31/2025', german)).toMatchObject({ refusal: { code: 'import/not-a-date' } })
  })

  it('knows yes and no in both languages, and the words of the mapping first', () => {
    const flag: Field = { kind: 'flag', label }
    expect(['yes', '是', 'TRUE', '1'].map((text) => must(convertCell(flag, text, iso)))).toEqual([true, true, true, true])
    expect(['no', '否', '0'].map((text) => must(convertCell(flag, text, iso)))).toEqual([false, false, false])
    expect(must(convertCell(flag, 'Nein', { ...iso, values: { Nein: false } }))).toBe(false)
    expect(convertCell(flag, 'maybe', iso)).toMatchObject({ refusal: { code: 'import/not-a-flag' } })
  })

  it('knows choices, whole numbers, moments and lengths', () => {
    const choice: Field = { kind: 'choice', of: ['company', 'person'], label }
    expect(must(convertCell(choice, 'Company', iso))).toBe('company')
    expect(convertCell(choice, 'shop', iso)).toMatchObject({
      refusal: { code: 'import/not-a-choice', details: { choices: ['company', 'person'] } },
    })
    expect(must(convertCell({ kind: 'integer', label }, '30', iso))).toBe(30)
    expect(convertCell({ kind: 'integer', label }, '30.5', iso)).toMatchObject({ refusal: { code: 'import/not-a-whole-number' } })
    expect(must(convertCell({ kind: 'instant', label }, '2026-03-02T08:00:00Z', iso))).toBe('2026-03-02T08:00:00Z')
    expect(convertCell({ kind: 'instant', label }, '2026-03-02', iso)).toMatchObject({ refusal: { code: 'import/not-a-moment' } })
    expect(convertCell({ kind: 'text', max: 2, label }, '家具厂', iso)).toMatchObject({ refusal: { code: 'import/too-long' } })
    expect(convertCell({ kind: 'json', label }, '{}', iso)).toMatchObject({ refusal: { code: 'import/not-importable' } })
  })
})
