/**
 * Following the money: which orders and customers the systems say have changed is put down, then each is looked at anew
 * in all systems and judged. Nothing of it stands in the way of the changes themselves.
 */
import { rows, run, sql, type Tx } from '@tandem/db'
import { type Id, utcDate } from '@tandem/kernel'
import { type Engine, type Joined, later, step } from '../engine/engine.ts'
import { given } from '../engine/sets.ts'
import type { KindName } from '../kinds.ts'
import { hasUntold } from '../proof/untold.ts'
import { judgeCustomers } from './customers.ts'
import { judgeOrder, type Standing, type Told } from './judge.ts'
import { keepChain, type NewChain } from './keep.ts'
import type { MoneyDocument } from './money.ts'
import { type Asked, type Situation, situationsOf } from './situations.ts'

const PAGE = 500
/** So many pages of changes are put down before they are looked at. */
const PAGES = 8
const LOOKED_AT = 200
/** Everything is looked at again after a while, so that what nobody tells of is found, too. */
const AGAIN_AFTER_MS = 300_000
const MOVING_AGAIN_MS = 1_000

/** Answers how many orders and customers were looked at. */
export async function followMoney(engine: Engine, isPoll: boolean): Promise<number> {
  const sources = [...engine.systems.values()].filter(({ connector }) => connector.money)
  if (sources.length === 0) return 0
  for (const joined of sources) for (let page = 0; page < PAGES && (await takeTouched(engine, joined)); page++);
  let count = 0
  for (;;) {
    const due = await loadDue(engine, sources)
    const again = isPoll && due.length === 0 && count === 0 ? await loadAgain(engine) : []
    if (due.length + again.length === 0) return count
    await look(engine, sources, due, again)
    count += due.length + again.length
    if (again.length > 0) return count
  }
}

/** Puts down whose money a system says has changed, with its cursor moved in the same transaction. */
async function takeTouched(engine: Engine, { system, connector }: Joined): Promise<boolean> {
  const [at] = await step(engine, (tx) =>
    rows(tx, sql<{ cursor: string }>`select cursor from hub.chain_cursor where system = ${system}`),
  )
  const from = at?.cursor ?? ''
  const touched = await connector.money?.since(from, PAGE)
  if (!touched || touched.next === from) return false
  const due = [
    ...touched.orders.map((externalId) => ({ kind: 'order', externalId })),
    ...touched.customers.map((externalId) => ({ kind: 'customer', externalId })),
  ].sort((a, b) => (a.kind + a.externalId < b.kind + b.externalId ? -1 : 1))
  await step(engine, async (tx) => {
    const moved = await run(
      tx,
      sql`insert into hub.chain_cursor as c (system, cursor) values (${system}, ${touched.next})
          on conflict (tenant_id, system) do update set cursor = excluded.cursor where c.cursor = ${from}`,
    )
    if (moved === 0 || due.length === 0) return
    await run(
      tx,
      sql`insert into hub.chain_due (system, kind, external_id)
          select ${system}, kind, external_id from ${given(due, 'kind text, external_id text')}
          on conflict (tenant_id, system, kind, external_id) do update set mark = nextval('hub.chain_mark')`,
    )
  })
  return touched.more
}

interface Due {
  readonly system: string
  readonly kind: string
  readonly externalId: string
  readonly mark: number
  readonly recordId: Id
}

/** What the joint does not know yet stays put down. */
function loadDue(engine: Engine, sources: readonly Joined[]): Promise<Due[]> {
  const systems = sources.map(({ system }) => ({ system }))
  return step(engine, (tx) =>
    rows(
      tx,
      sql<Due>`
        select d.system, d.kind, d.external_id, d.mark, l.record_id
        from ${given(systems, 'system text')} join hub.chain_due d on d.system = given.system, lateral (
          select record_id from hub.link where system = d.system and kind = d.kind and external_id = d.external_id limit 1) l
        limit ${LOOKED_AT}`,
    ),
  )
}

interface Target {
  readonly about: string
  readonly recordId: Id
}

function loadAgain(engine: Engine): Promise<Target[]> {
  const now = engine.now()
  return step(engine, (tx) =>
    rows(
      tx,
      sql<Target>`
        (select distinct about, record_id from (select about, record_id from hub.chain
           where moving and checked_at <= ${later(now, -MOVING_AGAIN_MS)} order by checked_at limit 100) moving)
        union
        (select about, record_id from hub.chain where checked_at <= ${later(now, -AGAIN_AFTER_MS)} order by checked_at limit 20)`,
    ),
  )
}

