/** Random bytes taken from the system in bulk: asking it for each id costs more than making the id. */
const POOL = 4096

export function pooled(randomBytes: (count: number) => Uint8Array): (count: number) => Uint8Array {
  let pool: Uint8Array = new Uint8Array(0)
  let used = 0
  return (count) => {
    if (count > POOL) return randomBytes(count)
    if (used + count > pool.length) [pool, used] = [randomBytes(POOL), 0]
    used += count
    // A copy, which a Buffer's own `slice` is not: bytes are given out once, and the pool does not keep them.
    const given = new Uint8Array(pool.subarray(used - count, used))
    pool.fill(0, used - count, used)
    return given
  }
}
