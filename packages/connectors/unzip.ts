/** A ZIP file read entry by entry in constant memory: only its directory is held. Encrypted entries and disks are refused. */
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { Fault } from '@tandem/kernel'

/** The file is no ZIP file, or is broken. */
export class BrokenZip extends Fault {}

export interface ZipContent {
  readonly names: readonly string[]
  /** The entry's bytes; undefined when there is none of that name. */
  read(name: string): AsyncIterable<Buffer> | undefined
}

interface Entry {
  readonly name: string
  readonly method: number
  readonly packed: number
  readonly offset: number
  /** What it says to be when it is unpacked. */
  readonly size: number
}

const END = 0x06054b50
const END_64 = 0x06064b50
const LOCATOR_64 = 0x07064b50
const ENTRY = 0x02014b50
const LOCAL = 0x04034b50
const LONGEST_COMMENT = 65_557
const MOST_ENTRIES = 10_000
/** Workbooks pack to a fiftieth at best: what would grow more than this is made to fill a disk. */
const MOST_GROWTH = 200
const ALWAYS_BYTES = 64 * 1024 * 1024

export async function openZip(path: string): Promise<ZipContent> {
  const handle = await open(path, 'r')
  try {
    const entries = await directoryOf(handle)
    const byName = new Map(entries.map((entry) => [entry.name, entry]))
    return {
      names: [...byName.keys()],
      read: (name) => {
        const entry = byName.get(name)
        return entry && unpacked(path, entry)
      },
    }
  } finally {
    await handle.close()
  }
}

async function bytesAt(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw new BrokenZip('the ZIP file ends too early')
  return buffer
}

async function directoryOf(handle: FileHandle): Promise<Entry[]> {
  const { size } = await handle.stat()
  const tail = await bytesAt(handle, Math.max(0, size - LONGEST_COMMENT), Math.min(size, LONGEST_COMMENT))
  const end = lastOf(tail, END)
  if (end < 0 || end + 22 > tail.length) throw new BrokenZip('this is no ZIP file')
  let [count, length, offset] = [tail.readUInt16LE(end + 10), tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (offset === 0xffffffff || count === 0xffff) [count, length, offset] = await end64(handle, tail, end)
  if (count > MOST_ENTRIES || length > 64 * MOST_ENTRIES) throw new BrokenZip('the ZIP file has too many entries')
  const entries = entriesOf(await bytesAt(handle, offset, length), count)
  const whole = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (whole > Math.max(ALWAYS_BYTES, MOST_GROWTH * size)) throw new BrokenZip('the ZIP file would grow too large')
  return entries
}

function lastOf(tail: Buffer, signature: number): number {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === signature) return at
  return -1
}

async function end64(handle: FileHandle, tail: Buffer, end: number): Promise<[number, number, number]> {
  const locator = end - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR_64) throw new BrokenZip('the ZIP file has no directory')
  const head = await bytesAt(handle, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (head.readUInt32LE(0) !== END_64) throw new BrokenZip('the ZIP file has no directory')
  return [Number(head.readBigUInt64LE(32)), Number(head.readBigUInt64LE(40)), Number(head.readBigUInt64LE(48))]
}

function entriesOf(directory: Buffer, count: number): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY)
      throw new BrokenZip('the directory of the ZIP file is broken')
    const [flags, method] = [directory.readUInt16LE(at + 8), directory.readUInt16LE(at + 10)]
    if ((flags & 1) === 1) throw new BrokenZip('the file is protected by a password')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((behind) => directory.readUInt16LE(at + behind)) as [
      number,
      number,
      number,
    ]
    const name = directory.toString('utf8', at + 46, at + 46 + nameLength)
    const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const sizes = [20, 24, 42].map((behind) => directory.readUInt32LE(at + behind)) as [number, number, number]
    const [packed, offset, size] = large(sizes, extra)
    entries.push({ name, method, packed, offset, size })
    at += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

/** Sizes that do not fit into four bytes stand in the extra field 1: whole size, packed size, offset, only those needed. */
function large([packed, size, offset]: [number, number, number], extra: Buffer): [number, number, number] {
  const none = 0xffffffff
  if (packed !== none && size !== none && offset !== none) return [packed, offset, size]
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    const take = (given: number) => {
      if (given !== none) return given
      next += 8
      return Number(extra.readBigUInt64LE(next - 8))
    }
    const whole = take(size)
    return [take(packed), take(offset), whole]
  }
  throw new BrokenZip('the directory of the ZIP file is broken')
}

async function* unpacked(path: string, { method, packed, offset, name, size }: Entry): AsyncGenerator<Buffer> {
  if (method !== 0 && method !== 8) throw new BrokenZip(`${name} is packed in a way that is not known (${method})`)
  if (packed === 0) return
  const handle = await open(path, 'r')
  let start: number
  try {
    const head = await bytesAt(handle, offset, 30)
    if (head.readUInt32LE(0) !== LOCAL) throw new BrokenZip(`${name} is not where the directory says`)
    start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
  } finally {
    await handle.close()
  }
  const source = createReadStream(path, { start, end: start + packed - 1 })
  if (method === 0) {
    yield* source as AsyncIterable<Buffer>
    return
  }
  const inflating: Readable = source.pipe(createInflateRaw())
  // A failed read would leave the inflation waiting for ever.
  source.once('error', (error) => inflating.destroy(error))
  try {
    let sofar = 0
    for await (const piece of inflating as AsyncIterable<Buffer>) {
      sofar += piece.length
      if (sofar > size) throw new BrokenZip(`${name} is larger than the directory says`)
      yield piece
    }
  } catch (error) {
    throw (error as { code?: string }).code?.startsWith('Z_') ? new BrokenZip(`${name} is damaged`, { cause: error }) : error
  } finally {
    source.destroy()
    inflating.destroy()
  }
}
