import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drain } from '../outside.fixture.ts'
import { connectSql, sqlConnectorType } from './index.ts'
import { acme, CUSTOMERS, ORDERS, type Place, placeOf } from './sql.fixture.ts'

const kindsBy = (watch: object) => ({ customer: { ...CUSTOMERS, watch } }) as never

async function insert(
  sql: postgres.Sql | postgres.TransactionSql,
  code: string,
  name: string,
  at = '2026-03-02 08:00:00+00',
): Promise<string> {
  const [row] = await sql.unsafe(
    'insert into clients (client_no, name, is_firm, term, updated_at) values ($1, $2, true, 30, $3) returning id',
    [...[code, name, at]],
  )
  return String(row?.id).padStart(19, '0')
}

/** A transaction that stays open until it is let go. */
function held(sql: postgres.Sql, work: (tx: postgres.TransactionSql) => Promise<unknown>) {
  let letGo = () => {}
  const until = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let begun = () => {}
  const isBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  const done = sql.begin(async (tx) => {
    await work(tx)
    begun()
    await until
  })
  return {
    isBegun,
    commit: () => {
      letGo()
      return done
    },
  }
}

describe('I3 a table is followed', () => {
  const ways = [
    [{ by: 'xmin' }],
    [{ by: 'log' }],
    [{ by: 'column', column: 'updated_at', overlapSeconds: 60 }],
    [{ by: 'all' }],
  ] as const
  describe.each(ways)('by %j', (watch) => {
    let place: Place
    beforeAll(async () => {
      place = await placeOf(await freshDatabaseUrl(postgresUrl()), kindsBy(watch))
    })
    afterAll(() => place.close())

    it('from the beginning, then what is new or changed, once each, in pages of any size', async () => {
      const { sql, connect } = place
      for (let i = 1; i <= 7; i++) await insert(sql, `C${i}`, `N${i}`)
      const connector = connect(kindsBy(watch))
      const first = await drain(connector, 'customer', '', 3)
      expect([...new Set(first.names)].sort()).toEqual(['N1', 'N2', 'N3', 'N4', 'N5', 'N6', 'N7'])
      await drain(connector, 'customer', first.cursor, 3)
      await sql`update clients set name = 'N2b', updated_at = '2026-03-02 08:00:05+00' where client_no = 'C2'`
      await insert(sql, 'C8', 'N8', '2026-03-02 08:00:06+00')
      const second = await drain(connector, 'customer', first.cursor, 3)
      expect([...second.names].sort()).toEqual(['N2b', 'N8'])
      expect((await drain(connector, 'customer', second.cursor, 3)).names).toEqual([])
    })

    it('and no row is skipped that was written before others and committed after them', async () => {
      const { sql, connect } = place
      const connector = connect(kindsBy(watch))
      const before = await drain(connector, 'customer')
      const slow = held(sql, (tx) => insert(tx, 'LATE', 'Late', '2026-03-02 08:00:10+00'))
      await slow.isBegun
      for (let i = 0; i < 5; i++) await insert(sql, `F${i}`, `Fast${i}`, `2026-03-02 08:00:${20 + i}+00`)
      const while1 = await drain(connector, 'customer', before.cursor, 2)
      expect(while1.names).not.toContain('Late')
      const while2 = await drain(connector, 'customer', while1.cursor, 2)
      await slow.commit()
      const after = await drain(connector, 'customer', while2.cursor, 2)
      expect([...while1.names, ...while2.names, ...after.names]).toEqual(expect.arrayContaining(['Fast0', 'Fast4', 'Late']))
      // Another process, which remembers nothing, is told it from the last place on, too.
      const other = await drain(connect(kindsBy(watch)), 'customer', while2.cursor, 2)
      expect(other.names).toContain('Late')
    })
  })

  it('by a log also deletions are told; by transactions a change of the lines is a change of the document', async () => {
    const kinds = { customer: { ...CUSTOMERS, watch: { by: 'log' } }, order: ORDERS } as never
    const place = await placeOf(await freshDatabaseUrl(postgresUrl()), kinds)
    const { sql, connect } = place
    const id = await insert(sql, 'C1', 'Acme')
    await sql`insert into orders values ('O1', 1, 'CNY', '2026-03-02', 10, 1.3, 11.3)`
    await sql`insert into order_lines values ('O1', 1, 'Chair', 2, 5)`
    const connector = connect(kinds)
    const orders = await drain(connector, 'order')
    expect(orders.changes).toMatchObject([
      {
        externalId: 'O1',
        values: {
          customer: id,
          orderDate: '2026-03-02',
          total: '11.3',
          lines: [{ lineNumber: 1, quantity: '2', unit: 'pcs', unitPrice: '5' }],
        },
      },
    ])
    await sql`update order_lines set qty = 3`
    expect((await drain(connector, 'order', orders.cursor)).changes).toMatchObject([{ values: { lines: [{ quantity: '3' }] } }])
    const customers = await drain(connector, 'customer')
    await sql`delete from order_lines`
    await sql`delete from orders`
    await sql`delete from clients`
    expect((await drain(connector, 'customer', customers.cursor)).names).toEqual([`-${id}`])
    await place.close()
  })

  it('a row that has the key of a deleted one is told as another document, though it says the same', async () => {
    const kinds = { customer: { ...CUSTOMERS, born: 'made_at' } } as never
    const place = await placeOf(await freshDatabaseUrl(postgresUrl()), kinds)
    const { sql, connect } = place
    const id = await insert(sql, 'C1', 'Acme')
    const connector = connect(kinds)
    const first = await drain(connector, 'customer')
    await sql`update clients set name = 'Acme again'`
    const renamed = await drain(connector, 'customer', first.cursor)
    expect(renamed.changes[0]?.born).toBe(first.changes[0]?.born)
    await sql`delete from clients`
    await sql`insert into clients (id, client_no, name, is_firm, term) overriding system value
              values (${Number(id)}, 'C1', 'Acme again', true, 30)`
    const { changes } = await drain(connector, 'customer', renamed.cursor)
    expect(changes).toMatchObject([{ externalId: id, values: { name: 'Acme again' } }])
    expect(changes[0]?.born).not.toBe(first.changes[0]?.born)
    const [made] = await connector.apply('customer', [{ key: 'k1', values: { ...acme, code: 'C2' }, changed: Object.keys(acme) }])
    const done = made && 'done' in made ? made.done : undefined
    expect(done?.born).toBeDefined()
    expect(await connector.read('customer', [done?.externalId ?? ''])).toMatchObject([{ born: done?.born }])
    await place.close()
  })

  it('a view is read, too; it lists by ascending id however many digits its numbers have', async () => {
    const view = {
      customer: { table: 'debtors', key: 'id', watch: { by: 'all' }, fields: { code: 'client_no', name: 'name' } },
    } as never
    const place = await placeOf(await freshDatabaseUrl(postgresUrl()), view)
    for (let i = 1; i <= 12; i++) await insert(place.sql, `C${i}`, `N${i}`)
    const connector = place.connect(view)
    expect(connector.capabilities().kinds).toEqual({ customer: { read: true, write: false } })
    const ids: string[] = []
    for (let after = ''; ; ) {
      const page = await connector.list('customer', after, 5)
      ids.push(...page.map(({ externalId }) => externalId))
      if (page.length < 5) break
      after = ids.at(-1) as string
    }
    expect(ids).toHaveLength(12)
    expect(ids).toEqual([...ids].sort())
    expect(await connector.read('customer', [ids[11] as string])).toMatchObject([{ values: { code: 'C12', name: 'N12' } }])
    await place.close()
  })
})

