/**
 * A process of the hub: it takes turns with the others, may die at any await, loses its connection to the database before
 * and during commits, and hears late from the systems. What it does to the database is real.
 */
import { CommitUnknown, ConnectionLost, type Database, type Executed, type Tx } from '@tandem/db'
import type { Connector } from '@tandem/hub'
import { Crash } from '../crash.ts'
import type { Scheduler } from './scheduler.ts'

/** How likely each is, 0 to 1, at each await. */
export interface Luck {
  /** The connection to the database breaks at a statement. */
  readonly lostAtStatement: number
  /** It breaks while the commit is under way: saved or not, nobody is told. */
  readonly lostAtCommit: number
  /** An answer of a system to writing, or to a question after it, comes late. */
  readonly late: number
  /** The same for answers to reading alone. */
  readonly lateReading: number
  /** The most that it is late, in ms. */
  readonly lateMs: number
  /** The least, in ms; 0 without it. */
  readonly leastLateMs?: number
  /** In the place of `late`, for the questions after writing. */
  readonly lateProbing?: number
}

export const GOOD_LUCK: Luck = { lostAtStatement: 0, lostAtCommit: 0, late: 0, lateReading: 0, lateMs: 0 }

export interface Process {
  readonly database: Database
  connector(connector: Connector, isIdempotent: boolean): Connector
  readonly dead: () => boolean
  kill(): void
}

export interface ProcessOptions {
  readonly database: Database
  readonly scheduler: Scheduler
  readonly random: () => number
  readonly luck: () => Luck
  /** The number of the await at which it dies. */
  readonly diesAt: number
  readonly note: (line: string) => void
  /** Told of each mishap that happens, by its name. */
  readonly happened: (what: string) => void
}

export function makeProcess(options: ProcessOptions): Process {
  const life = new Life(options)
  return {
    dead: () => life.isDead,
    kill: () => {
      life.isDead = true
    },
    database: {
      ...options.database,
      transaction: (tenant, work, settings) =>
        life.transaction((inside) => options.database.transaction(tenant, inside, settings), work, true),
      read: (tenant, work, settings) =>
        life.transaction((inside) => options.database.read(tenant, inside, settings), work, false),
    },
    connector: (connector, isIdempotent) => connectorOf(life, options, connector, isIdempotent),
  }
}

class Life {
  isDead = false
  private lived = 0
  private readonly options: ProcessOptions

  constructor(options: ProcessOptions) {
    this.options = options
  }

  /** One await: takes a turn, and may not live through it. */
  async turn(): Promise<void> {
    await this.options.scheduler.turn()
    this.live()
  }

  live(): void {
    this.lived += 1
    if (!this.isDead && this.lived >= this.options.diesAt) {
      this.isDead = true
      this.options.note(`a process dies at its await ${this.lived}`)
      this.options.happened('a process dies')
    }
    if (this.isDead) throw new Crash('the process has died')
  }

  happens(what: string, chance: number): boolean {
    const isSo = chance > 0 && this.options.random() < chance
    if (isSo) this.options.happened(what)
    return isSo
  }

  async transaction<T>(
    begin: (inside: (tx: Tx) => Promise<T>) => Promise<T>,
    work: (tx: Tx) => Promise<T>,
    commits: boolean,
  ): Promise<T> {
    const { scheduler, luck } = this.options
    await this.turn()
    let outside = scheduler.leave()
    let isCommitting = false
    const ended = begin(async (tx) => {
      await outside.back()
      const statements = new Statements(this, this.options, tx)
      try {
        const result = await work(statements.tx)
        await statements.drained()
        await this.turn()
        if (commits && this.happens('a connection is lost before a commit', luck().lostAtCommit))
          throw new CommitUnknown(new Error('lost before it was saved'))
        isCommitting = commits
        return result
      } finally {
        outside = scheduler.leave()
      }
    })
    const settled = await Promise.allSettled([ended])
    await outside.back()
    const [outcome] = settled
    if (outcome.status === 'rejected') throw outcome.reason
    this.live()
    if (isCommitting && this.happens('a connection is lost after a commit', luck().lostAtCommit))
      throw new CommitUnknown(new Error('lost after it was saved'))
    return outcome.value
  }
}

