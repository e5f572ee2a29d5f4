import { Decimal, type Json, must } from '@tandem/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Step, stepNames } from './definition.ts'
import { inverseOf, runSteps } from './transforms.ts'

const document = { first: 'Li', last: 'Na', title: null, home: { city: '上海' } }
const run = (steps: readonly Step[], value: Json) => runSteps(steps, value, document)

const YES_NO = { yes: ['Y', '1'], no: ['N', '0'] } as const
const table = [
  ['1', 'company'],
  ['2', 'person'],
] as const
const DAY = 'DD.MM.YYYY'

/** What goes in, the step, and what comes out. */
const works: readonly (readonly [Step, Json, Json])[] = [
  [{ do: 'trim' }, '  K1\t', 'K1'],
  [{ do: 'upper' }, 'ab é', 'AB É'],
  [{ do: 'lower' }, 'INFO@Acme', 'info@acme'],
  [{ do: 'tax' }, 'de 123.456-7/8', 'DE12345678'],
  [{ do: 'phone' }, '(010) 1234-5678', '01012345678'],
  [{ do: 'phone', country: '86' }, '010 1234', '+86101234'],
  [{ do: 'phone', country: '86' }, '0049 30 12', '+493012'],
  [{ do: 'replace', from: '-', to: '' }, 'a-b-c', 'abc'],
  [{ do: 'prefix', text: 'C-' }, '17', 'C-17'],
  [{ do: 'suffix', text: ' 有限公司' }, '宏达', '宏达 有限公司'],
  [{ do: 'without-prefix', text: 'C-' }, 'C-17', '17'],
  [{ do: 'without-prefix', text: 'C-' }, 'D-C-17', 'D-C-17'],
  [{ do: 'without-suffix', text: ' Ltd' }, 'Acme Ltd', 'Acme'],
  [{ do: 'without-suffix', text: ' Ltd' }, 'Ltd Acme', 'Ltd Acme'],
  [{ do: 'lookup', table }, '2', 'person'],
  [{ do: 'lookup', table }, 1, 'company'],
  [{ do: 'lookup', table, otherwise: 'person' }, '9', 'person'],
  [{ do: 'split', by: '/', at: 1 }, 'a/b/c', 'b'],
  [{ do: 'split', by: '/', at: 3 }, 'a/b/c', null],
  [{ do: 'join', paths: ['first', 'title', 'last', 'home.city'], by: ' ' }, null, 'Li Na 上海'],
  [{ do: 'scale', factor: '0.01' }, '5000050', '50000.5'],
  [{ do: 'scale', factor: '12' }, 3, '36'],
  [{ do: 'round', digits: 2 }, '0.125', '0.13'],
  [{ do: 'round', digits: 0 }, '12.499', '12'],
  [{ do: 'decimal-text' }, 30, '30'],
  [{ do: 'parse-date', format: DAY }, '01.02.2026', '2026-02-01'],
  [{ do: 'parse-date', format: 'MM/DD/YYYY' }, '02/29/2024', '2024-02-29'],
  [{ do: 'format-date', format: 'YYYY年MM月DD日' }, '2026-02-01', '2026年02月01日'],
  [{ do: 'day', zone: 'Asia/Shanghai' }, '2026-03-01T16:30:00.000Z', '2026-03-02'],
  [{ do: 'day', zone: 'America/New_York' }, '2026-03-01T02:30:00.000Z', '2026-02-28'],
  [{ do: 'flag', ...YES_NO }, '1', true],
  [{ do: 'flag', ...YES_NO }, 0, false],
  [{ do: 'from-flag', yes: 'Y', no: 'N' }, true, 'Y'],
  [{ do: 'from-flag', yes: 'Y', no: 'N' }, false, 'N'],
  [{ do: 'default', value: 'CNY' }, '', 'CNY'],
  [{ do: 'default', value: 30 }, null, 30],
  [{ do: 'default', value: 'CNY' }, 'USD', 'USD'],
  [{ do: 'constant', value: false }, 'whatever', false],
  [{ do: 'jsonata', expression: "$ & '/' & $document.home.city" }, 'Li', 'Li/上海'],
]

