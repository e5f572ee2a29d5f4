/** One order as one story: what the CRM, the joint and the ERP did for it, and what it waits for. */
import { order as orderDefinition } from '@tandem/crm/definitions'
import { readDocuments, rows, sql, type Tx, uuidArray } from '@tandem/db'
import type { Id, Instant, Label, Messages, PlainDate, Row } from '@tandem/kernel'
import { z } from 'zod'
import { inWords } from '../http/words.ts'
import { factsOf, lineSchema, linesOf, waitingSchema } from './journey-lines.ts'
import { moneyOf, moneySchema } from './journey-money.ts'
import { type EventRow, wordsOfChange, wordsOfDelivery, wordsOfEvent, wordsOfInbox } from './journey-words.ts'
import type { Waiting } from './waits-for.ts'

type Order = Row<typeof orderDefinition>

const words = z.strictObject({ en: z.string(), zh: z.string() })

export const journeySchema = z.strictObject({
  order: z.looseObject({ id: z.string(), number: z.string(), erpNumber: z.string().nullable(), state: z.string() }),
  salesOrderId: z.string().nullable(),
  waitsFor: z.array(waitingSchema),
  money: moneySchema.nullable().meta({ description: 'Null: nobody looked yet, or it takes joint.money-chain-of.ask' }),
  lines: z.array(lineSchema),
  entries: z.array(
    z.strictObject({
      id: z.string(),
      at: z.string(),
      side: z.enum(['crm', 'joint', 'erp']),
      actorKind: z.enum(['user', 'key', 'joint', 'system']),
      who: z.string(),
      words,
      type: z.string(),
      document: z.string().nullable(),
      documentId: z.string().nullable(),
      isProblem: z.boolean(),
    }),
  ),
})

export type Journey = z.infer<typeof journeySchema>
export type Entry = Journey['entries'][number]

const CRM = 'tandem-crm'
const ERP = 'tandem-erp'

interface Telling {
  readonly messages: Messages
  readonly withMoney: boolean
  readonly today: PlainDate
}

/** Undefined: there is no such order. The ERP's part is there when the ERP is Tandem's own. */
export async function journeyOf(tx: Tx, id: Id, { messages, withMoney, today }: Telling): Promise<Journey | undefined> {
  const [[order], links] = await Promise.all([readDocuments<Order>(tx, orderDefinition, [id]), linksOf(tx, id)])
  if (!order) return undefined
  const record = links[0]?.recordId
  const salesOrder = links.find(({ system }) => system === ERP)?.externalId as Id | undefined
  const [crm, joint, erp, facts, money] = await Promise.all([
    crmEntries(tx, order),
    record ? jointEntries(tx, record, messages) : [],
    salesOrder ? erpEntries(tx, salesOrder) : [],
    factsOf(tx, order, { record, salesOrder }),
    record && withMoney ? moneyOf(tx, record) : undefined,
  ])
  const entries = [...crm, ...joint, ...erp].sort((a, b) => byInstant(a.at, b.at))
  const problem = joint.find(({ isProblem }) => isProblem)
  const lines = linesOf(order, facts, { hasProblem: problem !== undefined, today })
  return {
    order: { id: order.id, number: order.number, erpNumber: order.erpNumber, state: order.state },
    salesOrderId: salesOrder ?? null,
    waitsFor: together(lines.flatMap((line) => line.waitsFor ?? [])),
    money: money ?? null,
    lines,
    entries,
  }
}

interface Link {
  readonly recordId: Id
  readonly system: string
  readonly externalId: string
}

function linksOf(tx: Tx, order: Id): Promise<Link[]> {
  return rows(
    tx,
    sql<Link>`
      select other.record_id, other.system, other.external_id
      from hub.link own join hub.link other on other.record_id = own.record_id
      where own.system = ${CRM} and own.kind = 'order' and own.external_id = ${order}
      order by other.system`,
  )
}

/** Both sides' events of some documents, named by their numbers where they have one. */
function eventsOf(tx: Tx, schema: string, documents: ReadonlyMap<string, string>): Promise<EventRow[]> {
  return rows(
    tx,
    sql<EventRow>`
      select id, document, document_id, document_version, type, payload, actor_kind, actor_id, at
      from ${sql.raw(schema)}.event where document_id = any(${uuidArray([...documents.keys()])}::uuid[]) order by xact, seq`,
  )
}

function entryOf(side: 'crm' | 'erp', event: EventRow, numbers: ReadonlyMap<string, string>): Entry {
  return {
    id: event.id,
    at: event.at,
    side,
    actorKind: event.actorKind,
    who: event.actorId,
    words: wordsOfEvent(event, numbers.get(event.documentId) ?? ''),
    type: event.type,
    document: event.document,
    documentId: event.documentId,
    isProblem: false,
  }
}

