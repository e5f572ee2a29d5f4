import { type Definition, defineFields, type Id, idSource, must } from '@tandem/kernel'
import { makeWorld, randomNumbers, testDatabase, type World } from '@tandem/testkit'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { type ListOptions, listDocuments, type Page, summarizeDocuments } from './lists.ts'
import { migrate } from './migrate.ts'
import { openPglite } from './pglite.ts'
import { insertRows } from './rows.ts'
import { createTenant } from './tenant.ts'
import { builder, rows, type Tx } from './tx.ts'

const label = { en: '', zh: '' }
const thing: Definition = {
  name: 'thing',
  plural: 'things',
  label,
  table: 'shop.thing',
  states: ['draft', 'sold'],
  title: ['code', 'name'],
  fields: defineFields({
    code: { kind: 'text', label },
    name: { kind: 'text', label },
    order: { kind: 'integer', label },
    price: { kind: 'amount', currency: 'currency', label },
    soldOn: { kind: 'date', optional: true, label },
    checked: { kind: 'flag', label },
    owner: { kind: 'reference', to: 'owner', optional: true, label },
    more: { kind: 'json', label },
  }),
}

const TABLE = `
  create schema shop;
  grant usage on schema shop to tandem_app;
  create table shop.thing (
    tenant_id uuid not null, id uuid not null, version integer not null default 1,
    created_at timestamptz not null, created_by text not null, updated_at timestamptz not null, updated_by text not null,
    state text not null, code text not null, name text not null, "order" integer not null, price numeric(20,4) not null,
    sold_on date, checked boolean not null, owner uuid, more jsonb not null default '{}', primary key (tenant_id, id));
  create index on shop.thing (tenant_id, code text_pattern_ops);
  call platform.keep_by_tenant('shop.thing');`

interface Thing {
  id: Id
  code: string
  price: string
  soldOn: string | null
}

const OWNER = '01900000-0000-7000-8000-000000000001'

/** 60 things of ten codes, every third not sold, prices that repeat. */
function stock(newId: () => Id): object[] {
  return Array.from({ length: 60 }, (_, i) => ({
    id: newId(),
    createdAt: '2026-03-02T08:00:00Z',
    createdBy: 'a',
    updatedAt: '2026-03-02T08:00:00Z',
    updatedBy: 'a',
    state: i % 2 ? 'sold' : 'draft',
    code: `A${i % 10}_%${i}`,
    name: i % 2 ? `橡木 Table ${i}` : `Chair "x" ${i}`,
    order: i,
    price: String((i % 7) + 0.5),
    soldOn: i % 3 ? `2026-01-${String((i % 28) + 1).padStart(2, '0')}` : null,
    checked: i % 5 === 0,
    owner: i === 7 ? OWNER : null,
    more: {},
  }))
}

const database = testDatabase([])
let seeds = 100
beforeAll(() => database.current.script(TABLE))

async function shop(): Promise<World> {
  const world = await makeWorld(database.current, seeds++)
  await world.run((tx) => insertRows(tx, 'shop.thing', stock(world.newId)))
  return world
}

async function list(world: World, options: ListOptions): Promise<Page<Thing & Record<string, unknown>>> {
  return must(await world.run((tx) => listDocuments(tx, thing, options)))
}

