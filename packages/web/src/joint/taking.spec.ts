import { describe, expect, it } from 'vitest'
import { takenOf } from './taking.ts'

const sides = new Map([
  ['crm', 'crm' as const],
  ['crm-2', 'crm' as const],
  ['erp', 'erp' as const],
])
const row = { keptSystem: 'crm', keptAt: '2026-03-02T12:00:00Z', system: 'erp', otherAt: '2026-03-02T12:00:01Z' }

describe('I5 many conflicts decided by one word', () => {
  it('take the value of that side, or the newest', () => {
    expect((['crm', 'erp', 'newest'] as const).map((taking) => takenOf(row, taking, sides))).toEqual(['kept', 'other', 'other'])
    expect(takenOf({ ...row, keptAt: '2026-03-02T12:00:02.5Z' }, 'newest', sides)).toBe('kept')
  })

  it('leave alone what both values or none are of', () => {
    expect(takenOf({ ...row, system: 'crm-2' }, 'crm', sides)).toBeUndefined()
    expect(takenOf({ ...row, system: 'crm-2' }, 'erp', sides)).toBeUndefined()
  })
})
