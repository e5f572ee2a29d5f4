/** What the systems of a story keep, and what the joint may write of it there: as our own two sides do it. */
import type { KindName } from '@tandem/hub'
import type { Climate } from './weather.ts'

const USUAL: readonly KindName[] = ['customer', 'contact', 'item', 'order']
const OF_MONEY: readonly KindName[] = [...USUAL, 'price', 'invoice', 'payment', 'return']

export function kindsIn(climate: Climate): readonly KindName[] {
  return climate === 'money' ? OF_MONEY : USUAL
}

const ONLY_READ_THERE: ReadonlySet<KindName> = new Set(['invoice', 'payment'])

/** The ERP alone makes invoices and payments: nothing writes them there. */
export function isWritten(side: 'crm' | 'erp', kind: KindName): boolean {
  return side === 'crm' || !ONLY_READ_THERE.has(kind)
}