describe('I3 a table is written', () => {
  let place: Place
  const kinds = { customer: CUSTOMERS, order: ORDERS } as never
  beforeAll(async () => {
    place = await placeOf(await freshDatabaseUrl(postgresUrl()), kinds)
  })
  afterAll(() => place.close())
  const all = Object.keys(acme)

  it('created, changed only where it changed, deleted; each told by its key afterwards', async () => {
    const { sql, connect } = place
    const connector = connect(kinds)
    const create = { key: 'shop:1:1', values: { ...acme, name: "L'été 家具" }, changed: all }
    const [made] = (await connector.apply('customer', [create])) as unknown as [{ done: { externalId: string; version: string } }]
    expect(await connector.read('customer', [made.done.externalId])).toMatchObject([
      {
        version: made.done.version,
        values: { name: "L'été 家具", type: 'company', creditLimit: '1000.5', onHold: false, status: 'active' },
      },
    ])
    expect(await connector.probe('customer', [create, { ...create, key: 'none' }])).toEqual([made, undefined])
    await sql`update clients set phone = '5' where client_no = 'C1'`
    const stale = { key: 'shop:1:2', externalId: made.done.externalId, seen: made.done.version, values: acme, changed: ['name'] }
    expect(await connector.apply('customer', [stale])).toEqual([{ later: { afterMs: 0, reason: 'stale' } }])
    const [now] = await connector.read('customer', [made.done.externalId])
    const [changed] = await connector.apply('customer', [{ ...stale, seen: now?.version as string }])
    expect(changed).toMatchObject({ done: {} })
    expect(await sql`select name, phone from clients where client_no = 'C1'`).toMatchObject([{ name: 'Acme', phone: '5' }])
    const gone = { key: 'shop:1:3', externalId: made.done.externalId, delete: true as const, values: {}, changed: [] }
    expect(await connector.apply('customer', [gone])).toMatchObject([{ done: {} }])
    expect(await connector.apply('customer', [{ ...gone, key: 'shop:1:4' }])).toMatchObject([{ done: {} }])
    expect(await connector.apply('customer', [{ ...stale, key: 'shop:1:5' }])).toMatchObject([{ refused: { code: 'sql/gone' } }])
    expect(
      await connector.apply('customer', [{ ...gone, key: 'shop:1:6', delete: undefined, mergeInto: 'x' } as never]),
    ).toMatchObject([{ refused: { code: 'sql/cannot-merge' } }])
  })

  it('once, however often and by how many at once the same key comes', async () => {
    const { sql, connect } = place
    const connectors = [connect(kinds), connect(kinds), connect(kinds)]
    const write = { key: 'shop:twice:1', values: { ...acme, code: 'TWICE' }, changed: all }
    const answers = await Promise.all(connectors.map((connector) => connector.apply('customer', [write, write])))
    for (const outcome of answers.flat()) expect('done' in outcome || 'later' in outcome || 'refused' in outcome).toBe(true)
    expect(answers.flat().filter((outcome) => 'done' in outcome).length).toBeGreaterThan(0)
    expect(await sql`select count(*)::int as count from clients where client_no = 'TWICE'`).toEqual([{ count: 1 }])
    expect(await connectors[0]?.apply('customer', [write])).toMatchObject([{ done: {} }])
  })

  it('an order with its lines, whole or not at all', async () => {
    const { sql, connect } = place
    const connector = connect(kinds)
    const client = await insert(sql, 'BUYER', 'Buyer')
    const line = { lineNumber: 1, description: 'Chair', quantity: '2', unitPrice: '12.345678' }
    const values = {
      number: 'SO1',
      customer: client,
      currency: 'CNY',
      orderDate: '2026-03-02',
      net: '1',
      tax: '0',
      total: '1',
      lines: [line],
    }
    const changed = Object.keys(values)
    expect(await connector.apply('order', [{ key: 'o1', values, changed }])).toMatchObject([{ done: { externalId: 'SO1' } }])
    const twin = { ...line, quantity: null }
    const broken = { ...values, number: 'SO2', lines: [line, twin] }
    expect(await connector.apply('order', [{ key: 'o2', values: broken, changed }])).toMatchObject([
      { refused: { code: 'sql/refused' } },
    ])
    expect(await sql`select order_no from orders`).toMatchObject([{ order_no: 'SO1' }])
    expect(await sql`select line_no, price::text from order_lines`).toMatchObject([{ line_no: 1, price: '12.345678' }])
    // A write that was refused leaves no trace of its key.
    expect(await connector.probe('order', [{ key: 'o2', values: broken, changed }])).toEqual([undefined])
  })

  it('what a check or a unique key of theirs refuses is refused in their words', async () => {
    const connector = place.connect(kinds)
    const [refused] = await connector.apply('customer', [
      { key: 'f', values: { ...acme, code: 'F', name: 'forbidden' }, changed: all },
    ])
    expect(refused).toMatchObject({
      refused: { code: 'sql/refused', details: { reason: expect.stringContaining('check constraint') } },
    })
  })

  it('not where it could not be read again: what a view hides is taken back', async () => {
    const { sql, connect } = place
    await sql.unsafe('create view active_clients as select * from clients where state = 1')
    const connector = connect({ customer: { ...CUSTOMERS, table: 'active_clients', watch: { by: 'all' } } } as never)
    const write = { key: 'v1', values: { ...acme, code: 'HIDDEN', status: 'archived' }, changed: all }
    expect(await connector.apply('customer', [write])).toMatchObject([{ refused: { code: 'sql/not-found-again' } }])
    expect(await sql`select client_no from clients where client_no = 'HIDDEN'`).toHaveLength(0)
  })

  it('by a procedure of theirs, with everything as one JSON text', async () => {
    const { sql, connect } = place
    const own = { customer: { ...CUSTOMERS, write: { procedure: 'save_client' }, delete: false } } as never
    const connector = connect(own)
    const write = { key: 'p1', values: { ...acme, code: 'PROC' }, changed: all }
    const [made] = (await connector.apply('customer', [write])) as unknown as [{ done: { externalId: string } }]
    expect(await sql`select name, mail from clients where client_no = 'PROC'`).toMatchObject([{ name: 'ACME', mail: 'p1' }])
    expect(await connector.apply('customer', [write])).toEqual([made])
    const { externalId } = made.done
    await connector.apply('customer', [{ key: 'p2', externalId, values: { ...acme, name: 'New' }, changed: ['name'] }])
    expect(await sql`select name from clients where client_no = 'PROC'`).toMatchObject([{ name: 'NEW' }])
  })

  it('is put off while the database is away, and unknown only when it went away while committing', async () => {
    const away = connectSql(place.given(kinds, { port: 1 }))
    await expect(away.changesSince('customer', '', 10)).rejects.toMatchObject({ failing: 'unreachable' })
    await expect(away.apply('customer', [{ key: 'x', values: acme, changed: all }])).rejects.toMatchObject({
      failing: 'unreachable',
    })
  })
})

