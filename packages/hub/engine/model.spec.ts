import type { Json } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import type { Rule } from '../rules.ts'
import type { Rules } from './merge.ts'
import { explore, type Model } from './model.fixture.ts'

/** Two CRMs and an ERP whose clock is far ahead. */
const systems: Model['systems'] = [
  { name: 'crm-1', side: 'crm', skew: 0 },
  { name: 'crm-2', side: 'crm', skew: 0 },
  { name: 'erp', side: 'erp', skew: 50 },
]

/** Not in order of size, so that the largest is neither the first nor the last. */
const SIZES = ['5', '10', '3', '12.5', '9']

function sizeOf(_field: string, edit: number): Json {
  return SIZES[edit] as string
}

/** `b` belongs to a side by what `a` says. */
function phase(otherwise: 'crm' | 'erp'): Rule {
  return { by: 'phase', field: 'a', owners: { '5': 'crm', '3': 'erp', '12.5': 'crm' }, otherwise }
}

const RULES: readonly [name: string, rules: Rules][] = [
  ['the CRM owns', { '*': { by: 'owner', side: 'crm' } }],
  ['the ERP owns', { '*': { by: 'owner', side: 'erp' } }],
  ['by phase, which the ERP sets', { a: { by: 'owner', side: 'erp' }, b: phase('erp') }],
  ['by phase, which both set', { a: { by: 'newest' }, b: phase('crm') }],
  ['newest', { '*': { by: 'newest' } }],
  ['largest', { '*': { by: 'largest' } }],
  ['manual', { '*': { by: 'manual' } }],
]

function look(rules: Rules, edits: number, outcomesLater: boolean) {
  return explore({ systems, fields: ['a', 'b'], rules, alike: '*' in rules, edits, valueOf: sizeOf, outcomesLater })
}

describe('I5 in every order of reads and writes by three systems, nothing is lost or invented, and it comes to rest', () => {
  // 1.2 million states in all.
  it.each(RULES)('four edits of two fields: %s', { timeout: 60_000 }, (_name, rules) => {
    expect(look(rules, 4, false).states).toBeGreaterThan(50_000)
  })

  // 40 thousand states in all.
  it.each(RULES)('two edits, and anything between a write and its outcome: %s', (_name, rules) => {
    expect(look(rules, 2, true).states).toBeGreaterThan(1_000)
  })
})
