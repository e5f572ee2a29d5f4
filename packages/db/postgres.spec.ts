import { freePort, freshDatabaseUrl, makeWorld, postgresUrl, testDatabase, type World } from '@tandem/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { type Database, migrate, openPostgres, rows, run, sql, type Tx } from './index.ts'
import { insertRows } from './rows.ts'
import { lab } from './testing/lab.ts'

const database = testDatabase([lab])
const opened: Database[] = []
const open = (url: string, connections?: number): Database => {
  const made = openPostgres(url, connections)
  opened.push(made)
  return made
}
afterAll(() => Promise.all(opened.map((each) => each.close())))

const write = (tx: Tx, world: World, value: string) => insertRows(tx, 'lab.reading', [{ id: world.newId(), value }])
const written = (world: World) => world.run((tx) => rows(tx, sql`select value from lab.reading order by id`))
const processOf = async (tx: Tx) => (await rows(tx, sql<{ pid: number }>`select pg_backend_pid() as pid`))[0]?.pid

/** What an administrator, a restart or a broken line does to a connection. */
async function cut(pid: number | undefined): Promise<void> {
  await database.current.asOwner((tx) => run(tx, sql`select pg_terminate_backend(${pid ?? 0}::int, 5000)`))
}

describe('a connection to PostgreSQL that breaks', () => {
  it('between two statements of a transaction rejects it clearly; nothing of it is saved and the next one works', async () => {
    const world = await makeWorld(database.current, 1)
    const broken = world.run(async (tx) => {
      await write(tx, world, '1')
      await cut(await processOf(tx))
      await write(tx, world, '2')
    })
    await expect(broken).rejects.toMatchObject({ name: 'ConnectionLost', message: expect.stringContaining('nothing was saved') })
    await world.run((tx) => write(tx, world, '3'))
    expect(await written(world)).toEqual([{ value: '3' }])
  })

  it('while statements travel rejects every one of them', async () => {
    const world = await makeWorld(database.current, 2)
    const outcomes = await world
      .run(async (tx) => {
        const pid = await processOf(tx)
        const slow = run(tx, sql`select pg_sleep(20)`)
        const behind = Array.from({ length: 5 }, (_, i) => write(tx, world, String(i)))
        const settled = Promise.allSettled([slow, ...behind])
        await cut(pid)
        return (await settled).map((each) => (each.status === 'rejected' ? each.reason.name : 'done'))
      })
      .catch((error: Error) => error.name)
    expect(outcomes).toBe('ConnectionLost')
    expect(await written(world)).toEqual([])
  })

  it('while it is idle is replaced before anybody notices', async () => {
    const world = await makeWorld(database.current, 3)
    const one = { ...world, database: open(database.url, 1) }
    const first = await one.database.transaction(world.tenant, processOf)
    await cut(first)
    // The news of it may come a moment later than the cut.
    await expect.poll(() => one.database.transaction(world.tenant, processOf).catch(() => first)).not.toBe(first)
  })

  it('during the commit leaves the outcome unknown, and says so', async () => {
    const world = await makeWorld(database.current, 4)
    await database.current.script(`create function lab.hesitate() returns trigger language plpgsql as $$ begin perform pg_sleep(20); return null; end $$;
      create constraint trigger hesitate after insert on lab.sample_line deferrable initially deferred
        for each row execute function lab.hesitate();
      alter table lab.sample_line drop constraint sample_line_tenant_id_parent_id_fkey`)
    let pid: number | undefined
    const committing = world.run(async (tx) => {
      pid = await processOf(tx)
      await insertRows(tx, 'lab.sample_line', [{ parentId: world.newId(), lineNumber: 1, text: 'x' }])
    })
    committing.catch(() => {})
    const sleeping = () =>
      database.current.asOwner((tx) =>
        rows(tx, sql`select pid from pg_stat_activity where pid = ${pid ?? 0}::int and wait_event = 'PgSleep'`),
      )
    await expect.poll(sleeping).toHaveLength(1)
    await cut(pid)
    await expect(committing).rejects.toMatchObject({ name: 'CommitUnknown' })
  })

  it('and cannot be made again is a clear fault, until it can', async () => {
    const port = await freePort()
    const nowhere = open(`postgres://nobody@127.0.0.1:${port}/none`)
    await expect(nowhere.asOwner((tx) => rows(tx, sql`select 1`))).rejects.toMatchObject({ name: 'ConnectionLost' })
    await expect(nowhere.asOwner((tx) => rows(tx, sql`select 1`))).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  })
})

