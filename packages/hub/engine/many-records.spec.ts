import { type Database, insertRows, rows, run, sql, type Tx } from '@tandem/db'
import type { Id } from '@tandem/kernel'
import { makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { acme, contactOf, jointOf } from './joint.fixture.ts'

const database = testDatabase([hubMigrations])
const KNOWN = 2_000
const A_MONTH_MS = 30 * 24 * 3_600_000

describe('I6 a step of the joint reads what it is about, however much there is', () => {
  it('when it looks after deliveries that wait', async () => {
    const world = await makeWorld(database.current, 1)
    const [named, last] = await fill(world)
    const now = world.now()
    const times = { dueAt: now, createdAt: now }
    const about = { system: 'erp', kind: 'contact', recordId: last, version: 1, priority: 5, state: 'waiting', waitsFor: named }
    await world.run((tx) => insertRows(tx, 'hub.delivery', [{ ...about, ...times, id: world.newId() }]))
    world.pass(A_MONTH_MS)
    const read: number[] = []
    await jointOf(world, { hub: { database: reading(world.database, read) } })
      .hub({ connectors: [] })
      .runUntilIdle()
    const shown = await world.run((tx) => rows(tx, sql`select code, details from hub.inbox_entry`))
    expect(shown).toMatchObject([{ code: 'joint/reference-not-there', details: { missingKind: 'customer' } }])
    expect(Math.max(...read)).toBeLessThan(KNOWN / 10)
  })

  it('when it keeps what became of a write, once something was merged', async () => {
    const world = await makeWorld(database.current, 2)
    const read: number[] = []
    const { crm, erp, hub } = jointOf(world)
    const worker = hub({ database: reading(world.database, read) })
    await worker.runUntilIdle()
    const customer = crm.add('customer', acme)
    await worker.runUntilIdle()
    await fill(world)
    const alias = {
      system: 'crm',
      kind: 'customer',
      externalId: 'gone',
      recordId: world.newId(),
      seen: '1',
      base: {},
      there: true,
    }
    await world.run((tx) => insertRows(tx, 'hub.alias', [alias]))
    read.length = 0
    crm.add('contact', contactOf(customer, 'Bea'))
    await worker.runUntilIdle()
    expect(erp.documents('contact').size).toBe(1)
    expect(Math.max(...read)).toBeLessThan(KNOWN / 10)
  })

  it('when a customer gets contacts, is merged and is two again, whatever names others', async () => {
    const world = await makeWorld(database.current, 3)
    const read: number[] = []
    const { crm, erp, hub } = jointOf(world)
    const worker = hub({ database: reading(world.database, read) })
    const [keep, lose] = [crm.add('customer', acme), crm.add('customer', { ...acme, code: 'C2', name: 'Other' })]
    crm.add('contact', contactOf(lose, 'Bob'))
    await worker.runUntilIdle()
    await fillNaming(world)
    read.length = 0
    for (const name of ['Bob', 'Bea', 'Ben']) crm.add('contact', contactOf(keep, name))
    await worker.runUntilIdle()
    expect(erp.documents('contact').size).toBe(4)
    expect(Math.max(...read), 'new contacts').toBeLessThan(KNOWN / 10)
    for (const into of [keep, null]) {
      read.length = 0
      crm.merge('customer', lose, into)
      await worker.runUntilIdle()
      expect(erp.documents('contact').size).toBe(4)
      expect(Math.max(...read), String(into)).toBeLessThan(KNOWN / 10)
    }
  })
})

/** Contacts of many other customers. */
async function fillNaming(world: World): Promise<void> {
  const times = { createdAt: world.now(), updatedAt: world.now() }
  await world.run((tx) =>
    insertRows(
      tx,
      'hub.record',
      Array.from({ length: KNOWN }, () => {
        return { id: world.newId(), kind: 'contact', version: 1, values: { customer: world.newId() }, stamps: {}, ...times }
      }),
    ),
  )
  await world.database.asOwner((tx) => run(tx, sql`analyze hub.record`))
}

/** Many customers that two systems have, and a contact that the ERP does not have. Answers the last two of them. */
async function fill(world: World): Promise<[customer: Id, contact: Id]> {
  const now = world.now()
  const ids = Array.from({ length: KNOWN }, () => world.newId())
  const [customer, contact] = ids.slice(-2) as [Id, Id]
  const customers = ids.slice(0, -1)
  await world.run(async (tx) => {
    await insertRows(
      tx,
      'hub.record',
      ids.map((id, i) => {
        const kind = id === contact ? 'contact' : 'customer'
        return { id, kind, version: 1, values: { code: `F${i}` }, stamps: {}, createdAt: now, updatedAt: now }
      }),
    )
    const links = (system: string, of: readonly Id[]) =>
      of.map((recordId) => {
        const about = { kind: 'customer', externalId: `f-${recordId}`, seen: '1', base: {}, linkedAt: now, linkedBy: 'first' }
        return { recordId, system, ...about }
      })
    const about = { kind: 'customer', version: 1, priority: 5 }
    await insertRows(
      tx,
      'hub.delivery',
      customers.map((recordId) => {
        return { ...about, id: world.newId(), system: 'erp', recordId, state: 'done', dueAt: now, createdAt: now }
      }),
    )
    await insertRows(
      tx,
      'hub.change',
      customers.map((recordId) => {
        const told = {
          system: 'crm',
          externalId: `f-${recordId}`,
          values: {},
          deleted: false,
          actor: 'somebody',
          state: 'planned',
        }
        return { ...about, ...told, id: world.newId(), recordId, readMark: 0, at: now, pulledAt: now }
      }),
    )
    await insertRows(tx, 'hub.link', [...links('crm', customers), ...links('erp', customers.slice(0, -1))])
  })
  await world.database.asOwner((tx) => run(tx, sql`analyze hub.record, hub.link, hub.delivery, hub.change`))
  return [customer, contact]
}

/** The database, which notes of each transaction how much of what it keeps of documents it read. */
function reading(whole: Database, read: number[]): Database {
  return {
    ...whole,
    transaction: (tenant, work, settings) =>
      whole.transaction(
        tenant,
        async (tx) => {
          // The session has not told all of the transactions before.
          const before = await rowsRead(tx)
          const result = await work(tx)
          read.push((await rowsRead(tx)) - before)
          return result
        },
        settings,
      ),
  }
}

async function rowsRead(tx: Tx): Promise<number> {
  const [found] = await rows(
    tx,
    sql<{ count: string }>`
      select sum(seq_tup_read + idx_tup_fetch) as count from pg_stat_xact_user_tables
      where schemaname = 'hub' and relname in ('record', 'link', 'delivery', 'change')`,
  )
  return Number(found?.count ?? 0)
}
