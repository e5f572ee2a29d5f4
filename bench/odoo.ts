/**
 * A running Odoo 19 in the same run, on the same machine: the peer that orders by HTTP are to be a hundred times as fast as.
 * `BENCH_ODOO` names a file with its ODOO_URL and ODOO_KEY; it has customers `BENCH-C...` and storable products `BENCH-P...`
 * with stock.
 */
import { readFileSync } from 'node:fs'

export interface Odoo {
  /** Creates and confirms an order of three lines, by two calls of JSON-2. */
  order(n: number): Promise<void>
}

type Call = <T>(model: string, method: string, args: object) => Promise<T>

export async function openOdoo(): Promise<Odoo | undefined> {
  const file = process.env.BENCH_ODOO
  if (!file) return undefined
  const call = caller(readFileSync(file, 'utf8'))
  const found = (model: string, field: string, like: string) =>
    call<number[]>(model, 'search', { domain: [[field, '=like', like]], order: 'id' })
  const customers = await found('res.partner', 'ref', 'BENCH-C%')
  const products = await found('product.product', 'default_code', 'BENCH-P%')
  if (customers.length === 0 || products.length < 50) throw new Error('this Odoo has no customers BENCH-C and products BENCH-P')
  return {
    async order(n) {
      const line = (k: number) => [0, 0, { product_id: products[(n * 7 + k * 13) % products.length], product_uom_qty: 1 }]
      const order = { partner_id: customers[n % customers.length], order_line: [line(1), line(2), line(3)] }
      const ids = await call<number[]>('sale.order', 'create', { vals_list: [order] })
      await call('sale.order', 'action_confirm', { ids })
    },
  }
}

function caller(settings: string): Call {
  const of = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(settings)?.[1] ?? ''
  return async <T>(model: string, method: string, args: object) => {
    const answer = await fetch(`${of('ODOO_URL')}/json/2/${model}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `bearer ${of('ODOO_KEY')}` },
      body: JSON.stringify(args),
    })
    const said = await answer.text()
    if (!answer.ok) throw new Error(`${model} ${method}: ${answer.status} ${said.slice(0, 200)}`)
    return JSON.parse(said) as T
  }
}
