import type { Language } from '../format/decimal.ts'

const WORDS: Readonly<Record<string, readonly [en: string, zh: string]>> = {
  sales: ['Sales', '销售'],
  'sales-manager': ['Sales manager', '销售经理'],
  service: ['Service', '客服'],
  planner: ['Planner', '计划员'],
  buyer: ['Buyer', '采购员'],
  warehouse: ['Warehouse', '仓库'],
  accountant: ['Accountant', '会计'],
  integrator: ['Integrator', '集成工程师'],
  administrator: ['Administrator', '管理员'],
  auditor: ['Auditor', '审计员'],
  portal: ['Portal user', '门户用户'],
}

/** A role of Tandem's own in words; one of the company's is shown by its code where its row is not at hand. */
export function roleWord(code: string, language: Language): string {
  return WORDS[code]?.[language === 'zh' ? 1 : 0] ?? code
}
