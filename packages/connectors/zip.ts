/** A ZIP file written while its content is still being made: nothing of it is held in memory but the list of its entries. */
import { constants, crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly text: Iterable<string> | AsyncIterable<string>
}

interface Written {
  readonly name: Buffer
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

const VERSION = 20
/** Sizes follow the data (bit 3), names are UTF-8 (bit 11). */
const FLAGS = 0x0808
const DEFLATE = 8
/** 1980-01-01, the first day a ZIP file knows: when it was made is nobody's business. */
const DAY = 33
/** The end of a deflated stream: an empty last block. */
const END = deflateRawSync(Buffer.alloc(0))

/** The file, piece by piece. Each piece of text is packed by itself, so that it can leave at once. */
export async function* zipped(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for (const { name: text, text: pieces } of entries) {
    const name = Buffer.from(text, 'utf8')
    const start = offset
    const head = localHeader(name)
    yield head
    let [crc, size, packed] = [0, 0, 0]
    for await (const piece of pieces) {
      const data = Buffer.from(piece, 'utf8')
      const block = deflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH })
      crc = crc32(data, crc)
      size += data.length
      packed += block.length
      yield block
    }
    packed += END.length
    const tail = numbers([4, 0x08074b50], [4, crc], [4, packed], [4, size])
    yield Buffer.concat([END, tail])
    offset += head.length + packed + tail.length
    written.push({ name, crc, packed, size, offset: start })
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  const count = written.length
  yield Buffer.concat([
    directory,
    numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, directory.length], [4, offset], [2, 0]),
  ])
}

function localHeader(name: Buffer): Buffer {
  const sizes = [4, 0] as const
  const head = numbers([4, 0x04034b50], ...common(), sizes, sizes, sizes, [2, name.length], [2, 0])
  return Buffer.concat([head, name])
}

function directoryEntry({ name, crc, packed, size, offset }: Written): Buffer {
  const sizes = [[4, crc] as const, [4, packed] as const, [4, size] as const]
  const rest = [[2, 0] as const, [2, 0] as const, [2, 0] as const, [2, 0] as const, [4, 0] as const, [4, offset] as const]
  return Buffer.concat([numbers([4, 0x02014b50], [2, VERSION], ...common(), ...sizes, [2, name.length], ...rest), name])
}

type Sized = readonly [bytes: 2 | 4, value: number]

function common(): Sized[] {
  return [
    [2, VERSION],
    [2, FLAGS],
    [2, DEFLATE],
    [2, 0],
    [2, DAY],
  ]
}

function numbers(...all: readonly Sized[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of all) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
