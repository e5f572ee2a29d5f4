/** What several kinds have alike: who decides, and fields under one label. */
import type { Fields, Label } from '@tandem/kernel'
import type { Rule } from './rules.ts'

export interface Kind {
  readonly name: string
  readonly label: Label
  readonly fields: Fields
  /** Who decides a field; what is not named here goes by `*`. */
  readonly rules: Readonly<Record<string, Rule>>
  /** Fields that find the same thing in two systems when no link does; see `identity/matching.ts` for what each counts. */
  readonly naturalKeys: readonly string[]
  /** The field whose sum the proof compares, with the field of its currency. */
  readonly money?: { readonly amount: string; readonly currency: string }
  /** Smaller goes first: an order overtakes a back-fill of customers, but waits for what it names. */
  readonly priority: number
}

export const CRM: Rule = { by: 'owner', side: 'crm' }
export const ERP: Rule = { by: 'owner', side: 'erp' }
export const NEWEST: Rule = { by: 'newest' }
/** What an order or a return says is the CRM's until it is placed or answered, then the ERP's. Its state is the ERP's: only it can place one. */
export const ORDER: Rule = { by: 'phase', field: 'state', owners: { requested: 'crm' }, otherwise: 'erp' }

export const STATUS = { kind: 'choice', of: ['active', 'archived'], label: { en: 'Status', zh: '状态' } } as const
export const CURRENCY = { kind: 'text', max: 3, label: { en: 'Currency', zh: '币种' } } as const
export const UNIT = { kind: 'text', label: { en: 'Unit', zh: '单位' } } as const
export const CUSTOMER = { kind: 'reference', to: 'customer', label: { en: 'Customer', zh: '客户' } } as const
export const ORDER_REFERENCE = { kind: 'reference', to: 'order', label: { en: 'Order', zh: '订单' } } as const
export const ITEM = { kind: 'reference', to: 'item', label: { en: 'Item', zh: '物料' } } as const
export const LINE_NUMBER = { kind: 'integer', label: { en: 'Line', zh: '行号' } } as const

export function amount(en: string, zh: string) {
  return { kind: 'amount', currency: 'currency', label: { en, zh } } as const
}
export function quantity(en: string, zh: string) {
  return { kind: 'quantity', unit: 'unit', label: { en, zh } } as const
}
export function text(en: string, zh: string) {
  return { kind: 'text', label: { en, zh } } as const
}
export function optionalText(en: string, zh: string) {
  return { kind: 'text', optional: true, label: { en, zh } } as const
}
export function date(en: string, zh: string) {
  return { kind: 'date', label: { en, zh } } as const
}
export function optionalDate(en: string, zh: string) {
  return { kind: 'date', optional: true, label: { en, zh } } as const
}
