/**
 * The story of one seed: the real engine in a tenant of its own, two systems with people at work in them, some days of bad
 * weather, and then quiet. The same seed tells the same story.
 */
import { CommitUnknown, ConnectionLost, createTenant, type Database, rows, sql } from '@tandem/db'
import { type Hub, type KindName, kindOf, type Values } from '@tandem/hub'
import { type Fields, type Id, type Instant, idSource, instantOf, randomNumbers } from '@tandem/kernel'
import { Crash } from '../crash.ts'
import type { Faults } from '../memory-faults.ts'
import { type MemorySystem, memorySystem } from '../memory-system.ts'
import { randomBytes, WORLD_START } from '../world.ts'
import { isWritten, kindsIn } from './kept.ts'
import { type Ledger, makeLedger, noteWrite, takenBack } from './ledger.ts'
import { decideAll, resumeAll } from './office.ts'
import { makeProcess, type Process } from './process.ts'
import { makeScheduler, type Scheduler } from './scheduler.ts'
import { waitingIn } from './waiting-for-locks.ts'
import {
  type Climate,
  clearWeather,
  refusedAfter,
  refusedWithout,
  type SystemWeather,
  toldAfter,
  type Weather,
} from './weather.ts'

/** The joint as the simulator uses it, so that one with a fault put into it can be told the same story. */
export type Joint = Pick<typeof import('@tandem/hub'), 'createHub' | 'hub'>

export interface Story {
  readonly seed: number
  readonly joint: Joint
  readonly database: Database
  readonly tenant: Id
  readonly random: () => number
  readonly newId: () => Id
  readonly now: () => Instant
  readonly pass: (ms: number) => void
  readonly scheduler: Scheduler
  readonly systems: Readonly<Record<'crm' | 'erp', Simulated>>
  readonly ledger: Ledger
  readonly diary: string[]
  /** What should never have happened, noticed on the way. */
  readonly wrong: string[]
  readonly removes: boolean
  readonly climate: Climate
  /** Systems merge customers, instead of people removing documents. */
  readonly merges: boolean
  /** Ids of removed documents are given again. */
  readonly reusesIds: boolean
  /** Phones of customers that differ are for people to decide. */
  readonly asks: boolean
  /** People pause, resume and limit. */
  readonly operates: boolean
  /** How often each mishap happened. */
  readonly mishaps: Map<string, number>
  readonly happened: (what: string) => void
  readonly note: (line: string) => void
  readonly living: Worker[]
  weather: Weather
  counted: number
  isRefusing: boolean
  /** Nothing in it was left to how fast the machine is. */
  isExact: boolean
}

export interface Simulated {
  readonly system: MemorySystem
  /** How the system keeps what it is given. */
  readonly asKept: (kind: KindName, values: Values) => Values
  readonly isIdempotent: boolean
  readonly reportsCause: boolean
}

export interface Worker {
  readonly process: Process
  readonly hub: Hub
  /** Systems have called since it last listened. */
  isWoken: boolean
}

const LIMITS = { pullPage: 7, planBatch: 5, leaseMs: 1_000, attempts: 8, waitingTooLongMs: 60_000 }
const ASKS = { customer: { phone: { by: 'manual' } } } as const
const MOST_TURNS = 60_000

/** What a system is like. Drawn from the seed, unless a scene needs it to be so. */
export interface Traits {
  readonly isIdempotent: boolean
  readonly checksVersion: boolean
  readonly reportsCause: boolean
  readonly versions: 'counter' | 'content'
  readonly merges: boolean
  /** The ERP puts the names of customers into capitals, once a write is answered. Only where a scene says so. */
  readonly erpLikesCapitals: boolean
}

export interface Telling {
  /** Makes the tenant's id: the same seed may be told twice in one database. */
  readonly tenantSeed?: number
  readonly climate?: Climate
  readonly traits?: Partial<Traits>
  readonly habits?: Partial<Habits>
}

type Habits = Pick<Story, 'removes' | 'merges' | 'reusesIds' | 'operates' | 'asks'>

