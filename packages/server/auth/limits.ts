/** How often something may be tried: a bucket for each key, which fills again with time. Kept in the memory of a process. */
export interface Limit {
  /** Undefined: go on; else in how many seconds to come again. `amount` is one when left out. */
  take(key: string, nowMs: number, amount?: number): number | undefined
  forget(key: string): void
}

interface Bucket {
  left: number
  at: number
}

const MOST_KEYS = 50_000

/** `most` at once, and as many again over `perMs`. */
export function limitOf(most: number, perMs: number): Limit {
  const buckets = new Map<string, Bucket>()
  return {
    take(key, nowMs, amount = 1) {
      const bucket = buckets.get(key) ?? { left: most, at: nowMs }
      bucket.left = Math.min(most, bucket.left + (Math.max(0, nowMs - bucket.at) * most) / perMs)
      bucket.at = nowMs
      // The oldest go first: whoever comes with many addresses cannot fill the memory.
      if (!buckets.has(key) && buckets.size >= MOST_KEYS) buckets.delete(buckets.keys().next().value ?? '')
      buckets.set(key, bucket)
      if (bucket.left < amount) return Math.max(1, Math.ceil(((amount - bucket.left) * perMs) / most / 1000))
      bucket.left -= amount
      return undefined
    },
    forget: (key) => {
      buckets.delete(key)
    },
  }
}
