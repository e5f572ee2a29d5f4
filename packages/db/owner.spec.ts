/** An owner of the database as many have: no superuser, and row-level security holds for them, too. */
import { readFileSync } from 'node:fs'
import { ownedDatabase } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Database, rows, run, sql } from './index.ts'

const COMPANIES = ['01900000-0000-7000-8000-00000000000a', '01900000-0000-7000-8000-00000000000b'] as const
const [PERSON, GONE, HERE] = ['c', 'd', 'e'].map((end) => `01900000-0000-7000-8000-00000000000${end}`)
const LEFT = ['session', 'link', 'provider_subject'] as const

let database: Database

beforeAll(async () => {
  database = await ownedDatabase([])
})
afterAll(() => database?.close())

const within = (company: string, work: string) =>
  database.script(`begin; set local tandem.tenant = '${company}'; ${work}; commit`)

/** In each company somebody who was disabled, and somebody who works there, with all that may be open. */
async function fill(company: string, at: number): Promise<void> {
  const stamp = `1, now(), 'spec', now(), 'spec'`
  const open = (user: string, hash: string) => `
    insert into platform.session (id, hash, person, tenant_id, user_id, awaits_second_factor, created_at, last_seen_at, expires_at, address, device)
      values (gen_random_uuid(), 's ${hash}', '${PERSON}', '${company}', '${user}', false, now(), now(), now() + interval '1 day', '', '');
    insert into platform.link (hash, tenant_id, user_id, created_by, expires_at) values ('l ${hash}', '${company}', '${user}', 'spec', now());
    insert into platform.provider_subject (issuer, subject, user_id) values ('https://id.example', '${hash}', '${user}');`
  const user = (id: string, state: string, name: string) => `
    insert into platform.user (id, version, created_at, created_by, updated_at, updated_by, state, name, full_name, email, roles)
      values ('${id}', ${stamp}, '${state}', '${name}', '${name}', '${name}@spec.example', '["sales"]');`
  await within(
    company,
    `${user(GONE ?? '', 'disabled', `gone${at}`)} ${user(HERE ?? '', 'active', `here${at}`)}
     ${open(GONE ?? '', `gone ${at}`)} ${open(HERE ?? '', `here ${at}`)}`,
  )
}

/** Whose things are still open, by table and company. */
async function left(): Promise<string[]> {
  const found = await Promise.all(
    COMPANIES.flatMap((company) =>
      LEFT.map((table) =>
        database.asOwner(async (tx) => {
          await run(tx, sql.raw(`set local tandem.tenant = '${company}'`))
          return rows(
            tx,
            sql<{ what: string }>`select ${sql.lit(table)} || ' ' || (user_id = ${HERE}::uuid) as what
            from ${sql.raw(`platform.${table}`)} where tenant_id = ${company}::uuid`,
          )
        }),
      ),
    ),
  )
  return found.flat().map(({ what }) => what)
}

const migration = (name: string) => readFileSync(new URL(`./migrations/${name}`, import.meta.url), 'utf8')
const ofBoth = (open: 'true' | 'false') => LEFT.flatMap((table) => [`${table} ${open}`, `${table} ${open}`])

describe('P3 an owner who cannot bypass row-level security', () => {
  it('ends what is open of those who were disabled long ago, in each company, and of nobody else', async () => {
    await database.asOwner(async (tx) => {
      for (const id of COMPANIES)
        await run(tx, sql`insert into platform.tenant (id, name, base_currency, time_zone) values (${id}, 'Spec', 'CNY', 'UTC')`)
      await run(tx, sql`insert into platform.person (id, email, created_at) values (${PERSON}, 'one@spec.example', now())`)
    })
    for (const [at, company] of COMPANIES.entries()) await fill(company, at)
    expect((await left()).sort()).toEqual([...ofBoth('true'), ...ofBoth('false')].sort())
    // The first try saw no user, and said nothing.
    const [firstTry = ''] =
      /delete from[\s\S]*?(?=\n-- )/.exec(migration('0084-disabled-user.sql').split('disabled already.')[1] ?? '') ?? []
    expect(firstTry.match(/delete/g)).toHaveLength(3)
    await database.script(firstTry)
    expect(await left()).toHaveLength(12)
    await database.script(migration('0092-disabled-users-left.sql'))
    expect((await left()).sort()).toEqual(ofBoth('true').sort())
  })

  it('ends it from then on with the change of state itself', async () => {
    await within(COMPANIES[0], `update platform.user set state = 'disabled' where id = '${HERE}'`)
    expect((await left()).sort()).toEqual(LEFT.map((table) => `${table} true`).sort())
  })
})
