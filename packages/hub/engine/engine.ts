/** What every step of the engine needs, made once out of the hub's options. */
import { ChangedMeanwhile, type Database, type Settings, type Tx } from '@tandem/db'
import { type Context, epochMs, type Id, type Instant, instantOf, utcDate } from '@tandem/kernel'
import type { Capabilities, Connector } from '../connector.ts'
import type { DeletePolicy } from '../deletions/definition.ts'
import { type Kind, type KindName, kindNames, kindOf } from '../kinds.ts'
import { type MappingBook, mappingBook } from '../mapping/book.ts'
import { mapped } from '../mapping/seam.ts'
import { type RuleBook, ruleBook } from '../ownership/book.ts'
import type { Side } from '../rules.ts'
import { hasStatus } from '../travel.ts'
import type { Controls, NextPage, Tally } from './controls.ts'
import { type Echoes, echoes } from './echoes.ts'
import { type HubOptions, LIMITS, type Limits, type Progress } from './options.ts'
import type { Leased } from './write-key.ts'

export interface Joined {
  readonly connector: Connector
  readonly system: string
  readonly side: Side
  readonly capabilities: Capabilities
}

export interface Engine {
  readonly database: Database
  readonly tenant: Id
  readonly worker: string
  readonly limits: Limits
  readonly systems: ReadonlyMap<string, Joined>
  readonly now: () => Instant
  readonly newId: () => Id
  readonly random: () => number
  readonly proves: boolean
  readonly mappings: MappingBook
  /** Who decides what. */
  readonly book: RuleBook
  /** What the others do when a document of a kind is deleted in a system. */
  readonly deletePolicy: (kind: string, system: string) => DeletePolicy
  readonly fault: (fault: unknown, where: string) => void
  readonly progress: (progress: Progress) => void
  readonly wake: Wake
  /** How far this worker has read each system that it has read completely once, as far as it knows. */
  readonly places: Map<string, Readonly<Partial<Record<KindName, string>>>>
  /** Pages of first readings that were asked for ahead, by `system kind`. */
  readonly nextPages: Map<string, NextPage>
  /** When to look next for news that cannot be read yet, by system, in milliseconds. */
  readonly looks: Map<string, number>
  /** Writes that this worker has leased as it planned them and not sent yet, by system. */
  readonly atHand: Map<string, Leased[]>
  readonly echoes: Echoes
  /** What flowed since it was last added to the database. */
  readonly tallies: Map<string, Tally>
  readonly controls: Controls
}

/** Tells a step that it has something to do, so that nothing waits for a poll. Does nothing while the hub is not started. */
export interface Wake {
  plan(): void
  /** Something is due in the queue. */
  push(system: string, inMs?: number): void
  /** Something is at hand. */
  hand(system: string): void
  pull(system: string, inMs: number): void
  recheck(system: string): void
}

export function engineOf(options: HubOptions, progress: (progress: Progress) => void, wake: Wake): Engine {
  const {
    connectors,
    rules = {},
    travel = {},
    limits,
    onFault = () => {},
    worker = options.newId(),
    proves = false,
    ...given
  } = options
  const mappings = mappingBook()
  const systems = new Map(connectors.map((connector) => [connector.system, joinedOf(mapped(connector, mappings))]))
  const book = ruleBook({ rules, travel })
  return {
    ...given,
    worker,
    proves,
    mappings,
    limits: { ...LIMITS, ...limits },
    systems,
    book,
    deletePolicy: (kind, system) => deletePolicy(systems, book, kind, system),
    fault: onFault,
    progress,
    wake,
    places: new Map(),
    nextPages: new Map(),
    looks: new Map(),
    atHand: new Map(),
    echoes: echoes(),
    tallies: new Map(),
    controls: { limited: new Set(), pressure: new Map(), heard: new Map() },
  }
}

export function joinedOf(connector: Connector): Joined {
  return { connector, system: connector.system, side: connector.side, capabilities: connector.capabilities() }
}

