import { describe, expect, it } from 'vitest'
import { choicesOf, chosenFilter, chosenIn, filterKindOf, holds, typedFilter, typedIn } from './row-filter.ts'
import type { RowChoice } from './rows.ts'
import type { Known } from './said.ts'

const words = {
  decimal: (value: string) => value,
  money: (amount: string, currency: string) => `${currency} ${amount}`,
  date: (date: string) => date,
  instant: (at: string) => at,
}
const kind = (said: readonly Known[], isAmong = false, f = {}) => {
  const texts = said.flatMap((one) => (typeof one === 'string' ? [{ value: one, label: one }] : []))
  return filterKindOf('name', f, { said, choices: choicesOf(texts, 'en'), isAmong })
}
const fit = (value: string | undefined, said: Known, choices: readonly RowChoice[] = [], bound?: string) =>
  holds(value ?? '', bound, said, choices, words)

describe('P5 filters of rows that are all here', () => {
  it('are made for what a column says: choices, numbers, days, or words that are typed', () => {
    expect(kind(['a', 'b', 'a', 'a', null])).toBe('among')
    expect(kind(['Ann', 'Bo', 'Cy'])).toBe('words')
    expect(kind(['Ann', 'Bo', 'Cy'], true)).toBe('among')
    expect(kind([{ number: '3' }, null])).toBe('numbers')
    expect(kind([{ at: '2026-11-30T10:00:00Z' }, null])).toBe('days')
    expect(kind([null])).toBe('words')
  })

  it('stay as they were asked when rows come and go', () => {
    expect(kind(['a', 'a', 'a'], false, { name: typedFilter('a') })).toBe('words')
    expect(kind(['Ann', 'Bo'], false, { name: chosenFilter(['Ann']) })).toBe('among')
  })

  it('hold when one of a row’s choices is chosen, whatever signs stand in it', () => {
    const odd = ['a,b', '~c', '%2', '会计']
    expect(chosenIn(chosenFilter(odd))).toEqual(odd)
    const choices = [
      { value: 'a,b', label: 'A' },
      { value: 'x', label: 'X' },
    ]
    expect(fit(chosenFilter(['a,b', 'c']), 'A, X', choices)).toBe(true)
    expect(fit(chosenFilter(['a', 'b']), 'A, X', choices)).toBe(false)
    expect(chosenIn('%E0%A4%A')).toEqual(['%E0%A4%A'])
    expect(chosenFilter([])).toBeUndefined()
  })

  it('hold when every word that was typed stands there', () => {
    expect(typedIn(typedFilter('li na'))).toBe('li na')
    expect(fit(typedFilter('na li'), 'Li Na')).toBe(true)
    expect(fit(typedFilter('lee'), 'Li Na')).toBe(false)
    expect(fit(typedFilter('1,000'), { number: '1000', unit: 'CNY' })).toBe(false)
    expect(typedFilter('')).toBeUndefined()
  })

  it('hold within bounds, both of them included; what says nothing is within none', () => {
    expect(fit('10', { number: '9.99' }, [], 'from')).toBe(false)
    expect(fit('10', { number: '10.00' }, [], 'from')).toBe(true)
    expect(fit('10', { number: '10' }, [], 'to')).toBe(true)
    expect(fit('2026-11-30', { at: '2026-11-30T23:59:59Z' }, [], 'to')).toBe(true)
    expect(fit('2026-11-30', { at: '2026-12-01' }, [], 'to')).toBe(false)
    expect(fit('2026-11-30', null, [], 'from')).toBe(false)
    expect(fit('2026-11-30', 'a text', [], 'from')).toBe(false)
  })
})
