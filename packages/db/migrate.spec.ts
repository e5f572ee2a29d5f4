import { writeFileSync } from 'node:fs'
import { freshDatabaseUrl, migrationsOf, postgresUrl } from '@tandem/testkit'
import { afterAll, describe, expect, it } from 'vitest'
import { type Database, migrate, openPostgres, rows, sql } from './index.ts'

const opened: Database[] = []
const newUrl = () => freshDatabaseUrl(postgresUrl())
const open = (url: string): Database => {
  const database = openPostgres(url)
  opened.push(database)
  return database
}
afterAll(() => Promise.all(opened.map((database) => database.close())))

const THING = 'create table shop.thing (id integer primary key);'
const tables = (database: Database) =>
  database.asOwner((tx) =>
    rows(tx, sql`select table_name as name from information_schema.tables where table_schema = 'shop' order by 1`),
  )

describe('P7 migrations', () => {
  it('run once, in order, what is missing', async () => {
    const database = open(await newUrl())
    const shop = migrationsOf('shop', {
      '0002-more.sql': 'alter table shop.thing add more text;',
      '0001-thing.sql': THING,
      'README.md': 'no SQL',
    })
    expect((await migrate(database, [shop])).filter((name) => name.startsWith('shop/'))).toEqual([
      'shop/0001-thing.sql',
      'shop/0002-more.sql',
    ])
    expect(await migrate(database, [shop])).toEqual([])
    writeFileSync(new URL('0003-late.sql', shop.folder), 'create table shop.late (id integer);')
    expect(await migrate(database, [shop])).toEqual(['shop/0003-late.sql'])
    expect(await tables(database)).toEqual([{ name: 'late' }, { name: 'thing' }])
  })

  it('are not run when one that ran was edited', async () => {
    const database = open(await newUrl())
    const shop = migrationsOf('shop', { '0001-thing.sql': THING })
    await migrate(database, [shop])
    writeFileSync(new URL('0001-thing.sql', shop.folder), `${THING} -- edited`)
    await expect(migrate(database, [shop])).rejects.toThrow('shop/0001-thing.sql was edited after it ran')
  })

  it('leave nothing behind when they fail, and run when they are mended', async () => {
    const database = open(await newUrl())
    const shop = migrationsOf('shop', {
      '0001-thing.sql': THING,
      '0002-bad.sql': 'create table shop.half (id integer); select 1 / 0;',
    })
    const failure = await migrate(database, [shop]).catch((error: Error) => error)
    expect(failure).toMatchObject({
      name: 'Fault',
      message: 'migration shop/0002-bad.sql failed: division by zero',
      cause: { code: '22012' },
    })
    expect(await tables(database)).toEqual([{ name: 'thing' }])
    writeFileSync(new URL('0002-bad.sql', shop.folder), 'create table shop.half (id integer);')
    expect(await migrate(database, [shop])).toEqual(['shop/0002-bad.sql'])
  })

  it('run once when several processes start together, also in databases of one server', async () => {
    const shop = migrationsOf('shop', { '0001-thing.sql': THING, '0002-more.sql': 'alter table shop.thing add more text;' })
    const urls = await Promise.all([newUrl(), newUrl()])
    const runs = await Promise.all([...urls, ...urls, ...urls].map((url) => migrate(open(url), [shop])))
    const done = runs.flat().sort()
    expect(done.filter((name) => name.startsWith('shop/'))).toEqual([
      'shop/0001-thing.sql',
      'shop/0001-thing.sql',
      'shop/0002-more.sql',
      'shop/0002-more.sql',
    ])
    expect(done.length).toBe(2 * new Set(done).size)
  })
})
