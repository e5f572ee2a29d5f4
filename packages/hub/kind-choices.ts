/** What people call the choices of the kinds that travel. The page has words for all others. */
import type { Label } from '@tandem/kernel'

export const kindChoices: Readonly<Record<string, Label>> = {
  active: { en: 'Active', zh: '有效' },
  archived: { en: 'Archived', zh: '已归档' },
  company: { en: 'Company', zh: '企业' },
  person: { en: 'Person', zh: '个人' },
  billing: { en: 'Billing', zh: '开票' },
  shipping: { en: 'Shipping', zh: '收货' },
  both: { en: 'Billing and shipping', zh: '开票和收货' },
  bought: { en: 'Bought', zh: '外购' },
  made: { en: 'Made here', zh: '自制' },
  service: { en: 'Service', zh: '服务' },
  requested: { en: 'Requested', zh: '待 ERP 接单' },
  placed: { en: 'Placed', zh: '已下达' },
  closed: { en: 'Closed', zh: '已关闭' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
  invoice: { en: 'Invoice', zh: '发票' },
  'credit-note': { en: 'Credit note', zh: '红字发票' },
}
