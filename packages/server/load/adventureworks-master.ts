/** Items, prices, bills of material, warehouses with stock, vendors with addresses, customers: each once, however often loaded. */
import { join } from 'node:path'
import { crm } from '@tandem/crm'
import { rows, sql } from '@tandem/db'
import { erp } from '@tandem/erp'
import { Decimal, type Id, type PlainDate, parseDate, type Refusal } from '@tandem/kernel'
import { allRows, type RowError, refusedAt, type SourceRow } from './rows.ts'
import { idsBy, mustFind, performAll, settleAll, type Workshop } from './workshop.ts'

const UNIT = 'pcs'
export const SHIPPING_WAREHOUSE = 'L7'
const OPENING_DATE = '2014-12-31' as PlainDate

export interface Files {
  readonly master: string
  readonly sales: string
}

export function filesIn(folder: string): Files {
  return { master: join(folder, 'master'), sales: join(folder, 'sales') }
}

export interface MasterData {
  /** ProductKey of the sales files -> item code. */
  readonly itemCodes: ReadonlyMap<string, string>
  /** Item code -> the ERP's item; `crmItems`: the CRM's, as the joint brought it over. */
  readonly items: ReadonlyMap<string, Id>
  readonly crmItems: ReadonlyMap<string, Id>
  readonly customers: ReadonlyMap<string, Id>
  readonly costs: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}

export async function loadMasterData(shop: Workshop, files: Files, errors: RowError[]): Promise<MasterData> {
  const products = await allRows(join(files.master, 'Product.csv'))
  const sold = await allRows(join(files.sales, 'Products.csv'))
  const codeOf = new Map(products.map(({ values }) => [values.ProductID ?? '', values.ProductNumber ?? '']))
  await loadItems(shop, products, sold, await categories(files), errors)
  const items = await idsBy(shop, 'erp.item', 'code', [...codeOf.values()])
  await loadPrices(shop, sold, items, errors)
  const notes = [await loadBills(shop, files, codeOf, items, errors)]
  await loadStock(shop, files, codeOf, items, errors)
  await loadVendors(shop, files, errors)
  await settleAll(shop)
  const customers = await loadCustomers(shop, files, errors)
  await settleAll(shop)
  return {
    itemCodes: new Map(sold.map(({ values }) => [values.ProductKey ?? '', values.ProductSKU ?? ''])),
    items,
    crmItems: await idsBy(shop, 'crm.item', 'code', [...codeOf.values()]),
    customers,
    costs: new Map(sold.map(({ values }) => [values.ProductSKU ?? '', values.ProductCost || '0'])),
    notes,
  }
}

async function categories(files: Files): Promise<Map<string, string>> {
  const subcategories = await allRows(join(files.master, 'ProductSubcategory.csv'))
  return new Map(subcategories.map(({ values }) => [values.ProductSubcategoryID ?? '', values.Name ?? '']))
}

async function loadItems(
  shop: Workshop,
  products: readonly SourceRow[],
  sold: readonly SourceRow[],
  category: ReadonlyMap<string, string>,
  errors: RowError[],
): Promise<void> {
  const cost = new Map(sold.map(({ values }) => [values.ProductSKU ?? '', values.ProductCost ?? '']))
  const there = await idsBy(
    shop,
    'erp.item',
    'code',
    products.map(({ values }) => values.ProductNumber ?? ''),
  )
  const inputs = products
    .filter(({ values }) => !there.has(values.ProductNumber ?? ''))
    .map((source) => ({
      source,
      code: source.values.ProductNumber ?? '',
      name: source.values.Name ?? '',
      type: source.values.MakeFlag === '1' ? 'made' : 'bought',
      unit: UNIT,
      category: category.get(source.values.ProductSubcategoryID ?? '') ?? null,
      taxRate: '0',
      standardCost: Decimal.of(cost.get(source.values.ProductNumber ?? '') || source.values.StandardCost || '0').toString(),
      leadTimeDays: Number(source.values.DaysToManufacture ?? '0'),
    }))
  await performAll(shop, erp, 'item', inputs.map(withoutSource), refusals(inputs, 'ProductNumber', errors))
}

async function loadPrices(
  shop: Workshop,
  sold: readonly SourceRow[],
  items: ReadonlyMap<string, Id>,
  errors: RowError[],
): Promise<void> {
  const priced = await shop.database.transaction(shop.tenant, (tx) => rows(tx, sql<{ item: Id }>`select item from erp.price`))
  const there = new Set(priced.map(({ item }) => item))
  const inputs = sold
    .map((source) => ({
      source,
      item: mustFind(items, source.values.ProductSKU ?? ''),
      priceList: 'standard',
      currency: 'USD',
      unit: UNIT,
      minimumQuantity: '1',
      unitPrice: Decimal.of(source.values.ProductPrice || '0').toString(),
    }))
    .filter(({ item }) => !there.has(item))
  await performAll(shop, erp, 'price', inputs.map(withoutSource), refusals(inputs, 'ProductPrice', errors))
}

