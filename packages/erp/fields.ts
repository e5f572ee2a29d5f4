/** Fields that many documents of this side have, so that one thing has one label everywhere. */

export function text(en: string, zh: string) {
  return { kind: 'text', max: 200, label: { en, zh } } as const
}
export function optionalText(en: string, zh: string) {
  return { kind: 'text', max: 200, optional: true, label: { en, zh } } as const
}
export function amount(en: string, zh: string) {
  return { kind: 'amount', currency: 'currency', label: { en, zh } } as const
}
export function quantity(en: string, zh: string) {
  return { kind: 'quantity', unit: 'unit', label: { en, zh } } as const
}
export function date(en: string, zh: string) {
  return { kind: 'date', label: { en, zh } } as const
}
export function optionalDate(en: string, zh: string) {
  return { kind: 'date', optional: true, label: { en, zh } } as const
}
export function reference<const T extends string>(to: T, en: string, zh: string) {
  return { kind: 'reference', to, label: { en, zh } } as const
}
export function optionalReference<const T extends string>(to: T, en: string, zh: string) {
  return { kind: 'reference', to, optional: true, label: { en, zh } } as const
}

/** The same field, kept by the document itself. */
export function kept<const F extends object>(field: F) {
  return { ...field, set: 'by-us' } as F & { readonly set: 'by-us' }
}

export const CODE = { kind: 'text', max: 40, label: { en: 'Code', zh: '编码' } } as const
export const NUMBER = { kind: 'text', max: 40, set: 'by-us', label: { en: 'Number', zh: '编号' } } as const
export const STATUS = {
  kind: 'choice',
  of: ['active', 'archived'],
  set: 'by-us',
  label: { en: 'Status', zh: '状态' },
} as const
export const CURRENCY = { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } } as const
/** What stock is worth is counted in the tenant's own currency. */
export const BASE_CURRENCY = { kind: 'text', max: 3, set: 'by-us', label: { en: 'Base currency', zh: '本位币' } } as const
export const UNIT = { kind: 'text', max: 20, label: { en: 'Unit', zh: '单位' } } as const
export const LINE_NUMBER = { kind: 'integer', label: { en: 'Line', zh: '行号' } } as const
export const PARTY = reference('party', 'Customer', '客户')
export const ITEM = reference('item', 'Item', '物料')
export const WAREHOUSE = reference('warehouse', 'Warehouse', '仓库')
