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

interface Waiter {
  resolve(connection: Connection): void
  reject(reason: unknown): void
}

const CLOSE_TIMEOUT_MS = 5000

export class Pool {
  readonly #max: number
  readonly #open: () => Promise<Line>
  readonly #lines = new Set<Line>()
  readonly #idle: Line[] = []
  readonly #waiting: Waiter[] = []
  /** How many connections are open or being opened. */
  #taken = 0
  /** Set when the pool is closed; called when the last connection is given back. */
  #closed: (() => void) | undefined

  constructor(max: number, open: () => Promise<Line>) {
    this.#max = max
    this.#open = open
  }

  /** Waits for its turn when all connections are in use. Throws what opening threw, ConnectionLost above all. */
  async acquire(): Promise<Connection> {
    if (this.#closed) throw new Fault('the database is closed')
    const line = this.#idle.pop()
    if (line) return this.#hand(line)
    if (this.#taken === this.#max) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
    this.#taken++
    try {
      const opened = await this.#open()
      this.#lines.add(opened)
      opened.lost.then(() => this.#idle.includes(opened) && this.#discard(opened))
      return this.#hand(opened)
    } catch (error) {
      this.#leave()
      throw error
    }
  }

  /** Waits up to 5 seconds for connections in use. */
  async close(): Promise<void> {
    const allLeft = new Promise<void>((resolve) => {
      this.#closed = resolve
    })
    for (const { reject } of this.#waiting.splice(0)) reject(new Fault('the database is closed'))
    for (const line of [...this.#idle]) this.#discard(line)
    if (this.#taken === 0) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS)
    })
    await Promise.race([allLeft, late])
    clearTimeout(timer)
    await Promise.all([...this.#lines].map((line) => line.end()))
  }

  #hand(line: Line): Connection {
    let held = true
    const release = () => {
      if (!held) return
      held = false
      if (this.#closed || !line.isGood()) return this.#discard(line)
      const next = this.#waiting.shift()
      if (next) next.resolve(this.#hand(line))
      else this.#idle.push(line)
    }
    return { execute: (query) => line.execute(query), script: (text) => line.script(text), release }
  }

  #discard(line: Line): void {
    if (this.#idle.includes(line)) this.#idle.splice(this.#idle.indexOf(line), 1)
    this.#lines.delete(line)
    line.end().catch(() => {})
    this.#leave()
  }

  /** A place became free: the first who waits opens a connection of its own. */
  #leave(): void {
    this.#taken--
    const next = this.#waiting.shift()
    if (next) this.acquire().then(next.resolve, next.reject)
    if (this.#taken === 0) this.#closed?.()
  }
}
