/** What a fault thrown by a transaction means for whoever ran it. */
import { ChangedMeanwhile, CommitUnknown, ConnectionLost } from '@tandem/db'

export type Trouble =
  /** Somebody else was faster or holds a lock: the same again soon. */
  | 'busy'
  /** The database cannot be reached or gives nothing away: the same again later. */
  | 'unreachable'
  /** It went away while committing: what was done may have been saved or not. */
  | 'unknown'
  /** It would fail the same way again. */
  | 'lasting'

/** Serialization failure, deadlock, lock not available. */
const BUSY = new Set(['40001', '40P01', '55P03'])
/** SQLSTATE classes: connection exception, insufficient resources, operator intervention. */
const UNREACHABLE = new Set(['08', '53', '57'])
/** Drivers' and sockets' own codes, which are no SQLSTATE. */
const DRIVER = /^(CONNECTION_|CONNECT_|ECONN|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/

/** Sorts a fault by its SQLSTATE or its driver's code, looking through causes. */
export function troubleOf(fault: unknown): Trouble {
  if (fault instanceof ChangedMeanwhile) return 'busy'
  if (fault instanceof CommitUnknown) return 'unknown'
  if (fault instanceof ConnectionLost) return 'unreachable'
  for (let at = fault; at instanceof Error; at = at.cause) {
    const code = String((at as Error & { code?: unknown }).code ?? '')
    if (BUSY.has(code)) return 'busy'
    if (DRIVER.test(code) || (/^[0-9A-Z]{5}$/.test(code) && UNREACHABLE.has(code.slice(0, 2)))) return 'unreachable'
  }
  return 'lasting'
}

export function reasonOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault)
}
