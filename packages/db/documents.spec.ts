import { type Id, ok, type Result, type Row, refuse } from '@tandem/kernel'
import { embeddedTestDatabase, makeWorld, testDatabase, type World } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import {
  ChangedMeanwhile,
  changeDocuments,
  createDocuments,
  readDocuments,
  readEvents,
  rows,
  run,
  sql,
  stamp,
  type Tx,
} from './index.ts'
import { insertRows, loadRows, updateRows } from './rows.ts'
import { lab, sample } from './testing/lab.ts'

const databases = { postgres: testDatabase([lab]), pglite: embeddedTestDatabase([lab]) }
type Sample = Row<typeof sample>

describe.each(['postgres', 'pglite'] as const)('documents on %s', (kind) => {
  let seed = 0
  const newWorld = () => makeWorld(databases[kind].current, ++seed)
  const create = (world: World, inputs: readonly { code: string; lines?: string[] }[]) =>
    world.run((tx) => {
      const decided = inputs.map(({ code, lines = [] }): Result<Sample> => {
        if (code === '') return refuse('sample/no-code')
        return ok({ code, amount: '1.5', note: null, lines: lines.map((text) => ({ text })), ...stamp(world.context()) })
      })
      return createDocuments(tx, world.context(), sample, decided)
    })
  const created = async (world: World, ...codes: string[]) =>
    (
      await create(
        world,
        codes.map((code) => ({ code })),
      )
    ).map((result) => (result.ok ? result.value.id : ('' as Id)))
  const events = (world: World) => world.run((tx) => readEvents(tx, 'lab', { after: '', limit: 1000 }))

  it('are created many at once: the good ones with their lines and an event each, the refused ones not at all', async () => {
    const world = await newWorld()
    const results = await create(world, [{ code: 'A', lines: ['x', 'y'] }, { code: '' }, { code: 'B' }])
    expect(results.map((result) => (result.ok ? result.value.code : result.refusal.code))).toEqual(['A', 'sample/no-code', 'B'])
    const ids = results.flatMap((result) => (result.ok ? [result.value.id] : []))
    const found = await world.run((tx) => readDocuments<Sample>(tx, sample, ids))
    expect(found.map(({ code, amount, lines }) => ({ code, amount, lines }))).toEqual([
      { code: 'A', amount: '1.5', lines: [expect.objectContaining({ text: 'x' }), expect.objectContaining({ text: 'y' })] },
      { code: 'B', amount: '1.5', lines: [] },
    ])
    const { events: told } = await events(world)
    expect(told.map(({ type, documentVersion, payload }) => [type, documentVersion, (payload as { code: string }).code])).toEqual(
      [
        ['sample-created', 1, 'A'],
        ['sample-created', 1, 'B'],
      ],
    )
  })

  it('are changed many at once: each answers for itself, in order of asking', async () => {
    const world = await newWorld()
    const [a = '' as Id, b = '' as Id, c = '' as Id] = await created(world, 'A', 'B', 'C')
    const results = await world.run((tx) =>
      changeDocuments<Sample, { note?: string }>(
        tx,
        world.context(),
        sample,
        [
          { id: c, input: { note: 'new' } },
          { id: world.newId(), input: {} },
          { id: a, version: 7, input: { note: 'late' } },
          { id: b, input: {} },
          { id: a, input: { note: 'no' } },
        ],
        (_, input) => (input.note === 'no' ? refuse('sample/no') : ok(input)),
      ),
    )
    expect(results.map((result) => (result.ok ? result.value.version : result.refusal.code))).toEqual([
      2,
      'sample/not-found',
      'sample/changed-meanwhile',
      1,
      'sample/no',
    ])
    const found = await world.run((tx) => loadRows<Sample>(tx, 'lab.sample', [a, b, c]))
    expect(found.map(({ version, note }) => [version, note])).toEqual([
      [1, null],
      [1, null],
      [2, 'new'],
    ])
    const changed = (await events(world)).events.filter(({ type }) => type === 'sample-changed')
    expect(changed).toMatchObject([{ documentId: c, documentVersion: 2, payload: { note: 'new' } }])
  })

  it('changed twice in one batch see their own change and count one version up', async () => {
    const world = await newWorld()
    const [id = '' as Id] = await created(world, 'A')
    const results = await world.run((tx) =>
      changeDocuments<Sample, string>(
        tx,
        world.context(),
        sample,
        ['x', 'y'].map((input) => ({ id, input })),
        (row, input) => ok({ note: `${row.note ?? ''}${input}` }),
      ),
    )
    expect(results).toMatchObject([
      { ok: true, value: { note: 'x', version: 2 } },
      { ok: true, value: { note: 'xy', version: 2 } },
    ])
    expect(await world.run((tx) => loadRows(tx, 'lab.sample', [id]))).toMatchObject([{ note: 'xy', version: 2 }])
  })

  it('changed by somebody else between reading and writing are a conflict, and nothing of the transaction stays', async () => {
    const world = await newWorld()
    const [a = '' as Id, b = '' as Id] = await created(world, 'A', 'B')
    const write = (tx: Tx, note: string) =>
      updateRows(
        tx,
        'lab.sample',
        [
          { id: a, version: 1, note },
          { id: b, version: 1, note },
        ] as never,
        ['note'],
      )
    await world.run((tx) => run(tx, sql`update lab.sample set version = 2 where id = ${b}`))
    await expect(world.run((tx) => write(tx, 'mine'))).rejects.toBeInstanceOf(ChangedMeanwhile)
    expect(await world.run((tx) => rows(tx, sql`select note from lab.sample`))).toEqual([{ note: null }, { note: null }])
  })

  it('that are append-only are neither changed nor removed, not even by the owner', async () => {
    const world = await newWorld()
    await world.run((tx) => insertRows(tx, 'lab.reading', [{ id: world.newId(), value: '1' }]))
    await created(world, 'A')
    for (const statement of [
      'update lab.reading set value = 2',
      'delete from lab.reading',
      'update lab.event set type = type',
      'delete from lab.event',
    ]) {
      await expect(world.run((tx) => run(tx, sql.raw(statement)))).rejects.toThrow('permission denied')
      const asOwner = databases[kind].current.asOwner((tx) => run(tx, sql.raw(statement)))
      await expect(asOwner).rejects.toThrow('append-only: write a reverse document instead')
    }
    await expect(databases[kind].current.script('truncate lab.event')).rejects.toThrow('append-only')
  })
})
