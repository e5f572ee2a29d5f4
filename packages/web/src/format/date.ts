/** Business days and moments in the words of a language. */
import { epochMs, type Instant, type PlainDate } from '@tandem/kernel'
import { type Language, localeOf } from './decimal.ts'

/** `22 Nov 2026` / `2026年11月22日`. A business day has no time zone, so it is formatted as UTC and stays that day. */
export function formatDate(date: PlainDate | string, language: Language): string {
  const ms = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(ms)) return date
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'medium', timeZone: 'UTC' }).format(ms)
}

/** A moment in the time zone of whoever looks at it. */
export function formatInstant(at: Instant | string, language: Language, timeZone?: string): string {
  const ms = epochMs(at as Instant)
  if (Number.isNaN(ms)) return at
  return new Intl.DateTimeFormat(localeOf(language), {
    dateStyle: 'medium',
    timeStyle: 'medium',
    ...(timeZone ? { timeZone } : {}),
  }).format(ms)
}

/** Only the time, with milliseconds: where what happened within a second is the point. */
export function formatTime(at: Instant | string, language: Language, timeZone?: string): string {
  const ms = epochMs(at as Instant)
  if (Number.isNaN(ms)) return at
  return new Intl.DateTimeFormat(localeOf(language), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hour12: false,
    ...(timeZone ? { timeZone } : {}),
  }).format(ms)
}
