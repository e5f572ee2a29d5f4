/** Ids are UUID version 7 (RFC 9562): the first 48 bits are milliseconds, so ids of one source sort by time. */
export type Id = string & { readonly __id: true }

export const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isId(text: unknown): text is Id {
  return typeof text === 'string' && ID_PATTERN.test(text)
}

/** Brands a text known to be an id. Throws a RangeError when it is none. */
export function asId(text: string): Id {
  if (!isId(text)) throw new RangeError(`not an id: ${JSON.stringify(text)}`)
  return text
}

/**
 * Makes an id source out of a clock (milliseconds since 1970) and a source of random bytes.
 * Ids of one source strictly increase, also within one millisecond: the 12 bits after the time count up.
 */
export function idSource(nowMs: () => number, randomBytes: (count: number) => Uint8Array): () => Id {
  let lastMs = 0
  let counter = 0
  return () => {
    const ms = nowMs()
    if (ms > lastMs) {
      lastMs = ms
      counter = 0
    } else if (++counter > 0xfff) {
      lastMs += 1
      counter = 0
    }
    return format(lastMs, counter, randomBytes(8))
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function format(ms: number, counter: number, random: Uint8Array): Id {
  const [time, count] = [ms.toString(16).padStart(12, '0'), counter.toString(16).padStart(3, '0')]
  let tail = ''
  for (const byte of random) tail += HEX[tail === '' ? (byte & 0x3f) | 0x80 : byte]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${tail.slice(0, 4)}-${tail.slice(4)}` as Id
}
