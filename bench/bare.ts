/**
 * The same work by a bare program: the rows that nobody can do without, written and read by key, without checks, foreign keys
 * or row-level security. What it reaches on this machine is the limit that ours is held against.
 */
import postgres from 'postgres'
import { many, newId, type Shop } from './shop.ts'

/** An order that waits to be confirmed, in the tables of the bare program. */
export interface Draft {
  readonly id: string
  readonly items: readonly string[]
  readonly party: string
}

export async function openBare(shop: Shop): Promise<postgres.Sql> {
  // Planned once as ours are: planning at each call would make the limit lower than it is.
  const connection = { plan_cache_mode: 'force_generic_plan', enable_seqscan: 'off' }
  const bare = postgres(shop.url, { max: 8, onnotice: () => {}, connection })
  await bare.unsafe(`
    create schema bare;
    create table bare.sales_order (id uuid primary key, state text, updated_at timestamptz, version int);
    create table bare.line (order_id uuid, n int, item uuid, quantity numeric, reserved numeric, primary key (order_id, n));
    create table bare.reservation (order_id uuid, n int, item uuid, quantity numeric, primary key (order_id, n));
    create table bare.balance (item uuid primary key, on_hand numeric, reserved numeric);
    create table bare.credit (party uuid primary key, ordered numeric);
    create table bare.event (id uuid primary key, document_id uuid, type text, payload jsonb, at timestamptz);`)
  await bare`insert into bare.balance select unnest(${[...shop.items]}::uuid[]), 10000000, 0`
  await bare`insert into bare.credit select unnest(${[...shop.parties]}::uuid[]), 0`
  return bare
}

/** An order of three lines as the other benchmarks make them. */
export function draftOf({ items, parties }: Pick<Shop, 'items' | 'parties'>, n: number): Draft {
  return {
    id: newId() as string,
    items: [1, 2, 3].map((k) => items[(n * 7 + k * 13) % items.length] as string).sort(),
    party: parties[n % parties.length] as string,
  }
}

/** Writes an order, its lines and an event: one round trip and the commit. */
export async function createBare(bare: postgres.Sql, { id, items }: Draft): Promise<void> {
  await bare.begin((tx) =>
    Promise.all([
      tx`insert into bare.sales_order values (${id}, 'draft', now(), 1)`,
      tx`insert into bare.line select ${id}::uuid, n, item, 2, 0 from unnest(${[...items]}::uuid[]) with ordinality as t (item, n)`,
      tx`insert into bare.event values (${newId()}, ${id}, 'created', '{"state":"draft"}', now())`,
    ]),
  )
}

/** What is there of some items: one statement by key. */
export function askBare(bare: postgres.Sql, items: readonly string[]): Promise<unknown> {
  return bare`select item, on_hand, reserved from bare.balance where item = any(${[...items]}::uuid[])`
}

export async function draftsOf(bare: postgres.Sql, shop: Shop, count: number): Promise<Draft[]> {
  const drafts = many(count, (n) => draftOf(shop, n))
  const ids = drafts.map(({ id }) => id)
  await bare`insert into bare.sales_order select unnest(${ids}::uuid[]), 'draft', now(), 1`
  for (const k of [0, 1, 2]) {
    const of = drafts.map((draft) => draft.items[k] as string)
    await bare`insert into bare.line select unnest(${ids}::uuid[]), ${k + 1}, unnest(${of}::uuid[]), 2, 0`
  }
  return drafts
}

/**
 * What any program must do to confirm an order, with no checks: read and lock the order, its lines, balances and credit,
 * write all of them, three reservations and an event. Two round trips and the commit.
 */
export async function confirmBare(bare: postgres.Sql, { id, items, party }: Draft): Promise<void> {
  await bare.begin(async (tx) => {
    await Promise.all([
      tx`select * from bare.sales_order where id = ${id} for update`,
      tx`select * from bare.line where order_id = ${id} order by n`,
      tx`select item, on_hand, reserved from bare.balance where item = any(${[...items]}::uuid[]) order by item for update`,
      tx`select party, ordered from bare.credit where party = ${party} for update`,
    ])
    await Promise.all([
      tx`update bare.sales_order set state = 'confirmed', updated_at = now(), version = 2 where id = ${id}`,
      tx`update bare.line set reserved = 2 where order_id = ${id}`,
      tx`insert into bare.reservation select ${id}::uuid, n, item, 2 from unnest(${[...items]}::uuid[]) with ordinality as t (item, n)`,
      tx`update bare.balance set reserved = reserved + 2 where item = any(${[...items]}::uuid[])`,
      tx`update bare.credit set ordered = ordered + 84.75 where party = ${party}`,
      tx`insert into bare.event values (${newId()}, ${id}, 'confirmed', '{"state":"confirmed"}', now())`,
    ])
  })
}
