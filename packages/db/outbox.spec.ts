import type { Id } from '@tandem/kernel'
import { freshDatabaseUrl, makeWorld, postgresUrl, randomNumbers, type World } from '@tandem/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { appendEvents, type Database, migrate, openPostgres, readEvents, rows, type StoredEvent, sql, type Tx } from './index.ts'
import { lab } from './testing/lab.ts'

let database: Database
let seed = 0
const newWorld = () => makeWorld(database, ++seed)

beforeAll(async () => {
  database = openPostgres(await freshDatabaseUrl(postgresUrl()))
  await migrate(database, [lab])
})
afterAll(async () => {
  await database?.close()
})

/** Appends events of `document` whose payload is what they are called. */
function append(
  tx: Tx,
  world: World,
  names: readonly string[],
  document = 'sample',
  documentId: Id = world.newId(),
): Promise<void> {
  const events = names.map((name) => ({ document, documentId, documentVersion: 1, type: `${document}-changed`, payload: name }))
  return appendEvents(tx, 'lab', world.context(), events)
}

const names = (events: readonly StoredEvent[]) => events.map(({ payload }) => payload)

/** A transaction held open, to be ended when the spec says so. */
async function hold(world: World) {
  let opened = (_: Tx): void => {}
  let end = (_: boolean): void => {}
  const tx = new Promise<Tx>((resolve) => {
    opened = resolve
  })
  const ended = new Promise<boolean>((resolve) => {
    end = resolve
  })
  const done = world
    .run(async (held) => {
      opened(held)
      if (!(await ended)) throw new Error('rolled back')
    })
    .catch(() => {})
  const held = await tx
  const finish = (commit: boolean) => {
    end(commit)
    return done
  }
  return { tx: held, commit: () => finish(true), rollback: () => finish(false) }
}

/** Waits until every transaction of the server that began before now has ended: analyzing a table is one, too. */
async function calm(world: World): Promise<void> {
  const [now] = await world.run((tx) => rows(tx, sql<{ xact: string }>`select pg_current_xact_id()::text as xact`))
  await vi.waitUntil(
    async () => {
      const [found] = await world.run((tx) =>
        rows(tx, sql<{ over: boolean }>`select pg_snapshot_xmin(pg_current_snapshot()) > ${now?.xact}::xid8 as over`),
      )
      return found?.over
    },
    { timeout: 60_000 },
  )
}

/** Reads pages as the joint does: each in a transaction of its own, going on where the last one ended. */
function readerOf(world: World, documents?: readonly string[]) {
  let after = ''
  const read: StoredEvent[] = []
  return {
    read,
    async page(limit: number): Promise<number> {
      const { events, next } = await world.run((tx) =>
        readEvents(tx, 'lab', { after, limit, ...(documents ? { documents } : {}) }),
      )
      read.push(...events)
      after = next
      return events.length
    },
    async drain(limit = 7): Promise<unknown[]> {
      while ((await this.page(limit)) > 0);
      return names(read)
    },
    /** Where nobody is held open: `drain`, not hidden by what the server does beside. */
    async all(limit = 7): Promise<unknown[]> {
      await calm(world)
      return this.drain(limit)
    },
  }
}

