/** A million records of two systems proved again, beside the bare scan that reckons a hash of each of their rows. */
import { rows, run, sql } from '@tandem/db'
import type { Bench, Line } from '../harness.ts'
import { hubOf } from '../joint.ts'
import { openShop, type Shop } from '../shop.ts'

export const bench: Bench = {
  name: 'proof',
  async run({ postgres, quick, log }) {
    const count = quick ? 20_000 : 1_000_000
    const shop = await openShop(postgres, { items: 1, parties: 1 })
    const hub = hubOf(shop)
    await hub.runUntilIdle()
    try {
      await agreedCustomers(shop, count)
      log(`${count} customers on both sides, linked`)
      const bare = await timed(() => bareScan(shop))
      log(`bare hash of every row of both sides and of every record ${bare.toFixed(1)} s`)
      let proof = await hub.proof({ kinds: ['customer'] })
      const whole = await timed(async () => {
        proof = await hub.proof({ kinds: ['customer'] })
      })
      if (!proof.inSync || proof.kinds[0]?.counts['tandem-erp'] !== count + 1) throw new Error('it is not in sync')
      log(`proved in ${whole.toFixed(1)} s`)
      await changeByHand(shop)
      const found = await timed(async () => {
        proof = await hub.proof({ kinds: ['customer'] })
      })
      if (proof.kinds[0]?.differenceCount !== 3) throw new Error(`${proof.kinds[0]?.differenceCount} of 3 differences found`)
      const lines: Line[] = [
        {
          name: `${count} records of two systems proved again`,
          unit: 's',
          value: whole,
          limit: { what: 'a bare md5 of every row as text, both sides and the records', value: bare },
          aim: { text: 'a million in at most 60 s', reached: whole * (1_000_000 / count) <= 60 },
          detail: {
            'with 3 changed by hand, s': found,
            'digests asked then': proof.read.digests,
            'documents read then': proof.read.documents,
          },
        },
      ]
      return lines
    } finally {
      await shop.database.close()
    }
  },
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Customers as a first load leaves them, written straight into the tables: loading them is another benchmark's matter. */
async function agreedCustomers({ database, tenant }: Shop, count: number): Promise<void> {
  const step = 50_000
  for (let from = 1; from <= count; from += step) {
    const upTo = Math.min(count, from + step - 1)
    await database.transaction(tenant, async (tx) => {
      // Ids as they come: one after the other, those of the three tables apart.
      const id = (table: string) => `('0190000${table}-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
      const made = sql`(select ${sql.raw(`${id('1')} as crm, ${id('2')} as erp, ${id('3')} as record`)}, 'K' || n as code,
                   '客户 ' || n || ' Trading Co.' as name, 'k' || n || '@example.com' as email
                   from generate_series(${from}::int, ${upTo}::int) n) made`
      const stamps = sql`1, now(), 'bench', now(), 'bench'`
      const own = sql.raw(
        'id, version, created_at, created_by, updated_at, updated_by, code, name, type, email, currency, payment_term_days',
      )
      await run(
        tx,
        sql`insert into crm.customer (${own}, on_hold, status)
            select crm, ${stamps}, code, name, 'company', email, 'CNY', 30, false, 'active' from ${made}`,
      )
      await run(
        tx,
        sql`insert into erp.party (${own}, on_hold, status, is_customer, is_vendor)
            select erp, ${stamps}, code, name, 'company', email, 'CNY', 30, false, 'active', true, false from ${made}`,
      )
      await run(
        tx,
        sql`insert into hub.record (id, kind, version, values, stamps, created_at, updated_at)
            select record, 'customer', 1, jsonb_build_object('code', code, 'name', name, 'type', 'company', 'taxNumber', null,
              'email', email, 'phone', null, 'currency', 'CNY', 'paymentTermDays', 30, 'creditLimit', null, 'onHold', false,
              'status', 'active'), '{}', now(), now() from ${made}`,
      )
      await run(
        tx,
        sql`insert into hub.link (record_id, system, kind, external_id, seen, base, linked_at, linked_by)
            select made.record, s.system, 'customer', s.id::text, '1', '{}', now(), 'bench'
            from ${made}, lateral (values ('tandem-crm', made.crm), ('tandem-erp', made.erp)) s(system, id)`,
      )
    })
  }
  await database.asOwner((tx) => run(tx, sql`analyze`))
}

/** What no proof of contents can do without: every row read and hashed once. */
async function bareScan({ database, tenant }: Shop): Promise<void> {
  for (const table of ['crm.customer', 'erp.party', 'hub.record', 'hub.record']) {
    await database.transaction(tenant, (tx) => rows(tx, sql`select count(md5(t::text)) from ${sql.raw(table)} t`))
  }
}

async function changeByHand({ database, tenant }: Shop): Promise<void> {
  await database.transaction(tenant, (tx) =>
    run(tx, sql`update erp.party set phone = 'by hand' where code in ('K7', 'K7000', 'K19000')`),
  )
}
