/** One request to somebody else's system, and what its failing means for what was asked. */
import type { Outcome } from '@tandem/hub'
import { Fault, type Json } from '@tandem/kernel'

export type Failing =
  /** The request never reached the system, or it said that it cannot work now: nothing was done. */
  | 'unreachable'
  /** It reached it, or may have, and no answer came: it may or may not have been done. */
  | 'unknown'
  /** It asks to be left alone for a while. */
  | 'rate-limit'
  /** It answered no. */
  | 'refused'

export class CallFailed extends Fault {
  readonly failing: Failing
  /** How long the system wants to be left alone. */
  readonly afterMs: number

  constructor(failing: Failing, message: string, { afterMs = 1_000, cause }: { afterMs?: number; cause?: unknown } = {}) {
    super(message, { cause })
    this.failing = failing
    this.afterMs = afterMs
  }
}

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Failures of a socket before anything was sent. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/
const MOST_WAIT_MS = 3_600_000

/** Posts JSON and answers whatever comes back, 429, 502, 503 and 504 excepted. Follows no redirects. */
export async function postJson(
  fetching: typeof fetch,
  url: string,
  body: Json,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Reply> {
  let response: Response
  try {
    response = await fetching(url, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    const text = await response.text()
    const reply = { status: response.status, headers: response.headers, text }
    failOn(reply)
    return reply
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new CallFailed(NEVER_SENT.test(codeOf(cause)) ? 'unreachable' : 'unknown', wordsOf(cause), { cause })
  }
}

function failOn({ status, headers }: Reply): void {
  if (status === 429 || (status === 503 && headers.has('retry-after'))) {
    const seconds = Number(headers.get('retry-after') ?? '1')
    const afterMs = Math.min(MOST_WAIT_MS, Math.max(0, (Number.isFinite(seconds) ? seconds : 1) * 1_000))
    throw new CallFailed('rate-limit', `HTTP ${status}`, { afterMs })
  }
  // A server before the system that finds nobody behind it. Only 503 says that nothing was done.
  if (status === 503) throw new CallFailed('unreachable', 'HTTP 503')
  if (status === 502 || status === 504) throw new CallFailed('unknown', `HTTP ${status}`)
}

function codeOf(cause: unknown): string {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code
    if (typeof code === 'string') return code
    if (at instanceof AggregateError && at.errors[0]) return codeOf(at.errors[0])
  }
  return ''
}

function wordsOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const text = inner instanceof Error ? inner.message || inner.name : String(inner)
  return text.slice(0, 300)
}

/** What a failed call means for writes that were in it; undefined when it was refused. */
export function outcomeOf(fault: unknown): Outcome | undefined {
  if (!(fault instanceof CallFailed)) return { unknown: { reason: wordsOf(fault) } }
  if (fault.failing === 'unknown') return { unknown: { reason: fault.message } }
  if (fault.failing === 'unreachable') return { later: { afterMs: fault.afterMs, reason: 'unreachable' } }
  return fault.failing === 'rate-limit' ? { later: { afterMs: fault.afterMs, reason: 'rate-limit' } } : undefined
}
