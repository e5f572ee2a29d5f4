/** A company to measure on: books, one warehouse, items with plenty of stock, customers without a credit limit. */
import { randomBytes } from 'node:crypto'
import { crmMigrations } from '@tandem/crm'
import { createTenant, type Database, migrate, openPostgres, rows, sql, type Tx } from '@tandem/db'
import { erp, erpMigrations, openBooks } from '@tandem/erp'
import { hubMigrations } from '@tandem/hub'
import { type Context, type Id, idSource, instantOf, must, type PlainDate, type Result, type Surface } from '@tandem/kernel'
import { pooled } from '@tandem/server/random-pool'
import { freshDatabaseUrl } from '@tandem/testkit'

export const newId = idSource(Date.now, pooled(randomBytes))

export interface Shop {
  readonly url: string
  readonly database: Database
  readonly tenant: Id
  readonly items: readonly Id[]
  readonly parties: readonly Id[]
  readonly warehouse: Id
  context(): Context
  /** Runs many inputs of a create command in batches of 500; all must be good. */
  create<T>(side: Surface<Tx>, document: string, inputs: readonly object[]): Promise<T[]>
}

export async function openShop(postgres: string, size: { items: number; parties: number; connections?: number }): Promise<Shop> {
  const url = await freshDatabaseUrl(postgres)
  const database = openPostgres(url, size.connections ?? 10)
  await migrate(database, [crmMigrations, erpMigrations, hubMigrations])
  const tenant = newId()
  await createTenant(database, { id: tenant, name: 'Bench', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const context = () => contextOf(tenant)
  const create = async <T>(side: Surface<Tx>, document: string, inputs: readonly object[]) => {
    const made: T[] = []
    for (let start = 0; start < inputs.length; start += 500) {
      const batch = inputs.slice(start, start + 500)
      const results = await database.transaction(tenant, (tx) => commandOf(side, document, 'create').run(tx, context(), batch))
      made.push(...results.map((result) => must(result) as T))
    }
    return made
  }
  await database.transaction(tenant, (tx) => openBooks(tx, context()))
  const [warehouse] = await create<{ id: Id }>(erp, 'warehouse', [{ code: 'W', name: 'Warehouse', isDefault: true }])
  const items = await create<{ id: Id }>(erp, 'item', many(size.items, itemInput))
  const parties = await create<{ id: Id }>(erp, 'party', many(size.parties, partyInput))
  const ids = items.map(({ id }) => id)
  const lines = (of: readonly Id[]) => ({ lines: of.map((item) => ({ item, quantity: '10000000', unitCost: '5' })) })
  await create(
    erp,
    'goods-receipt',
    many(Math.ceil(ids.length / 200), (i) => lines(ids.slice(i * 200, i * 200 + 200))),
  )
  return {
    url,
    database,
    tenant,
    items: ids,
    parties: parties.map(({ id }) => id),
    warehouse: (warehouse as { id: Id }).id,
    context,
    create,
  }
}

export function contextOf(tenant: Id): Context {
  const now = instantOf(Date.now())
  return { tenant, actor: { kind: 'system', id: 'bench' }, now, today: now.slice(0, 10) as PlainDate, newId }
}

interface AnyCommand {
  run(tx: Tx, by: Context, inputs: readonly object[]): Promise<Result<unknown>[]>
}

export function commandOf(side: Surface<Tx>, document: string, name: string): AnyCommand {
  const found = side.commands.find((command) => command.document === document && command.name === name)
  if (!found) throw new RangeError(`${side.name} has no ${document}/${name}`)
  return found as unknown as AnyCommand
}

export function orderInput({ parties, items }: Pick<Shop, 'parties' | 'items'>, n: number): object {
  const item = (k: number) => items[(n * 7 + k * 13) % items.length]
  const line = (k: number) => ({ item: item(k), quantity: '2', unitPrice: '12.5', taxRate: '13' })
  return { party: parties[n % parties.length], lines: [line(1), line(2), line(3)] }
}

export function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}

function itemInput(i: number): object {
  const code = `I${String(i).padStart(6, '0')}`
  return { code, name: `Item ${i}`, type: 'bought', unit: 'pcs', taxRate: '13', standardCost: '5', leadTimeDays: 7 }
}

export function partyInput(i: number): object {
  const code = `C${String(i).padStart(6, '0')}`
  const terms = { currency: 'CNY', paymentTermDays: 30, onHold: false }
  return { code, name: `Customer ${i}`, type: 'company', isCustomer: true, isVendor: false, ...terms }
}

export async function countOf(shop: Shop, table: string): Promise<number> {
  const [found] = await shop.database.transaction(shop.tenant, (tx) =>
    rows(tx, sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)}`),
  )
  return found?.n ?? 0
}