/** What a step cannot do, and the code it says so with. */
const refuses: readonly (readonly [Step, Json, string])[] = [
  [{ do: 'upper' }, 7, 'joint/mapping-failed'],
  [{ do: 'prefix', text: 'C-' }, 7, 'joint/mapping-failed'],
  [{ do: 'split', by: '/', at: 0 }, true, 'joint/mapping-failed'],
  [{ do: 'lookup', table }, '9', 'joint/not-in-table'],
  [{ do: 'scale', factor: '0.01' }, 'much', 'joint/mapping-failed'],
  // A double has lost its cents before it came here.
  [{ do: 'scale', factor: '0.01' }, 0.1, 'joint/mapping-failed'],
  [{ do: 'round', digits: 2 }, '1,5', 'joint/mapping-failed'],
  [{ do: 'decimal-text' }, 1.5, 'joint/mapping-failed'],
  [{ do: 'decimal-text' }, '1', 'joint/mapping-failed'],
  [{ do: 'parse-date', format: DAY }, '31.02.2026', 'joint/mapping-failed'],
  [{ do: 'parse-date', format: DAY }, '2026-02-01', 'joint/mapping-failed'],
  [{ do: 'format-date', format: DAY }, '01.02.2026', 'joint/mapping-failed'],
  [{ do: 'day', zone: 'Asia/Shanghai' }, '2026-03-01', 'joint/mapping-failed'],
  [{ do: 'flag', ...YES_NO }, 'perhaps', 'joint/not-in-table'],
  [{ do: 'from-flag', yes: 'Y', no: 'N' }, 'Y', 'joint/mapping-failed'],
  [{ do: 'jsonata', expression: '$number($)' }, 'ten', 'joint/mapping-failed'],
]

describe('I4 a step of a mapping', () => {
  it.each(works)('%j makes of %j: %j', async (step, value, made) => {
    expect(must(await run([step], value))).toEqual(made)
  })

  it.each(refuses)('%j cannot work on %j, and says %s', async (step, value, code) => {
    expect(await run([step], value)).toMatchObject({ refusal: { code } })
  })

  it('is shown here, whichever there is', () => {
    expect(stepNames.filter((name) => !works.some(([step]) => step.do === name))).toEqual([])
  })

  it('leaves empty what is empty, but for those that make something of nothing', async () => {
    for (const [step] of works) {
      if (['default', 'constant', 'join', 'jsonata'].includes(step.do)) continue
      for (const empty of [null, '']) expect(must(await run([step], empty)), step.do).toBeNull()
    }
  })

  it('comes after the one before it, and names itself when it cannot go on', async () => {
    const steps: Step[] = [
      { do: 'split', by: ' ', at: 0 },
      { do: 'without-suffix', text: ',' },
      { do: 'scale', factor: '12' },
    ]
    expect(must(await run(steps, '2.5, dozen'))).toBe('30')
    expect(await run(steps, 'two dozen')).toMatchObject({ refusal: { details: { step: 'scale', value: 'two' } } })
  })
})

const text = fc.string({ minLength: 1, maxLength: 12 }).filter((one) => one !== '')
const decimal = fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.nat(6)).map(([digits, places]) => {
  const unit = Decimal.of(`0.${'0'.repeat(5)}1`)
  const shifted = Decimal.of(String(digits)).times(unit)
  return shifted.round(places, 'down').toString()
})
const plainDate = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const format = fc.constantFrom(DAY, 'MM/DD/YYYY', 'YYYYMMDD', 'YYYY年MM月DD日')
/** Only two and five divide a power of ten: what is scaled by such a factor can be scaled back. */
const factor = fc.tuple(fc.nat(4), fc.nat(4), fc.boolean()).map(([twos, fives, over]) => {
  const whole = Decimal.of(String(2 ** twos * 5 ** fives))
  return (over ? Decimal.one.over(whole, 12, 'half-up') : whole).toString()
})
const pairs = fc.uniqueArray(fc.tuple(text, text), { minLength: 1, maxLength: 6, selector: ([theirs]) => theirs })
const oneToOne = pairs.filter((list) => new Set(list.map(([, ours]) => ours)).size === list.length)

