/** Connections opened when needed, kept for the next, replaced when lost. */
import { Fault } from '@tandem/kernel'
import type { Connection } from './database.ts'

/** One connection of a pool. Its statements run and settle in order of sending. */
export interface Line extends Pick<Connection, 'execute' | 'script'> {
  /** False once the connection is lost, or nobody knows its state: it is not used again. */
  isGood(): boolean
  /** Resolves when the connection is lost. */
  readonly lost: Promise<void>
  end(): Promise<void>
}

export interface Pool {
  /** Waits for its turn when all connections are in use. Throws what opening threw, ConnectionLost above all. */
  acquire(): Promise<Connection>
  /** Waits up to 5 seconds for connections in use. */
  close(): Promise<void>
}

interface Waiter {
  resolve(connection: Connection): void
  reject(reason: unknown): void
}

const CLOSE_TIMEOUT_MS = 5000

export function poolOf(max: number, open: () => Promise<Line>): Pool {
  const idle: Line[] = []
  const lines = new Set<Line>()
  const waiting: Waiter[] = []
  let places = max
  let closing: (() => void) | undefined

  async function acquire(): Promise<Connection> {
    if (closing) throw new Fault('the database is closed')
    const line = idle.pop()
    if (line) return hand(line)
    if (places === 0) return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    places--
    try {
      const opened = await open()
      lines.add(opened)
      opened.lost.then(() => idle.includes(opened) && discard(opened))
      return hand(opened)
    } catch (error) {
      free()
      throw error
    }
  }

  function hand(line: Line): Connection {
    let held = true
    const release = () => {
      if (!held) return
      held = false
      if (closing || !line.isGood()) return discard(line)
      const next = waiting.shift()
      if (next) next.resolve(hand(line))
      else idle.push(line)
    }
    return { execute: (query) => line.execute(query), script: (text) => line.script(text), release }
  }

  function discard(line: Line): void {
    if (idle.includes(line)) idle.splice(idle.indexOf(line), 1)
    lines.delete(line)
    line.end().catch(() => {})
    free()
  }

  /** A place became free: the first who waits opens a connection of its own. */
  function free(): void {
    places++
    const next = waiting.shift()
    if (next) acquire().then(next.resolve, next.reject)
    if (places === max) closing?.()
  }

  async function close(): Promise<void> {
    const allFree = new Promise<void>((resolve) => {
      closing = resolve
    })
    for (const { reject } of waiting.splice(0)) reject(new Fault('the database is closed'))
    for (const line of [...idle]) discard(line)
    if (places === max) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS)
    })
    await Promise.race([allFree, late])
    clearTimeout(timer)
    await Promise.all([...lines].map((line) => line.end()))
  }

  return { acquire, close }
}
