/** A business day, `2026-11-22`, in no time zone. Strings of this form sort by date. */
export type PlainDate = string & { readonly __plainDate: true }

/** A moment in UTC, `2026-11-22T15:38:00.123456Z`. */
export type Instant = string & { readonly __instant: true }

const DAY_MS = 86_400_000
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/

/** The named forms dates come in from files; `DD-MM-YY` counts 00-69 as 2000-2069. */
export type DateFormat = 'YYYY-MM-DD' | 'MM/DD/YYYY' | 'DD/MM/YYYY' | 'DD-MM-YYYY' | 'DD-MM-YY' | 'DD.MM.YYYY' | 'YYYY/MM/DD'

/** Reads a date of the given form; undefined when it is none or does not exist (February 30). A time behind it is dropped. */
export function parseDate(text: string, format: DateFormat = 'YYYY-MM-DD'): PlainDate | undefined {
  const numbers = text.trim().split(/[T ]/)[0]?.split(/[-/.]/) ?? []
  const part = (letter: string): string => numbers[format.split(/[-/.]/).findIndex((piece) => piece[0] === letter)] ?? ''
  const year = part('Y').length === 2 ? String(Number(part('Y')) + (Number(part('Y')) < 70 ? 2000 : 1900)) : part('Y')
  const iso = `${year}-${part('M').padStart(2, '0')}-${part('D').padStart(2, '0')}`
  return numbers.length === 3 && isPlainDate(iso) ? iso : undefined
}

export function isPlainDate(text: unknown): text is PlainDate {
  if (typeof text !== 'string' || !DATE.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && toPlainDate(ms) === text
}

/** Brands a text known to be a business day. Throws a RangeError when it is none. */
export function plainDate(text: string): PlainDate {
  if (!isPlainDate(text)) throw new RangeError(`not a date of the form YYYY-MM-DD: ${JSON.stringify(text)}`)
  return text
}

export function isInstant(text: unknown): text is Instant {
  return typeof text === 'string' && INSTANT.test(text) && !Number.isNaN(Date.parse(text))
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

/** The business day of a moment in a time zone (IANA name, `Asia/Shanghai`). */
export function dateIn(at: Instant, timeZone: string): PlainDate {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(epochMs(at)) as PlainDate
}

/** The UTC day of a moment. */
export function utcDate(at: Instant): PlainDate {
  return at.slice(0, 10) as PlainDate
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return toPlainDate(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS)
}

/** Days from one date to another; negative when `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

function toPlainDate(ms: number): PlainDate {
  return new Date(ms).toISOString().slice(0, 10) as PlainDate
}
