import { epochMs, type Instant } from '@tandem/kernel'

/** Work that nobody waits for, at a small share of the time: after each run it rests so many times as long as that took. */
export function paced(now: () => Instant, rests: number, work: () => Promise<unknown>): () => Promise<void> {
  let restsUntil = 0
  return async () => {
    const beganAt = epochMs(now())
    if (beganAt < restsUntil) return
    await work()
    const endedAt = epochMs(now())
    restsUntil = endedAt + rests * (endedAt - beganAt)
  }
}
