/** What was found before the score was kept as two lists: read as one everywhere, so it must be one in every company. */
import { readFileSync } from 'node:fs'
import { type Database, rows, run, sql } from '@tandem/db'
import { ownedDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hubMigrations } from './index.ts'

const COMPANIES = ['01900000-0000-7000-8000-00000000001a', '01900000-0000-7000-8000-00000000001b'] as const
const SCORED = '[{"field":"name"}]'

let database: Database

beforeAll(async () => {
  database = await ownedDatabase([hubMigrations])
  for (const id of COMPANIES) {
    await database.asOwner((tx) =>
      run(tx, sql`insert into platform.tenant (id, name, base_currency, time_zone) values (${id}, 'Spec', 'CNY', 'UTC')`),
    )
    await fill(id)
  }
})
afterAll(() => database?.close())

/** In each company one suspect as it was found before, and one as they are found since. */
async function fill(company: string): Promise<void> {
  const suspect = (externalId: string, foundBy: string) => `
    with known as (
      insert into hub.record (id, kind, version, values, stamps, created_at, updated_at)
        values (gen_random_uuid(), 'customer', 1, '{}', '{}', now(), now()) returning id),
    told as (
      insert into hub.change (id, system, kind, external_id, version, values, deleted, at, actor, priority, state, read_mark, pulled_at)
        values (gen_random_uuid(), 'erp', 'customer', '${externalId}', '1', '{}', false, now(), 'spec', 0, 'duplicate', 0, now())
        returning id)
    insert into hub.duplicate
      (id, created_at, created_by, updated_at, updated_by, system, kind, external_id, change, record, found_by, document, state)
      select gen_random_uuid(), now(), 'spec', now(), 'spec', 'erp', 'customer', '${externalId}', told.id, known.id, '${foundBy}', '{}', 'open'
      from told, known;`
  await database.script(`begin; set local tandem.tenant = '${company}';
    ${suspect('before', '{"exact":["name"],"alike":[]}')} ${suspect('since', SCORED)} commit`)
}

/** What each suspect was found by, those of before first, in both companies. */
async function foundBy(): Promise<string[]> {
  const all = await Promise.all(
    COMPANIES.map((company) =>
      database.asOwner(async (tx) => {
        await run(tx, sql.raw(`set local tandem.tenant = '${company}'`))
        return rows(
          tx,
          sql<{ text: string }>`select replace(found_by::text, ' ', '') as text from hub.duplicate order by external_id`,
        )
      }),
    ),
  )
  return all.flat().map(({ text }) => text)
}

const migration = (name: string) => readFileSync(new URL(`./migrations/${name}`, import.meta.url), 'utf8')

describe('C4 suspects that were found before the score', () => {
  it('are read as those found since, in each company, also where the owner sees no row of any', async () => {
    const before = await foundBy()
    expect(before.filter((text) => text.startsWith('{'))).toHaveLength(2)
    // The first try saw no row, and said nothing.
    const [firstTry = ''] = /update hub\.duplicate [^;]+;/.exec(migration('0010-suspects.sql')) ?? []
    expect(firstTry).toContain("found_by = '[]'")
    await database.script(firstTry)
    expect(await foundBy()).toEqual(before)

    await database.script(migration('0161-suspects-left.sql'))
    expect(await foundBy()).toEqual(['[]', SCORED, '[]', SCORED])
    // Done twice it is done once.
    await database.script(migration('0161-suspects-left.sql'))
    expect(await foundBy()).toEqual(['[]', SCORED, '[]', SCORED])
  })
})