describe('I3 a connection to a database is tried', () => {
  let place: Place
  beforeAll(async () => {
    place = await placeOf(await freshDatabaseUrl(postgresUrl()), { customer: { ...CUSTOMERS, write: false } } as never)
  })
  afterAll(() => place.close())
  const test = (kinds: unknown, more = {}) => sqlConnectorType.test(place.given(kinds as never, more))

  it('and says what it found, or what to do', async () => {
    expect(await test({ customer: { ...CUSTOMERS, write: false } })).toMatchObject({
      ok: true,
      value: { summary: { en: '0 clients' }, kinds: { customer: { read: true, write: false } } },
    })
    const refused = async (kinds: unknown, code: string, more = {}) =>
      expect(await test(kinds, more)).toMatchObject({ refusal: { code } })
    await refused({ customer: CUSTOMERS }, 'sql/script-needed')
    await refused({ customer: { ...CUSTOMERS, table: 'nowhere' } }, 'sql/bad-table')
    await refused({ customer: { ...CUSTOMERS, key: 'nothing' } }, 'sql/bad-table')
    await refused({ customer: CUSTOMERS }, 'sql/not-let-in', { database: 'no_such_database' })
    await refused({ customer: CUSTOMERS }, 'sql/unreachable', { port: 1 })
    await refused({ spaceship: CUSTOMERS }, 'described/wrong')
    await refused({ customer: { ...CUSTOMERS, table: 'a"; drop table clients; --' } }, 'described/wrong')
    await refused({ customer: { ...CUSTOMERS, fields: { codes: 'x' } } }, 'described/wrong')
    await refused({ customer: { ...CUSTOMERS, watch: { by: 'column' } } }, 'described/wrong')
    await refused({}, 'described/wrong')
    const given = place.given({ customer: CUSTOMERS } as never)
    const kept = { ...given, outside: { ...given.outside, mayReach: async () => Promise.reject(new Error('not allowed')) } }
    expect(await sqlConnectorType.test(kept)).toMatchObject({
      refusal: { code: 'sql/unreachable', details: { reason: 'not allowed' } },
    })
  })

  it('a column whose name would be SQL is only ever a name', async () => {
    const { sql, given } = place
    await sql.unsafe('create table "odd table" (id bigint primary key, "a; drop" text)')
    const odd = { customer: { table: 'odd table', key: 'id', fields: { name: 'a; drop' }, write: false } } as never
    expect(await sqlConnectorType.test(given(odd))).toMatchObject({ ok: true })
  })
})
