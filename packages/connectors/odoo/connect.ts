/** Odoo as a system of the joint. */
import type { Capabilities, Connector, Given, KindName, Kinds, NativeField, Outcome, Side, Write } from '@tandem/hub'
import { kindOf, nativeOf } from '@tandem/hub'
import { Fault, type Instant, type Json, utcDate } from '@tandem/kernel'
import { CallFailed, outcomeOf } from '../kit/http.ts'
import { type Poll, pollOf } from '../kit/poll.ts'
import { askOdoo } from './ask.ts'
import { doorOf } from './door.ts'
import { type Facts, readFacts } from './facts.ts'
import { items, prices } from './goods.ts'
import { known } from './load.ts'
import { opportunities } from './opportunities.ts'
import { orders } from './orders.ts'
import { addresses, contacts, customers, ON_HOLD } from './partners.ts'
import { invoices, payments, shipments } from './progress.ts'
import { returns } from './returns.ts'
import { type OdooKind, type Options, type Session, search, settingsOf } from './session.ts'
import { soldOrders, writeSoldOrders } from './sold-orders.ts'
import { externalId, pageDocs, pageIds, readDocs, snapshotOf, sourceOf } from './source.ts'
import { tickets } from './tickets.ts'
import { readBack, writeMasters } from './write.ts'
import { writeOrders } from './write-orders.ts'
import { writeReturns } from './write-returns.ts'

export const odooKinds: Readonly<Partial<Record<KindName, OdooKind>>> = {
  customer: customers,
  contact: contacts,
  address: addresses,
  item: items,
  price: prices,
  opportunity: opportunities,
  order: orders,
  shipment: shipments,
  invoice: invoices,
  payment: payments,
  ticket: tickets,
  return: returns,
}

const BOTH = { read: true, write: true }
const READ = { read: true, write: false }

/** As ERP it says what is sold, delivered and paid; as CRM it is told so. */
export function kindsOn(side: Side): Kinds {
  const people = { customer: BOTH, contact: BOTH, address: BOTH, opportunity: BOTH, ticket: BOTH }
  if (side === 'crm') return { ...people, item: BOTH, price: BOTH, order: BOTH }
  return { ...people, item: READ, price: READ, order: BOTH, shipment: READ, return: BOTH, invoice: READ, payment: READ }
}

const BATCH = 100
const OVERLAP_MS = 600_000
/** After many were written, all of them are in the overlap: asking for them each time is as costly as reading them. */
const NEAR = { overlapMs: 30_000, farEveryMs: 30_000 }
const SETTLED_MS = 5_000
const AGAIN_MS = 60_000

/** Two batches of these do not meet there. Two addresses may be the first of one customer, two orders need the same goods. */
const SIDE_BY_SIDE: ReadonlySet<KindName> = new Set(['customer', 'item'])

/** Batches of all other kinds, one after the other. */
function turns(): <T>(kind: KindName, work: () => Promise<T>) => Promise<T> {
  const last = new Map<KindName, Promise<unknown>>()
  return (kind, work) => {
    if (SIDE_BY_SIDE.has(kind)) return work()
    const mine = (last.get(kind) ?? Promise.resolve()).then(work)
    last.set(
      kind,
      mine.catch(() => {}),
    )
    return mine
  }
}

export function connectOdoo(given: Given): Connector {
  const { system, side, label, outside } = given
  const session = sessionOf(given)
  const settings = settingsOf(given)
  const ofKind = (kind: KindName) => kindOn(side, kind)
  const inTurn = turns()
  const polls = new Map<KindName, Poll>()
  const poll = (kind: KindName): Poll => {
    const there = polls.get(kind)
    if (there) return there
    const options = { overlapMs: OVERLAP_MS, near: NEAR, settledMs: SETTLED_MS, againMs: AGAIN_MS }
    const made = pollOf(sourceOf(session, ofKind(kind)), { ...options, everyMs: settings.everySeconds * 1_000, now: outside.now })
    polls.set(kind, made)
    return made
  }
  const capabilities: Capabilities = { kinds: kindsOn(side), batch: BATCH, idempotent: false, readsAhead: true, writesAtOnce: 2 }
  return {
    ...{ system, side, label },
    capabilities: () => capabilities,
    fields: (kind) => nativeFields(kind, given.facts as Facts | null),
    changesSince: (kind, cursor, limit) => poll(kind).changesSince(cursor, limit),
    read: async (kind, externalIds) => (await readDocs(await session(), ofKind(kind), externalIds)).map(snapshotOf),
    list: async (kind, after, limit) => (await pageDocs(await session(), ofKind(kind), after, limit)).map(snapshotOf),
    ids: async (kind, after, limit) => pageIds(await session(), ofKind(kind), after, limit),
    async apply(kind, writes) {
      if (writes.length === 0) return []
      try {
        const now = await session()
        const outcomes = await inTurn(kind, () => writeKind(now, ofKind(kind), writes))
        poll(kind).wake()
        return outcomes
      } catch (fault) {
        return writes.map(() => troubleOf(system, kind, fault))
      }
    },
    async probe(kind, writes) {
      const now = await session()
      return probe(now, ofKind(kind), writes)
    },
    ...(side === 'crm' ? { passesBy: isOlder(optionsOf(settings, given.facts, outside.now())) } : {}),
    ask: async (question) => askOdoo(await session(), question),
  }
}

