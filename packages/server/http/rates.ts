/**
 * How much a caller may ask for: points in a minute, and few costly things at the same time. Kept in the memory of a
 * process, so several processes give as many times as much.
 */
import { ok, type Result, refuse } from '@tandem/kernel'
import { limitOf } from '../auth/limits.ts'
import type { Route } from './route.ts'

export interface Rate {
  /** Points that a key, a person or an address has for a minute; all of them may be spent at once. */
  readonly pointsPerMinute: number
}

/** From this on a request is costly, and few of a caller's run at the same time. */
const COSTLY = 20
const COSTLY_AT_ONCE = 4
/** Who comes with keys or sessions that nobody has is guessing. */
const STRANGER = 20
const MINUTE_MS = 60_000

/** What a request costs, by the id of its route; the first that fits counts, anything else costs one point. */
const COSTS: readonly (readonly [RegExp, number])[] = [
  [/\.(export|import|import-preview)$|\.audit\.verify$/, 50],
  [/^joint\.(proof|proof\.repair|proof\.create|load-preview|mapping-preview|connection-test)$/, 50],
  [/^platform\.(sign-in\.password|link\.use|me\.(password|end-session))$/, 20],
  [/\.batch(-|\.|$)|^desk\.file\.upload$/, 10],
  [/^desk\.(search|twins|timeline)$|^joint\.(journey|quote\.live|ask)$/, 5],
]
const QUESTION = 2

export function costOf({ id, tag }: Pick<Route, 'id' | 'tag'>): number {
  return COSTS.find(([which]) => which.test(id))?.[1] ?? (tag.endsWith('.queries') ? QUESTION : 1)
}

export interface Rates {
  /** Takes the points, or refuses; `done`, where there is one, is called when the answer has gone. */
  take(caller: string, cost: number, nowMs: number): Result<{ readonly done?: () => void }>
  /** For who came with a key or session that there is none of. */
  stranger(address: string, nowMs: number): Result<void>
}

const FREE = {}

/** Undefined: no limit. */
export function ratesOf(rate: Rate | undefined): Rates {
  if (!rate) return { take: () => ok(FREE), stranger: () => ok(undefined) }
  const limit = rate.pointsPerMinute
  const points = limitOf(limit, MINUTE_MS)
  const running = new Map<string, number>()
  const spend = (caller: string, cost: number, nowMs: number): Result<void> => {
    const seconds = points.take(caller, nowMs, Math.min(cost, limit))
    return seconds === undefined ? ok(undefined) : refuse('http/too-often', { seconds, limit })
  }
  return {
    take(caller, cost, nowMs) {
      const count = running.get(caller) ?? 0
      if (cost >= COSTLY && count >= COSTLY_AT_ONCE) return refuse('http/too-many-at-once', { seconds: 1, most: COSTLY_AT_ONCE })
      const may = spend(caller, cost, nowMs)
      if (!may.ok || cost < COSTLY) return may.ok ? ok(FREE) : may
      running.set(caller, count + 1)
      return ok({ done: once(() => leave(running, caller)) })
    },
    stranger: (address, nowMs) => spend(`stranger ${address}`, STRANGER, nowMs),
  }
}

function leave(running: Map<string, number>, caller: string): void {
  const left = (running.get(caller) ?? 1) - 1
  if (left > 0) running.set(caller, left)
  else running.delete(caller)
}

function once(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}
