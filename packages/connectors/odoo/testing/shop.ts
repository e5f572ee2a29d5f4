/** A fake Odoo with a customer and a product, and writes of the joint to it. */
import type { Outcome, Write } from '@tandem/hub'
import { idText } from '../../kit/ids.ts'
import { fakeWorld, partner } from './subject.ts'

export function write(n: number, values: Write['values'], more: Partial<Write> = {}): Write {
  const key = `odoo:00000000-0000-7000-8000-${String(n).padStart(12, '0')}:1`
  return { key, values, changed: Object.keys(values), ...more }
}

export async function shop(world = fakeWorld()) {
  const connector = world.connect()
  const [customer] = await connector.apply('customer', [write(1, partner(1))])
  const product = world.fake.store.create('product.product', {
    ...{ name: 'Chair', default_code: 'CHAIR', type: 'consu', sale_ok: true, uom_id: 1, taxes_id: [[6, 0, [2]]] as never },
    ...{ list_price: 10, lst_price: 10, qty_available: 7, free_qty: 5, virtual_available: 5 },
  })
  return { ...world, connector, customer: idOf(customer), item: idText(product) }
}

export function idOf(outcome: Outcome | undefined): string {
  if (!outcome || !('done' in outcome)) throw new Error(JSON.stringify(outcome))
  return outcome.done.externalId
}

export function order(customer: string, item: string, more: object = {}) {
  const line = { lineNumber: 1, item, description: null, quantity: '3', unit: 'Units', unitPrice: '9.99', discountPercent: '10' }
  return {
    ...{ number: 'Q-1', erpNumber: null, customer, customerReference: null, state: 'requested', cancelRequested: false },
    ...{ currency: 'USD', orderDate: '2026-03-02', requestedDate: null, billingAddress: null, shippingAddress: null },
    ...{ paymentTermDays: 30, net: '26.97', tax: '1.62', total: '28.59' },
    ...{ lines: [{ ...line, taxRate: '6', net: '26.97', tax: '1.62' }], progress: [], ...more },
  }
}