function kindOn(side: Side, kind: KindName): OdooKind {
  const found = side === 'crm' && kind === 'order' ? soldOrders : odooKinds[kind]
  if (!found) throw new Fault(`Odoo keeps no ${kind} for the joint`)
  return found
}

/** Orders count from the day on which the connection was tried, unless a person named another. */
function optionsOf(settings: ReturnType<typeof settingsOf>, facts: Json, now: Instant): Options {
  const since = (facts as Facts | null)?.readAt ?? now
  return { ...settings, ordersFrom: settings.ordersFrom ?? utcDate(since) }
}

/** What was sold before the two were joined stays in the ERP, as what was sold there before stays in Odoo. */
function isOlder({ ordersFrom }: Options): Required<Connector>['passesBy'] {
  return (kind, values) => kind === 'order' && String(values.orderDate) < ordersFrom
}

function writeKind(session: Session, kind: OdooKind, writes: readonly Write[]): Promise<Outcome[]> {
  if (kind === soldOrders) return writeSoldOrders(session, writes)
  if (kind === returns) return writeReturns(session, writes)
  return kind === orders ? writeOrders(session, writes) : writeMasters(session, kind, writes)
}

/** What is to be known first is found out once, and again after it could not be. */
function sessionOf(given: Given): () => Promise<Session> {
  const { outside, side, system } = given
  const settings = settingsOf(given)
  const door = doorOf(settings, outside.fetch)
  let ready: Promise<Session> | undefined
  const open = async (): Promise<Session> => {
    const facts = await readFacts(door, outside.now())
    const [tag] = await search({ door }, 'res.partner.category', [['name', '=', ON_HOLD]], ['id'])
    // Another installation of Tandem may have been joined to the same Odoo before: what it made is not ours.
    const module = `tandem_${given.id.replaceAll('-', '').slice(-12)}`
    return {
      door,
      facts,
      system,
      side,
      module,
      options: optionsOf(settings, given.facts, outside.now()),
      onHold: { tag: Number(tag?.id ?? 0) },
      now: outside.now,
      underWay: new Map(),
    }
  }
  return () => {
    ready ??= open().catch((fault) => {
      ready = undefined
      throw fault
    })
    return ready
  }
}

/** A refusal that concerns no single write, as a key that is not accepted any more, is nobody's fault but passing. */
function troubleOf(system: string, kind: string, fault: unknown): Outcome {
  const outcome = outcomeOf(fault)
  if (outcome) return outcome
  const reason = fault instanceof CallFailed ? fault.message : String(fault)
  return { refused: { code: 'odoo/not-accepted', details: { system, kind, reason } } }
}

/**
 * A creation has happened when Odoo has a record under its external id; an order, when it is more than a draft: what stands
 * there half way is finished by the same write again. A change has happened when the document says so.
 */
async function probe(session: Session, kind: OdooKind, writes: readonly Write[]): Promise<(Outcome | undefined)[]> {
  const [part] = kind.parts
  if (!part) throw new Fault(`there is no ${kind.kind} in Odoo`)
  const made = new Map<Write, string>()
  const creates = writes.filter(({ externalId: id }) => id === undefined)
  for (const [write, id] of await known(session, kind.kind, part.model, creates)) made.set(write, externalId(part, id))
  const ids = [...made.values(), ...writes.flatMap(({ externalId: id }) => (id === undefined ? [] : [id]))]
  const docs = new Map((await readDocs(session, kind, ids)).map((doc) => [doc.externalId, doc]))
  const outcomes = new Map<Write, Outcome>()
  const done = new Map<Write, string>()
  for (const write of writes) {
    const doc = docs.get(write.externalId ?? made.get(write) ?? '')
    if (doc && (write.externalId === undefined || saysSo(write, doc.values))) done.set(write, doc.externalId)
  }
  await readBack(session, kind, done, outcomes)
  return writes.map((write) => outcomes.get(write))
}

function saysSo({ changed, values }: Write, now: Readonly<Record<string, Json>>): boolean {
  return changed.every((name) => !(name in now) || JSON.stringify(now[name]) === JSON.stringify(values[name] ?? null))
}

const FIELD_KINDS: Readonly<Record<string, NativeField['kind']>> = {
  char: 'text',
  text: 'text',
  selection: 'text',
  many2one: 'text',
  boolean: 'flag',
  integer: 'decimal',
  float: 'decimal',
  monetary: 'decimal',
  date: 'date',
}

/** The joint's own fields, and those that the company added there: for mappings. */
function nativeFields(kind: KindName, facts: Facts | null): readonly NativeField[] | undefined {
  const model = odooKinds[kind]?.parts[0]?.model ?? ''
  const custom = kind === 'customer' || kind === 'item' ? (facts?.custom?.[model] ?? []) : []
  if (custom.length === 0) return undefined
  return [
    ...nativeOf(kindOf(kind).fields),
    ...custom.map(({ name, type, label }): NativeField => {
      const about = { path: name, label: { en: label, zh: label }, kind: FIELD_KINDS[type] ?? 'text', optional: true } as const
      return type === 'many2one' || kind === 'item' ? { ...about, readOnly: true } : about
    }),
  ]
}