type Query = Parameters<Tx['execute']>[0]

interface Queued {
  readonly query: Query
  readonly resolve: (executed: Executed<never>) => void
  readonly reject: (reason: unknown) => void
}

/** The statements of one transaction: those that are sent without awaiting each other travel together, in one turn. */
class Statements {
  readonly tx: Tx
  private queue: Queued[] = []
  private flushing: Promise<void> | undefined
  private lost: ConnectionLost | undefined
  private readonly life: Life
  private readonly options: ProcessOptions
  private readonly real: Tx

  constructor(life: Life, options: ProcessOptions, real: Tx) {
    this.life = life
    this.options = options
    this.real = real
    this.tx = {
      ...real,
      execute: <R>(query: Query) =>
        new Promise<Executed<R>>((resolve, reject) => {
          this.queue.push({ query, resolve, reject } as Queued)
          this.flushing ??= this.flush()
        }),
    }
  }

  async drained(): Promise<void> {
    while (this.flushing) await this.flushing
    if (this.lost) throw this.lost
  }

  private async flush(): Promise<void> {
    while (this.queue.length > 0) {
      let sent: Queued[] = []
      try {
        await this.life.turn()
        sent = this.queue.splice(0)
        if (this.life.happens('a connection is lost at a statement', this.options.luck().lostAtStatement))
          this.lost ??= new ConnectionLost(new Error('lost'))
        if (this.lost) throw this.lost
        await this.send(sent)
      } catch (error) {
        for (const { reject } of [...sent, ...this.queue.splice(0)]) reject(error)
      }
    }
    this.flushing = undefined
  }

  private async send(sent: readonly Queued[]): Promise<void> {
    const outside = this.options.scheduler.leave()
    const results = await Promise.allSettled(sent.map(({ query }) => this.real.execute(query)))
    await outside.back()
    this.life.live()
    for (const [i, result] of results.entries()) {
      if (result.status === 'fulfilled') sent[i]?.resolve(result.value as Executed<never>)
      else sent[i]?.reject(result.reason)
    }
  }
}

const REACHED = 'is reached'

function chanceOf(call: string, { late, lateReading, lateProbing = late }: Luck): number {
  if (call === 'apply') return late
  return call === 'probe' ? lateProbing : lateReading
}

/** A system as this process reaches it. A write may also arrive late, where the system itself knows a repeated one. */
function connectorOf(life: Life, options: ProcessOptions, connector: Connector, isIdempotent: boolean): Connector {
  const { scheduler, random, luck, note } = options
  const late = async (what: string, chance = luck().late): Promise<void> => {
    if (!life.happens(what === REACHED ? 'a write arrives late' : 'an answer comes late', chance)) return
    const { lateMs, leastLateMs = 0 } = luck()
    const ms = leastLateMs + Math.ceil(random() * (lateMs - leastLateMs))
    note(`${connector.system} ${what} ${ms} ms late`)
    await scheduler.sleep(ms)
  }
  const around = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    await life.turn()
    if (name === 'apply' && isIdempotent) await late(REACHED)
    const [outcome] = await Promise.allSettled([act()])
    await late(`answers ${name}`, chanceOf(name, luck()))
    await life.turn()
    if (outcome.status === 'rejected') throw outcome.reason
    return outcome.value
  }
  const calls = ['changesSince', 'read', 'apply', 'probe', 'list'] as const
  const wrapped = calls.map((name) => {
    const call = connector[name] as (...given: unknown[]) => Promise<unknown>
    return [name, (...given: unknown[]) => around(name, () => call.apply(connector, given))] as const
  })
  return { ...connector, ...Object.fromEntries(wrapped) }
}
