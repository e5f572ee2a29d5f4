/** Tryton as the ERP of the joint. */
import type {
  Answer,
  AvailabilityLine,
  Capabilities,
  Connector,
  Given,
  KindName,
  Kinds,
  Outcome,
  Question,
  Snapshot,
  Write,
} from '@tandem/hub'
import { Decimal, dateIn, Fault, type Json } from '@tandem/kernel'
import { CallFailed, outcomeOf } from '../kit/http.ts'
import { idNumber, idText } from '../kit/ids.ts'
import { type Doc, type Poll, pollOf } from '../kit/poll.ts'
import { type DoorSettings, dateOf, doorOf } from './door.ts'
import { bills, listPrices, parties, places, products, receipts } from './kinds.ts'
import { deliveries, sales } from './sales.ts'
import { byIds, pageDocs, readDocs, readFacts, type Session, sourceOf, type TrytonKind } from './session.ts'
import { quantity } from './values.ts'
import { done, madeBefore, notAccepted, write } from './write.ts'

const KINDS: Readonly<Partial<Record<KindName, TrytonKind>>> = {
  ...{ customer: parties, address: places, item: products, price: listPrices, order: sales },
  ...{ shipment: deliveries, invoice: bills, payment: receipts },
}

const BOTH = { read: true, write: true }
const READ = { read: true, write: false }

/** Tryton's modules know parties without saying who talks for them: contacts are not carried. */
export const trytonKinds: Kinds = {
  ...{ customer: BOTH, address: BOTH, order: BOTH },
  ...{ item: READ, price: READ, shipment: READ, invoice: READ, payment: READ },
}

const BATCH = 50
const OVERLAP_MS = 600_000

export function settingsOf({
  settings,
}: Pick<Given, 'settings'>): DoorSettings & { readonly country: string; readonly everySeconds: number } {
  const textOf = (name: string) => (typeof settings[name] === 'string' ? (settings[name] as string).trim() : '')
  return {
    ...{
      url: textOf('url').replace(/\/+$/, ''),
      database: textOf('database'),
      login: textOf('login'),
      password: textOf('password'),
    },
    country: textOf('country') || 'US',
    everySeconds: typeof settings.everySeconds === 'number' ? settings.everySeconds : 5,
  }
}

export function connectTryton(given: Given): Connector {
  const { system, side, label, outside } = given
  const settings = settingsOf(given)
  const session = sessionOf(given)
  const polls = new Map<KindName, Poll>()
  const poll = (kind: KindName): Poll => {
    const everyMs = settings.everySeconds * 1_000
    const options = { overlapMs: OVERLAP_MS, settledMs: 1_000, againMs: 60_000, everyMs, now: outside.now }
    const made = polls.get(kind) ?? pollOf(sourceOf(session, ofKind(kind)), options)
    polls.set(kind, made)
    return made
  }
  const capabilities: Capabilities = { kinds: trytonKinds, batch: BATCH, idempotent: false, readsAhead: true }
  return {
    ...{ system, side, label },
    capabilities: () => capabilities,
    changesSince: (kind, cursor, limit) => poll(kind).changesSince(cursor, limit),
    read: async (kind, ids) => (await readDocs(await session(), ofKind(kind), ids)).map(snapshotOf),
    list: async (kind, after, limit) => (await pageDocs(await session(), ofKind(kind), after, limit)).map(snapshotOf),
    ids: async (kind, after, limit) => (await pageDocs(await session(), ofKind(kind), after, limit)).map((doc) => doc.externalId),
    async apply(kind, writes) {
      try {
        const outcomes = await write(await session(), ofKind(kind), writes)
        poll(kind).wake()
        return outcomes
      } catch (fault) {
        return writes.map(() => troubleOf(kind, fault))
      }
    },
    probe: async (kind, writes) => probe(await session(), ofKind(kind), writes),
    ask: async (question) => ask(await session(), question),
  }
}

function ofKind(kind: KindName): TrytonKind {
  const found = KINDS[kind]
  if (!found) throw new Fault(`Tryton keeps no ${kind}`)
  return found
}

function snapshotOf({ externalId, version, values }: Doc): Snapshot {
  return { externalId, version, values }
}

function sessionOf(given: Given): () => Promise<Session> {
  const settings = settingsOf(given)
  const door = doorOf(settings, given.outside.fetch)
  let ready: Promise<Session> | undefined
  const open = async (): Promise<Session> => ({
    door,
    facts: await readFacts(door),
    country: settings.country,
    mark: given.id.replaceAll('-', '').slice(-12),
    now: given.outside.now,
  })
  return () => {
    ready ??= open().catch((fault) => {
      ready = undefined
      throw fault
    })
    return ready
  }
}

function troubleOf(kind: string, fault: unknown): Outcome {
  const outcome = outcomeOf(fault)
  return outcome ?? { refused: notAccepted(kind, fault instanceof CallFailed ? fault.message : String(fault)) }
}

/** A creation has happened when a document bears its mark; a sale, when it is more than a draft. */
async function probe(session: Session, kind: TrytonKind, writes: readonly Write[]): Promise<(Outcome | undefined)[]> {
  const made = await madeBefore(session, kind, writes)
  return Promise.all(
    writes.map(async (one) => {
      const number = made.get(one)
      const id = one.externalId ?? (number === undefined ? undefined : idText(number))
      const [doc] = id === undefined ? [] : await readDocs(session, kind, [id])
      const isSo = doc && one.changed.every((name) => one.externalId === undefined || says(doc.values, one.values, name))
      return isSo && id !== undefined ? done(session, kind, one, id) : undefined
    }),
  )
}

function says(now: Readonly<Record<string, Json>>, wanted: Readonly<Record<string, Json>>, name: string): boolean {
  return !(name in now) || JSON.stringify(now[name]) === JSON.stringify(wanted[name] ?? null)
}

/** Stock of all warehouses' storage today, and what is still free of it when what is ordered has left. */
async function ask(session: Session, question: Question): Promise<Answer | undefined> {
  const { door, facts } = session
  if (question.ask === 'credit') return undefined
  const today = dateIn(session.now(), facts.timeZone)
  const ids = [...new Set(question.lines.map(({ item }) => idNumber(item)))]
  const context = { locations: [facts.storage], stock_date_end: dateOf(today), forecast: false }
  const found = await door
    .call<Readonly<Record<string, Json>>[]>('product.product', 'read', [ids, ['type', 'quantity', 'forecast_quantity']], context)
    .catch(async () => {
      // One that is gone makes Tryton refuse them all.
      const there = await byIds(door, 'product.product', ids, ['type'])
      return door.call<Readonly<Record<string, Json>>[]>(
        'product.product',
        'read',
        [there.map(({ id }) => Number(id)), ['type', 'quantity', 'forecast_quantity']],
        context,
      )
    })
  const lines = question.lines.map((line): AvailabilityLine => {
    const row = found.find(({ id }) => idText(Number(id)) === line.item)
    if (!row) return { available: '0', onHand: '0', date: null, reason: 'unknown' }
    const [onHand, forecast] = [quantity(row.quantity), quantity(row.forecast_quantity)]
    const free = onHand.min(forecast)
    const stock = { available: free.toString(), onHand: onHand.toString() }
    if (row.type === 'service') return { ...stock, date: line.date ?? today, reason: 'service' }
    const isThere = !free.isLess(Decimal.of(line.quantity))
    return { ...stock, date: isThere ? (line.date ?? today) : null, reason: isThere ? 'in-stock' : 'unknown' }
  })
  return { ask: 'availability', lines }
}