export async function begin(
  joint: Joint,
  database: Database,
  seed: number,
  { tenantSeed = seed, climate = 'usual', traits = {}, habits = {} }: Telling = {},
): Promise<Story> {
  const random = randomNumbers(seed)
  let ms = Date.parse(WORLD_START)
  const tenant = idSource(() => Date.parse(WORLD_START), randomBytes(1_000_000 + tenantSeed))()
  await createTenant(database, { id: tenant, name: `Seed ${seed}`, baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const pass = (more: number): void => {
    ms += more
  }
  const story: Story = {
    seed,
    joint,
    database,
    tenant,
    random,
    newId: idSource(() => ms, randomBytes(seed)),
    now: () => instantOf(ms),
    pass,
    scheduler: makeScheduler({
      random,
      pass,
      waiting: () => waitingIn(database),
      onTogether: () => {
        story.isExact = false
      },
      mostTurns: MOST_TURNS,
      haste: () => story.weather.haste,
      onTooMany: () => {
        story.wrong.push(`does not come to rest within ${MOST_TURNS} turns`)
        for (const { process } of story.living) process.kill()
      },
    }),
    systems: undefined as never,
    ledger: makeLedger(),
    diary: [],
    wrong: [],
    ...habitsOf(random),
    ...habits,
    climate,
    mishaps: new Map(),
    happened: (what) => void story.mishaps.set(what, (story.mishaps.get(what) ?? 0) + 1),
    note: (line) => void story.diary.push(`${story.now().slice(11, 23)} ${line}`),
    living: [],
    weather: clearWeather(),
    counted: 0,
    isRefusing: true,
    isExact: true,
  }
  Object.assign(story, { systems: { crm: systemOf(story, 'crm', traits), erp: systemOf(story, 'erp', traits) } })
  return story
}

function habitsOf(random: () => number): Habits {
  const habit = random()
  return {
    removes: habit < 0.4,
    merges: habit > 0.75,
    reusesIds: random() < 0.4,
    operates: random() < 0.35,
    asks: random() < 0.3,
  }
}

function systemOf(story: Story, side: 'crm' | 'erp', traits: Partial<Traits>): Simulated {
  const { random } = story
  const drawn = { isIdempotent: random() < 0.6, checksVersion: random() < 0.7, reportsCause: random() < 0.7 }
  const today = (): SystemWeather => story.weather[side]
  const batch = [1, 3, 50][Math.floor(random() * 3)] ?? 50
  const versions = random() < 0.25 ? 'content' : 'counter'
  const { isIdempotent, checksVersion, reportsCause } = { ...drawn, ...traits }
  const merges = random() < 0.7
  const likesCapitals = (kind: KindName) => kind === 'customer' && side === 'erp' && traits.erpLikesCapitals
  const asKept = (kind: KindName, values: Values): Values =>
    likesCapitals(kind) ? { ...values, name: String(values.name).toUpperCase() } : values
  const system = memorySystem({
    system: side,
    side,
    kinds: kindsIn(story.climate),
    writes: (kind) => isWritten(side, kind),
    random,
    now: () => {
      if (today().skewMs !== 0) story.happened('a clock is wrong')
      return instantOf(Date.parse(story.now()) + today().skewMs)
    },
    reportsCause,
    idempotent: isIdempotent,
    checksVersion,
    versions: traits.versions ?? versions,
    batch,
    merges: traits.merges ?? merges,
    reusesId: () => story.reusesIds && random() < 0.6,
    // Without a sign no connector could tell another document under the same id from an edit of the one before.
    tellsBirth: true,
    onMishap: (name) => story.happened(name === 'failBefore' && today().isLockedOut ? 'lockedOut' : name),
    refuse: (kind, write) =>
      story.isRefusing && write.values.name === 'Refused'
        ? { code: 'simulated/bad-name', details: {} }
        : (refusedAfter(today().schema, kind, write) ?? refusedWithout(kind, write)),
    reworks: (kind, values) => (likesCapitals(kind) ? asKept(kind, values) : undefined),
    tell: (kind, values) => {
      const { schema } = today()
      if (schema?.kind === kind) story.happened(`schema ${schema.how}`)
      return toldAfter(schema, kind, values)
    },
    onWrite: (kind, { key, changed, values }, id, before) => {
      if (!isWritten(side, kind)) story.wrong.push(`${side} ${kind} ${id} is written, which the ERP alone does`)
      for (const named of danglingIn(system, kind, values, changed))
        story.wrong.push(`${side} ${kind} ${id} is written before ${named} is there`)
      const said = Object.fromEntries(changed.map((name) => [name, values[name] ?? null]))
      // Merging and bringing back say again what was; so do people who decide.
      const isPlain = !story.merges && !story.removes && story.isRefusing
      for (const field of isPlain ? takenBack(story.ledger, { system: side, kind, id }, said) : [])
        story.wrong.push(`${side} ${kind} ${id}: the joint takes back what somebody said of ${field}`)
      const what = before === undefined ? `${values.code ?? values.number ?? values.name}, new` : JSON.stringify(said)
      story.diary.push(`${side}: the joint writes ${kind} ${id} ${what} (${key})`)
      noteWrite(story.ledger, { system: side, kind, id, key, isNew: before === undefined }, changed, before, !checksVersion)
    },
  })
  return { system, asKept, isIdempotent, reportsCause }
}

/** What written values name and the system has never had. */
function danglingIn(system: MemorySystem, kind: KindName, values: Values, changed: readonly string[]): string[] {
  const named = namedIn(kindOf(kind).fields, Object.fromEntries(changed.map((name) => [name, values[name] ?? null])))
  return named.flatMap(([to, id]) => (system.documents(to).has(id) || system.removed(to).has(id) ? [] : [`its ${to} ${id}`]))
}

/** The documents that values name, those in lines too. */
function namedIn(fields: Fields, values: Values): (readonly [KindName, string])[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const field = fields[name]
    if (value === null || value === undefined) return []
    if (field?.kind === 'reference') return [[field.to as KindName, String(value)] as const]
    return field?.kind === 'lines' ? (value as readonly Values[]).flatMap((line) => namedIn(field.of, line)) : []
  })
}

