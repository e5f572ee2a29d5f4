/** What the tour shows, by role: a few places of the menu, then what is around every page. Pure. */

export const AROUND = ['search', 'live', 'help', 'person'] as const

const BY_ROLE: Readonly<Record<string, readonly string[]>> = {
  sales: ['/quotes', '/orders', '/customers'],
  'sales-manager': ['/quotes', '/orders', '/customers'],
  service: ['/customers', '/orders', '/erp/shipments'],
  planner: ['/erp/sales-orders', '/erp/items'],
  buyer: ['/erp/items', '/records/erp/goods-receipt'],
  warehouse: ['/erp/sales-orders', '/erp/shipments', '/records/erp/goods-receipt'],
  accountant: ['/erp/invoices', '/erp/payments', '/erp/trial-balance', '/joint/proof'],
  integrator: ['/joint', '/joint/connections', '/joint/inbox', '/joint/proof'],
  administrator: ['/admin/users', '/admin/roles', '/quotes', '/joint', '/admin/audit'],
  auditor: ['/admin/audit', '/joint/proof', '/erp/trial-balance'],
  portal: [],
}

const MOST = 5

/** The places of somebody's roles that they may see, each once; of a role of the company's own the first of the menu. */
export function placesToShow(roles: readonly string[], visible: readonly string[]): string[] {
  const wanted = roles.flatMap((role) => BY_ROLE[role] ?? visible)
  return [...new Set(wanted)].filter((key) => visible.includes(key)).slice(0, MOST)
}