async function look(engine: Engine, sources: readonly Joined[], due: readonly Due[], again: readonly Target[]): Promise<void> {
  const [mark] = await step(engine, (tx) => rows(tx, sql<{ mark: number }>`select nextval('hub.chain_mark') as mark`))
  const all = [...due.map(({ kind, recordId }) => ({ about: kind, recordId })), ...again]
  const of = (about: string) => [...new Set(all.flatMap((one) => (one.about === about ? [one.recordId] : [])))]
  const orders = await judgeOrders(engine, sources, of('order'))
  const customers = await judgeCustomers(
    engine,
    sources,
    [...of('customer'), ...orders.flatMap(({ customerId }) => customerId ?? [])],
    orders,
  )
  await step(engine, async (tx) => {
    await keepChain(tx, [...orders, ...customers], all, mark?.mark ?? 0, engine.now())
    await run(
      tx,
      sql`delete from hub.chain_due d
          using ${given(due, 'system text, kind text, external_id text, mark bigint')}
          where d.system = given.system and d.kind = given.kind and d.external_id = given.external_id and d.mark = given.mark`,
    )
  })
  engine.progress({ step: 'proved', system: 'joint', kind: 'order', count: all.length })
}

async function judgeOrders(engine: Engine, sources: readonly Joined[], records: readonly Id[]): Promise<NewChain[]> {
  if (records.length === 0) return []
  const links = await step(engine, (tx) => loadLinks(tx, records))
  const told = new Map<Id, Told[]>()
  for (const { system, side, connector } of sources) {
    const { money } = connector
    const mine = new Map(links.flatMap((link) => (link.system === system ? [[link.externalId, link.recordId] as const] : [])))
    if (!money || mine.size === 0) continue
    for (const order of await money.ofOrders([...mine.keys()])) {
      const record = mine.get(order.order) as Id
      told.set(record, [...(told.get(record) ?? []), { system, side, tells: money.tells, money: order }])
    }
  }
  const standing = await standings(engine, sources, [...told.values()].flat())
  const customers = await step(engine, (tx) => customersOf(tx, [...told.values()].flat()))
  const today = utcDate(engine.now())
  return [...told].map(([recordId, all]): NewChain => {
    const judged = judgeOrder(all, standing, today)
    const { number, currency } = (all[0] as Told).money
    const customerId = all.flatMap((one) => customers.get(`${one.system} ${one.money.customer}`) ?? [])[0] ?? null
    return { recordId, currency, about: 'order', subject: number, customerId, ...judged }
  })
}

function loadLinks(tx: Tx, records: readonly Id[]) {
  return rows(
    tx,
    sql<{ recordId: Id; system: string; externalId: string }>`
      select l.record_id, l.system, l.external_id from ${given(
        records.map((id) => ({ id })),
        'id uuid',
      )} join hub.link l on l.record_id = given.id where not l.gone`,
  )
}

/** The record of each order's customer, by system and external id. */
async function customersOf(tx: Tx, told: readonly Told[]): Promise<Map<string, Id>> {
  const asked = new Map(
    told.map(({ system, money: { customer } }) => [`${system} ${customer}`, { system, externalId: customer }]),
  )
  const found = await rows(
    tx,
    sql<{ system: string; externalId: string; recordId: Id }>`
      select l.system, l.external_id, l.record_id from ${given([...asked.values()], 'system text, external_id text')}
      join hub.link l on l.system = given.system and l.kind = 'customer' and l.external_id = given.external_id`,
  )
  return new Map(found.map(({ system, externalId, recordId }) => [`${system} ${externalId}`, recordId]))
}

type StandingOf = (system: string, document: MoneyDocument) => Standing

/** What a system has not told yet is on its way: it is asked once per kind. */
async function standings(engine: Engine, sources: readonly Joined[], told: readonly Told[]): Promise<StandingOf> {
  const asked = told.flatMap(({ system, money }) =>
    money.documents.map(({ kind, externalId, version }): Asked => ({ system, kind, externalId, version })),
  )
  const found = await step(engine, (tx) => situationsOf(tx, asked))
  const untold = new Map<string, boolean>()
  const keyOf = (system: string, kind: string, externalId: string) => `${system} ${kind} ${externalId}`
  const byKey = new Map<string, Situation>()
  for (const [i, { system, kind, externalId }] of asked.entries()) {
    const situation = found[i] as Situation
    const joined = sources.find((one) => one.system === system)
    if (situation.why === 'by-hand' && !situation.isSeen && joined) {
      const known = untold.get(`${system} ${kind}`) ?? (await hasUntold(engine, joined, kind as KindName))
      untold.set(`${system} ${kind}`, known)
      byKey.set(keyOf(system, kind, externalId), known ? { ...situation, why: 'on-its-way', since: engine.now() } : situation)
    } else byKey.set(keyOf(system, kind, externalId), situation)
  }
  return (system, { kind, externalId }) => byKey.get(keyOf(system, kind, externalId)) as Situation
}
