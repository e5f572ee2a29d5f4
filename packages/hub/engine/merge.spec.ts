import type { Instant, Json } from '@tandem/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Values } from '../connector.ts'
import type { Stamp } from '../lineage/stamps.ts'
import type { Rule, Side } from '../rules.ts'
import { type Agreed, type Incoming, type Merged, plan, type Rules } from './merge.ts'

const noon = '2026-03-02T12:00:00Z' as Instant
const later = '2026-03-02T12:00:01Z' as Instant
const earlier = '2026-03-02T11:59:59Z' as Instant

function told(values: Values, by: Partial<Incoming> = {}): Incoming {
  return { values, system: 'crm', side: 'crm', actor: 'ann', at: noon, change: 'c1', ...by }
}

function record(values: Values, more: Partial<Agreed> = {}): Agreed {
  const stamp: Stamp = { by: 'bob', at: noon, system: 'erp', change: 'c0', rule: 'first' }
  return {
    values,
    stamps: { '*': stamp },
    disputed: [],
    sides: new Map<string, Side>([
      ['crm', 'crm'],
      ['erp', 'erp'],
    ]),
    ...more,
  }
}

const newest: Rules = { '*': { by: 'newest' } }
const owned = (side: Side): Rules => ({ '*': { by: 'owner', side } })

/** Both sides changed `name` since it was `base`; what the record says, and who lost. */
function bothChanged(rules: Rules, at: Instant, side: Side = 'crm'): Merged {
  return plan({ name: 'base' }, told({ name: 'theirs' }, { at, side, system: side }), record({ name: 'ours' }), rules)
}