describe('a list of documents', () => {
  it('shows a page of the newest, without the tenant', async () => {
    const world = await shop()
    const page = await list(world, { limit: 3 })
    expect(page.items.map(({ order }) => order)).toEqual([59, 58, 57])
    expect(page.items[0]).not.toHaveProperty('tenantId')
    expect(page.next).toEqual(expect.any(String))
  })

  it.each([
    [{ state: { in: ['sold'] } }, 30],
    [{ order: { in: ['1', '2', '99'] } }, 2],
    [{ order: { from: '10', to: '19' } }, 10],
    [{ price: { from: '5.5' } }, 16],
    [{ price: { in: ['0.50'] } }, 9],
    [{ soldOn: { from: '2026-01-02', to: '2026-01-02' } }, 2],
    [{ soldOn: { empty: true } }, 20],
    [{ soldOn: { empty: false }, checked: { in: ['true'] } }, 8],
    [{ owner: { in: [OWNER] } }, 1],
    [{ code: { in: ['A3*'] } }, 6],
    [{ code: { in: ['A3_%3', 'A4*'] } }, 7],
    [{ code: { in: ['A_*'] } }, 0],
    [{ createdAt: { from: '2026-03-02T08:00:00Z' } }, 60],
    [{ name: { in: ['Chair "x" 0'] } }, 1],
  ] satisfies [ListOptions['filter'], number][])('filters %j', async (filter, count) => {
    const world = await shop()
    expect((await list(world, { filter, limit: 500 })).items).toHaveLength(count)
  })

  it.each([
    ['table', 30],
    ['橡木 a1', 6],
    ['橡木 TABLE a1_', 6],
    ['a0_%', 6],
    ['"x" 1', 5],
    ['\\', 0],
    ['  ', 60],
  ])('finds every word of %s in the titles', async (q, count) => {
    expect((await list(await shop(), { q, limit: 500 })).items).toHaveLength(count)
  })

  it.each(['éclair', 'ÉCLAIR', 'łódź', 'STRASSE', 'straße', 'öl', '桌é'])(
    'finds %s whatever the size of its letters, beyond ASCII, too',
    async (q) => {
      const world = await shop()
      const [usual] = stock(world.newId)
      const name = q.toLowerCase() === 'strasse' ? 'Lange Strasse' : 'ÉCLAIR aus Łódź, Straße 1, ÖL, 桌É'
      await world.run((tx) => insertRows(tx, 'shop.thing', [{ ...usual, id: world.newId(), name }]))
      expect((await list(world, { q, limit: 500 })).items.map((row) => row.name)).toEqual([name])
    },
  )

  it.each(['id', '-id', 'code', '-code', 'price', '-price', 'soldOn', '-soldOn', 'checked', '-state', 'createdAt', '-owner'])(
    'pages by %s show everything once, in the order of one long page',
    async (sort) => {
      const world = await shop()
      const whole = (await list(world, { sort, limit: 500 })).items.map(({ id }) => id)
      expect(new Set(whole).size).toBe(60)
      const paged: Id[] = []
      let cursor: string | undefined
      do {
        const page = await list(world, { sort, limit: 7, ...(cursor ? { cursor } : {}) })
        paged.push(...page.items.map(({ id }) => id))
        cursor = page.next ?? undefined
      } while (cursor)
      expect(paged).toEqual(whole)
    },
  )

  it.each([
    [{ sort: 'nothing' }, 'list/bad-sort'],
    [{ sort: 'more' }, 'list/bad-sort'],
    [{ sort: 'id; drop table shop.thing' }, 'list/bad-sort'],
    [{ filter: { tenantId: { in: ['x'] } } }, 'list/unknown-field'],
    [{ filter: { constructor: { in: ['x'] } } }, 'list/unknown-field'],
    [{ filter: { order: { in: ['1.5'] } } }, 'list/bad-value'],
    [{ filter: { order: { in: ['9999999999'] } } }, 'list/bad-value'],
    [{ filter: { price: { from: '1e3' } } }, 'list/bad-value'],
    [{ filter: { soldOn: { to: '2026-02-30' } } }, 'list/bad-value'],
    [{ filter: { soldOn: { to: '0000-01-01' } } }, 'list/bad-value'],
    [{ filter: { createdAt: { to: '2026-02-30T00:00:00Z' } } }, 'list/bad-value'],
    [{ filter: { checked: { in: ['yes'] } } }, 'list/bad-value'],
    [{ filter: { owner: { in: ['7'] } } }, 'list/bad-value'],
    [{ filter: { code: { in: ['a\0'] } } }, 'list/bad-value'],
    [{ cursor: 'nonsense' }, 'list/bad-cursor'],
    [{ cursor: Buffer.from('["-code","x","01900000-0000-7000-8000-000000000001"]').toString('base64url') }, 'list/bad-cursor'],
    [{ cursor: Buffer.from('["-id","x",1]').toString('base64url') }, 'list/bad-cursor'],
  ] satisfies [ListOptions, string][])('refuses %j with %s', async (options, code) => {
    const world = await shop()
    const result = await world.run((tx) => listDocuments(tx, thing, options))
    expect(result).toMatchObject({ ok: false, refusal: { code } })
  })

  it('reads a code prefix and a page in the middle from an index, also under row-level security', async () => {
    const world = await shop()
    await world.run((tx) => insertRows(tx, 'shop.thing', Array.from({ length: 40 }, () => stock(world.newId)).flat()))
    await database.current.script('analyze shop.thing')
    const { statements, tx } = spy()
    await listDocuments(tx, thing, { filter: { code: { in: ['A3_*'] } }, sort: 'code' })
    const cursor = (await list(world, { limit: 2 })).next ?? ''
    await listDocuments(tx, thing, { cursor })
    const plans = await world.run(async (real) => {
      await real.execute(sql`set local enable_seqscan = off`.compile(builder))
      return Promise.all(
        statements.map((query) =>
          rows<{ queryPlan: string }>(real, { compile: () => ({ ...query, sql: `explain ${query.sql}` }) as never }),
        ),
      )
    })
    const texts = plans.map((plan) => plan.map((row) => Object.values(row)[0]).join('\n'))
    expect(texts[0]).toMatch(/Index Cond: .*code ~>=~ 'A3_'/)
    expect(texts[1]).toMatch(/Index Cond: .*id < /)
  })
})