/** Each step that can be undone, with a value that it works on. */
const undoable: Readonly<Record<string, fc.Arbitrary<readonly [Step, Json]>>> = {
  prefix: fc.tuple(text, text).map(([part, value]) => [{ do: 'prefix', text: part }, value] as const),
  suffix: fc.tuple(text, text).map(([part, value]) => [{ do: 'suffix', text: part }, value] as const),
  'without-prefix': fc.tuple(text, text).map(([part, rest]) => [{ do: 'without-prefix', text: part }, part + rest] as const),
  'without-suffix': fc.tuple(text, text).map(([part, rest]) => [{ do: 'without-suffix', text: part }, rest + part] as const),
  lookup: oneToOne.chain((list) => fc.constantFrom(...list).map(([theirs]) => [{ do: 'lookup', table: list }, theirs] as const)),
  scale: fc.tuple(factor, decimal).map(([by, value]) => [{ do: 'scale', factor: by }, value] as const),
  'format-date': fc.tuple(format, plainDate).map(([form, value]) => [{ do: 'format-date', format: form }, value] as const),
  'parse-date': fc.tuple(format, plainDate).map(([form, date]) => {
    const [year = '', month = '', day = ''] = date.split('-')
    return [{ do: 'parse-date', format: form }, form.replace('YYYY', year).replace('MM', month).replace('DD', day)] as const
  }),
  flag: fc.constantFrom('Y', 'N').map((value) => [{ do: 'flag', ...YES_NO }, value] as const),
  'from-flag': fc.boolean().map((value) => [{ do: 'from-flag', yes: 'Y', no: 'N' }, value] as const),
}

describe('I4 the way back of a mapping', () => {
  it.each(Object.entries(undoable))('undoes %s, whatever it was done to', async (_name, cases) => {
    await fc.assert(
      fc.asyncProperty(cases, async ([step, value]) => {
        const back = inverseOf([step])
        expect(back).toHaveLength(1)
        const there = must(await run([step], value))
        expect(must(await run(back ?? [], there))).toEqual(value)
      }),
      { numRuns: 200 },
    )
  })

  it('undoes several, the last first', async () => {
    const texts = fc.array(fc.oneof(...['prefix', 'suffix'].map((name) => undoable[name] as fc.Arbitrary<readonly [Step, Json]>)))
    await fc.assert(
      fc.asyncProperty(texts, text, async (list, value) => {
        const steps = list.map(([step]) => step)
        const there = must(await run(steps, value))
        expect(must(await run(inverseOf(steps) ?? [], there))).toBe(value)
      }),
      { numRuns: 200 },
    )
  })

  it('sends out what was cleaned as it is, and is unknown where something was lost', () => {
    const undo = (name: Step['do']) => inverseOf(works.flatMap(([step]) => (step.do === name ? [step] : [])).slice(0, 1))
    const cleaning = ['trim', 'upper', 'lower', 'tax', 'phone', 'round', 'default', 'constant'] as const
    for (const name of cleaning) expect(undo(name), name).toEqual([])
    const losing = ['replace', 'split', 'join', 'decimal-text', 'day', 'jsonata'] as const
    for (const name of losing) expect(undo(name), name).toBeUndefined()
    expect(inverseOf([{ do: 'scale', factor: '3' }])).toBeUndefined()
    // Every step is one of the three.
    expect([...Object.keys(undoable), ...cleaning, ...losing].sort()).toEqual([...stepNames].sort())
  })
})
