import type { Side } from '../api/documents.ts'

/** The page of a document, for those that have one. */
const PAGES: Readonly<Record<string, string>> = {
  'crm/quote': '/quotes',
  'crm/order': '/orders',
  'crm/customer': '/customers',
  'erp/item': '/erp/items',
  'erp/sales-order': '/erp/sales-orders',
  'erp/shipment': '/erp/shipments',
  'erp/invoice': '/erp/invoices',
  'erp/payment': '/erp/payments',
}

export function pageOf(side: Side, name: string, id: string): string | undefined {
  const page = PAGES[`${side}/${name}`]
  return page && `${page}/${id}`
}
