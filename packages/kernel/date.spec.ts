import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  type DateFormat,
  dateIn,
  daysBetween,
  epochMs,
  instant,
  instantOf,
  isInstant,
  isPlainDate,
  parseDate,
  plainDate,
  utcDate,
} from './date.ts'

const FORMATS: readonly DateFormat[] = [
  'YYYY-MM-DD',
  'MM/DD/YYYY',
  'DD/MM/YYYY',
  'DD-MM-YYYY',
  'DD-MM-YY',
  'DD.MM.YYYY',
  'YYYY/MM/DD',
]
const days = (from: string, to: string) =>
  fc.integer({ min: 0, max: daysBetween(plainDate(from), plainDate(to)) }).map((count) => addDays(plainDate(from), count))
const anyDay = days('0001-01-01', '9999-12-31')

/** Writes a date the way a file would. */
function write(date: string, format: DateFormat, short: boolean): string {
  const [year = '', month = '', day = ''] = date.split('-')
  const digits = (text: string) => (short ? String(Number(text)) : text)
  const years = format.includes('YYYY') ? year : year.slice(2)
  return format.replace(/Y+/, years).replace('MM', digits(month)).replace('DD', digits(day))
}

describe('a date in a file', () => {
  it('is read in every form, with or without leading zeros and a time behind it', () => {
    const times = fc.constantFrom('', ' 00:00:00', 'T23:59:59.123Z', ' 9:05 PM')
    fc.assert(
      fc.property(
        days('1970-01-01', '2069-12-31'),
        fc.constantFrom(...FORMATS),
        fc.boolean(),
        times,
        (date, format, short, time) => {
          expect(parseDate(`${write(date, format, short)}${time}`, format)).toBe(date)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('counts two-digit years 00-69 as 2000-2069', () => {
    expect(parseDate('20-10-16', 'DD-MM-YY')).toBe('2016-10-20')
    expect(parseDate('31-12-69', 'DD-MM-YY')).toBe('2069-12-31')
    expect(parseDate('01-01-70', 'DD-MM-YY')).toBe('1970-01-01')
  })

  it.each([
    ['2026-02-30', 'YYYY-MM-DD'],
    ['2023-02-29', 'YYYY-MM-DD'],
    ['13/01/2026', 'MM/DD/YYYY'],
    ['2026-00-10', 'YYYY-MM-DD'],
    ['22/11/26', 'DD/MM/YYYY'],
    ['22-11-2026', 'DD-MM-YY'],
    ['2026/11/22', 'YYYY-MM-DD'],
    ['22x11x2026', 'DD.MM.YYYY'],
    ['2026-11-22 soon', 'YYYY-MM-DD'],
    ['-6-11-22', 'YYYY-MM-DD'],
    ['0000-01-01', 'YYYY-MM-DD'],
    ['', 'YYYY-MM-DD'],
  ] as const)('is not %j read as %s', (text, format) => {
    expect(parseDate(text, format)).toBeUndefined()
  })
})

describe('a business day', () => {
  it('exists when the calendar says so', () => {
    expect(['2024-02-29', '2000-02-29', '9999-12-31'].every(isPlainDate)).toBe(true)
    expect(['1900-02-29', '2026-13-01', '2026-1-1', '10000-01-01', '0000-12-31', 20261122, null].some(isPlainDate)).toBe(false)
    expect(() => plainDate('2026-02-30')).toThrow('not a date')
  })

  it('counts days there and back, and sorts as text', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (a, b) => {
        const distance = daysBetween(a, b)
        expect(addDays(a, distance)).toBe(b)
        expect(Math.sign(distance)).toBe(a < b ? 1 : a === b ? 0 : -1)
      }),
    )
    expect(addDays(plainDate('2024-02-28'), 2)).toBe('2024-03-01')
    expect(() => addDays(plainDate('9999-12-31'), 1)).toThrow(RangeError)
    expect(() => addDays(plainDate('0001-01-01'), -1)).toThrow(RangeError)
  })

  it('depends on where people are', () => {
    const evening = instant('2026-11-22T16:30:00Z')
    expect(dateIn(evening, 'Asia/Shanghai')).toBe('2026-11-23')
    expect(dateIn(evening, 'America/New_York')).toBe('2026-11-22')
    expect(utcDate(evening)).toBe('2026-11-22')
    expect(() => dateIn(evening, 'Mars/Olympus')).toThrow(RangeError)
    fc.assert(
      fc.property(anyDay, fc.constantFrom('Asia/Shanghai', 'America/New_York', 'UTC', 'Pacific/Kiritimati'), (date, zone) => {
        // Noon in UTC is the same day or a neighbour everywhere, whatever the century.
        fc.pre(date > '0001-01-02' && date < '9999-12-30')
        expect(Math.abs(daysBetween(date, dateIn(instant(`${date}T12:00:00Z`), zone)))).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('a moment', () => {
  it('is UTC and exists', () => {
    expect(['2026-11-22T15:38:00Z', '2026-11-22T15:38:00.123456Z'].every(isInstant)).toBe(true)
    const bad = [
      '2026-11-22T15:38:00',
      '2026-11-22T15:38:00+08:00',
      '2026-02-30T00:00:00Z',
      '2026-11-22T24:00:00Z',
      '2026-11-22T12:60:00Z',
    ]
    expect(bad.filter(isInstant)).toEqual([])
    expect(() => instant('yesterday')).toThrow('not a UTC moment')
  })

  it('comes back from its milliseconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
        expect(epochMs(instantOf(ms))).toBe(ms)
        expect(isInstant(instantOf(ms))).toBe(true)
      }),
    )
  })
})
