/** A small shop for specs: a customer with contact and address, three items and their prices. */
import type { Tx } from '@tandem/db'
import type { Context, Result } from '@tandem/kernel'
import { createAddress } from '../address/commands.ts'
import { createContact } from '../contact/commands.ts'
import { createCustomer } from '../customer/commands.ts'
import { createItem } from '../item/commands.ts'
import { createPrice } from '../price/commands.ts'

/** What a world of the test kit can do. */
interface Doer {
  do<I, T>(command: { run(tx: Tx, context: Context, inputs: readonly I[]): Promise<Result<T>[]> }, input: I): Promise<T>
}

export async function openShop(world: Doer) {
  const acme = await world.do(createCustomer, {
    ...{ code: 'ACME', name: 'Acme 家具', type: 'company', currency: 'CNY', paymentTermDays: 30, onHold: false },
  } as const)
  const { id: customer } = acme
  const contact = await world.do(createContact, { customer, name: '李雷', role: '采购' })
  const address = await world.do(createAddress, { customer, use: 'both', line1: '文三路 1 号', city: '杭州', country: 'CN' })
  const chair = await world.do(createItem, {
    code: 'CHAIR',
    name: 'Chair',
    nameZh: '椅子',
    type: 'made',
    unit: 'pcs',
    taxRate: '13',
  })
  const table = await world.do(createItem, { code: 'TABLE', name: 'Table', type: 'made', unit: 'pcs', taxRate: '13' })
  const setup = await world.do(createItem, { code: 'SETUP', name: 'Setup', type: 'service', unit: 'h', taxRate: '6' })
  const list = { priceList: 'standard', currency: 'CNY', minimumQuantity: '0' } as const
  await world.do(createPrice, { ...list, item: chair.id, unit: 'pcs', unitPrice: '199.90' })
  await world.do(createPrice, { ...list, item: table.id, unit: 'pcs', unitPrice: '1250' })
  return { acme, contact, address, chair, table, setup }
}
