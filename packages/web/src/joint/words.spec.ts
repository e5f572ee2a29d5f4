import { describe, expect, it } from 'vitest'
import { fieldLabel } from './words.ts'

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
