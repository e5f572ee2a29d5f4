import { describe, expect, it } from 'vitest'
import { nativeFields } from '../tandem/native.ts'
import { itemMap, orderMap } from './maps.ts'

describe('I4 what a mapping of our own side is checked against', () => {
  it('leaves out what it does not keep, and names what the joint cannot write', () => {
    const write = async () => []
    const fields = nativeFields('order', { map: orderMap, write }) ?? []
    expect(fields.map(({ path }) => path)).not.toContain('quoteNumber')
    expect(fields.filter(({ readOnly }) => readOnly).map(({ path }) => path)).toEqual(['erpNumber', 'net', 'tax', 'total'])
    expect(fields.find(({ path }) => path === 'lines')?.of?.map(({ path }) => path)).toContain('quantity')
  })

  it('writes nothing of a kind that is only read, and nothing at all of one it does not know', () => {
    expect(nativeFields('item', { map: itemMap })?.every(({ readOnly }) => readOnly)).toBe(true)
    expect(nativeFields('item', undefined)).toBeUndefined()
  })
})
