interface Waiting<K, V> {
  readonly key: K
  resolve(value: V): void
  reject(error: unknown): void
}

const PAUSE_MS = 5

/**
 * Makes a function that asks for one thing out of one that asks for many: calls made within a moment travel together,
 * `most` at once. `load` answers one value for each key, in order.
 */
export function batched<K, V>(most: number, load: (keys: readonly K[]) => Promise<readonly V[]>): (key: K) => Promise<V> {
  let queue: Waiting<K, V>[] = []
  const flush = (): void => {
    const waiting = queue
    queue = []
    for (let at = 0; at < waiting.length; at += most) void answer(waiting.slice(at, at + most), load)
  }
  return (key) =>
    new Promise((resolve, reject) => {
      if (queue.length === 0) setTimeout(flush, PAUSE_MS)
      queue.push({ key, resolve, reject })
    })
}

async function answer<K, V>(
  waiting: readonly Waiting<K, V>[],
  load: (keys: readonly K[]) => Promise<readonly V[]>,
): Promise<void> {
  try {
    const values = await load(waiting.map(({ key }) => key))
    for (const [at, { resolve }] of waiting.entries()) resolve(values[at] as V)
  } catch (error) {
    for (const { reject } of waiting) reject(error)
  }
}
