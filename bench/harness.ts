/** What every benchmark needs: a clock, closed and open loops, percentiles, a table, and a durable PostgreSQL of its own. */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

/** One line of the table. `limit` is what the same work costs at best, measured in the same run. */
export interface Line {
  readonly name: string
  readonly unit: string
  readonly value: number
  readonly limit?: { readonly what: string; readonly value: number }
  readonly aim?: { readonly text: string; readonly reached: boolean }
  readonly detail: Readonly<Record<string, number | string>>
}

export interface Bench {
  readonly name: string
  /** Runs and answers its lines; `quick` is for seeing that it works, not for figures to quote. */
  run(environment: Environment): Promise<Line[]>
}

export interface Environment {
  /** A server's URL without a database at its end; durable (fsync and synchronous_commit on). */
  readonly postgres: string
  readonly quick: boolean
  log(text: string): void
}

export interface Load {
  /** Finished calls per second. */
  readonly rate: number
  readonly calls: number
  readonly failed: number
  /** Milliseconds, ascending. */
  readonly times: Float64Array
}

/** `clients` callers, each calling again as soon as it has its answer, for `seconds` after a warm-up. */
export async function closedLoop(
  clients: number,
  seconds: number,
  call: (client: number, n: number) => Promise<unknown>,
): Promise<Load> {
  const warmUntil = performance.now() + Math.min(2000, seconds * 250)
  const until = warmUntil + seconds * 1000
  const times: number[] = []
  let failed = 0
  const client = async (index: number) => {
    for (let n = 0; performance.now() < until; n++) {
      const start = performance.now()
      const good = await call(index, n).then(
        () => true,
        () => false,
      )
      const end = performance.now()
      if (start < warmUntil || end > until) continue
      if (good) times.push(end - start)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  return { rate: times.length / seconds, calls: times.length, failed, times: Float64Array.from(times).sort() }
}

/** Starts a call every 1/rate seconds whether or not earlier ones are done, as the world does. Answers when all have ended. */
export async function openLoop(rate: number, seconds: number, call: (n: number) => Promise<unknown>): Promise<void> {
  const start = performance.now()
  const calls: Promise<unknown>[] = []
  for (let n = 0; n < rate * seconds; n++) {
    const wait = start + (n * 1000) / rate - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    calls.push(call(n))
  }
  await Promise.all(calls)
}

/** The value below which `share` (0.99) of ascending values lie. */
export function percentile(ascending: Float64Array, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.ceil(ascending.length * share) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Runs two things in turn, A B A B ..., and answers the median of each: a noisy machine is noisy for both. */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number }> {
  const found = { a: [] as number[], b: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    found.a.push(await a())
    found.b.push(await b())
  }
  return { a: median(found.a), b: median(found.b) }
}

/** How many cores others and we use together, over a time: to see whether a machine is quiet. */
export async function coresInUse(ms: number): Promise<number> {
  const before = busyTicks()
  await new Promise((resolve) => setTimeout(resolve, ms))
  return (busyTicks() - before) / 100 / (ms / 1000)
}

function busyTicks(): number {
  const [user = 0, nice = 0, system = 0] =
    readFileSync('/proc/stat', 'utf8').split('\n')[0]?.trim().split(/\s+/).slice(1).map(Number) ?? []
  return user + nice + system
}

export function machine(): Record<string, string | number> {
  return { cpu: cpus()[0]?.model ?? '?', cores: cpus().length, node: process.version, platform: process.platform }
}

/** The lines as a table for a terminal. */
export function table(lines: readonly Line[]): string {
  const cells = lines.map((line) => [
    line.name,
    `${round(line.value)} ${line.unit}`,
    line.limit
      ? `${round(line.limit.value)} ${line.unit} (${line.limit.what}), ${round(line.value / line.limit.value)} of it`
      : '',
    line.aim ? `${line.aim.reached ? 'reached' : 'MISSED'}: ${line.aim.text}` : '',
    Object.entries(line.detail)
      .map(([name, value]) => `${name} ${typeof value === 'number' ? round(value) : value}`)
      .join(', '),
  ])
  const all = [['what', 'measured', 'limit in the same run', 'aim', 'more'], ...cells]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}
