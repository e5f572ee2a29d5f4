/** The real files of a sample company, a part of them, through everything: with bad rows, and killed in the middle. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openPostgres, rows, sql } from '@tandem/db'
import { moneyText } from '@tandem/hub'
import { Decimal, type Id } from '@tandem/kernel'
import { freshDatabaseUrl, postgresUrl } from '@tandem/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const FILES = fileURLToPath(new URL('../../shared/data/adventureworks', import.meta.url))
const CLI = fileURLToPath(new URL('../packages/server/cli/tandem.ts', import.meta.url))
/** How many orders of the files: `ADVENTUREWORKS_ORDERS=all` takes every one, killed three times (an hour or less). */
const ORDERS =
  process.env.ADVENTUREWORKS_ORDERS === 'all' ? Number.POSITIVE_INFINITY : Number(process.env.ADVENTUREWORKS_ORDERS ?? 120)
const LONGEST_MS = ORDERS > 1000 ? 5_400_000 : 240_000
const BAD = [
  ['31/12/2016', 'BAD1', '332', 'CUSTOMER', '1', '1', '10.00', 'OrderDate'],
  ['12/30/2016', 'BAD2', '332', 'CUSTOMER', '1', '1', '10.00', undefined],
  ['12/30/2016', 'BAD2', '999999', 'CUSTOMER', '2', '1', '10.00', 'ProductKey'],
  ['12/30/2016', 'BAD3', '332', '99', '1', 'two', '1,5', 'CustomerKey OrderQuantity UnitPriceSold'],
] as const

const there = existsSync(FILES)
if (!there) console.log('SKIPPED: the AdventureWorks scenario needs ../shared/data/adventureworks, which is not here')

describe.skipIf(!there)('I12 AdventureWorks, loaded by the command line', () => {
  let folder = ''
  let url = ''
  let exact = Decimal.zero
  let [lineCount, orderCount] = [0, 0]
  let kept: string[][] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-aw-'))
    url = await freshDatabaseUrl(postgresUrl())
    kept = partOfTheFiles(folder)
    lineCount = kept.length
    orderCount = new Set(kept.map((cells) => cells[2])).size
    exact = Decimal.sum(kept.map((cells) => Decimal.of(cells[7] ?? '').times(Decimal.of(cells[8] ?? ''))))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('gives the same end after a kill -9 in the middle, and leaves out bad orders whole', { timeout: LONGEST_MS }, async () => {
    const killed = load(folder, url)
    await killed.sees(/customer .*\] (\d+)\/\1\D/)
    await new Promise((resolve) => setTimeout(resolve, 700))
    killed.child.kill('SIGKILL')
    await killed.ended
    if (ORDERS > 1000) for (const share of [0.3, 0.7]) await killedAfter(folder, url, Math.round(orderCount * share))

    const again = load(folder, url)
    expect(await again.ended, again.text()).toBe(1)
    expect(again.text()).toContain('In sync, and the books agree to the cent.')
    expect(again.text()).toContain('Receivables: 0.00 USD.')
    expect(again.text()).toContain('3 orders were left out whole')
    const errors = readFileSync(join(folder, 'adventureworks.errors.csv'), 'utf8').trim().split('\n').slice(1)
    expect(errors.map((line) => line.split('","').slice(0, 4).join(' ').replace('"', ''))).toEqual([
      'Sales_2018.csv 2 OrderDate 31/12/2016',
      'Sales_2018.csv 4 ProductKey 999999',
      'Sales_2018.csv 5 CustomerKey 99',
      'Sales_2018.csv 5 OrderQuantity two',
      'Sales_2018.csv 5 UnitPriceSold 1,5',
    ])

    expect(await sums(url)).toEqual({
      crmOrders: orderCount,
      erpOrders: orderCount,
      twice: 0,
      lines: lineCount,
      exact: exact.toString(),
      shipments: orderCount,
      invoices: orderCount,
      payments: orderCount,
      bad: 0,
    })
    expect(await datesOfOrders(url)).toEqual(datesInTheFile(kept))
    expect(again.text()).toContain(roundingLine(kept))
    expect(await masterData(url)).toEqual(masterDataInTheFiles())
    expect(await openingStock(url)).toEqual(stockInTheFiles())
  })
})

const CENTS = 2

