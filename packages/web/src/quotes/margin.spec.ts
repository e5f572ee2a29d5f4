import { describe, expect, it } from 'vitest'
import { marginOf } from './margin.ts'

describe('C8 the margin of a quote', () => {
  it('is the net amount less cost, of all lines together', () => {
    const lines = [
      { net: '100', quantity: '4', unitCost: '12.5' },
      { net: '50', quantity: '1', unitCost: '40' },
    ]
    expect(marginOf(lines)).toEqual({ amount: '60', percent: '40' })
  })

  it('may be a loss, and has no percentage of nothing', () => {
    expect(marginOf([{ net: '10', quantity: '1', unitCost: '15' }])).toEqual({ amount: '-5', percent: '-50' })
    expect(marginOf([{ net: '0', quantity: '1', unitCost: '15' }])).toEqual({ amount: '-15', percent: null })
  })

  it('is not said while the cost of a line is not known', () => {
    expect(marginOf([{ net: '10', quantity: '1', unitCost: undefined }])).toBeUndefined()
    expect(marginOf([])).toBeUndefined()
  })
})
