import { embeddedTestDatabase, makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { BY_KEY, rows, run, sql, type Tx } from './index.ts'
import { insertRows } from './rows.ts'
import { lab } from './testing/lab.ts'

const databases = { postgres: testDatabase([lab]), pglite: embeddedTestDatabase([lab]) }

describe.each(['postgres', 'pglite'] as const)('a transaction on %s', (kind) => {
  let seed = 0
  const newWorld = () => makeWorld(databases[kind].current, ++seed)
  const write = (tx: Tx, world: World, value: string) => insertRows(tx, 'lab.reading', [{ id: world.newId(), value }])
  const written = async (world: World) =>
    (await world.run((tx) => rows(tx, sql<{ value: string }>`select value from lab.reading order by id`))).map(
      ({ value }) => value,
    )

  it('keeps what it wrote, all of it, in order of sending', async () => {
    const world = await newWorld()
    const result = await world.run(async (tx) => {
      const [, count] = await Promise.all([
        write(tx, world, '1'),
        rows(tx, sql`select count(*) as n from lab.reading`),
        write(tx, world, '2'),
      ])
      return count
    })
    expect(result).toEqual([{ n: 1 }])
    expect(await written(world)).toEqual(['1', '2'])
  })

  it('leaves nothing behind when its work throws, and throws the same', async () => {
    const world = await newWorld()
    const reason = new Error('changed my mind')
    await expect(
      world.run(async (tx) => {
        await write(tx, world, '1')
        throw reason
      }),
    ).rejects.toBe(reason)
    expect(await written(world)).toEqual([])
  })

  it('leaves nothing behind when one of several statements sent together fails, and says which', async () => {
    const world = await newWorld()
    await expect(
      world.run((tx) => Promise.all([write(tx, world, '1'), run(tx, sql`select 1 / 0`), write(tx, world, '3')])),
    ).rejects.toThrow('division by zero')
    // Also when the failure that reaches us first is only the echo of an earlier one.
    await expect(
      world.run(async (tx) => {
        run(tx, sql`select 1 / 0`).catch(() => {})
        await write(tx, world, '2')
      }),
    ).rejects.toThrow('division by zero')
    expect(await written(world)).toEqual([])
  })

  it('is not committed when a failed statement was overlooked', async () => {
    const world = await newWorld()
    const overlooking = world.run(async (tx) => {
      await write(tx, world, '1')
      await run(tx, sql`select 1 / 0`).catch(() => {})
      return 'all is well'
    })
    await expect(overlooking).rejects.toThrow('nothing of it was saved')
    const notAwaited = world.run(async (tx) => {
      run(tx, sql`select 1 / 0`).catch(() => {})
    })
    await expect(notAwaited).rejects.toMatchObject({ name: 'StatementFailed' })
    expect(await written(world)).toEqual([])
  })

  it('need not wait for writes that travel with its commit, and fails with the error of one that fails', async () => {
    const world = await newWorld()
    await world.run(async (tx) => tx.post(write(tx, world, '1'), write(tx, world, '2')))
    expect(await written(world)).toEqual(['1', '2'])
    const failing = world.run(async (tx) => {
      tx.post(write(tx, world, '3'), run(tx, sql`select 1 / 0`), write(tx, world, '4'))
      return 'all is well'
    })
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    expect(await written(world)).toEqual(['1', '2'])
  })

  it('tells a statement that comes after a failed write what failed', async () => {
    const world = await newWorld()
    const failing = world.run(async (tx) => {
      tx.post(run(tx, sql`select 1 / 0`))
      return rows(tx, sql`select 1`)
    })
    await expect(failing).rejects.toThrow('division by zero')
    const settling = world.run(async (tx) => {
      tx.post(run(tx, sql`select 1 / 0`))
      await tx.settled()
    })
    await expect(settling).rejects.toThrow('division by zero')
  })

  it('is a fault when a write is posted that has not sent all it has to', async () => {
    const world = await newWorld()
    const late = world.run(async (tx) => {
      tx.post(new Promise((resolve) => setTimeout(resolve, 20)).then(() => write(tx, world, '9')))
    })
    await expect(late).rejects.toThrow('this transaction has ended')
  })

  it('saves nothing when a posted write could not even be sent', async () => {
    const world = await newWorld()
    const failing = world.run(async (tx) => {
      tx.post(write(tx, world, '1'), run(tx, sql`select ${undefined}`))
    })
    await expect(failing).rejects.toThrow('a parameter is undefined')
    expect(await written(world)).toEqual([])
  })

  it('that only reads sees its tenant and can write nothing', async () => {
    const world = await newWorld()
    await world.run((tx) => write(tx, world, '1'))
    const read = <T>(work: (tx: Tx) => Promise<T>) => databases[kind].current.read(world.tenant, work)
    expect(await read((tx) => rows(tx, sql`select value from lab.reading`))).toEqual([{ value: '1' }])
    await expect(read((tx) => write(tx, world, '2'))).rejects.toMatchObject({ code: '25006' })
    const overlooked = read(async (tx) => {
      await run(tx, sql`select 1 / 0`).catch(() => {})
      return 'all is well'
    })
    await expect(overlooked).rejects.toThrow('a statement of this transaction failed')
    expect(await written(world)).toEqual(['1'])
  })

  it('goes on after a failure inside a savepoint', async () => {
    const world = await newWorld()
    await world.run(async (tx) => {
      await write(tx, world, '1')
      await run(tx, sql`savepoint attempt`)
      await expect(write(tx, world, 'no number')).rejects.toThrow()
      await run(tx, sql`rollback to attempt`)
      await write(tx, world, '2')
    })
    expect(await written(world)).toEqual(['1', '2'])
  })

  it('ends with its work: what comes later is a fault and reaches nobody else', async () => {
    const world = await newWorld()
    let late: Promise<unknown> = Promise.resolve()
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const failing = world.run((tx) => {
      late = gate.then(() => write(tx, world, '9'))
      return Promise.all([late, run(tx, sql`select 1 / 0`)])
    })
    await expect(failing).rejects.toThrow('division by zero')
    const other = world.run(async (tx) => {
      await write(tx, world, '1')
      open()
      await expect(late).rejects.toThrow('this transaction has ended')
    })
    await other
    expect(await written(world)).toEqual(['1'])
  })

  it('may not begin, end or change itself by a statement', async () => {
    const world = await newWorld()
    for (const text of [
      'commit',
      'rollback',
      'begin',
      ' reset role',
      'set role postgres',
      'set local role none',
      '-- x\nreset role',
      'do $$ begin end $$',
    ]) {
      await expect(world.run((tx) => run(tx, sql.raw(text)))).rejects.toThrow('not a statement of the application')
    }
    await world.run((tx) => run(tx, sql`set local lock_timeout = '1s'`))
  })

  it('wakes those who wait for events after its commit only', async () => {
    const world = await newWorld()
    const heard: string[] = []
    const stop = databases[kind].current.onAppended((tenant, context) => heard.push(`${tenant === world.tenant} ${context}`))
    await world.run(async (tx) => {
      tx.touched('lab', ['robot'])
      expect(heard).toEqual([])
    })
    await expect(
      world.run(async (tx) => {
        tx.touched('lab', ['robot'])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    stop()
    await world.run(async (tx) => tx.touched('lab', ['robot']))
    expect(heard).toEqual(['true lab'])
  })

  it("says whether all that it appended was the joint's own", async () => {
    const world = await newWorld()
    const heard: string[] = []
    const stop = databases[kind].current.onAppended((_, context, { documents, byJoint }) =>
      heard.push(`${context} ${[...documents].sort().join(' ')} ${byJoint}`),
    )
    await world.run(async (tx) => tx.touched('lab', ['robot'], true))
    await world.run(async (tx) => {
      tx.touched('lab', ['robot'], true)
      tx.touched('lab', ['bench'])
      tx.touched('lab', ['robot'], true)
    })
    stop()
    expect(heard).toEqual(['lab robot true', 'lab bench robot false'])
  })

  it('is planned as it asks for, and the next one as ever', async () => {
    const world = await newWorld()
    const planned = (tx: Tx) =>
      rows(tx, sql`select current_setting('plan_cache_mode') as mode, current_setting('enable_seqscan') as whole`)
    const byKey = await databases[kind].current.transaction(world.tenant, planned, BY_KEY)
    expect(byKey).toEqual([{ mode: 'force_generic_plan', whole: 'off' }])
    expect(await databases[kind].current.transaction(world.tenant, planned)).toEqual([{ mode: 'auto', whole: 'on' }])
  })

  it('of a tenant whose id is no id is not begun', async () => {
    const evil = "0'; drop table lab.reading; --" as never
    await expect(databases[kind].current.transaction(evil, (tx) => rows(tx, sql`select 1`))).rejects.toThrow(
      'not the id of a tenant',
    )
  })
})
