import { defineFields } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inputSchema } from './fields.ts'
import { checkInput, fromQuery } from './input.ts'
import { httpMessages } from './messages.ts'
import { inWords, languageOf } from './words.ts'

const label = { en: '', zh: '' }
const fields = defineFields({
  text: { kind: 'text', max: 5, optional: true, label },
  choice: { kind: 'choice', of: ['a', 'b'], optional: true, label },
  flag: { kind: 'flag', optional: true, label },
  integer: { kind: 'integer', optional: true, label },
  amount: { kind: 'amount', currency: 'currency', optional: true, label },
  price: { kind: 'price', currency: 'currency', optional: true, label },
  percent: { kind: 'percent', optional: true, label },
  date: { kind: 'date', optional: true, label },
  instant: { kind: 'instant', optional: true, label },
  reference: { kind: 'reference', to: 'x', optional: true, label },
  json: { kind: 'json', optional: true, label },
  ours: { kind: 'text', set: 'by-us', optional: true, label },
  lines: { kind: 'lines', optional: true, label, of: { quantity: { kind: 'quantity', unit: 'unit', label } } },
})
const schema = inputSchema(fields)

function deep(levels: number): unknown {
  return levels === 0 ? 1 : [deep(levels - 1)]
}

describe('P1 input', () => {
  it.each([
    [{ amount: '0012.5000' }, { amount: '12.5' }],
    [{ amount: '-0' }, { amount: '0' }],
    [{ amount: '9999999999999999.9999' }, { amount: '9999999999999999.9999' }],
    [{ price: '99999999999999.999999' }, { price: '99999999999999.999999' }],
    [{ percent: '.5' }, { percent: '0.5' }],
    [
      { text: null, lines: null },
      { text: null, lines: null },
    ],
    [{ date: '2024-02-29' }, { date: '2024-02-29' }],
    [{ instant: '2026-11-22T15:38:00.123456Z' }, { instant: '2026-11-22T15:38:00.123456Z' }],
    [{ json: { a: [1, null, 'x'] } }, { json: { a: [1, null, 'x'] } }],
  ])('takes %j', (input, value) => {
    expect(checkInput(schema, input)).toEqual({ ok: true, value })
  })

  it.each([
    [{ text: '123456' }, '/text', 'input/too-long'],
    [{ text: 'a\0' }, '/text', 'input/bad-text'],
    [{ choice: 'c' }, '/choice', 'input/not-a-choice'],
    [{ flag: 1 }, '/flag', 'input/wrong-type'],
    [{ integer: 2 ** 31 }, '/integer', 'input/out-of-range'],
    [{ integer: 0.5 }, '/integer', 'input/out-of-range'],
    [{ integer: Number.NaN }, '/integer', 'input/wrong-type'],
    [{ amount: 12.5 }, '/amount', 'input/number-not-text'],
    [{ amount: '12,5' }, '/amount', 'input/not-a-decimal'],
    [{ amount: '1.00001' }, '/amount', 'input/too-many-digits'],
    [{ price: '999999999999999' }, '/price', 'input/too-many-digits'],
    [{ percent: '123456' }, '/percent', 'input/too-many-digits'],
    [{ date: '2026-02-30' }, '/date', 'input/not-a-date'],
    [{ date: '0000-01-01' }, '/date', 'input/not-a-date'],
    [{ instant: '2026-02-30T00:00:00Z' }, '/instant', 'input/not-a-moment'],
    [{ instant: '2026-11-22T15:38:00+08:00' }, '/instant', 'input/not-a-moment'],
    [{ reference: '7' }, '/reference', 'input/not-an-id'],
    [{ json: deep(30) }, '/json', 'input/too-deep'],
    [{ json: { a: ['\0'] } }, '/json', 'input/bad-text'],
    [{ json: { '\ud800': 1 } }, '/json', 'input/bad-text'],
    [{ ours: 'x' }, '/ours', 'input/unknown-field'],
    [{ 'a/b~': 1 }, '/a~1b~0', 'input/unknown-field'],
    [{ lines: {} }, '/lines', 'input/wrong-type'],
    [{ lines: [{ quantity: '1' }, {}] }, '/lines/1/quantity', 'input/missing'],
    [{ lines: [{ quantity: null }] }, '/lines/0/quantity', 'input/not-empty'],
    [{ lines: Array(2001).fill({ quantity: '1' }) }, '/lines', 'input/too-many'],
  ])('refuses %.60j at %s', (input, pointer, code) => {
    expect(checkInput(schema, input)).toMatchObject({
      refusal: { code: 'input/invalid', details: { errors: [{ pointer, code }] } },
    })
  })

  it('asks for more where there is too little', () => {
    const refused = checkInput(z.array(z.string()).min(1), [])
    expect(refused).toMatchObject({ refusal: { details: { errors: [{ code: 'input/too-short', details: { min: 1 } }] } } })
  })

  it('names at most a hundred errors, however many there are', () => {
    const refused = checkInput(schema, { lines: Array(1000).fill({}) })
    expect(refused.ok ? [] : refused.refusal.details.errors).toHaveLength(100)
  })

  it('is read from the parameters of a query, lines as JSON', () => {
    const query = { flag: 'true', integer: '-5', text: '7', lines: '[{"quantity":"1"}]', json: '{x' }
    expect(fromQuery(fields, query)).toEqual({ flag: true, integer: -5, text: '7', lines: [{ quantity: '1' }], json: '{x' })
    expect(fromQuery(fields, { flag: 'yes', integer: '1.5', other: '1' })).toEqual({ flag: 'yes', integer: '1.5', other: '1' })
  })
})

describe('P4 words', () => {
  it.each([
    [undefined, 'en'],
    ['zh-CN', 'zh'],
    ['fr, zh;q=0.4, en;q=0.3', 'zh'],
    ['en;q=0.5,zh;q=0.4', 'en'],
    ['zh;q=0, fr', 'en'],
    ['zh;q=x', 'zh'],
    ['*', 'en'],
  ])('come for %s in %s', (header, language) => {
    expect(languageOf(header)).toBe(language)
  })

  it('hold the details, whatever these are', () => {
    const messages = { 'a/b': { en: '{text} {list} {none} {object} {unknown} {constructor}', zh: '' } }
    const details = { text: 'x', list: ['a', 1], none: null, object: { y: 1 } }
    expect(inWords(messages, { code: 'a/b', details }, 'en')).toBe('x a, 1 - {"y":1} {unknown} {constructor}')
  })

  it('fall back to those for the reason, then to the code', () => {
    expect(inWords(httpMessages, { code: 'car/not-found', details: { id: '7' } }, 'en')).toContain('nothing with the id 7')
    expect(inWords(httpMessages, { code: 'car/broken', details: {} }, 'en')).toBe('car/broken')
  })
})
