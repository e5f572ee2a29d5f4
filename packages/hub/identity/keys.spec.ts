import { describe, expect, it } from 'vitest'
import { matchDocument, naturalKeys, normalise } from './keys.ts'

const code = { field: 'code', value: 'c1' }
const tax = { field: 'taxNumber', value: 't1' }
const email = { field: 'email', value: 'e@x' }

describe('J1 the same customer in two systems', () => {
  it('is found whatever its case, width and spaces', () => {
    expect(normalise('  ＡＢＣ　１２ x ')).toBe('abc 12 x')
    expect(naturalKeys('customer', { code: ' c1', taxNumber: null, email: '' })).toEqual([code])
  })

  it('is sure by its code, even when the e-mail has changed', () => {
    const candidate = { recordId: 'r', keys: [code, { ...email, value: 'old@x' }] }
    expect(matchDocument([code, email], [candidate])).toEqual({ is: 'same', recordId: 'r', by: 'code' })
    expect(matchDocument([email], [{ recordId: 'r', keys: [email] }])).toMatchObject({ is: 'same', by: 'email' })
  })

  it('is unsure when a surer key says otherwise, or when two records fit', () => {
    const other = { recordId: 'r', keys: [{ ...code, value: 'c2' }, email] }
    expect(matchDocument([code, email], [other])).toEqual({
      is: 'unsure',
      suspects: [{ recordId: 'r', same: ['email'], different: ['code'] }],
    })
    const two = [
      { recordId: 'r1', keys: [code] },
      { recordId: 'r2', keys: [tax] },
    ]
    expect(matchDocument([code, tax], two)).toMatchObject({ is: 'unsure', suspects: [{ recordId: 'r1' }, { recordId: 'r2' }] })
  })

  it('is new when nothing fits', () => {
    expect(matchDocument([code], [{ recordId: 'r', keys: [tax] }])).toEqual({ is: 'new' })
    expect(matchDocument([], [])).toEqual({ is: 'new' })
  })
})
