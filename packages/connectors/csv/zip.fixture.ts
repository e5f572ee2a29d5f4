/** A ZIP file written piece by piece, nothing packed: for specs that need large ones. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'

export function writeZip(path: string, entries: Readonly<Record<string, Iterable<string>>>): void {
  const file = openSync(path, 'w')
  const directory: Buffer[] = []
  let offset = 0
  const write = (data: Buffer) => {
    offset += writeSync(file, data)
  }
  for (const [name, pieces] of Object.entries(entries)) {
    const [start, title] = [offset, Buffer.from(name)]
    write(
      Buffer.concat([
        numbers([4, 0x04034b50], [2, 20], [2, 0], [2, 0], [4, 0], [4, 0], [4, 0], [4, 0], [2, title.length], [2, 0]),
        title,
      ]),
    )
    let [crc, size] = [0, 0]
    for (const piece of pieces) {
      const data = Buffer.from(piece)
      crc = crc32(data, crc)
      size += data.length
      write(data)
    }
    const sizes = [[4, crc] as const, [4, size] as const, [4, size] as const, [2, title.length] as const]
    const rest = [[2, 0] as const, [2, 0] as const, [2, 0] as const, [2, 0] as const, [4, 0] as const, [4, start] as const]
    directory.push(Buffer.concat([numbers([4, 0x02014b50], [2, 20], [2, 20], [2, 0], [2, 0], [4, 0], ...sizes, ...rest), title]))
  }
  const all = Buffer.concat(directory)
  const [count, at] = [directory.length, offset]
  write(Buffer.concat([all, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, all.length], [4, at], [2, 0])]))
  closeSync(file)
}

function numbers(...all: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(all.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of all) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}
