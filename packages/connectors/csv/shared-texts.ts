/** Texts by number: in memory while they are few, else in a file that nobody else sees, with the last ones read kept at hand. */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface KeptTexts {
  add(text: string): void
  at(index: number): string
  close(): void
}

const MOST_IN_MEMORY = 8 * 1024 * 1024
const BLOCK = 256
const MOST_BLOCKS = 512

/** `mostInMemory` counts letters. */
export function keptTexts(mostInMemory = MOST_IN_MEMORY): KeptTexts {
  let memory: string[] = []
  let letters = 0
  let disk: Disk | undefined
  return {
    add(text) {
      if (disk) return disk.add(text)
      memory.push(text)
      letters += text.length
      if (letters <= mostInMemory) return
      disk = diskTexts()
      for (const one of memory) disk.add(one)
      memory = []
    },
    at: (index) => (disk ? disk.at(index) : memory[index]) ?? '',
    close: () => disk?.close(),
  }
}

type Disk = KeptTexts

/** Blocks of 256 texts as JSON, one behind the other; where each begins is all that stays in memory. */
function diskTexts(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-texts-'))
  const file = openSync(join(folder, 'texts'), 'w+')
  const starts: number[] = [0]
  const known = new Map<number, readonly string[]>()
  let filling: string[] = []
  const flush = () => {
    const data = Buffer.from(JSON.stringify(filling), 'utf8')
    const start = starts.at(-1) as number
    writeSync(file, data, 0, data.length, start)
    starts.push(start + data.length)
    filling = []
  }
  const block = (number: number): readonly string[] => {
    if (number === starts.length - 1) return filling
    const found = known.get(number) ?? readBlock(file, starts[number], starts[number + 1])
    // The one used last stands last: the first is the one that was not used longest.
    known.delete(number)
    known.set(number, found)
    if (known.size > MOST_BLOCKS) known.delete(known.keys().next().value as number)
    return found
  }
  return {
    add(text) {
      filling.push(text)
      if (filling.length === BLOCK) flush()
    },
    at: (index) => block(Math.floor(index / BLOCK))[index % BLOCK] ?? '',
    close() {
      closeSync(file)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readBlock(file: number, start: number | undefined, end: number | undefined): readonly string[] {
  if (start === undefined || end === undefined) return []
  const data = Buffer.alloc(end - start)
  readSync(file, data, 0, data.length, start)
  return JSON.parse(data.toString('utf8')) as string[]
}
