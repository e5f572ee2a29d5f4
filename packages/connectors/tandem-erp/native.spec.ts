import { item, party, salesOrder } from '@tandem/erp/definitions'
import { describe, expect, it } from 'vitest'
import { nativeFields } from '../tandem/native.ts'
import { customerMap, itemMap, orderMap } from './maps.ts'

describe('I4 what a mapping of our own side is checked against', () => {
  it('leaves out what it does not keep, and names what the joint cannot write', () => {
    const write = async () => []
    const fields = nativeFields('order', { definition: salesOrder, map: orderMap, write }) ?? []
    expect(fields.map(({ path }) => path)).not.toContain('quoteNumber')
    expect(fields.filter(({ readOnly }) => readOnly).map(({ path }) => path)).toEqual(['erpNumber', 'net', 'tax', 'total'])
    expect(fields.find(({ path }) => path === 'lines')?.of?.map(({ path }) => path)).toContain('quantity')
  })

  it('writes nothing of a kind that is only read, and nothing at all of one it does not know', () => {
    expect(nativeFields('item', { definition: item, map: itemMap })?.every(({ readOnly }) => readOnly)).toBe(true)
    expect(nativeFields('item', undefined)).toBeUndefined()
  })

  it('has the fields that the company has added to it, typed and in both languages; retired ones are left out', () => {
    const about = { document: 'party', decimals: null, options: null, required: false, status: 'active' } as const
    const options = [{ code: 'north', en: 'North', zh: '华北' }]
    const custom = [
      { ...about, code: 'region', labelEn: 'Region', labelZh: '区域', type: 'choice', options },
      { ...about, code: 'area', labelEn: 'Area', labelZh: '面积', type: 'number', decimals: 2 },
      { ...about, code: 'old', labelEn: 'Old', labelZh: '旧', type: 'text', status: 'retired' },
      { ...about, code: 'other', labelEn: 'Other', labelZh: '其他', type: 'text', document: 'item' },
    ] as const
    const fields = nativeFields('customer', { definition: party, map: customerMap, write: async () => [] }, custom) ?? []
    expect(fields.slice(-2)).toEqual([
      { path: 'custom.region', label: { en: 'Region', zh: '区域' }, kind: 'choice', choices: ['north'], optional: true },
      { path: 'custom.area', label: { en: 'Area', zh: '面积' }, kind: 'decimal', optional: true },
    ])
  })
})
