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
  'erp/bank-statement': '/erp/bank-statements',
  'joint/record': '/joint/records',
  'joint/flow': '/joint/flows',
  'platform/user': '/admin/users',
}

/** The page of a document. */
export function pageOf(side: Side, name: string, id: string): string {
  const page = PAGES[`${side}/${name}`]
  if (page) return `${page}/${id}`
  return side === 'joint' ? `/joint/documents/${name}/${id}` : `/records/${side}/${name}/${id}`
}
