import type { Label } from '@tandem/kernel'
import type { Language } from '../format/decimal.ts'

/** A noun in the middle of a sentence: `Sales order` -> `sales order`; `ERP number` stays. */
export function insideOf({ en, zh }: Label, language: Language): string {
  if (language === 'zh') return zh
  return /^[A-Z][a-z]/.test(en) ? en[0]?.toLowerCase() + en.slice(1) : en
}
