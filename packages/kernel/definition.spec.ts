import { describe, expect, expectTypeOf, it } from 'vitest'
import { changesIn, define, defineFields, type Input, partial, type Row, snakeCase, type Values } from './definition.ts'
import { Fault, must, ok, RefusedFault, refuse } from './refusal.ts'

const label = { en: 'X', zh: '某' }
const fields = defineFields({
  code: { kind: 'text', label },
  note: { kind: 'text', optional: true, label },
  lines: { kind: 'lines', label, of: { quantity: { kind: 'quantity', unit: 'unit', label } } },
})
const thing = define({
  name: 'thing',
  plural: 'things',
  label,
  table: 'x.thing',
  states: ['draft', 'done'],
  title: ['code'],
  fields,
})

describe('a definition', () => {
  it('is also the TypeScript shape of its rows and inputs', () => {
    expectTypeOf<Row<typeof thing>['state']>().toEqualTypeOf<'draft' | 'done'>()
    expectTypeOf<Values<typeof fields>['note']>().toEqualTypeOf<string | null>()
    expectTypeOf<{ code: string; lines: { quantity: string }[] }>().toExtend<Input<typeof fields>>()
    // @ts-expect-error a field that is not optional may not be left out
    const incomplete: Input<typeof fields> = { code: 'A' }
    expect(Object.keys(thing.fields)).not.toEqual(Object.keys(incomplete))
  })

  it('makes every field of a change optional', () => {
    expect(Object.values(partial(fields)).every((field) => field.optional)).toBe(true)
    expect(partial(fields).code.kind).toBe('text')
  })

  it('names columns in snake case', () => {
    expect(['unitPrice', 'code', 'baseCurrencyRate', 'line1'].map(snakeCase)).toEqual([
      'unit_price',
      'code',
      'base_currency_rate',
      'line1',
    ])
  })
})

describe('the changes in an input', () => {
  it('are the given fields that differ; what is left out stays', () => {
    const row = { code: 'A', note: null, lines: [{ quantity: '1' }] }
    expect(changesIn(row, { code: 'A', note: undefined, lines: [{ quantity: '1' }] })).toStrictEqual({})
    expect(changesIn(row, { code: 'B', note: 'x' })).toEqual({ code: 'B', note: 'x' })
    expect(changesIn({ ...row, note: 'x' }, { note: null })).toEqual({ note: null })
    expect(changesIn(row, { lines: [{ quantity: '2' }] })).toEqual({ lines: [{ quantity: '2' }] })
  })
})

describe('the two kinds of no', () => {
  it('are told apart: a refusal is returned, a fault is thrown and keeps its cause', () => {
    expect(must(ok(7))).toBe(7)
    expect(refuse('thing/no-code')).toEqual({ ok: false, refusal: { code: 'thing/no-code', details: {} } })
    try {
      must(refuse('thing/no-code', { code: 'A' }))
      expect.unreachable()
    } catch (fault) {
      expect(fault).toBeInstanceOf(RefusedFault)
      expect(fault).toMatchObject({
        name: 'RefusedFault',
        message: 'thing/no-code {"code":"A"}',
        refusal: { code: 'thing/no-code' },
      })
    }
    const cause = new Error('disk')
    expect(new Fault('could not save', { cause })).toMatchObject({ name: 'Fault', cause })
  })
})
