/** A business day, `2026-11-22`, in no time zone. Strings of this form sort by date. */
export type PlainDate = string & { readonly __plainDate: true }

/** A moment in UTC, `2026-11-22T15:38:00.123456Z`. */
export type Instant = string & { readonly __instant: true }

const DAY_MS = 86_400_000
const DATE = /^(?!0000)\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T(?!24)\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/

/** The named forms dates come in from files; `DD-MM-YY` counts 00-69 as 2000-2069. */
export type DateFormat = 'YYYY-MM-DD' | 'MM/DD/YYYY' | 'DD/MM/YYYY' | 'DD-MM-YYYY' | 'DD-MM-YY' | 'DD.MM.YYYY' | 'YYYY/MM/DD'

/**
 * Reads a date of the given form; undefined when it is none or does not exist (February 30). A time behind it is dropped.
 * Days and months may have one digit, years must have as many as the form says, and its separators are meant.
 */
export function parseDate(text: string, format: DateFormat = 'YYYY-MM-DD'): PlainDate | undefined {
  const { year = '', month = '', day = '' } = patternOf(format).exec(text.trim())?.groups ?? {}
  const century = year.length === 2 ? (Number(year) < 70 ? '20' : '19') : ''
  const iso = `${century}${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isPlainDate(iso) ? iso : undefined
}

const patterns = new Map<DateFormat, RegExp>()
function patternOf(format: DateFormat): RegExp {
  const known = patterns.get(format)
  if (known) return known
  const date = format
    .replaceAll('.', '\\.')
    .replace(/Y+/, (letters) => `(?<year>\\d{${letters.length}})`)
    .replace('MM', '(?<month>\\d{1,2})')
    .replace('DD', '(?<day>\\d{1,2})')
  const pattern = new RegExp(`^${date}(?:[T ]\\d{1,2}:\\d{2}.*)?$`)
  patterns.set(format, pattern)
  return pattern
}

export function isPlainDate(text: unknown): text is PlainDate {
  if (typeof text !== 'string' || !DATE.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  // Date.parse takes February 30 for March 2: only what comes back the same exists.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

/** Brands a text known to be a business day. Throws a RangeError when it is none. */
export function plainDate(text: string): PlainDate {
  if (!isPlainDate(text)) throw new RangeError(`not a date of the form YYYY-MM-DD: ${JSON.stringify(text)}`)
  return text
}

export function isInstant(text: unknown): text is Instant {
  return typeof text === 'string' && INSTANT.test(text) && isPlainDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))
}

/** Brands a text known to be a UTC moment. Throws a RangeError when it is none. */
export function instant(text: string): Instant {
  if (!isInstant(text)) throw new RangeError(`not a UTC moment such as 2026-11-22T15:38:00Z: ${JSON.stringify(text)}`)
  return text
}

export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant
}

export function epochMs(at: Instant): number {
  return Date.parse(at)
}

const calendars = new Map<string, Intl.DateTimeFormat>()

/** The business day of a moment in a time zone (IANA name, `Asia/Shanghai`). Throws a RangeError for an unknown zone. */
export function dateIn(at: Instant, timeZone: string): PlainDate {
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  calendars.set(timeZone, calendar)
  return plainDate(calendar.format(epochMs(at)).padStart(10, '0'))
}

/** The UTC day of a moment. */
export function utcDate(at: Instant): PlainDate {
  return at.slice(0, 10) as PlainDate
}

/** Throws a RangeError when the result is before year 1 or after year 9999. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return toPlainDate(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS)
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

function toPlainDate(ms: number): PlainDate {
  return plainDate(new Date(ms).toISOString().split('T')[0] as string)
}
