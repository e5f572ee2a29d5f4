/** A world for tests: a tenant of its own, a clock that stands still until moved, ids and randomness from a seed. */
import { createTenant, type Database, type Tx } from '@tandem/db'
import {
  type Context,
  type Id,
  type Instant,
  idSource,
  instantOf,
  must,
  type Result,
  randomNumbers,
  utcDate,
} from '@tandem/kernel'

export interface World {
  readonly database: Database
  readonly tenant: Id
  readonly newId: () => Id
  /** The context of a command now, by a user called `tester`. */
  context(overrides?: Partial<Context>): Context
  now(): Instant
  /** Moves the clock on. */
  pass(ms: number): void
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs a command's one input and answers its value; a refusal throws. */
  do<I, T>(command: { run(tx: Tx, context: Context, inputs: readonly I[]): Promise<Result<T>[]> }, input: I): Promise<T>
  /** Runs a command's one input and answers its result. */
  try<I, T>(command: { run(tx: Tx, context: Context, inputs: readonly I[]): Promise<Result<T>[]> }, input: I): Promise<Result<T>>
}

export const WORLD_START: Instant = '2026-03-02T08:00:00.000Z' as Instant

/** Makes a tenant in the database. Equal seeds make equal ids, so a second world in one database needs another seed. */
export async function makeWorld(database: Database, seed: number): Promise<World> {
  let ms = Date.parse(WORLD_START)
  const newId = idSource(() => ms, randomBytes(seed))
  const tenant = newId()
  await createTenant(database, { id: tenant, name: `World ${seed}`, baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const now = () => instantOf(ms)
  const world: World = {
    database,
    tenant,
    newId,
    now,
    pass: (more) => {
      ms += more
    },
    context: (overrides) => ({
      tenant,
      actor: { kind: 'user', id: 'tester' },
      now: now(),
      today: utcDate(now()),
      newId,
      ...overrides,
    }),
    run: (work) => database.transaction(tenant, work),
    do: async (command, input) => must(await world.try(command, input)),
    try: async (command, input) => {
      const [result] = await world.run((tx) => command.run(tx, world.context(), [input]))
      if (!result) throw new Error('the command answered nothing')
      return result
    },
  }
  return world
}

export function randomBytes(seed: number): (count: number) => Uint8Array {
  const next = randomNumbers(seed)
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256))
}
