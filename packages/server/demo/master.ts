/** The demo company's books, warehouses, items, prices, vendors, customers and rates of exchange. */
import { crm } from '@tandem/crm'
import type { Tx } from '@tandem/db'
import { erp, openBooks } from '@tandem/erp'
import { type Context, Decimal, type Id, type PlainDate } from '@tandem/kernel'
import { BATCH, idsBy, mustFind, perform, type Workshop } from '../load/workshop.ts'
import { type CatalogItem, QUANTITY_BREAKS, VENDORS } from './catalog.ts'
import { all } from './day.ts'
import type { MasterIds } from './master-ids.ts'
import type { DemoCustomer } from './people.ts'

interface Plan {
  readonly by: Context
  readonly customers: readonly DemoCustomer[]
  readonly catalog: readonly CatalogItem[]
  readonly days: readonly PlainDate[]
}

const USD_RATE = Decimal.of('7.12')

export async function createMasterData(shop: Workshop, plan: Plan): Promise<MasterIds> {
  await shop.database.transaction(shop.tenant, (tx) => openBooks(tx, plan.by))
  await create(shop, plan.by, erp, 'warehouse', [
    { code: 'HZ', name: '杭州主仓 Hangzhou', isDefault: true },
    { code: 'SH', name: '上海仓 Shanghai', isDefault: false },
  ])
  await create(shop, plan.by, erp, 'exchange-rate', rates(plan.days))
  await create(shop, plan.by, erp, 'item', plan.catalog.map(itemInput))
  await create(shop, plan.by, erp, 'party', VENDORS.map(vendorInput))
  await create(shop, plan.by, crm, 'customer', plan.customers.map(customerInput))
  const codes = plan.catalog.map(({ code }) => code)
  const items = await idsBy(shop, 'erp.item', 'code', codes)
  await create(
    shop,
    plan.by,
    erp,
    'price',
    plan.catalog.flatMap((one) => pricesOf(one, mustFind(items, one.code))),
  )
  const customers = await idsBy(
    shop,
    'crm.customer',
    'code',
    plan.customers.map(({ code }) => code),
  )
  await create(
    shop,
    plan.by,
    crm,
    'contact',
    plan.customers.map((one) => contactInput(one, mustFind(customers, one.code))),
  )
  await create(
    shop,
    plan.by,
    crm,
    'address',
    plan.customers.map((one) => addressInput(one, mustFind(customers, one.code))),
  )
  await shop.settle()
  return {
    items,
    crmItems: await idsBy(shop, 'crm.item', 'code', codes),
    customers,
    warehouses: await idsBy(shop, 'erp.warehouse', 'code', ['HZ', 'SH']),
    habits: new Map(plan.customers.map(({ code, paysAfterDue }) => [code, paysAfterDue])),
  }
}

async function create(shop: Workshop, by: Context, side: typeof erp, document: string, inputs: readonly object[]): Promise<void> {
  for (let start = 0; start < inputs.length; start += BATCH) {
    const run = (tx: Tx) => perform(tx, by, side, document, 'create', inputs.slice(start, start + BATCH))
    all(await shop.database.transaction(shop.tenant, run))
  }
}

/** The dollar drifts a little, a new rate every cycle. */
function rates(days: readonly PlainDate[]): object[] {
  return days.map((rateDate, i) => ({
    fromCurrency: 'USD',
    toCurrency: 'CNY',
    rateDate,
    rate: USD_RATE.plus(Decimal.of(((i * 7) % 23) - 11).times(Decimal.of('0.004'))).toString(),
  }))
}

function itemInput(one: CatalogItem): object {
  return {
    code: one.code,
    name: one.name,
    nameZh: one.nameZh,
    type: one.type,
    unit: one.unit,
    category: one.category,
    taxRate: one.type === 'service' ? '6' : '13',
    standardCost: one.cost,
    leadTimeDays: one.leadTimeDays,
    units: one.perBox ? [{ unit: 'box', numerator: one.perBox, denominator: '1' }] : [],
  }
}

function pricesOf(one: CatalogItem, item: Id): object[] {
  const price = Decimal.of(one.price)
  const row = { item, priceList: 'standard', unit: one.unit }
  const domestic = QUANTITY_BREAKS.map(({ minimumQuantity, share }) => ({
    ...row,
    currency: 'CNY',
    minimumQuantity,
    unitPrice: price.times(Decimal.of(share)).round(2, 'half-up').toString(),
  }))
  const unitPrice = price.over(USD_RATE, 2, 'half-up').toString()
  return [...domestic, { ...row, currency: 'USD', minimumQuantity: '1', unitPrice }]
}

function vendorInput({ code, name }: (typeof VENDORS)[number]): object {
  const terms = { currency: 'CNY', paymentTermDays: 30, onHold: false }
  return { code, name, type: 'company', isCustomer: false, isVendor: true, ...terms }
}

function customerInput(one: DemoCustomer): object {
  const { code, name, type, taxNumber, email, phone, currency, paymentTermDays, creditLimit } = one
  return { code, name, type, taxNumber, email, phone, currency, paymentTermDays, creditLimit, onHold: false }
}

function contactInput({ contact, email, phone }: DemoCustomer, customer: Id): object {
  return { customer, name: contact.name, role: contact.role, email, phone }
}

function addressInput({ address, contact }: DemoCustomer, customer: Id): object {
  return { customer, use: 'both', recipient: contact.name, ...address }
}