/** What the rules say, as far as the other systems can do it: who cannot delete archives, what cannot be archived is asked. */
function deletePolicy(systems: Engine['systems'], book: RuleBook, kind: string, from: string): DeletePolicy {
  const wanted = book.travelOf(kind, systems.get(from)?.side ?? 'crm').delete
  const others = [...systems.values()].filter(({ system }) => system !== from)
  const able = ({ capabilities }: Joined) => {
    const { write = false, delete: canDelete = false } = capabilities.kinds[kind as KindName] ?? {}
    return canDelete || !write
  }
  const possible = wanted === 'delete' && !others.every(able) ? 'archive' : wanted
  return possible === 'archive' && !hasStatus(kind) ? 'ask' : possible
}

/** The systems that can be given documents of a kind. */
export function writersOf(engine: Engine, kind: string): Joined[] {
  return [...engine.systems.values()].filter(({ capabilities }) => capabilities.kinds[kind as KindName]?.write)
}

/** The kinds a system tells of, those that others refer to first. */
export function readKinds(joined: Joined): KindName[] {
  return kindOrder.filter((kind) => joined.capabilities.kinds[kind]?.read)
}

/** Every kind behind the kinds its fields refer to: an item and a customer before the order that names them. */
export const kindOrder: readonly KindName[] = dependencyOrder()

const ranks = new Map<string, number>(kindOrder.map((kind, i) => [kind, i]))

export function rankOf(kind: string): number {
  return ranks.get(kind) ?? kindOrder.length
}

function dependencyOrder(): KindName[] {
  const placed = new Set<string>()
  const order: KindName[] = []
  const place = (name: KindName): void => {
    if (placed.has(name)) return
    placed.add(name)
    for (const to of referredKinds(kindOf(name).fields)) place(to as KindName)
    order.push(name)
  }
  for (const name of kindNames) place(name)
  return order
}

function referredKinds(fields: Kind['fields']): string[] {
  return Object.values(fields).flatMap((field) =>
    field.kind === 'reference' ? [field.to] : field.kind === 'lines' ? referredKinds(field.of) : [],
  )
}

const TRIES = 5
/**
 * Serialization failure, deadlock, a unique key that another worker took first, and a row that therefore was not inserted
 * but is referred to: the whole step is decided anew.
 */
const RACES = new Set(['40001', '40P01', '23505', '23503'])

/**
 * Every statement of the engine goes by keys, whatever the statistics say of a table that was empty a minute ago. And no
 * step but the lease waits for the disk: what a crash of the database undoes is simply done again, and the commit of a
 * lease puts all before it on the disk, too, before anything is written to a system.
 */
const BY_KEYS: Settings = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}
const SETTINGS = { soon: { ...BY_KEYS, synchronous_commit: 'off' }, durable: BY_KEYS } as const

/** Runs a step that only reads. */
export function glance<T>(engine: Engine, work: (tx: Tx) => Promise<T>): Promise<T> {
  return engine.database.read(engine.tenant, work, BY_KEYS)
}

/** Runs a step of the engine in a transaction, again when it lost a race against another worker. */
export async function step<T>(
  engine: Engine,
  work: (tx: Tx) => Promise<T>,
  committed: keyof typeof SETTINGS = 'soon',
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await engine.database.transaction(engine.tenant, work, SETTINGS[committed])
    } catch (error) {
      if (attempt >= TRIES || !isRace(error)) throw error
    }
  }
}

function isRace(error: unknown): boolean {
  return error instanceof ChangedMeanwhile || RACES.has((error as { code?: string }).code ?? '')
}

/** The context of what the joint itself does. */
export function jointContext(engine: Engine): Context {
  const now = engine.now()
  return { tenant: engine.tenant, actor: { kind: 'joint', id: 'joint' }, now, today: utcDate(now), newId: engine.newId }
}

export function later(now: Instant, ms: number): Instant {
  return instantOf(epochMs(now) + Math.ceil(ms))
}

/** Doubles from the first delay to the longest, each time somewhere between half of it and the whole. */
export function backoffMs(engine: Engine, attempts: number): number {
  const { firstDelayMs, longestDelayMs } = engine.limits
  const whole = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 30))
  return whole / 2 + (whole / 2) * engine.random()
}
