import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeWorld } from '@tandem/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { migrate, openPglite, readEvents, rows, sql, takeNumbers } from './index.ts'
import { appendEvents } from './outbox.ts'
import { insertRows } from './rows.ts'
import { lab } from './testing/lab.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-pglite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('P1 the embedded database', () => {
  it('keeps its data under a folder over restarts, and its readers go on where they were', async () => {
    const dataDir = join(folder, 'made', 'when', 'missing')
    const first = await openPglite(dataDir)
    await migrate(first, [lab])
    const world = await makeWorld(first, 1)
    const event = { document: 'sample', documentId: world.newId(), documentVersion: 1, type: 'sample-created', payload: {} }
    await world.run(async (tx) => {
      await insertRows(tx, 'lab.reading', [{ id: world.newId(), value: '12.5' }])
      await takeNumbers(tx, 'SO', 2)
      await appendEvents(tx, 'lab', world.context(), [event])
    })
    const { next } = await world.run((tx) => readEvents(tx, 'lab', { after: '', limit: 10 }))
    await first.close()

    const second = await openPglite(dataDir)
    expect(await migrate(second, [lab])).toEqual([])
    await second.transaction(world.tenant, async (tx) => {
      expect(await rows(tx, sql`select value from lab.reading`)).toEqual([{ value: '12.5' }])
      expect(await takeNumbers(tx, 'SO', 1)).toEqual(['SO000003'])
      await appendEvents(tx, 'lab', world.context(), [{ ...event, type: 'sample-changed' }])
    })
    const { events } = await second.transaction(world.tenant, (tx) => readEvents(tx, 'lab', { after: next, limit: 10 }))
    expect(events.map(({ type }) => type)).toEqual(['sample-changed'])
    await second.close()
  })

  it('gives transactions turns, in order of asking', async () => {
    const database = await openPglite()
    await migrate(database, [lab])
    const world = await makeWorld(database, 2)
    const order: number[] = []
    await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        world.run(async (tx) => {
          await rows(tx, sql`select 1`)
          order.push(i)
          await rows(tx, sql`select 2`)
          order.push(i)
        }),
      ),
    )
    expect(order).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    await database.close()
  })

  it('leaves the thread to others between transactions that follow each other', async () => {
    const database = await openPglite()
    await migrate(database, [lab])
    const world = await makeWorld(database, 3)
    let breaths = 0
    let isOver = false
    const breathe = () => {
      breaths++
      if (!isOver) setImmediate(breathe)
    }
    setImmediate(breathe)
    for (let turn = 0; turn < 30; turn++) await world.run((tx) => rows(tx, sql`select 1`))
    isOver = true
    expect(breaths).toBeGreaterThanOrEqual(29)
    await database.close()
  })
})
