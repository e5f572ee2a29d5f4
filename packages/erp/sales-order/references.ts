/** What orders name: loaded for many inputs at once, so that building them is pure. */
import { rows, sql, type Tx, takeNumbers, textArray, uuidArray } from '@tandem/db'
import type { Id, Input } from '@tandem/kernel'
import { type ItemCard, loadItems } from '../item/load.ts'
import type { CreditKey } from '../party/credit.ts'
import type { Party } from '../party/party.ts'
import type { Price } from '../price/price.ts'
import { loadPrices } from '../price/queries.ts'
import type { StockKey } from '../stock/book.ts'
import { loadWarehouses, type Warehouses } from '../warehouse/load.ts'
import type { salesOrderFields } from './definition.ts'
import type { SalesOrder } from './sales-order.ts'

export type SalesOrderInput = Input<typeof salesOrderFields>

export interface PartyCard
  extends Pick<Party, 'code' | 'currency' | 'paymentTermDays' | 'status' | 'onHold' | 'creditLimit' | 'isCustomer'> {
  readonly id: Id
}

/** With the currencies that credit is kept of already. */
export interface Orderer extends PartyCard {
  readonly creditIn: readonly string[]
}

export interface References {
  readonly numbers: readonly string[]
  readonly parties: ReadonlyMap<Id, Orderer>
  readonly items: ReadonlyMap<Id, ItemCard>
  readonly warehouses: Warehouses
  /** Whose an address is. */
  readonly addresses: ReadonlyMap<Id, Id>
  /** Orders that have an origin already; grows with the orders of a batch. */
  readonly origins: Map<string, { readonly id: Id; readonly number: string }>
  /** By currency; filled by `withPrices` when lines leave the price to us. */
  readonly prices: ReadonlyMap<string, ReadonlyMap<Id, readonly Price[]>>
}

/** Loads with one round trip; takes a number for each input when they are new. */
export async function loadReferences(tx: Tx, inputs: readonly SalesOrderInput[], numbered: number): Promise<References> {
  const items = inputs.flatMap(({ lines }) => lines.map(({ item }) => item))
  const [numbers, parties, itemCards, warehouses, addresses, origins] = await Promise.all([
    takeNumbers(tx, 'SO', numbered),
    loadParties(
      tx,
      inputs.map(({ party }) => party),
    ),
    loadItems(tx, items),
    loadWarehouses(
      tx,
      inputs.flatMap(({ warehouse, lines }) => [warehouse, ...lines.map((line) => line.warehouse)]),
    ),
    loadAddresses(tx, inputs),
    loadOrigins(tx, inputs),
  ])
  const known = { numbers, parties, items: itemCards, warehouses, addresses, origins, prices: new Map() }
  return { ...known, prices: await pricesFor(tx, inputs, parties) }
}

async function loadParties(tx: Tx, ids: readonly Id[]): Promise<Map<Id, Orderer>> {
  const found = await rows(
    tx,
    sql<Orderer>`select id, code, currency, payment_term_days, status, on_hold, credit_limit, is_customer,
        array(select c.currency from erp.party_credit c where c.party = p.id) as credit_in
      from erp.party p where id = any(${uuidArray([...new Set(ids)])}::uuid[])`,
  )
  return new Map(found.map((party) => [party.id, party]))
}

async function loadAddresses(tx: Tx, inputs: readonly SalesOrderInput[]): Promise<Map<Id, Id>> {
  const ids = inputs.flatMap(({ billingAddress, shippingAddress }) =>
    [billingAddress, shippingAddress].filter((id) => id !== null && id !== undefined),
  )
  if (ids.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ id: Id; party: Id }>`select id, party from erp.address where id = any(${uuidArray(ids)}::uuid[])`,
  )
  return new Map(found.map(({ id, party }) => [id, party]))
}

async function loadOrigins(tx: Tx, inputs: readonly SalesOrderInput[]): Promise<References['origins']> {
  const origins = inputs.flatMap(({ origin }) => (origin ? [origin] : []))
  if (origins.length === 0) return new Map()
  const found = await rows(
    tx,
    sql<{ id: Id; number: string; origin: string }>`
      select id, number, origin from erp.sales_order where origin = any(${textArray(origins)}::text[])`,
  )
  return new Map(found.map((row) => [row.origin, { id: row.id, number: row.number }]))
}

async function pricesFor(
  tx: Tx,
  inputs: readonly SalesOrderInput[],
  parties: ReadonlyMap<Id, PartyCard>,
): Promise<References['prices']> {
  const wanted = inputs.flatMap((input) => {
    const currency = input.currency ?? parties.get(input.party)?.currency
    const open = input.lines.filter((line) => line.unitPrice === null || line.unitPrice === undefined)
    return currency ? open.map(({ item }) => ({ currency, item })) : []
  })
  const byCurrency = [...Map.groupBy(wanted, ({ currency }) => currency)]
  const loaded = byCurrency.map(async ([currency, group]) => {
    const items = group.map(({ item }) => item)
    return [currency, await loadPrices(tx, items, currency)] as const
  })
  return new Map(await Promise.all(loaded))
}

/** The goods of lines by where they come from: the balances that an order needs to exist. */
export function stockKeysOf(orders: readonly { readonly lines: readonly (StockKey & { isService: boolean })[] }[]): StockKey[] {
  return orders.flatMap(({ lines }) => lines.filter(({ isService }) => !isService))
}

/** The balances and credit rows that orders will lock and that are not there yet. */
export function missingRows(
  orders: readonly Pick<SalesOrder, 'party' | 'currency' | 'lines'>[],
  { items, parties }: Pick<References, 'items' | 'parties'>,
): { stock: StockKey[]; credit: CreditKey[] } {
  return {
    stock: stockKeysOf(orders).filter(({ item, warehouse }) => !items.get(item)?.stocked.includes(warehouse)),
    credit: orders.filter(({ party, currency }) => !parties.get(party)?.creditIn.includes(currency)),
  }
}