/** What the proof says of the lines: their exact sum, the sum rounded line by line, and the difference, all by the file. */
function roundingLine(kept: readonly string[][]): string {
  const amounts = kept.map((cells) => Decimal.of(cells[7] ?? '').times(Decimal.of(cells[8] ?? '')))
  const [exact, rounded] = [Decimal.sum(amounts), Decimal.sum(amounts.map((amount) => amount.round(CENTS, 'half-up')))]
  return (
    `Order lines: ${kept.length}; exact sum ${moneyText(exact.toString(), 'USD')}, ` +
    `rounded line by line ${moneyText(rounded.toString(), 'USD')}, rounding difference ${rounded.minus(exact)}.`
  )
}

/** The day of each order of the file, six times over: of the quote, the order on both sides, shipment, invoice and payment. */
function datesInTheFile(kept: readonly string[][]): { number: string; days: string }[] {
  const days = new Map(kept.map(([date = '', , number = '']) => [number, date.replace(/(..)\/(..)\/(....)/, '$3-$1-$2')]))
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([number, day]) => ({ number, days: Array.from({ length: 6 }, () => day).join(' ') }))
}

async function datesOfOrders(url: string): Promise<{ number: string; days: string }[]> {
  return asked(
    url,
    sql<{ number: string; days: string }>`
      select o.customer_reference as number,
             concat_ws(' ', q.quote_date, c.order_date, o.order_date, s.shipped_date, i.invoice_date, p.payment_date) as days
      from erp.sales_order o
      left join crm.quote q on q.number = o.customer_reference
      left join crm."order" c on c.quote_number = q.number
      left join erp.shipment s on s.sales_order = o.id
      left join erp.invoice i on i.sales_order = o.id
      left join erp.payment p on p.reference = o.customer_reference
      order by o.customer_reference collate "C"`,
  )
}

/** The rows of a file of master data, by the names of its columns. */
function masterRows(file: string): Record<string, string>[] {
  const text = readFileSync(join(FILES, 'master', file), 'utf8').replace(/^\uFEFF/, '')
  const [head = [], ...lines] = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''))
  return lines.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])))
}

function masterDataInTheFiles() {
  const vendors = masterRows('Vendor.csv')
  const isVendor = new Set(vendors.map(({ BusinessEntityID }) => BusinessEntityID))
  const parts = masterRows('BillOfMaterials.csv').filter(({ ProductAssemblyID }) => ProductAssemblyID !== '')
  return {
    items: masterRows('Product.csv').length,
    crmItems: masterRows('Product.csv').length,
    bills: new Set(parts.map(({ ProductAssemblyID }) => ProductAssemblyID)).size,
    billRows: parts.length,
    partsOfBills: Decimal.sum(parts.map(({ PerAssemblyQty = '' }) => Decimal.of(PerAssemblyQty))).toString(),
    locations: masterRows('Location.csv').length,
    vendors: vendors.map(({ AccountNumber }) => AccountNumber).sort(),
    vendorAddresses: masterRows('BusinessEntityAddress.csv').filter(({ BusinessEntityID }) => isVendor.has(BusinessEntityID))
      .length,
  }
}

async function masterData(url: string) {
  const [found] = await asked(
    url,
    sql<Record<string, unknown>>`
      select (select count(*)::int from erp.item) as items,
             (select count(*)::int from crm.item) as crm_items,
             (select count(*)::int from erp.bill_of_material) as bills,
             (select count(*)::int from erp.bill_of_material_line) as bill_rows,
             (select sum(quantity) from erp.bill_of_material_line) as parts_of_bills,
             (select count(*)::int from erp.warehouse) as locations,
             (select json_agg(code order by code collate "C") from erp.party where is_vendor) as vendors,
             (select count(*)::int from erp.address a join erp.party p on p.id = a.party where p.is_vendor) as vendor_addresses`,
  )
  return found
}

interface Counted {
  readonly location: string
  readonly items: number
  readonly pieces: string
}

/** Pieces of each location's stock list, an item on several shelves counted once. */
function stockInTheFiles(): Counted[] {
  const byLocation = Map.groupBy(masterRows('ProductInventory.csv'), ({ LocationID = '' }) => `L${LocationID}`)
  return [...byLocation]
    .map(([location, lines]) => ({
      location,
      items: new Set(lines.map(({ ProductID }) => ProductID)).size,
      pieces: Decimal.sum(lines.map(({ Quantity = '' }) => Decimal.of(Quantity))).toString(),
    }))
    .sort((a, b) => (a.location < b.location ? -1 : 1))
}

