/** Pure decisions on months of the books: closed in order, the latest reopened first. */
import { follow, ok, type Result, refuse, type Stored } from '@tandem/kernel'
import { periodTransitions } from './definition.ts'
import type { Period } from './entry.ts'

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

/** The states of all months that have a row, by month. */
export type Months = ReadonlyMap<string, Period['state']>

export function isMonth(text: string): boolean {
  return MONTH.test(text)
}

export function newPeriod(month: string, stamp: Stored, months: Months): Result<Period> {
  if (!isMonth(month)) return refuse('period/wrong-month', { month })
  if (months.has(month)) return refuse('period/taken', { month })
  const closedThrough = latestClosed(months)
  if (month <= closedThrough) return refuse('period/later-closed', { month, later: closedThrough })
  return ok({ month, state: 'open', ...stamp })
}

export function closedPeriod(row: Period, months: Months): Result<Partial<Period>> {
  const next = follow(periodTransitions, 'period', row.state, 'close')
  if (!next.ok) return next
  const earlier = [...months].filter(([month, state]) => month < row.month && state === 'open').map(([month]) => month)
  if (earlier.length > 0) return refuse('period/earlier-open', { month: row.month, earlier: earlier.sort()[0] as string })
  return ok({ state: next.value })
}

export function reopenedPeriod(row: Period, months: Months): Result<Partial<Period>> {
  const next = follow(periodTransitions, 'period', row.state, 'reopen')
  if (!next.ok) return next
  const later = latestClosed(months)
  if (later > row.month) return refuse('period/later-closed', { month: row.month, later })
  return ok({ state: next.value })
}

function latestClosed(months: Months): string {
  return [...months].reduce((latest, [month, state]) => (state === 'closed' && month > latest ? month : latest), '')
}
