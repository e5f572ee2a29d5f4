import { makeWorld, type World } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { growthWatch } from './growth.ts'
import { type Database, insertRows, insertSideBySide, rows, sql, type Tx } from './index.ts'
import { bothDatabases } from './testing/both-databases.ts'

const databases = bothDatabases()

const text = fc.oneof(fc.constantFrom('', 'null', 'a\u001fb', '\u001e', '"', '\\', '{a}', "'", '客户'), fc.string())
const note = fc.option(text.filter((value) => !value.includes('\u0000')))
/** What is written of each sample, and how many there are: few go one table after the other. */
const notes = fc.oneof(fc.array(note, { maxLength: 3 }), fc.array(note, { minLength: 20, maxLength: 30 }))

function partsOf(world: World, given: readonly (string | null)[], same: readonly string[]) {
  const stamp = { version: 1, createdAt: world.now(), createdBy: 'x', updatedAt: world.now(), updatedBy: 'x' }
  const samples = given.map((one) => ({ ...stamp, id: world.newId(), code: world.newId(), note: one }))
  const lines = samples.map(({ id, note: said }) => ({ parentId: id, lineNumber: 1, text: said }))
  const readings = samples.map(({ id }, i) => ({ id, value: `${i}.5` }))
  const parts = [
    { table: 'lab.sample', rows: samples, options: { same, computed: { amount: sql`(select 7.5)` } } },
    { table: 'lab.reading', rows: readings, options: { onConflict: 'nothing' as const } },
    { table: 'lab.sample_line', rows: lines },
  ]
  return { samples, parts }
}

function stored(tx: Tx): Promise<object[]> {
  return rows(
    tx,
    sql`select s.id, s.note, s.amount, s.created_by, l.text, r.value
        from lab.sample s join lab.sample_line l on l.parent_id = s.id join lab.reading r on r.id = s.id order by s.id`,
  )
}

describe('rows of several tables about the same things', () => {
  it('arrive as they were given, in PostgreSQL and in PGlite', async () => {
    for (const database of databases) {
      let seed = 0
      await fc.assert(
        fc.asyncProperty(notes, fc.boolean(), async (given, isSame) => {
          seed += 1
          const world = await makeWorld(database, seed)
          const { samples, parts } = partsOf(world, given, isSame ? ['version', 'createdBy', 'createdAt', 'note'] : [])
          const found = await world.run(async (tx) => {
            await insertSideBySide(tx, parts)
            return stored(tx)
          })
          const wanted = samples.map(({ id, note: said, createdBy }, i) => {
            return { id, note: said, amount: '7.5', createdBy, text: said, value: `${i}.5` }
          })
          expect(found).toEqual(wanted.sort((a, b) => (a.id < b.id ? -1 : 1)))
        }),
        { numRuns: 40 },
      )
    }
  }, 60_000)

  it('send once what they say alike, in one statement', async () => {
    const world = await makeWorld(databases[0] as Database, 1001)
    const told: string[] = []
    const given = Array.from({ length: 20 }, (_, i) => `note ${i}`)
    await world.run(async (tx) => {
      const watched: Tx = {
        ...tx,
        execute(query) {
          told.push(...query.parameters.map(String))
          return tx.execute(query)
        },
      }
      await insertSideBySide(watched, partsOf(world, given, []).parts)
    })
    expect(told.filter((parameter) => parameter.includes('note 7'))).toHaveLength(1)
  })

  it('are refused as ever when one breaks a rule of its table, all of them', async () => {
    const world = await makeWorld(databases[0] as Database, 1002)
    const { samples, parts } = partsOf(world, Array<string>(20).fill('x'), [])
    await world.run((tx) => insertRows(tx, 'lab.reading', [{ id: samples[3]?.id, value: '1' }]))
    const [sample, reading, line] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]]
    const strict = { table: reading.table, rows: reading.rows }
    await expect(world.run((tx) => insertSideBySide(tx, [sample, strict, line]))).rejects.toMatchObject({ code: '23505' })
    const orphans = { table: line.table, rows: line.rows.map((row) => ({ ...row, parentId: world.newId() })) }
    await expect(world.run((tx) => insertSideBySide(tx, [sample, orphans]))).rejects.toMatchObject({ code: '23503' })
    expect(await world.run(stored)).toEqual([])
    // A reading that is there already is left as it is.
    await world.run((tx) => insertSideBySide(tx, parts))
    expect(await world.run(stored)).toHaveLength(20)
  })

  it('count as what each table grew by', async () => {
    const grown: string[] = []
    const growth = growthWatch(async (table) => {
      grown.push(table)
    })()
    const world = await makeWorld(databases[0] as Database, 1003)
    await world.run(async (tx) => {
      const counted: Tx = {
        ...tx,
        async execute(query) {
          const executed = await tx.execute(query)
          growth.counted(query.sql, executed.affected)
          return executed
        },
      }
      await insertSideBySide(counted, partsOf(world, Array<string>(300).fill('x'), []).parts)
    })
    growth.committed()
    await new Promise((resolve) => setImmediate(resolve))
    expect(grown.sort()).toEqual(['lab.reading', 'lab.sample', 'lab.sample_line'])
  })
})