describe('a summary of a list', () => {
  const trade: Definition = {
    ...thing,
    fields: defineFields({
      ...thing.fields,
      currency: { kind: 'text', label },
      price: { kind: 'amount', currency: 'name', label },
    }),
  }

  it('counts what the list would show over all its pages, and adds up to the cent by currency', async () => {
    const world = await shop()
    const filter = { state: { in: ['sold'] }, order: { to: '40' } }
    const all = await list(world, { filter, limit: 500 })
    const summary = must(await world.run((tx) => summarizeDocuments(tx, trade, { filter, sum: ['price'] })))
    expect(summary.count).toBe(all.items.length)
    expect(summary.sums.reduce((sum, { price }) => sum + Number(price) * 10, 0)).toBe(
      all.items.reduce((sum, { price }) => sum + Number(price) * 10, 0),
    )
    expect(must(await world.run((tx) => summarizeDocuments(tx, thing, { q: 'table' })))).toEqual({ count: 30, sums: [] })
    expect(must(await world.run((tx) => summarizeDocuments(tx, thing, { only: sql`false` })))).toEqual({ count: 0, sums: [] })
  })

  it('adds up amounts that have a currency only, and filters by what the list filters by', async () => {
    const world = await shop()
    const refused = (options: Parameters<typeof summarizeDocuments>[2]) =>
      world.run((tx) => summarizeDocuments(tx, trade, options))
    expect(await refused({ sum: ['order'] })).toMatchObject({ refusal: { code: 'list/not-summable' } })
    expect(await refused({ filter: { more: {} } })).toMatchObject({ refusal: { code: 'list/unknown-field' } })
  })
})

describe('a list in the embedded database', () => {
  it('takes the same filters, searches and cursors', async () => {
    const pglite = await openPglite()
    await migrate(pglite, [])
    await pglite.script(TABLE)
    const random = randomNumbers(1)
    const newId = idSource(
      () => 1_772_438_400_000,
      (count) => Uint8Array.from({ length: count }, () => random() * 256),
    )
    const tenant = newId()
    await createTenant(pglite, { id: tenant, name: 'T', baseCurrency: 'CNY', timeZone: 'UTC' })
    const found = await pglite.transaction(tenant, async (tx) => {
      await insertRows(tx, 'shop.thing', stock(newId))
      const options: ListOptions = {
        filter: {
          checked: { in: ['false'] },
          price: { from: '0', to: '9' },
          code: { in: ['A1*', 'A2_%2'] },
          soldOn: { empty: false },
        },
        q: 'table',
        sort: '-soldOn',
        limit: 2,
      }
      const one = must(await listDocuments<Thing>(tx, thing, options))
      const two = must(await listDocuments<Thing>(tx, thing, { ...options, cursor: one.next ?? '' }))
      return [one.items.length, two.items.length, two.next, one.items[0]?.price]
    })
    await pglite.close()
    expect(found).toEqual([2, 2, null, '6.5'])
  })
})

/** A transaction that only notes what it was asked. */
function spy(): { statements: { sql: string; parameters: readonly unknown[] }[]; tx: Tx } {
  const statements: { sql: string; parameters: readonly unknown[] }[] = []
  const tx: Tx = {
    touched: () => {},
    post: () => {},
    settled: async () => {},
    typesOf: () => undefined,
    execute: async (query) => {
      statements.push(query)
      return { rows: [], affected: 0 }
    },
  }
  return { statements, tx }
}