async function openingStock(url: string): Promise<Counted[]> {
  return asked(
    url,
    sql<Counted>`
      select w.code as location, count(*)::int as items, sum(l.counted) as pieces
      from erp.stock_adjustment a join erp.warehouse w on w.id = a.warehouse
      join erp.stock_adjustment_line l on l.parent_id = a.id
      group by w.code order by w.code collate "C"`,
  )
}

/** Whole orders from the beginning of the first year, their customers, everything else by link; a file of bad rows. */
function partOfTheFiles(folder: string): string[][] {
  symlinkSync(join(FILES, 'master'), join(folder, 'master'))
  mkdirSync(join(folder, 'sales'))
  for (const file of ['Products.csv', 'Product_Categories.csv', 'Product_Subcategories.csv']) {
    symlinkSync(join(FILES, 'sales', file), join(folder, 'sales', file))
  }
  const read = (file: string) =>
    readFileSync(join(FILES, 'sales', file), 'utf8')
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split(/\r?\n/)
  const years = ['Sales_2015.csv', 'Sales_2016.csv', 'Sales_2017.csv'].map(read)
  const header = years[0]?.[0] ?? ''
  const all = years.flatMap(([, ...lines]) => lines)
  const numbers = new Set<string>()
  for (const line of all) if (numbers.size < ORDERS) numbers.add(line.split(',')[2] ?? '')
  const kept = all.map((line) => line.split(',')).filter((cells) => numbers.has(cells[2] ?? ''))
  writeFileSync(join(folder, 'sales', 'Sales_2015.csv'), [header, ...kept.map((cells) => cells.join(','))].join('\n'))
  const customers = new Set(kept.map((cells) => cells[4]))
  const [first = '', ...people] = read('Customers.csv')
  writeFileSync(
    join(folder, 'sales', 'Customers.csv'),
    [first, ...people.filter((line) => customers.has(line.split(',')[0]))].join('\n'),
  )
  const somebody = kept[0]?.[4] ?? ''
  const bad = BAD.map(([date, number, product, customer, line, quantity, price]) =>
    [date, '01/01/2001', number, product, customer.replace('CUSTOMER', somebody), '1', line, quantity, `"${price}"`].join(','),
  )
  writeFileSync(join(folder, 'sales', 'Sales_2018.csv'), [header, ...bad].join('\n'))
  return kept
}

function load(folder: string, url: string) {
  const child = spawn(process.execPath, [CLI, 'load', 'adventureworks', folder, '--lang', 'en'], {
    cwd: folder,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  let look = () => {}
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      text += piece
      look()
    })
  }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    child,
    ended,
    text: () => text,
    sees: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        look = () => {
          if (pattern.test(text)) resolve()
        }
        look()
        ended.then(() => reject(new Error(`ended before it said ${pattern}:\n${text}`)))
      }),
  }
}

const LOOK_MS = 3000

/** Loads until so many orders stand in the CRM, then kills it. */
async function killedAfter(folder: string, url: string, orders: number): Promise<void> {
  const { child, ended, text } = load(folder, url)
  const watching = setInterval(async () => {
    if ((await ordersIn(url)) >= orders) child.kill('SIGKILL')
  }, LOOK_MS)
  const code = await ended
  clearInterval(watching)
  expect(code, text()).toBe(null)
}

async function ordersIn(url: string): Promise<number> {
  const [found] = await asked(url, sql<{ count: number }>`select count(*)::int as count from crm."order"`)
  return found?.count ?? 0
}

async function sums(url: string) {
  const [found] = await asked(
    url,
    sql<Record<string, unknown>>`
      select (select count(*)::int from crm."order") as crm_orders,
             (select count(*)::int from erp.sales_order) as erp_orders,
             (select count(*)::int - count(distinct customer_reference)::int from erp.sales_order) as twice,
             (select count(*)::int from erp.sales_order_line) as lines,
             (select sum(quantity * unit_price) from erp.sales_order_line) as exact,
             (select count(*)::int from erp.shipment) as shipments,
             (select count(*)::int from erp.invoice) as invoices,
             (select count(*)::int from erp.payment) as payments,
             (select count(*)::int from crm.quote where number like 'BAD%') as bad`,
  )
  return found
}

async function asked<T>(url: string, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  const database = openPostgres(url)
  try {
    const [tenant] = await database.asOwner((tx) => rows(tx, sql<{ id: Id }>`select id from platform.tenant`))
    return await database.transaction(tenant?.id as Id, (tx) => rows(tx, query))
  } finally {
    await database.close()
  }
}
