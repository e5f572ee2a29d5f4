import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dictionaryOf, likenessOf } from './likeness.ts'

const products = dictionaryOf(
  ['GTX Basic', 'GTX Pro', 'MG Special', 'MG Advanced', 'GTX Plus Pro', 'GTX Plus Basic', 'GTK 500'].map((word) => ({ word })),
)
const places = dictionaryOf([
  { word: 'United States', also: ['USA', 'U.S.'] },
  { word: 'Philippines' },
  { word: 'Germany', also: ['德国'] },
])
const sectors = dictionaryOf(['technology', 'medical', 'retail', 'software', 'telecommunications'].map((word) => ({ word })))

describe('I10 the word that was meant', () => {
  it.each([
    [products, 'GTXPro', 'GTX Pro', 1, 'written'],
    [products, 'ｇｔｘ　ｐｒｏ', 'GTX Pro', 1, 'written'],
    [products, 'gtk-500', 'GTK 500', 1, 'written'],
    [sectors, 'technolgy', 'technology', 0.9, 'alike'],
    [sectors, 'Retial', 'retail', 0.833, 'alike'],
    [places, 'Philipines', 'Philippines', 0.909, 'alike'],
    [places, 'usa', 'United States', 1, 'also'],
    [places, '德国', 'Germany', 1, 'also'],
  ])('%#: %s', (dictionary, text, to, likeness, reason) => {
    expect(dictionary.suggest(text as string, 0.75)).toMatchObject({ to, likeness, reason })
  })

  it('is not guessed where numbers differ, or where nothing is alike enough', () => {
    expect(products.suggest('GTK 600', 0.75)).toBeUndefined()
    expect(products.suggest('Widget', 0.75)).toBeUndefined()
    expect(sectors.suggest('', 0.75)).toBeUndefined()
  })

  it('is left open where two are as alike, with both named', () => {
    const months = dictionaryOf([{ word: 'June' }, { word: 'July' }, { word: 'Juno' }])
    expect(months.suggest('Junx', 0.7)).toEqual({ to: 'June', likeness: 0.75, reason: 'several', others: ['Juno'] })
  })

  it('is always found again when one letter was left out of a long word', () => {
    fc.assert(
      fc.property(fc.nat({ max: 17 }), (at) => {
        const word = 'telecommunications'
        expect(sectors.suggest(word.slice(0, at) + word.slice(at + 1), 0.75)).toMatchObject({ to: word })
      }),
    )
  })
})

describe('I10 how alike two texts are', () => {
  it('does not depend on which comes first, is 1 for the same and never more', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '2', '钢'), maxLength: 12 })
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(likenessOf(a, b)).toBe(likenessOf(b, a))
        expect(likenessOf(a, a)).toBe(1)
        expect(likenessOf(a, b)).toBeLessThanOrEqual(1)
        expect(likenessOf(a, b)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