describe('the connections of a database', () => {
  it('are shared: more transactions than connections take turns, in order of asking', async () => {
    const world = await makeWorld(database.current, 5)
    const two = open(database.url, 2)
    let running = 0
    let most = 0
    const order: number[] = []
    const work = Array.from({ length: 12 }, (_, i) =>
      two.transaction(world.tenant, async (tx) => {
        most = Math.max(most, ++running)
        await run(tx, sql`select pg_sleep(0.005)`)
        order.push(i)
        running--
      }),
    )
    await Promise.all(work)
    expect(most).toBe(2)
    expect(order.length).toBe(12)
    expect(order.indexOf(0)).toBeLessThan(order.indexOf(11))
  })

  it('are closed when asked: running work is finished, more is refused', async () => {
    const world = await makeWorld(database.current, 6)
    const closing = openPostgres(database.url, 2)
    const running = closing.transaction(world.tenant, async (tx) => {
      await run(tx, sql`select pg_sleep(0.5)`)
      return write(tx, world, '1')
    })
    const sleeping = () =>
      database.current.asOwner((tx) => rows(tx, sql`select 1 from pg_stat_activity where wait_event = 'PgSleep'`))
    await expect.poll(sleeping, { interval: 20, timeout: 30_000 }).not.toEqual([])
    const closed = closing.close()
    await expect(running).resolves.toBe(1)
    await closed
    await expect(closing.transaction(world.tenant, processOf)).rejects.toThrow('the database is closed')
  })

  it('need the migrations first, and say so', async () => {
    const world = await makeWorld(database.current, 7)
    const empty = open(await freshDatabaseUrl(postgresUrl()))
    await expect(empty.transaction(world.tenant, processOf)).rejects.toThrow('run the migrations')
    await migrate(empty, [])
    expect(await empty.transaction(world.tenant, processOf)).toBeTypeOf('number')
  })
})

describe('an owner who is no superuser', () => {
  /** A database whose owner was just made, with the rights that `grant` gives. */
  async function ownedWith(grant: (role: string) => string): Promise<{ owned: Database; role: string }> {
    const url = new URL(await freshDatabaseUrl(postgresUrl()))
    const name = url.pathname.slice(1)
    const role = `owner_of_${name}`
    await database.current.script(`create role ${role} login password 'secret'; ${grant(role)}`)
    await database.current.script(`alter database ${name} owner to ${role}`)
    url.username = role
    url.password = 'secret'
    return { owned: open(url.href), role }
  }

  it('is enough, when it may create roles', async () => {
    const { owned } = await ownedWith((role) => `alter role ${role} createrole; grant tandem_app to ${role} with admin option`)
    await migrate(owned, [lab])
    await migrate(owned, [lab])
    const [ours, theirs] = [await makeWorld(owned, 8), await makeWorld(owned, 9)]
    await ours.run((tx) => write(tx, ours, '1'))
    await theirs.run((tx) => write(tx, theirs, '2'))
    expect(await written(ours)).toEqual([{ value: '1' }])
    // Row-level security is forced: not even the owner sees rows without being their tenant.
    expect(await owned.asOwner((tx) => rows(tx, sql`select value from lab.reading`))).toEqual([])
  })

  it('is told what to ask for, when it may not', async () => {
    const { owned, role } = await ownedWith(() => '')
    await expect(migrate(owned, [])).rejects.toThrow(`As an administrator run: alter role ${role} createrole`)
  })

  it('is told what to ask for, when somebody else made the role of the application', async () => {
    const { owned, role } = await ownedWith((name) => `alter role ${name} createrole`)
    const [version] = await owned.asOwner((tx) =>
      rows(tx, sql<{ number: number }>`select current_setting('server_version_num')::int as number`),
    )
    // Before PostgreSQL 16 the right to create roles was enough.
    if ((version?.number ?? 0) < 160000) expect(await migrate(owned, [])).not.toEqual([])
    else await expect(migrate(owned, [])).rejects.toThrow(`grant tandem_app to ${role} with admin option`)
  })
})
