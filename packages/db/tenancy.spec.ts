import { embeddedTestDatabase, makeWorld, testDatabase, type World } from '@tandem/testkit'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import { baseCurrency, rows, run, sql, tenants } from './index.ts'
import { insertRows } from './rows.ts'
import { lab } from './testing/lab.ts'

const databases = { postgres: testDatabase([lab]), pglite: embeddedTestDatabase([lab]) }
const keep = (world: World, value: string) => world.run((tx) => insertRows(tx, 'lab.reading', [{ id: world.newId(), value }]))

describe.each(['postgres', 'pglite'] as const)('P2 a tenant on %s', (kind) => {
  let seed = 0
  const newWorld = () => makeWorld(databases[kind].current, ++seed)

  it('sees its own rows only, whatever it asks for', async () => {
    const [ours, theirs] = [await newWorld(), await newWorld()]
    await keep(ours, '1')
    await keep(theirs, '2')
    const asked = (text: string) => ours.run((tx) => rows(tx, sql.raw(text)))
    expect(await asked('select value from lab.reading')).toEqual([{ value: '1' }])
    expect(await asked(`select value from lab.reading where tenant_id = '${theirs.tenant}'`)).toEqual([])
    expect(await asked('select count(*) as n from lab.reading where true or tenant_id is not null')).toEqual([{ n: 1 }])
    expect(await asked('select id from platform.tenant')).toEqual([{ id: ours.tenant }])
    expect(await ours.run(baseCurrency)).toBe('CNY')
    expect((await tenants(databases[kind].current)).map(({ id }) => id)).toEqual(
      expect.arrayContaining([ours.tenant, theirs.tenant]),
    )
  })

  it('cannot write, change or delete rows of another', async () => {
    const [ours, theirs] = [await newWorld(), await newWorld()]
    await theirs.run((tx) => run(tx, sql`insert into platform.counter (name, last) values ('n', 1)`))
    const trespass = ours.run((tx) => insertRows(tx, 'lab.reading', [{ tenantId: theirs.tenant, id: ours.newId(), value: '1' }]))
    await expect(trespass).rejects.toThrow('row-level security')
    expect(await ours.run((tx) => run(tx, sql`update platform.counter set last = 2`))).toBe(0)
    expect(await ours.run((tx) => run(tx, sql`delete from platform.counter`))).toBe(0)
    expect(await theirs.run((tx) => rows(tx, sql`select last from platform.counter`))).toEqual([{ last: 1 }])
  })

  it('cannot shed its role, its tenant or the policies from inside a statement', async () => {
    const [ours, theirs] = [await newWorld(), await newWorld()]
    await keep(theirs, '2')
    const attempts = [
      `select set_config('role', 'postgres', true)`,
      `select set_config('session_authorization', 'postgres', true)`,
      `with a as (select set_config('role', 'none', false)) select value from a, lab.reading`,
      `select query_to_xml('set role postgres', true, true, '')`,
      `select query_to_xml('select set_config(''role'', ''postgres'', false)', true, true, '')`,
      'select * from platform.login',
      'select * from platform.migration',
      'select pg_read_file($$/etc/passwd$$)',
      `delete from pg_policy`,
      `update pg_class set relrowsecurity = false`,
      `call platform.keep_by_tenant('lab.reading')`,
      `insert into platform.tenant (id, name, base_currency, time_zone) values ('${ours.newId()}', 'x', 'CNY', 'UTC')`,
    ]
    for (const attempt of attempts) {
      const tried = ours.run(async (tx) => {
        await rows(tx, sql.raw(attempt))
        return rows<{ role: string; n: number }>(tx, sql`select current_user as role, (select count(*) from lab.reading) as n`)
      })
      const outcome = await tried.catch((error: Error) => error.message)
      // Refused, or let through where it changes nothing: PostgreSQL's own login may always return to itself.
      if (typeof outcome === 'string')
        expect(outcome, attempt).toMatch(/permission denied|cannot be changed|not allowed|must be owner/)
      else expect(outcome, attempt).toEqual([{ role: expect.stringMatching(/^tandem_app_/), n: 0 }])
    }
    // And nothing stays behind for the next transaction of the same connection.
    expect(await ours.run((tx) => rows(tx, sql`select value from lab.reading`))).toEqual([])
  })

  it('must be set: without one nothing is seen and nothing can be kept', async () => {
    const world = await newWorld()
    await keep(world, '1')
    const blank = world.run(async (tx) => {
      // What a forgotten tenant looks like to a policy.
      const [row] = await rows(
        tx,
        sql<{ seen: boolean | null }>`select exists (select from lab.reading where tenant_id = nullif('', '')::uuid) as seen`,
      )
      return row?.seen
    })
    expect(await blank).toBe(false)
  })
})

describe('P2 the application on PostgreSQL', () => {
  const database = databases.postgres

  async function asApplication<T>(work: (client: postgres.Sql) => Promise<T>): Promise<T> {
    const [login] = await database.current.asOwner((tx) =>
      rows(tx, sql<{ role: string; password: string }>`select role, password from platform.login`),
    )
    const client = postgres(database.url, {
      user: login?.role ?? '',
      password: login?.password ?? '',
      max: 1,
      onnotice: () => {},
    })
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  it('logs in with a password of its own and has no right above that', async () => {
    const [role] = await asApplication(
      (client) =>
        client`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = current_user`,
    )
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    })
  })

  it.each([
    'set role postgres',
    'set session authorization postgres',
    'alter table lab.reading disable row level security',
    'alter table lab.reading no force row level security',
    'drop policy own_tenant on lab.reading',
    'drop table lab.reading',
    'truncate lab.reading',
    'truncate lab.event',
    'update lab.event set type = type',
    'alter role current_user bypassrls',
    'alter table lab.reading disable trigger all',
    'set session_replication_role = replica',
    'create table lab.x (a integer)',
    'create function lab.f() returns integer language sql as $$ select 1 $$',
    'create extension dblink',
    'select * from platform.login',
    "copy lab.reading to program 'true'",
  ])('may not: %s', async (statement) => {
    await asApplication(async (client) => {
      await expect(client.unsafe(statement)).rejects.toThrow(/permission denied|must be (able|owner|superuser)|Only roles with/)
    })
  })

  it.each([
    'reset role',
    'set role none',
    'reset session authorization',
    'set session authorization default',
    'discard all',
    'set row_security = off',
  ])('gains nothing by: %s', async (statement) => {
    await keep(await makeWorld(database.current, 900 + statement.length), '1')
    await asApplication(async (client) => {
      await client.unsafe(statement)
      // No tenant is set: nothing is seen, or PostgreSQL refuses to answer at all.
      const seen = await client`select count(*)::int as n from lab.reading`.catch((error: Error) => [{ n: error.message }])
      expect([0, 'query would be affected by row-level security policy for table "reading"']).toContain(seen[0]?.n)
    })
  })
})
