import type { PlainDate } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { daysLater } from './days.ts'

const day = (text: string) => text as PlainDate

describe('E12 a due date', () => {
  it.each([
    ['2026-12-02', 30, '2027-01-01'],
    ['9999-12-30', 1, '9999-12-31'],
    ['9999-12-31', 30, '9999-12-31'],
    ['2026-12-02', 2_000_000_000, '9999-12-31'],
  ])('%s and %d days is %s', (date, days, due) => {
    expect(daysLater(day(date), days)).toBe(due)
  })
})
