/** A small company on both sides with the joint between them, driven by commands: for specs of what the joint proves. */
import { crm } from '@tandem/crm'
import { rows, run, sql, type Tx } from '@tandem/db'
import { erp, openBooks } from '@tandem/erp'
import { hub as joint } from '@tandem/hub'
import type { Context, Id, Surface } from '@tandem/kernel'
import { must, type Result } from '@tandem/kernel'
import { type App, openApp } from '../compose.ts'
import type { TenantHub } from '../joint/tenant-hub.ts'

export type Made = Readonly<Record<string, never>> & { readonly id: Id; readonly version: number; readonly number: string }

export interface Trade {
  readonly app: App
  readonly tenant: Id
  readonly hub: TenantHub
  crm(document: string, command: string, input: object): Promise<Made>
  erp(document: string, command: string, input: object): Promise<Made>
  joint(document: string, command: string, input: object): Promise<Made>
  /** What a person with a database client does behind everybody's back. Answers how many rows. */
  byHand(text: string): Promise<number>
  read<T>(text: string): Promise<T[]>
  /** A customer, an item of which there is plenty, and a confirmed order of it, on both sides. */
  order(quantity: string, more?: object): Promise<Ordered>
}

export interface Ordered {
  readonly customer: Id
  readonly party: Id
  readonly order: Id
  readonly number: string
  readonly salesOrder: Id
}

export async function openTrade(databaseUrl: string): Promise<Trade> {
  const app = await openApp({ databaseUrl, logLevel: 'silent' })
  const tenant = await app.addTenant({ name: 'Tandem', baseCurrency: 'CNY', timeZone: 'Asia/Shanghai' })
  const { database } = app
  const by = (): Context => ({ ...app.workshop(tenant).context(), actor: { kind: 'user', id: 'clerk' } })
  await database.transaction(tenant, (tx) => openBooks(tx, by()))
  const hub = app.tenants.get(tenant)?.hub as TenantHub
  const doing = (side: Surface<Tx>) => async (document: string, name: string, input: object) => {
    const command = side.commands.find((one) => one.document === document && one.name === name)
    if (!command) throw new RangeError(`${side.name} has no command ${document}/${name}`)
    const [result] = (await database.transaction(tenant, (tx) => command.run(tx, by(), [input] as never))) as [Result<Made>]
    return must(result)
  }
  const trade = {
    ...{ app, tenant, hub },
    crm: doing(crm),
    erp: doing(erp),
    joint: doing(joint),
    byHand: (text: string) => database.transaction(tenant, (tx) => run(tx, sql.raw(text))),
    read: <T>(text: string) => database.transaction(tenant, (tx) => rows(tx, sql.raw<T>(text))) as Promise<T[]>,
  }
  const order = orderOn(trade)
  return { ...trade, order }
}

function orderOn(trade: Omit<Trade, 'order'>): Trade['order'] {
  let count = 0
  let goods: Promise<Id> | undefined
  return async (quantity, more = {}) => {
    goods ??= makeGoods(trade)
    const item = await goods
    const code = `K${++count}`
    const customer = await trade.crm('customer', 'create', { code, name: `Kunde ${code}`, ...CUSTOMER })
    await trade.hub.runUntilIdle()
    const lines = [{ item, quantity, ...more }]
    const order = await trade.crm('order', 'create', { customer: customer.id, lines })
    await trade.hub.runUntilIdle()
    const [there] = await trade.read<{ id: Id; party: Id }>(
      `select id, party from erp.sales_order where origin = '${order.number}'`,
    )
    if (!there) throw new Error(`order ${order.number} did not arrive`)
    return { customer: customer.id, party: there.party, order: order.id, number: order.number, salesOrder: there.id }
  }
}

const CUSTOMER = { type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false }

/** Answers the item's id in the CRM. */
async function makeGoods(trade: Omit<Trade, 'order'>): Promise<Id> {
  const item = await trade.erp('item', 'create', {
    ...{ code: 'OAK', name: 'Oak', nameZh: '橡木桌', type: 'bought', unit: 'pcs', taxRate: '13', leadTimeDays: 7 },
  })
  await trade.erp('price', 'create', {
    ...{ item: item.id, priceList: 'standard', currency: 'CNY', unit: 'pcs', minimumQuantity: '1', unitPrice: '100' },
  })
  const [has] = await trade.read<{ id: Id }>('select id from erp.warehouse limit 1')
  const warehouse = has ?? (await trade.erp('warehouse', 'create', { code: 'W1', name: 'Main', isDefault: true }))
  const lines = [{ item: item.id, quantity: '1000', unitCost: '40' }]
  await trade.erp('goods-receipt', 'create', { warehouse: warehouse.id, lines })
  await trade.hub.runUntilIdle()
  const [here] = await trade.read<{ id: Id }>(`select id from crm.item where code = 'OAK'`)
  return (here as { id: Id }).id
}
