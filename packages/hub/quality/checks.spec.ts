import { describe, expect, it } from 'vitest'
import { type Check, runCheck } from './checks.ts'
import { inspect } from './inspect.ts'
import { dictionaryOf } from './likeness.ts'

const words = {
  products: dictionaryOf([{ word: 'GTX Pro' }, { word: 'GTX Basic' }]),
  sectors: dictionaryOf([{ word: 'technology' }]),
}
const dictionaries = (name: string) => (words as Readonly<Record<string, ReturnType<typeof dictionaryOf>>>)[name]
const run = (check: Check, text: string) => runCheck(check, text, dictionaries)

describe('I10 a value is put into its standard form', () => {
  const cases: [Check, string, string][] = [
    [{ check: 'trim' }, '  Acme \u200b  Ltd ', 'Acme Ltd'],
    [{ check: 'width' }, 'ＡＢＣ－１２３', 'ABC-123'],
    [{ check: 'case', as: 'upper' }, 'cny', 'CNY'],
    [{ check: 'case', as: 'lower' }, 'A@B.COM', 'a@b.com'],
    [{ check: 'case', as: 'title' }, "o'NEIL-smith & co", "O'Neil-Smith & Co"],
    [{ check: 'phone', country: '86' }, '0571 8888-8888', '+8657188888888'],
    [{ check: 'phone' }, '００４９ 30 123456', '+4930123456'],
    [{ check: 'tax-number' }, 'de 123.456.789', 'DE123456789'],
    [{ check: 'tax-number', country: 'CN' }, '91350100m000100y43', '91350100M000100Y43'],
    [{ check: 'email' }, 'MAILTO:Ann@Acme.example.org', 'ann@acme.example.org'],
    [{ check: 'date', formats: ['DD-MM-YY'] }, '20-10-16', '2016-10-20'],
    [{ check: 'number' }, '1,234.50', '1234.5'],
    [{ check: 'dictionary', dictionary: 'products' }, 'GTXPro', 'GTX Pro'],
    [{ check: 'dictionary', dictionary: 'sectors', acceptFrom: 0.9 }, 'technolgy', 'technology'],
  ]
  it.each(cases)('%j: %s', (check, text, to) => {
    expect(run(check, text)).toEqual({ to })
    expect(run(check, to)).toEqual({})
  })
})

describe('I10 a value that is wrong says what is wrong', () => {
  const cases: [Check, string, string][] = [
    [{ check: 'filled' }, '', 'quality/empty'],
    [{ check: 'phone' }, 'call Ann', 'quality/not-a-phone'],
    [{ check: 'tax-number' }, '??', 'quality/not-a-tax-number'],
    [{ check: 'tax-number', country: 'CN' }, '91350100M000100Y44', 'quality/wrong-check-digit'],
    [{ check: 'email' }, 'ann at acme', 'quality/not-an-e-mail'],
    [{ check: 'date', formats: ['DD-MM-YY'] }, '31-02-16', 'quality/not-a-date'],
    [{ check: 'date', formats: ['DD/MM/YYYY', 'MM/DD/YYYY'] }, '03/04/2017', 'quality/two-dates'],
    [{ check: 'number' }, '12,34', 'quality/not-a-number'],
    [{ check: 'number', min: '0' }, '-1', 'quality/too-small'],
    [{ check: 'number', max: '90' }, '120', 'quality/too-large'],
    [{ check: 'number', min: '0', max: '90' }, '120', 'quality/out-of-range'],
    [{ check: 'length', max: 3 }, 'abcd', 'quality/wrong-length'],
    [{ check: 'mask', mask: 'AA-9999' }, 'ab-12', 'quality/not-like-mask'],
    [{ check: 'dictionary', dictionary: 'products' }, 'Widget', 'quality/not-in-dictionary'],
  ]
  it.each(cases)('%j: %s -> %s', (check, text, code) => {
    expect(run(check, text)).toMatchObject({ problem: { code } })
  })

  it('and what was likely meant, with how alike it is and why', () => {
    expect(run({ check: 'dictionary', dictionary: 'sectors' }, 'technolgy')).toMatchObject({
      problem: { code: 'quality/not-in-dictionary', suggestion: { to: 'technology', likeness: 0.9, reason: 'alike' } },
    })
  })

  it('an empty value is good for everything but "filled"; a mask takes marks as they are', () => {
    expect(run({ check: 'email' }, '')).toEqual({})
    expect(run({ check: 'mask', mask: '(9)+A.*' }, '(1)+x.9')).toEqual({})
  })
})

describe('I10 rules of a field follow each other', () => {
  const rules = [
    { id: 'a', grade: 'warning' as const, check: { check: 'trim' } as const },
    { id: 'b', grade: 'error' as const, check: { check: 'dictionary', dictionary: 'sectors' } as const },
  ]
  it('each works on what the one before made of it, and the first problem ends it', () => {
    expect(inspect(rules, ' Technology ', dictionaries)).toMatchObject({
      text: 'technology',
      changes: [{ from: ' Technology ', to: 'Technology' }, { to: 'technology' }],
    })
    expect(inspect(rules, ' technolgy', dictionaries)).toMatchObject({
      text: 'technolgy',
      problem: { rule: 'b', grade: 'error', check: 'dictionary' },
    })
  })
})
