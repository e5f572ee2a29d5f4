import { defineFields, type Json } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { readValues } from './values.ts'

const label = { en: 'X', zh: 'X' }
const fields = defineFields({
  name: { kind: 'text', label },
  note: { kind: 'text', optional: true, label },
  state: { kind: 'choice', of: ['open', 'shut'], label },
  total: { kind: 'amount', currency: 'currency', label },
  count: { kind: 'integer', label },
  flag: { kind: 'flag', label },
  day: { kind: 'date', label },
  lines: {
    kind: 'lines',
    of: { item: { kind: 'reference', to: 'item', label }, quantity: { kind: 'quantity', unit: 'unit', label } },
    label,
  },
})

function refusal(field: keyof typeof fields, value: Json) {
  const result = readValues(fields, { [field]: value })
  return result.ok ? undefined : result.refusal
}

describe('I10 what a system tells', () => {
  it('is brought into one form, so that equal things are equal', () => {
    const read = readValues(fields, {
      total: '012.500',
      note: '',
      day: '2026-03-02',
      stray: 1,
      lines: [{ item: 'i', quantity: '-0.0' }],
    })
    expect(read).toEqual({
      ok: true,
      value: { total: '12.5', note: null, day: '2026-03-02', lines: [{ item: 'i', quantity: '0' }] },
    })
  })

  it('is not read when a field is empty that cannot be', () => {
    expect(refusal('name', null)).toEqual({ code: 'joint/field-missing', details: { field: 'name' } })
    expect(refusal('lines', [{ quantity: '1' }])).toEqual({ code: 'joint/field-missing', details: { field: 'lines[0].item' } })
  })

  it('is not read when nobody else would understand it', () => {
    expect(refusal('state', 'ajar')).toMatchObject({
      code: 'joint/unknown-choice',
      details: { value: 'ajar', allowed: 'open, shut' },
    })
    expect(refusal('total', '12,5')).toMatchObject({ code: 'joint/wrong-type' })
    expect(refusal('total', 12.5)).toMatchObject({ code: 'joint/wrong-type' })
    expect(refusal('total', '1.23456')).toMatchObject({ code: 'joint/too-many-digits' })
    expect(refusal('count', 1.5)).toMatchObject({ code: 'joint/wrong-type' })
    expect(refusal('flag', 'yes')).toMatchObject({ code: 'joint/wrong-type' })
    expect(refusal('day', '2026-02-30')).toMatchObject({ code: 'joint/wrong-type' })
    expect(refusal('lines', 'x')).toMatchObject({ code: 'joint/wrong-type' })
  })
})