describe('I6 a reader of events', () => {
  it('waits for a transaction that took its numbers early and commits late: nothing is passed over, nothing repeated', async () => {
    const world = await newWorld()
    const reader = readerOf(world)
    await world.run((tx) => append(tx, world, ['before']))
    await calm(world)
    const early = await hold(world)
    await append(early.tx, world, ['early'])
    await world.run((tx) => append(tx, world, ['late']))
    expect(await reader.drain()).toEqual(['before'])
    await early.commit()
    expect(await reader.all()).toEqual(['before', 'early', 'late'])
    expect(await reader.drain()).toEqual(['before', 'early', 'late'])
  })

  it('is held up by any transaction of the server that writes, and goes on when it is rolled back', async () => {
    const [world, other] = [await newWorld(), await newWorld()]
    const reader = readerOf(world)
    const stranger = await hold(other)
    await append(stranger.tx, other, ['never'])
    await world.run((tx) => append(tx, world, ['a']))
    expect(await reader.drain()).toEqual([])
    await stranger.rollback()
    expect(await reader.all()).toEqual(['a'])
  })

  it('is not held up by a transaction that only reads', async () => {
    const world = await newWorld()
    const idle = await hold(world)
    await rows(idle.tx, sql`select count(*) from lab.event`)
    await world.run((tx) => append(tx, world, ['a']))
    expect(await readerOf(world).drain()).toEqual(['a'])
    await idle.commit()
  })

  it('may ask for some documents only, and sees only its own tenant', async () => {
    const [world, other] = [await newWorld(), await newWorld()]
    await other.run((tx) => append(tx, other, ['theirs'], 'order'))
    for (let i = 0; i < 5; i++) {
      await world.run((tx) => append(tx, world, [`o${i}`], 'order'))
      await world.run((tx) => append(tx, world, [`c${i}`], 'customer'))
      await world.run((tx) => append(tx, world, [`i${i}`], 'item'))
    }
    expect(await readerOf(world, ['order', 'item']).all(3)).toEqual(['o0', 'i0', 'o1', 'i1', 'o2', 'i2', 'o3', 'i3', 'o4', 'i4'])
    expect(await readerOf(world, ['ticket']).drain()).toEqual([])
    expect((await readerOf(world).all()).length).toBe(15)
  })

  it('is told who did it, when, and because of what', async () => {
    const world = await newWorld()
    const id = world.newId()
    await world.run((tx) =>
      appendEvents(
        tx,
        'lab',
        world.context({ actor: { kind: 'joint', id: 'erp' }, cause: { system: 'joint', change: 'erp:1:2' } }),
        [{ document: 'sample', documentId: id, documentVersion: 3, type: 'sample-changed', payload: { amount: '1.50' } }],
      ),
    )
    await calm(world)
    const { events } = await world.run((tx) => readEvents(tx, 'lab', { after: '', limit: 1 }))
    expect(events).toMatchObject([
      {
        documentId: id,
        documentVersion: 3,
        payload: { amount: '1.50' },
        actorKind: 'joint',
        actorId: 'erp',
        causeSystem: 'joint',
        causeChange: 'erp:1:2',
        at: world.now().replace('.000Z', 'Z'),
      },
    ])
  })

  it('gets every committed event exactly once and in order, however writers and readers interleave', async () => {
    // A step is a writer doing its next thing (open, append, end) or the reader reading a page.
    const steps = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 5, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(steps, fc.integer(), async (order, chance) => {
        const world = await newWorld()
        const random = randomNumbers(chance)
        const readers = [readerOf(world), readerOf(world, ['even'])]
        const held: (Awaited<ReturnType<typeof hold>> & { names: string[] })[] = []
        const open = new Map<number, (typeof held)[number]>()
        const committed: string[] = []
        const end = async (writer: number, commit: boolean) => {
          const transaction = open.get(writer)
          open.delete(writer)
          if (commit) committed.push(...(transaction?.names ?? []))
          await (commit ? transaction?.commit() : transaction?.rollback())
        }
        let count = 0
        for (const step of order) {
          const transaction = open.get(step)
          if (step === 4) await Promise.all(readers.map((reader) => reader.page(1 + Math.floor(random() * 4))))
          else if (!transaction) open.set(step, { ...(await hold(world)), names: [] })
          else if (random() < 0.6) {
            const name = `${count++}`
            transaction.names.push(name)
            await append(transaction.tx, world, [name], Number(name) % 2 === 0 ? 'even' : 'odd')
          } else await end(step, random() < 0.7)
        }
        for (const writer of [...open.keys()]) await end(writer, random() < 0.7)
        const [all = [], even = []] = await Promise.all(readers.map((reader) => reader.all()))
        expect([...all].sort()).toEqual([...committed].sort())
        expect(even).toEqual(all.filter((name) => Number(name) % 2 === 0))
        // In order: one transaction's events as it wrote them, and the places in the stream only ever go up.
        const places = (readers[0]?.read ?? []).map(({ cursor }) => cursor.split(':').map(BigInt))
        const ascending = places.every(([x = 0n, s = 0n], i) => {
          const [px = -1n, ps = -1n] = places[i - 1] ?? []
          return x > px || (x === px && s > ps)
        })
        expect(ascending).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('sees the changes of one document in the order they were made', async () => {
    const world = await newWorld()
    const id = world.newId()
    const change = (name: string) =>
      world.run(async (tx) => {
        // As commands do: the document's row is locked before the event is written.
        await rows(tx, sql`select pg_advisory_xact_lock(4711)`)
        const [before] = await rows(tx, sql<{ n: number }>`select count(*) as n from lab.event where document_id = ${id}`)
        await append(tx, world, [`${before?.n}:${name}`], 'sample', id)
      })
    await Promise.all(Array.from({ length: 20 }, (_, i) => change(`${i}`)))
    const read = (await readerOf(world).all()) as string[]
    expect(read.map((name) => name.split(':')[0])).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`))
  })
})
