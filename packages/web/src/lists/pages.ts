import type { Side } from '../api/documents.ts'

/** Pages made for one document; all others have the common one. */
const PAGES: Readonly<Record<string, string>> = {
  'crm/quote': '/quotes',
  'crm/order': '/orders',
  'crm/customer': '/customers',
  'erp/party': '/erp/parties',
  'erp/item': '/erp/items',
  'erp/sales-order': '/erp/sales-orders',
  'erp/shipment': '/erp/shipments',
  'erp/invoice': '/erp/invoices',
  'erp/payment': '/erp/payments',
}

/** The page of a document; those of the joint's queues have none. */
export function pageOf(side: Side, name: string, id: string): string | undefined {
  const page = PAGES[`${side}/${name}`]
  if (page) return `${page}/${id}`
  return side === 'joint' ? undefined : `/records/${side}/${name}/${id}`
}