describe('I5 a field that two systems report', () => {
  it('is left alone when the system says what it said before', () => {
    const merged = plan({ name: 'a', phone: '1' }, told({ name: 'a', phone: '1' }), record({ name: 'b', phone: '2' }), newest)
    expect(merged).toMatchObject({ values: { name: 'b', phone: '2' }, changed: [], overruled: [], losers: [] })
  })

  it('takes a change that only one side made, whatever the clocks say', () => {
    const merged = plan({ name: 'a' }, told({ name: 'b' }, { at: earlier }), record({ name: 'a' }), newest)
    expect(merged).toMatchObject({ values: { name: 'b' }, changed: ['name'], losers: [], base: { name: 'b' } })
    expect(merged.stamps.name).toMatchObject({ by: 'ann', system: 'crm', change: 'c1', rule: 'only-writer' })
  })

  it('merges changes of different fields without asking anybody', () => {
    const merged = plan({ a: '1', b: '1' }, told({ a: '2', b: '1' }), record({ a: '1', b: '2' }), newest)
    expect(merged).toMatchObject({ values: { a: '2', b: '2' }, losers: [] })
  })

  it('goes to the newer of two that knew nothing of each other; the other is kept to be seen', () => {
    expect(bothChanged(newest, later)).toMatchObject({ values: { name: 'theirs' }, losers: [{ other: 'ours', open: false }] })
    expect(bothChanged(newest, earlier)).toMatchObject({
      values: { name: 'ours' },
      overruled: ['name'],
      losers: [{ other: 'theirs', kept: 'ours', open: false, rule: 'newest' }],
    })
  })

  it('goes to its owner; the other system is put right again', () => {
    expect(bothChanged(owned('crm'), earlier)).toMatchObject({ values: { name: 'theirs' } })
    expect(bothChanged(owned('erp'), later)).toMatchObject({ values: { name: 'ours' }, overruled: ['name'] })
  })

  it('may be written by anybody while its owner does not have the document', () => {
    const only = record({ name: 'a' }, { sides: new Map([['crm', 'crm' as const]]) })
    expect(plan({ name: 'a' }, told({ name: 'b' }), only, owned('erp'))).toMatchObject({ values: { name: 'b' }, overruled: [] })
  })

  it('is judged by the phase that the same change brings about', () => {
    const phase: Rule = { by: 'phase', field: 'state', owners: { requested: 'crm' }, otherwise: 'erp' }
    const rules: Rules = { '*': phase, state: { by: 'owner', side: 'erp' } }
    const base = { lines: '1', state: 'requested' }
    const erp = { side: 'erp', system: 'erp' } as const
    const placing = plan(base, told({ lines: '2', state: 'placed' }, erp), record(base), rules)
    expect(placing).toMatchObject({ values: { lines: '2', state: 'placed' }, overruled: [] })
    expect(plan(base, told({ lines: '2', state: 'requested' }, erp), record(base), rules)).toMatchObject({ overruled: ['lines'] })
    const placed = { lines: '1', state: 'placed' }
    expect(plan(placed, told({ lines: '2', state: 'placed' }), record(placed), rules)).toMatchObject({ overruled: ['lines'] })
  })

  it('waits for a person when the rule says so: the record stays, the difference is open', () => {
    expect(bothChanged({ name: { by: 'manual' } }, later)).toMatchObject({
      values: { name: 'ours' },
      disputed: ['name'],
      overruled: [],
      losers: [{ open: true, kept: 'ours', other: 'theirs' }],
    })
  })

  it('is filled at the first meeting by whoever says anything', () => {
    const first = told({ name: 'a', phone: null, email: 'x' })
    expect(plan(undefined, first, record({ name: 'a', phone: '1', email: null }), newest)).toMatchObject({
      values: { name: 'a', phone: '1', email: 'x' },
      losers: [],
      overruled: ['phone'],
    })
  })

  it('takes what a system made up of a field that nobody has said anything of, whoever decides the field', () => {
    const needed = new Set(['name', 'onHold', 'type'])
    const made = { name: 'Acme', onHold: false, type: 'company', phone: '1' }
    const echo = { ...told(made), wrote: new Set(['name', 'type', 'phone']), needed }
    const unsaid = { name: 'Acme', onHold: null, type: null, phone: null }
    const merged = plan({ name: 'Acme' }, echo, record(unsaid), owned('erp'))
    expect(merged).toMatchObject({ values: { ...unsaid, onHold: false, type: 'company' }, overruled: [], losers: [] })
    expect(merged.changed).toEqual(['onHold', 'type'])
    const said = { name: 'Acme', onHold: true, type: 'person', phone: null }
    expect(plan({ name: 'Acme' }, echo, record(said), owned('erp')).values).toEqual(said)
  })

  it('takes the first word on a field that no document can be without, though its owner does not keep it', () => {
    const needed = new Set(['name', 'onHold'])
    const unsaid = { name: 'Acme', onHold: null, phone: null }
    const first = { ...told({ name: 'Acme', onHold: false, phone: '1' }), needed }
    // At the first meeting, and of what a system has made of a write that said nothing of it.
    for (const base of [undefined, { name: 'Acme', onHold: null, phone: null }]) {
      const merged = plan(base, first, record(unsaid), owned('erp'))
      expect(merged).toMatchObject({ values: { ...unsaid, onHold: false }, changed: ['onHold'], overruled: ['phone'] })
    }
    expect(plan(undefined, first, record({ ...unsaid, onHold: true }), owned('erp')).values).toMatchObject({ onHold: true })
  })

  it('keeps its value when a system stores it in another form, unless the system owns it', () => {
    const echo = { ...told({ name: 'ACME' }, { side: 'erp', system: 'erp' }), wrote: new Set(['name']) }
    const kept = plan({ name: 'Acme' }, echo, record({ name: 'Acme' }), newest)
    expect(kept).toMatchObject({ values: { name: 'Acme' }, overruled: [], base: { name: 'ACME' } })
    expect(plan({ name: 'Acme' }, echo, record({ name: 'Acme' }), owned('erp'))).toMatchObject({ values: { name: 'ACME' } })
  })

  it('does not mind the order of keys inside lines', () => {
    const lines = (line: Json) => ({ lines: [line] })
    const merged = plan(lines({ a: '1', b: '2' }), told(lines({ b: '2', a: '1' })), record(lines({ a: '1', b: '2' })), newest)
    expect(merged.changed).toEqual([])
  })
})