/** Faults end and whoever works goes, some in order, some not; what was put off becomes due. */
export async function comeToRest(story: Story): Promise<void> {
  const { living, random, scheduler } = story
  change(story, clearWeather())
  const isOrderly = random() < 0.5
  story.note(isOrderly ? 'all stop' : 'all are killed')
  if (isOrderly) await scheduler.run(living.map(({ hub }) => guarded(story, () => hub.stop())))
  for (const { process } of living.splice(0)) process.kill()
  await scheduler.run([resumeAll(story)])
  await runQuietly(story)
}

const MOST_ROUNDS = 8

/**
 * The causes of refusals are gone, and people decide all that they are asked, until nothing is asked any more. Answers
 * whether there was anything.
 */
export async function decide(story: Story): Promise<boolean> {
  story.isRefusing = false
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let decided = 0
    const deciding = decideAll(story, round).then((count) => {
      decided = count
    })
    await story.scheduler.run([deciding])
    await deciding
    if (decided === 0) return round > 0
    await runQuietly(story)
  }
  return true
}

/** Everything is done that can be done, once it was pulled under these faults. Answers how many writes that took. */
export async function runQuietly(story: Story, faults: Partial<Faults> = {}): Promise<number> {
  const before = story.ledger.written.length
  const worker = hire(story, Number.POSITIVE_INFINITY)
  story.living.push(worker)
  for (const { system } of Object.values(story.systems)) system.suffer(faults)
  await story.scheduler.run([guarded(story, () => worker.hub.pull())])
  for (const { system } of Object.values(story.systems)) system.suffer({})
  for (let round = 0; round < 12; round++) {
    story.pass(400_000)
    await story.scheduler.run([guarded(story, () => worker.hub.runUntilIdle())])
    if (!(await isBusy(story))) break
  }
  story.living.length = 0
  return story.ledger.written.length - before
}

async function isBusy(story: Story): Promise<boolean> {
  const [found] = await story.database.transaction(story.tenant, (tx) =>
    rows(
      tx,
      sql<{ busy: boolean }>`
        select exists (select from hub.change where state in ('new', 'recheck'))
          or exists (select from hub.delivery where state in ('pending', 'sending'))
          or exists (select from hub.alias where task is not null)
          or exists (
            select from hub.delivery d where state = 'waiting'
              and not exists (select from hub.inbox_entry e where e.delivery = d.id)) as busy`,
    ),
  )
  return found?.busy === true
}

export function change(story: Story, weather: Weather): void {
  const before = story.weather
  story.weather = weather
  for (const side of ['crm', 'erp'] as const) {
    const { system } = story.systems[side]
    const { faults, isLockedOut } = weather[side]
    system.suffer(isLockedOut ? { ...faults, failBefore: 1 } : faults)
    const mended = before[side].schema
    // Whoever mends a schema touches every row of it.
    if (mended && !weather[side].schema) system.touch(mended.kind)
  }
}

/** As many workers as there are to be: those who live stay or are replaced. */
export function employ(story: Story): void {
  const { living, random, weather } = story
  const staying = living.splice(0).filter(({ process }) => !process.dead() && random() < 0.5)
  living.push(...staying.slice(0, weather.workers))
  while (living.length < weather.workers) {
    living.push(hire(story, random() < weather.deaths ? 1 + Math.floor(random() * 150) : Number.POSITIVE_INFINITY))
  }
}

export function hire(story: Story, diesAt: number): Worker {
  const { database, scheduler, random } = story
  const luck = () => story.weather.luck
  const process = makeProcess({ database, scheduler, random, luck, diesAt, note: story.note, happened: story.happened })
  const connectors = Object.values(story.systems).map(({ system, isIdempotent }) => process.connector(system, isIdempotent))
  const { tenant, now, newId } = story
  const hub = story.joint.createHub({
    database: process.database,
    tenant,
    connectors,
    now,
    newId,
    random,
    limits: LIMITS,
    rules: story.asks ? ASKS : {},
  })
  const worker: Worker = { process, hub, isWoken: true }
  for (const side of ['crm', 'erp'] as const) {
    story.systems[side].system.onWake?.(() => {
      if (random() >= story.weather[side].lostWakes) worker.isWoken = true
      else story.happened('a webhook is lost')
    })
  }
  return worker
}

/** What the loops of a hub survive, and what ends a process; anything else is a fault of the joint. */
export async function guarded(story: Story, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (fault) {
    if (fault instanceof Crash || fault instanceof ConnectionLost || fault instanceof CommitUnknown) return
    story.wrong.push(
      `a step of the hub fails: ${fault instanceof Error ? `${fault.message} ${fault.stack?.split('\n')[1]?.trim()}` : fault}`,
    )
  }
}
