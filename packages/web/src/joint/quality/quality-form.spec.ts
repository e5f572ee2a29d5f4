import { describe, expect, it } from 'vitest'
import { optionsFor, optionsText } from './rule-options.ts'
import { wordsOf, wordsText } from './words-text.ts'

describe('I10 a dictionary as text', () => {
  it('has a word a line, other ways of writing behind it, and comes back the same', () => {
    const words = wordsOf('United States = USA, U.S.\n\n 德国=Germany、DE \nChina')
    expect(words).toEqual([
      { word: 'United States', also: ['USA', 'U.S.'] },
      { word: '德国', also: ['Germany', 'DE'] },
      { word: 'China' },
    ])
    expect(wordsOf(wordsText(words))).toEqual(words)
  })
})

describe('I10 the options of a rule', () => {
  it('are only those of the rule that were filled in, as the server wants them', () => {
    expect(optionsFor('length', { min: '2', max: '', mask: 'A' })).toEqual({ min: 2 })
    expect(optionsFor('number', { min: '2' })).toEqual({ min: '2' })
    expect(optionsFor('dictionary', { dictionary: 'd', acceptFrom: 90 })).toEqual({ dictionary: 'd', acceptFrom: 0.9 })
    expect(optionsFor('tax-number', { isChinese: 'CN' })).toEqual({ country: 'CN' })
    expect(optionsFor('trim', { as: 'upper' })).toEqual({})
    expect(optionsText({ dictionary: 'd', acceptFrom: 0.9 }, (word) => word)).toBe('d, ≥ 90 %')
  })
})
