import { Decimal } from '@tandem/kernel'
import { makeWorld } from '@tandem/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Database, given, insertRows, rows, sql } from './index.ts'
import { bothDatabases } from './testing/both-databases.ts'

const databases = bothDatabases()

/** Texts with all that could be taken for something else: separators, quotes, braces, nothing, half of a character. */
const text = fc.oneof(
  fc.constantFrom('', ' ', 'null', 'NULL', '\u001e', '\u001f', 'a\u001fb', '"', '\\', '{a,b}', "'", '\n', '\t', '客户', '👍'),
  fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\u0000')),
)
const row = fc.record({
  name: text,
  note: fc.option(text),
  amount: fc.option(fc.constantFrom('0', '1.5', '-12345678901234.5678')),
  about: fc.option(fc.jsonValue({ maxDepth: 2 }).filter((value) => !JSON.stringify(value).includes('\\u0000'))),
  tags: fc.array(text, { maxLength: 3 }),
  isOpen: fc.boolean(),
})
const COLUMNS = 'n integer, name text, note text, amount numeric, about jsonb, tags text[], is_open boolean'
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

/** Few rows are given as JSON, many as texts. */
const many = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof(fc.array(one, { minLength: 1, maxLength: 3 }), fc.array(one, { minLength: 20, maxLength: 30 }))

/** What many rows have in common is told once: here that is all, or all but a number. */
const alike = fc.tuple(row, fc.integer({ min: 20, max: 25 })).map(([one, count]) => Array.from({ length: count }, () => one))

/** JSON's null is no value to PostgreSQL, and -0 is 0. */
const expected = (one: Row, n: number) => ({
  n,
  ...one,
  about: one.about === null ? null : JSON.parse(JSON.stringify(one.about)),
})

describe('many rows in one statement', () => {
  it('arrive as they were given, whatever their texts hold, in PostgreSQL and in PGlite', async () => {
    for (const database of databases) {
      const world = await makeWorld(database, 1)
      await fc.assert(
        fc.asyncProperty(fc.oneof(many(row), alike), async (given_) => {
          const numbered = given_.map((one, n) => ({ n, ...one }))
          const found = await world.run((tx) => rows(tx, sql`select given.* from ${given(numbered, COLUMNS)} order by n`))
          expect(found).toEqual(given_.map(expected))
        }),
        { numRuns: 150 },
      )
    }
  }, 60_000)

  it('arrive also where all of them say the same of everything', async () => {
    const world = await makeWorld(databases[0] as Database, 6)
    const same = Array.from({ length: 20 }, () => ({ n: 1, name: 'x', note: null }))
    const found = await world.run((tx) => rows(tx, sql`select given.* from ${given(same, 'n integer, name text, note text')}`))
    expect(found).toEqual(same)
  })

  it('are inserted as they were given', async () => {
    for (const database of databases) {
      const world = await makeWorld(database, 2)
      await fc.assert(
        fc.asyncProperty(many(fc.tuple(text, fc.option(text))), async (texts) => {
          const stamp = { version: 1, createdAt: world.now(), createdBy: 'x', updatedAt: world.now(), updatedBy: 'x' }
          const wanted = texts.map(([code, note]) => ({ id: world.newId(), code: `${code}${world.newId()}`, note }))
          const found = await world.run(async (tx) => {
            await insertRows(
              tx,
              'lab.sample',
              wanted.map((one) => ({ ...one, ...stamp })),
              { computed: { amount: sql`(select 7.5)` } },
            )
            const ids = wanted.map(({ id }) => ({ id }))
            return rows(
              tx,
              sql`select s.id, code, note, amount from lab.sample s join ${given(ids, 'id uuid')} on s.id = given.id order by s.id`,
            )
          })
          const ascending = [...wanted].sort((a, b) => (a.id < b.id ? -1 : 1))
          expect(found).toEqual(ascending.map((one) => ({ ...one, amount: '7.5' })))
        }),
        { numRuns: 60 },
      )
    }
  }, 60_000)

  it('hold decimals, which are written as their digits', async () => {
    const world = await makeWorld(databases[0] as Database, 5)
    const amounts = Array.from({ length: 25 }, (_, n) => ({ n, amount: Decimal.of(`${n}.25`) }))
    const found = await world.run((tx) => rows(tx, sql`select given.* from ${given(amounts, 'n integer, amount numeric')}`))
    expect(found).toEqual(amounts.map(({ n, amount }) => ({ n, amount: `${amount}` })))
  })

  it('never shift by a value that holds what separates them: it is refused as what it is', async () => {
    const world = await makeWorld(databases[0] as Database, 3)
    const shifted = Array.from({ length: 20 }, (_, n) => ({ n: n === 7 ? '1\u001f2' : `${n}` }))
    await expect(world.run((tx) => rows(tx, sql`select * from ${given(shifted, 'n integer')}`))).rejects.toThrow(/integer/)
  })

  it('find a table again that a migration has changed', async () => {
    const database = databases[1] as Database
    const world = await makeWorld(database, 4)
    const reading = () => ({ id: world.newId(), value: '1.5' })
    await world.run((tx) => insertRows(tx, 'lab.reading', [reading()]))
    await database.script('alter table lab.reading alter value type text')
    await world.run((tx) => insertRows(tx, 'lab.reading', [{ ...reading(), value: 'much' }]))
    expect(await world.run((tx) => rows(tx, sql`select value from lab.reading order by value`))).toEqual([
      { value: '1.500000' },
      { value: 'much' },
    ])
  })
})
