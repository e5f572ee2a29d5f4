import type { Waiting } from './waiting-for-locks.ts'

/**
 * Decides from a seed who goes on next among everything that waits, so that several workers, people and late answers
 * interleave in any order, and in the same one each time. Only one goes on at a time; what runs outside, in the database,
 * is waited for until it has ended or surely waits for a lock of somebody else.
 */
export interface Scheduler {
  /** Waits until it is this one's turn. */
  turn(): Promise<void>
  /** Waits so long on the story's own clock. */
  sleep(ms: number): Promise<void>
  /** Something of this one begins to run outside: `back` waits until it may go on, in the order of leaving. */
  leave(): Outside
  /** Runs until all tasks have ended. */
  run(tasks: readonly Promise<unknown>[]): Promise<void>
  /** How many turns were given. */
  readonly turns: () => number
}

export interface Outside {
  back(): Promise<void>
}

export interface SchedulerOptions {
  readonly random: () => number
  /** Moves the story's clock on. */
  readonly pass: (ms: number) => void
  /** Who of those outside waits for a lock. */
  readonly waiting: () => Promise<Waiting>
  /** Told when several go on at once as soon as one ends: who of them is first where they meet again, the machine decides. */
  readonly onTogether: () => void
  /** More turns than this: it will never come to rest. Told once; then everybody should give up. */
  readonly mostTurns: number
  readonly onTooMany: () => void
  /** How likely, at each turn, time passes while others are at work: the next that sleeps goes on instead. */
  readonly haste: () => number
}

interface Away {
  isFinished: boolean
  goOn: () => void
}

interface Sleeper {
  readonly until: number
  readonly goOn: () => void
}

/** Before anybody asks the database who waits for whom. */
const PATIENCE_MS = 4

export function makeScheduler(options: SchedulerOptions): Scheduler {
  return new Turns(options)
}

class Turns implements Scheduler {
  private readonly waiting: (() => void)[] = []
  private readonly away: Away[] = []
  private sleepers: Sleeper[] = []
  private clock = 0
  private given = 0
  private moved = (): void => {}
  private readonly options: SchedulerOptions

  constructor(options: SchedulerOptions) {
    this.options = options
  }

  readonly turns = (): number => this.given

  turn(): Promise<void> {
    return new Promise((goOn) => {
      this.waiting.push(goOn)
      this.moved()
    })
  }

  sleep(ms: number): Promise<void> {
    return new Promise((goOn) => {
      this.sleepers.push({ until: this.clock + ms, goOn })
      this.moved()
    })
  }

  leave(): Outside {
    const one: Away = { isFinished: false, goOn: () => {} }
    this.away.push(one)
    return {
      back: () =>
        new Promise((goOn) => {
          Object.assign(one, { isFinished: true, goOn })
          this.moved()
        }),
    }
  }

  async run(tasks: readonly Promise<unknown>[]): Promise<void> {
    let isOver = false
    const all = Promise.allSettled(tasks).then(() => {
      isOver = true
      this.moved()
    })
    while (!isOver) {
      await this.quiet()
      if (!isOver) this.next()
    }
    await all
  }

  /** Until nobody runs: everyone waits here, sleeps, or is outside behind somebody's lock. */
  private async quiet(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      const running = this.away.filter(({ isFinished }) => !isFinished).length
      if (running === 0) return
      const hasMoved = await this.movement()
      if (hasMoved) continue
      const canGoOn = this.waiting.length + this.sleepers.length > 0 || this.away.length > running
      if (!canGoOn) continue
      const { count, together } = await this.options.waiting()
      if (count !== running) continue
      if (together) this.options.onTogether()
      return
    }
  }

  private movement(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE_MS)
      this.moved = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
  }

  private next(): void {
    const { random } = this.options
    this.given += 1
    if (this.given === this.options.mostTurns) this.options.onTooMany()
    const returned = this.away.findIndex(({ isFinished }) => isFinished)
    if (returned >= 0) this.away.splice(returned, 1)[0]?.goOn()
    else if (this.waiting.length > 0 && !this.timePasses())
      this.waiting.splice(Math.floor(random() * this.waiting.length), 1)[0]?.()
    else this.wakeNext()
  }

  private timePasses(): boolean {
    const haste = this.options.haste()
    return haste > 0 && this.sleepers.length > 0 && this.options.random() < haste
  }

  private wakeNext(): void {
    const [first, ...others] = [...this.sleepers].sort((a, b) => a.until - b.until)
    if (!first) return
    this.sleepers = others
    this.options.pass(first.until - this.clock)
    this.clock = first.until
    first.goOn()
  }
}
