/**
 * What a change costs the joint when it knows ten thousand, a million and ten million records: read, planned, written and
 * recorded. The two systems are made of nothing, so that only the joint's own work is measured.
 */
import { run, sql } from '@tandem/db'
import { type Change, type Connector, createHub, type Hub, type Values } from '@tandem/hub'
import { type Id, instantOf } from '@tandem/kernel'
import postgres from 'postgres'
import { type CpuMeter, cpuMeter } from '../cpu.ts'
import { type Bench, type Line, median } from '../harness.ts'
import { newId, openShop, type Shop } from '../shop.ts'

const ROUNDS = 5
const A_ROUND = 1_000

export const bench: Bench = {
  name: 'growth',
  async run({ postgres: server, quick, log }) {
    const sizes = quick ? [1_000, 20_000] : [10_000, 1_000_000, 10_000_000]
    const shop = await openShop(server, { items: 1, parties: 1, connections: 5 })
    const [crm, erp] = [stream('crm'), stream('erp')]
    const hub = jointOf(shop, [crm, erp])
    const cpu = await cpuMeter(server)
    const first: Cost[] = []
    const lines: Line[] = []
    try {
      await hub.runUntilIdle()
      for (const [at, size] of sizes.entries()) {
        const filling = performance.now()
        await fill(shop, (sizes[at - 1] ?? 0) + 1, size)
        log(`${size} customers known, filled in ${((performance.now() - filling) / 1000).toFixed(0)} s`)
        const found = [
          await costOf(hub, crm, cpu, () => changed(1 + Math.floor(Math.random() * size))),
          await costOf(hub, crm, cpu, unheardOf),
        ]
        first.push(...found.slice(first.length))
        lines.push(...found.map((cost, i) => lineOf(`${WHAT[i]} beside ${size} others`, cost, first[i] as Cost)))
        log(found.map(({ ms, cpuMs }, i) => `${WHAT[i]} ${ms.toFixed(3)} ms, CPU ${cpuMs.toFixed(3)} ms`).join('; '))
      }
      return lines
    } finally {
      await shop.database.close()
    }
  },
}

const WHAT = ['a changed record', 'a new record'] as const

/** Milliseconds a record: on the clock, and of CPU in PostgreSQL and here. */
interface Cost {
  readonly ms: number
  readonly cpuMs: number
}

function lineOf(name: string, { ms, cpuMs }: Cost, first: Cost): Line {
  const times = ms / first.ms
  const aim = { text: 'at most 1.2 times beside the fewest', reached: times <= 1.2 }
  return {
    name,
    unit: 'ms',
    value: ms,
    aim,
    detail: { 'times the first': times, 'CPU ms': cpuMs, 'CPU, times the first': cpuMs / first.cpuMs },
  }
}

/** The median of some rounds, after two that warm up. */
async function costOf(hub: Hub, crm: Stream, cpu: CpuMeter, make: () => Change): Promise<Cost> {
  const found: Cost[] = []
  for (let round = -2; round < ROUNDS; round++) {
    const told = new Map<string, Change>()
    while (told.size < A_ROUND) {
      const change = make()
      told.set(change.externalId, change)
    }
    crm.tell([...told.values()])
    const [start, before] = [performance.now(), cpu()]
    await hub.runUntilIdle()
    const [ms, after] = [performance.now() - start, cpu()]
    const cpuMs = after.postgres - before.postgres + after.other - before.other
    if (round >= 0) found.push({ ms: ms / A_ROUND, cpuMs: cpuMs / A_ROUND })
  }
  return { ms: median(found.map(({ ms }) => ms)), cpuMs: median(found.map(({ cpuMs }) => cpuMs)) }
}

interface Stream extends Connector {
  tell(changes: readonly Change[]): void
}

/** A system that keeps no documents: it tells what it is given to tell, and says of every write that it is done. */
function stream(side: 'crm' | 'erp'): Stream {
  const told: Change[] = []
  let made = 0
  return {
    ...{ system: side, side, label: { en: side, zh: side } },
    capabilities: () => ({ kinds: { customer: { read: true, write: true } }, batch: 500, idempotent: true }),
    tell: (changes) => void told.push(...changes),
    async changesSince(_kind, cursor, limit) {
      const from = Number(cursor || 0)
      const changes = told.slice(from, from + limit)
      const next = from + changes.length
      return { changes, next: next === 0 ? '' : String(next), more: next < told.length }
    },
    read: async () => [],
    list: async () => [],
    probe: async (_kind, writes) => writes.map(() => undefined),
    apply: async (_kind, writes) =>
      writes.map(({ externalId }) => {
        made += 1
        return { done: { externalId: externalId ?? `${side}-made-${made}`, version: `v${made}` } }
      }),
  }
}

