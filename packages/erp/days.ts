import { addDays, daysBetween, type PlainDate } from '@tandem/kernel'

const LAST_DAY = '9999-12-31' as PlainDate

/** So many days later, at the latest the last day of the calendar: terms and lead times may be as long as somebody wrote. */
export function daysLater(date: PlainDate, days: number): PlainDate {
  return days > daysBetween(date, LAST_DAY) ? LAST_DAY : addDays(date, days)
}