async function loadBills(
  shop: Workshop,
  files: Files,
  codeOf: ReadonlyMap<string, string>,
  items: ReadonlyMap<string, Id>,
  errors: RowError[],
): Promise<string> {
  const rowsOfFile = await allRows(join(files.master, 'BillOfMaterials.csv'))
  const idOf = (productId: string | undefined) => mustFind(items, mustFind(codeOf, productId ?? ''))
  const bills = new Map<Id, { source: SourceRow; item: Id; lines: object[] }>()
  const tops = rowsOfFile.filter(({ values }) => !values.ProductAssemblyID)
  for (const source of rowsOfFile) {
    const { values } = source
    if (!values.ProductAssemblyID) continue
    const item = idOf(values.ProductAssemblyID)
    const bill = bills.get(item) ?? { source, item, lines: [] }
    bill.lines.push({
      item: idOf(values.ComponentID),
      quantity: Decimal.of(values.PerAssemblyQty ?? '').toString(),
      unit: values.UnitMeasureCode === 'EA' ? UNIT : values.UnitMeasureCode,
      validFrom: parseDate(values.StartDate ?? '') ?? null,
      validTo: parseDate(values.EndDate ?? '') ?? null,
    })
    bills.set(item, bill)
  }
  const there = await shop.database.transaction(shop.tenant, (tx) =>
    rows(tx, sql<{ item: Id }>`select item from erp.bill_of_material`),
  )
  for (const { item } of there) bills.delete(item)
  const inputs = [...bills.values()]
  await performAll(shop, erp, 'bill-of-material', inputs.map(withoutSource), refusals(inputs, 'ProductAssemblyID', errors))
  return `${tops.length} of the ${rowsOfFile.length} rows of BillOfMaterials.csv name no assembly (they only list what is sold) and make no bill.`
}

/** Locations become warehouses; their stock is counted in once, at standard cost. */
async function loadStock(
  shop: Workshop,
  files: Files,
  codeOf: ReadonlyMap<string, string>,
  items: ReadonlyMap<string, Id>,
  errors: RowError[],
): Promise<void> {
  const locations = await allRows(join(files.master, 'Location.csv'))
  const codes = locations.map(({ values }) => `L${values.LocationID}`)
  const there = await idsBy(shop, 'erp.warehouse', 'code', codes)
  const inputs = locations
    .map((source) => ({
      source,
      code: `L${source.values.LocationID}`,
      name: source.values.Name ?? '',
      isDefault: `L${source.values.LocationID}` === SHIPPING_WAREHOUSE,
    }))
    .filter(({ code }) => !there.has(code))
  await performAll(shop, erp, 'warehouse', inputs.map(withoutSource), refusals(inputs, 'LocationID', errors))
  const warehouses = await idsBy(shop, 'erp.warehouse', 'code', codes)
  const counted = await shop.database.transaction(shop.tenant, (tx) =>
    rows(tx, sql<{ warehouse: Id }>`select distinct warehouse from erp.stock_adjustment where reason = ${OPENING_REASON}`),
  )
  const done = new Set(counted.map(({ warehouse }) => warehouse))
  const stock = Map.groupBy(await allRows(join(files.master, 'ProductInventory.csv')), ({ values }) => `L${values.LocationID}`)
  const counts = [...stock]
    .filter(([code]) => !done.has(mustFind(warehouses, code)))
    .map(([code, lines]) => ({
      source: lines[0] as SourceRow,
      warehouse: mustFind(warehouses, code),
      adjustmentDate: OPENING_DATE,
      reason: OPENING_REASON,
      lines: countedLines(lines, codeOf, items),
    }))
  await performAll(shop, erp, 'stock-adjustment', counts.map(withoutSource), refusals(counts, 'LocationID', errors))
}
const OPENING_REASON = 'Opening stock'

/** One line an item: an item may lie on several shelves of a location. */
function countedLines(
  shelves: readonly SourceRow[],
  codeOf: ReadonlyMap<string, string>,
  items: ReadonlyMap<string, Id>,
): object[] {
  const byItem = Map.groupBy(shelves, ({ values }) => mustFind(items, mustFind(codeOf, values.ProductID ?? '')))
  return [...byItem].map(([item, of]) => ({
    item,
    counted: Decimal.sum(of.map(({ values }) => Decimal.of(values.Quantity ?? ''))).toString(),
    unit: UNIT,
  }))
}