function jointOf({ database, tenant }: Shop, connectors: readonly Connector[]): Hub {
  const now = () => instantOf(Date.now())
  return createHub({
    database,
    tenant,
    now,
    newId,
    random: Math.random,
    connectors,
    onFault: (fault, where) => console.error(where, fault),
  })
}

let versions = 0

function changeOf(externalId: string, values: Values): Change {
  versions += 1
  return { externalId, version: `w${versions}`, values, at: instantOf(Date.now()), actor: 'somebody' }
}

/** One of those known got another phone. */
function changed(n: number): Change {
  return changeOf(`c${n}`, { ...customer(`K${n}`, `Kunde ${n} Handel`, `k${n}@acme.cn`), phone: `0571-${10_000_000 + versions}` })
}

/** One that nobody knows, looked for by all its keys. */
function unheardOf(): Change {
  const n = versions + 1
  return changeOf(`new${n}`, customer(`N${n}`, `Neu ${n} Handel`, `n${n}@other.cn`))
}

function customer(code: string, name: string, email: string): Values {
  const terms = { currency: 'CNY', paymentTermDays: 30, creditLimit: null, onHold: false, status: 'active' }
  return { code, name, type: 'company', taxNumber: null, email, phone: null, ...terms }
}

const STEP = 500_000

/** Customers as a first load leaves them: record, two links, and the keys of identity. Written straight into the tables. */
async function fill(shop: Shop, from: number, upTo: number): Promise<void> {
  const parts: [number, number][] = []
  for (let start = from; start <= upTo; start += STEP) parts.push([start, Math.min(upTo, start + STEP - 1)])
  // Two at once, for two cores.
  const work = async () => {
    for (let part = parts.shift(); part; part = parts.shift()) await fillPart(shop, ...part)
  }
  await Promise.all([work(), work()])
  await settle(shop)
}

/** As tables are that grew over years: what the filling left to be done later (visibility, dirty pages) is not the joint's cost. */
async function settle({ url }: Shop): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await owner.unsafe('vacuum (analyze) hub.record, hub.link, hub.record_key')
    await owner.unsafe('checkpoint')
  } finally {
    await owner.end()
  }
}

function fillPart({ database, tenant }: Shop, from: number, upTo: number): Promise<unknown> {
  const n = sql`generate_series(${from}::int, ${upTo}::int) n`
  const id = sql`('01900001-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
  const of = sql`${tenant as Id}::uuid`
  return database.asOwner(async (tx) => {
    // Nobody else writes: what is referred to is there.
    await run(tx, sql`set local session_replication_role = replica`)
    await run(tx, sql`set local synchronous_commit = off`)
    const values = sql`format('{"code":"K%s","name":"Kunde %s Handel","type":"company","taxNumber":null,"email":"k%s@acme.cn","phone":null,"currency":"CNY","paymentTermDays":30,"creditLimit":null,"onHold":false,"status":"active"}', n, n, n)::jsonb`
    await run(
      tx,
      sql`insert into hub.record (tenant_id, id, kind, version, values, stamps, created_at, updated_at)
          select ${of}, ${id}, 'customer', 1, ${values}, '{}', now(), now() from ${n}`,
    )
    await run(
      tx,
      sql`insert into hub.link (tenant_id, record_id, system, kind, external_id, seen, base, linked_at, linked_by)
          select ${of}, ${id}, s.system, 'customer', s.letter || n, 'v0', ${values}, now(), 'bench'
          from ${n}, (values ('crm', 'c'), ('erp', 'e')) s(system, letter)`,
    )
    await run(
      tx,
      sql`insert into hub.record_key (tenant_id, kind, field, value, record_id)
          select ${of}, 'customer', k.field, k.value, ${id} from ${n}, lateral (values
            ('code', 'k' || n), ('email', 'k' || n || '@acme.cn'), ('name', n || ' handel kunde'),
            ('name<', left(n || 'handelkunde', 6)), ('name>', 'lkunde')) k(field, value)`,
    )
  })
}
