/** A ZIP file made in the browser: its entries stand in it as they are, unpacked. Format: APPNOTE.TXT 6.3, PKWARE. */

interface Entry {
  readonly name: string
  readonly bytes: Uint8Array
}

interface Placed extends Entry {
  readonly crc: number
  readonly at: number
}

/** Version 2.0; names are UTF-8 (bit 11). */
const VERSION = 20
const FLAGS = 0x0800
/** 1980-01-01, the first day a ZIP file knows: when it was made is nobody's business. */
const DAY = 33

/** Bytes of the whole file. */
export function zipOf(entries: readonly { readonly name: string; readonly text: string }[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder()
  const parts: Uint8Array[] = []
  const placed: Placed[] = []
  let at = 0
  const add = (bytes: Uint8Array) => {
    parts.push(bytes)
    at += bytes.length
  }
  for (const { name, text } of entries) {
    const bytes = encoder.encode(text)
    const entry = { name, bytes, crc: crcOf(bytes), at }
    const called = encoder.encode(name)
    placed.push(entry)
    add(numbers([4, 0x04034b50], [2, VERSION], ...common(entry, called)))
    add(called)
    add(bytes)
  }
  const directory = at
  for (const entry of placed) {
    const called = encoder.encode(entry.name)
    const head = numbers([4, 0x02014b50], [2, VERSION], [2, VERSION], ...common(entry, called))
    add(head)
    add(numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, entry.at]))
    add(called)
  }
  const count = placed.length
  add(numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, at - directory], [4, directory], [2, 0]))
  return joined(parts, at)
}

type Sized = readonly [bytes: 2 | 4, value: number]

/** What an entry says of itself in both places: unpacked, so both sizes are one. */
function common({ crc, bytes }: Placed, called: Uint8Array): Sized[] {
  const size = bytes.length
  return [
    [2, FLAGS],
    [2, 0],
    [2, 0],
    [2, DAY],
    [4, crc],
    [4, size],
    [4, size],
    [2, called.length],
    [2, 0],
  ]
}

function numbers(...all: readonly Sized[]): Uint8Array {
  const bytes = new Uint8Array(all.reduce((sum, [size]) => sum + size, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const [size, value] of all) {
    if (size === 2) view.setUint16(at, value, true)
    else view.setUint32(at, value, true)
    at += size
  }
  return bytes
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** CRC-32 as ZIP has it. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number)
  return (crc ^ 0xffffffff) >>> 0
}