async function loadVendors(shop: Workshop, files: Files, errors: RowError[]): Promise<void> {
  const vendors = await allRows(join(files.master, 'Vendor.csv'))
  const codes = vendors.map(({ values }) => values.AccountNumber ?? '')
  const there = await idsBy(shop, 'erp.party', 'code', codes)
  const inputs = vendors
    .filter(({ values }) => !there.has(values.AccountNumber ?? ''))
    .map((source) => ({
      source,
      code: source.values.AccountNumber ?? '',
      name: source.values.Name ?? '',
      type: 'company',
      isCustomer: false,
      isVendor: true,
      currency: 'USD',
      paymentTermDays: 30,
      onHold: source.values.ActiveFlag === '0',
    }))
  await performAll(shop, erp, 'party', inputs.map(withoutSource), refusals(inputs, 'AccountNumber', errors))
  await loadVendorAddresses(shop, files, vendors, await idsBy(shop, 'erp.party', 'code', codes), errors)
}

async function loadVendorAddresses(
  shop: Workshop,
  files: Files,
  vendors: readonly SourceRow[],
  parties: ReadonlyMap<string, Id>,
  errors: RowError[],
): Promise<void> {
  const by = async (file: string, key: string) =>
    new Map((await allRows(join(files.master, file))).map((row) => [row.values[key] ?? '', row]))
  const [addresses, provinces] = [await by('Address.csv', 'AddressID'), await by('StateProvince.csv', 'StateProvinceID')]
  const party = new Map(
    vendors.map(({ values }) => [values.BusinessEntityID ?? '', mustFind(parties, values.AccountNumber ?? '')]),
  )
  const existing = await shop.database.transaction(shop.tenant, (tx) =>
    rows(tx, sql<{ party: Id }>`select distinct party from erp.address`),
  )
  const there = new Set(existing.map((row) => row.party))
  const inputs = (await allRows(join(files.master, 'BusinessEntityAddress.csv'))).flatMap((link) => {
    const owner = party.get(link.values.BusinessEntityID ?? '')
    const source = addresses.get(link.values.AddressID ?? '')
    if (!owner || there.has(owner) || !source) return []
    const province = provinces.get(source.values.StateProvinceID ?? '')?.values
    const { AddressLine1: line1, AddressLine2: line2, City: city, PostalCode: postalCode } = source.values
    return [
      {
        source,
        party: owner,
        use: 'both',
        line1,
        line2: line2 || null,
        city,
        region: province?.Name ?? null,
        postalCode: postalCode || null,
        country: province?.CountryRegionCode ?? 'US',
      },
    ]
  })
  await performAll(shop, erp, 'address', inputs.map(withoutSource), refusals(inputs, 'AddressLine1', errors))
}

async function loadCustomers(shop: Workshop, files: Files, errors: RowError[]): Promise<Map<string, Id>> {
  const sources = await allRows(join(files.sales, 'Customers.csv'))
  const codes = sources.map(({ values }) => values.CustomerKey ?? '')
  const there = await idsBy(shop, 'crm.customer', 'code', codes)
  const inputs = sources
    .filter(({ values }) => !there.has(values.CustomerKey ?? ''))
    .map((source) => ({
      source,
      code: source.values.CustomerKey ?? '',
      name: [source.values.FirstName, source.values.LastName]
        .map((name) => capitalised(name ?? ''))
        .join(' ')
        .trim(),
      type: 'person',
      email: source.values.EmailAddress || null,
      currency: 'USD',
      paymentTermDays: 0,
      onHold: false,
    }))
  await performAll(shop, crm, 'customer', inputs.map(withoutSource), refusals(inputs, 'CustomerKey', errors))
  return idsBy(shop, 'crm.customer', 'code', codes)
}

function capitalised(name: string): string {
  return name.toLowerCase().replace(/(^|[\s'-])\p{L}/gu, (start) => start.toUpperCase())
}

function withoutSource<I extends { source: SourceRow }>({ source: _, ...input }: I): Omit<I, 'source'> {
  return input
}

/** Tells a refusal at the row it came from. Inputs are found again by position, since `performAll` keeps their order. */
function refusals(
  inputs: readonly { source: SourceRow }[],
  column: string,
  errors: RowError[],
): (input: object, refusal: Refusal, index: number) => void {
  return (_, refusal, index) => {
    const source = inputs[index]?.source
    if (source) errors.push(refusedAt(source, column, refusal))
  }
}
