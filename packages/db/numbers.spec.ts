import { embeddedTestDatabase, makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { takeGaplessNumbers, takeNumbers } from './index.ts'

const databases = { postgres: testDatabase([]), pglite: embeddedTestDatabase([]) }

describe.each(['postgres', 'pglite'] as const)('human numbers on %s', (kind) => {
  let seed = 0
  const newWorld = () => makeWorld(databases[kind].current, ++seed)
  const reason = new Error('changed my mind')

  it('count up per tenant and document', async () => {
    const [ours, theirs] = [await newWorld(), await newWorld()]
    expect(await ours.run((tx) => takeNumbers(tx, 'SO', 3))).toEqual(['SO000001', 'SO000002', 'SO000003'])
    expect(await ours.run((tx) => takeNumbers(tx, 'SH', 1))).toEqual(['SH000001'])
    expect(await theirs.run((tx) => takeNumbers(tx, 'SO', 1))).toEqual(['SO000001'])
    expect(await ours.run((tx) => takeNumbers(tx, 'SO', 1))).toEqual(['SO000004'])
    expect(await ours.run((tx) => takeNumbers(tx, 'SO', 0))).toEqual([])
    expect(await ours.run((tx) => takeGaplessNumbers(tx, 'INV', 2))).toEqual(['INV000001', 'INV000002'])
    expect(await theirs.run((tx) => takeGaplessNumbers(tx, 'INV', 1))).toEqual(['INV000001'])
    expect(await ours.run((tx) => takeGaplessNumbers(tx, 'INV', 0))).toEqual([])
  })

  it('grow beyond six digits', async () => {
    const world = await newWorld()
    const numbers = await world.run((tx) => takeGaplessNumbers(tx, 'INV', 1_000_001))
    expect(numbers.slice(-2)).toEqual(['INV1000000', 'INV1000001'])
  })

  it('are never given twice, however many take them at once', async () => {
    const world = await newWorld()
    const taken = await Promise.all(Array.from({ length: 30 }, () => world.run((tx) => takeNumbers(tx, 'SO', 7))))
    expect(new Set(taken.flat()).size).toBe(210)
    const gapless = await Promise.all(Array.from({ length: 30 }, () => world.run((tx) => takeGaplessNumbers(tx, 'INV', 7))))
    const sorted = gapless.flat().sort()
    expect(sorted).toEqual(Array.from({ length: 210 }, (_, i) => `INV${String(i + 1).padStart(6, '0')}`))
  })

  it('without gaps are used again when their document is rolled back; ordinary ones may be lost', async () => {
    const world = await newWorld()
    await world.run((tx) => takeNumbers(tx, 'SO', 1))
    const failing = Array.from({ length: 10 }, (_, i) =>
      world
        .run(async (tx) => {
          const [[order = ''], [invoice = '']] = await Promise.all([takeNumbers(tx, 'SO', 1), takeGaplessNumbers(tx, 'INV', 1)])
          if (i % 2 === 1) throw reason
          return [order, invoice]
        })
        .catch(() => []),
    )
    const kept = (await Promise.all(failing)).filter((pair) => pair.length > 0)
    expect(kept.map(([, invoice]) => invoice).sort()).toEqual(['INV000001', 'INV000002', 'INV000003', 'INV000004', 'INV000005'])
    expect(new Set(kept.map(([order]) => order)).size).toBe(5)
  })
})
