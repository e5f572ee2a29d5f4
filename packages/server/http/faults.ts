/** What may go wrong below a request: which faults pass when tried again, which say something the caller can mend. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ChangedMeanwhile, CommitUnknown, ConnectionLost, StatementFailed } from '@tandem/db'
import { type Refusal, RefusedFault } from '@tandem/kernel'

const MOST_TRIES = 6
const LONGEST_FIRST_WAIT_MS = 8

/** serialization_failure, deadlock_detected, lock_not_available */
const PASSING = new Set(['40001', '40P01', '55P03'])
/** too_many_connections, cannot_connect_now, admin_shutdown, crash_shutdown */
const DATABASE_AWAY = new Set(['53300', '57P03', '57P01', '57P02'])

interface SqlError {
  readonly code: string
  readonly rule: string
}

/** PostgreSQL's error code and the constraint it names, of both drivers. */
export function sqlErrorOf(error: unknown): SqlError | undefined {
  const cause = error instanceof StatementFailed ? error.cause : error
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined
  if (typeof cause.code !== 'string' || !/^[0-9A-Z]{5}$/.test(cause.code)) return undefined
  const named = cause as { constraint_name?: string; constraint?: string; column_name?: string; column?: string }
  return { code: cause.code, rule: named.constraint_name ?? named.constraint ?? named.column_name ?? named.column ?? '' }
}

/** Nothing was saved, and the same work may well go through now. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ChangedMeanwhile || error instanceof ConnectionLost) return true
  return PASSING.has(sqlErrorOf(error)?.code ?? '')
}

/** Does the work again when it met others; each time it waits a random while, twice as long as before at most. */
export async function withRetries<T>(random: () => number, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || tries === MOST_TRIES) throw error
      await sleep(random() * LONGEST_FIRST_WAIT_MS * 2 ** (tries - 1))
    }
  }
}

const DATA_ERRORS: Readonly<Record<string, string>> = {
  '23514': 'input/against-rule',
  '23001': 'input/against-rule',
  '23502': 'input/against-rule',
  '23P01': 'input/taken',
  '23505': 'input/taken',
  '23503': 'input/no-such-reference',
}

/**
 * A fault as a refusal, where the caller can do something about it. The tables' own constraints are the second guard
 * behind each decision: what only they stop is refused, too, and `guard` tells that the decision let it pass.
 */
export function refusalOf(error: unknown): { refusal: Refusal; guard?: true } | undefined {
  if (error instanceof RefusedFault) return { refusal: error.refusal }
  if (error instanceof ChangedMeanwhile) return { refusal: { code: 'http/changed-meanwhile', details: {} } }
  if (error instanceof CommitUnknown) return { refusal: { code: 'http/outcome-unknown', details: {} } }
  if (error instanceof ConnectionLost) return { refusal: { code: 'http/busy', details: {} } }
  const sql = sqlErrorOf(error)
  if (!sql) return undefined
  if (PASSING.has(sql.code) || DATABASE_AWAY.has(sql.code)) return { refusal: { code: 'http/busy', details: {} } }
  const code = DATA_ERRORS[sql.code] ?? (sql.code.startsWith('22') ? 'input/against-rule' : undefined)
  return code ? { refusal: { code, details: { rule: sql.rule || sql.code } }, guard: true } : undefined
}
