import { describe, expect, it } from 'vitest'
import { dependsText, fieldLabel, localTimes } from './words.ts'

describe('P4 what fields are called', () => {
  it.each([
    ['name', 'Name', '名称'],
    ['lines.unit', 'Lines: Unit', '明细：单位'],
    ['lines[1].unit', 'Lines 2: Unit', '明细 2：单位'],
    ['contact.mail', 'contact.mail', 'contact.mail'],
  ])('%s: in both languages, lines and their places among them; what is nobody’s by its own name', (field, en, zh) => {
    expect(fieldLabel(field === 'name' ? 'customer' : 'order', field)).toEqual({ en, zh })
  })
})

describe('I7 what cases of the inbox have in common', () => {
  it.each([
    ['customer', 'paymentTermDays', 'Payment term, days', '付款期限（天）'],
    ['order', 'lines.unit', 'Lines: Unit', '明细：单位'],
    ['contact', 'customer C-1 华东', 'Customer C-1 华东', '客户 C-1 华东'],
    ['order', 'C-1 of Paris', 'C-1 of Paris', 'C-1 of Paris'],
  ])('of %s: %s is told in both languages', (kind, dependsOn, en, zh) => {
    expect(dependsText(kind, dependsOn)).toEqual({ en, zh })
  })
})

describe('P4 days in a sentence of the server', () => {
  const words = { date: (day: string) => `<${day}>`, instant: (at: string) => `[${at}]` }

  it.each([
    ['Waits for stock, expected 2026-12-13', 'Waits for stock, expected <2026-12-13>'],
    ['load 于 2026-07-23 01:00 UTC 在 双骑 CRM', 'load 于 [2026-07-23T01:00:00Z] 在 双骑 CRM'],
    ['Reference BANK-2026-11-30 of C1', 'Reference BANK-2026-11-30 of C1'],
  ])('%s', (said, shown) => {
    expect(localTimes(said, words)).toBe(shown)
  })
})