describe('I5 merging, for any values and rules', () => {
  const value = fc.constantFrom(null, 'x', 'y', 'z')
  const values = fc.record({ a: value, b: value })
  const rule = fc.constantFrom<Rule>(
    { by: 'newest' },
    { by: 'manual' },
    { by: 'owner', side: 'crm' },
    { by: 'owner', side: 'erp' },
    { by: 'phase', field: 'a', owners: { x: 'crm' }, otherwise: 'erp' },
  )
  const rules = fc.record({ a: rule, b: rule })
  const at = fc.constantFrom(earlier, noon, later)
  const meeting = fc.tuple(fc.option(values, { nil: undefined }), values, values, rules, at, fc.constantFrom<Side>('crm', 'erp'))

  it('never invents a value and never drops an edit silently', () => {
    fc.assert(
      fc.property(meeting, ([base, incoming, ours, rulesOf, when, side]) => {
        const merged = plan(base, told(incoming, { at: when, side, system: side }), record(ours), rulesOf)
        for (const field of ['a', 'b'] as const) {
          expect([incoming[field], ours[field]]).toContain(merged.values[field])
          const isEdit = base !== undefined && incoming[field] !== base[field]
          if (isEdit && merged.values[field] !== incoming[field]) {
            expect(merged.losers).toContainEqual(expect.objectContaining({ field, other: incoming[field] }))
          }
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('changes nothing when the same is told again', () => {
    fc.assert(
      fc.property(meeting, ([base, incoming, ours, rulesOf, when, side]) => {
        const change = told(incoming, { at: when, side, system: side })
        const once = plan(base, change, record(ours), rulesOf)
        const twice = plan(
          once.base,
          change,
          {
            ...record(ours),
            ...once,
            sides: new Map<string, Side>([
              ['crm', 'crm'],
              ['erp', 'erp'],
            ]),
          },
          rulesOf,
        )
        expect(twice).toMatchObject({ values: once.values, changed: [], overruled: [], losers: [] })
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('I5 the largest value', () => {
  const largest: Rules = { '*': { by: 'largest' } }
  const both = (theirs: Json, ours: Json) => plan({ v: '1' }, told({ v: theirs }), record({ v: ours }), largest)

  it.each([
    ['10', '9.5', '10'],
    ['9.5', '10', '10'],
    ['2026-03-02', '2026-02-28', '2026-03-02'],
    [null, '0.01', '0.01'],
    [3, 12, 12],
  ])('of %s and %s counts, the other is kept to be seen', (theirs: Json, ours: Json, wins: Json) => {
    expect(both(theirs, ours)).toMatchObject({ values: { v: wins }, losers: [{ rule: 'largest', open: false }] })
  })

  it('gives way to a smaller one that was set knowing it', () => {
    const merged = plan({ v: '10' }, told({ v: '2' }, { at: earlier }), record({ v: '10' }), largest)
    expect(merged).toMatchObject({ values: { v: '2' }, losers: [] })
  })
})

describe('I5 two systems of the side that owns a field', () => {
  const sides = new Map<string, Side>([
    ['crm', 'crm'],
    ['crm-2', 'crm'],
  ])
  const kept: Stamp = { by: 'bob', at: noon, system: 'crm-2', change: 'c0', rule: 'owner:crm' }

  it.each([
    [later, 'theirs'],
    [earlier, 'ours'],
  ])('are equals: the later word counts, whichever comes in first (%s)', (at, wins) => {
    const ours = record({ name: 'ours' }, { sides, stamps: { '*': kept } })
    expect(plan({ name: 'base' }, told({ name: 'theirs' }, { at }), ours, owned('crm'))).toMatchObject({
      values: { name: wins },
      losers: [{ field: 'name', open: false, rule: 'owner:crm' }],
    })
  })
})

describe('I6 the echo of a write that its system keeps in its own form', () => {
  it('does not take back what the record says by now', () => {
    const echo = { ...told({ name: 'ACME' }), wrote: new Set(['name']) }
    const merged = plan({ name: 'Acme' }, echo, record({ name: 'Acme Ltd' }), owned('crm'))
    expect(merged).toMatchObject({ values: { name: 'Acme Ltd' }, changed: [], base: { name: 'ACME' } })
  })
})