async function crmEntries(tx: Tx, order: Order): Promise<Entry[]> {
  const numbers = new Map<string, string>([[order.id, order.number]])
  if (order.quote) numbers.set(order.quote, order.quoteNumber ?? '')
  const returns = await rows(tx, sql<Numbered>`select id, number from crm.return where "order" = ${order.id}`)
  for (const { id, number } of returns) numbers.set(id, number)
  const events = await eventsOf(tx, 'crm', numbers)
  return events.map((event) => entryOf('crm', event, numbers))
}

interface Numbered {
  readonly id: string
  readonly number: string
}

async function erpEntries(tx: Tx, salesOrder: Id): Promise<Entry[]> {
  const documents = await rows(
    tx,
    sql<Numbered>`
      select id, number from erp.sales_order where id = ${salesOrder}::uuid
      union all select id, number from erp.shipment where sales_order = ${salesOrder}::uuid
      union all select id, number from erp.invoice where sales_order = ${salesOrder}::uuid
      union all select id, number from erp.sales_return where sales_order = ${salesOrder}::uuid
      union all select id, number from erp.payment where id in (
        select a.parent_id from erp.payment_allocation a join erp.invoice i on i.id = a.invoice
        where i.sales_order = ${salesOrder}::uuid)`,
  )
  const numbers = new Map(documents.map(({ id, number }) => [id, number]))
  const events = await eventsOf(tx, 'erp', numbers)
  return events.map((event) => entryOf('erp', event, numbers))
}

interface JointChange {
  readonly id: string
  readonly system: string
  readonly actor: string
  readonly at: Instant
  readonly pulledAt: Instant
  readonly state: string
}
interface JointDelivery {
  readonly id: string
  readonly system: string
  readonly version: number
  readonly state: string
  readonly attempts: number
  readonly createdAt: Instant
  readonly doneAt: Instant | null
}
interface JointProblem {
  readonly id: string
  readonly code: string
  readonly details: Readonly<Record<string, string>>
  readonly system: string
  readonly state: string
  readonly createdAt: Instant
}

type Titles = (system: string) => Label

/** What people call the systems. */
async function titlesOf(tx: Tx): Promise<Titles> {
  const known = await rows(
    tx,
    sql<Label & { readonly name: string }>`select name, label_en as en, label_zh as zh from hub.system`,
  )
  const titles = new Map(known.map(({ name, en, zh }) => [name, { en, zh }]))
  return (system) => titles.get(system) ?? { en: system, zh: system }
}

async function jointEntries(tx: Tx, record: Id, messages: Messages): Promise<Entry[]> {
  const [titles, changes, deliveries, problems] = await Promise.all([
    titlesOf(tx),
    rows(
      tx,
      sql<JointChange>`select id, system, actor, at, pulled_at, state from hub.change
                       where record_id = ${record} and state <> 'echo' order by seq`,
    ),
    rows(
      tx,
      sql<JointDelivery>`select id, system, version, state, attempts, created_at, done_at from hub.delivery
                         where record_id = ${record} and state <> 'superseded' order by seq`,
    ),
    rows(
      tx,
      sql<JointProblem>`select id, code, details, system, state, created_at from hub.inbox_entry
                        where record = ${record} order by created_at, id`,
    ),
  ])
  return [
    ...changes.map((change) =>
      jointEntry(change.id, change.pulledAt, 'change-taken-in', wordsOfChange(titles(change.system), change.state)),
    ),
    ...deliveries.map((delivery) =>
      jointEntry(
        delivery.id,
        delivery.doneAt ?? delivery.createdAt,
        `delivery-${delivery.state}`,
        wordsOfDelivery(titles(delivery.system), delivery),
      ),
    ),
    ...problems.map((problem) => ({
      ...jointEntry(problem.id, problem.createdAt, 'needs-a-person', problemWords(problem, titles(problem.system), messages)),
      isProblem: problem.state === 'open',
    })),
  ]
}

function problemWords(problem: JointProblem, name: Label, messages: Messages): Label {
  const say = (language: 'en' | 'zh') => inWords(messages, problem, language)
  return wordsOfInbox(name, { en: say('en'), zh: say('zh') })
}

function jointEntry(id: string, at: Instant, type: string, words: Label): Entry {
  const nowhere = { document: null, documentId: null, isProblem: false }
  return { id, at, side: 'joint', actorKind: 'joint', who: 'joint', words: { ...words }, type, ...nowhere }
}

/** Moments are texts of different lengths, so the texts themselves do not sort. */
function byInstant(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b) || fraction(a).localeCompare(fraction(b))
}

function fraction(at: string): string {
  return (/\.(\d+)Z$/.exec(at)?.[1] ?? '').padEnd(6, '0')
}

/** Each reason once. */
function together(all: readonly Waiting[]): Waiting[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()]
}
