/** Guesses which column is which field by its header, in English or Chinese: a start for a mapping, never used unseen. */
import { lettersOf, likenessOf } from '@tandem/hub'
import type { Field, Fields } from '@tandem/kernel'

export interface Guess {
  readonly column: string
  readonly field: string
  /** 1: the field's own name or label; 0.9: another word for it; less: alike. */
  readonly score: number
}

/** Below this a guess would more often be wrong than right. */
const LEAST = 0.8

/** Column -> field. Each field is given once, to the column that says it best. */
export function guessColumns(header: readonly string[], fields: Fields): Record<string, string> {
  return Object.fromEntries(guessFields(header, fields).map(({ column, field }) => [column, field]))
}

/** The best guess for each column that has one, in the order of the columns. */
export function guessFields(header: readonly string[], fields: Fields): Guess[] {
  const all = header.flatMap((column) =>
    Object.entries(fields).flatMap(([name, field]): Guess[] => {
      const score = scoreOf(column, name, field)
      return score >= LEAST ? [{ column, field: name, score }] : []
    }),
  )
  const found = new Map<string, Guess>()
  const taken = new Set<string>()
  // Sorting keeps the order of equal ones: the first column and the first field win.
  for (const guess of all.sort((a, b) => b.score - a.score)) {
    if (found.has(guess.column) || taken.has(guess.field)) continue
    found.set(guess.column, guess)
    taken.add(guess.field)
  }
  return header.flatMap((column) => found.get(column) ?? [])
}

const ALIKE_MOST = 0.88

function scoreOf(column: string, name: string, field: Field): number {
  const letters = lettersOf(column)
  if (letters === '') return 0
  const own = [name, field.label.en, field.label.zh].map(lettersOf)
  if (own.includes(letters)) return 1
  if (looseWords(name, field).includes(letters)) return 0.95
  if (OTHER_WORDS[name]?.some((word) => lettersOf(word) === letters)) return 0.9
  const isLong = letters.length >= 5
  return isLong ? Math.min(ALIKE_MOST, Math.max(...own.map((word) => likenessOf(letters, word)))) : 0
}

/** `Customer code` and `客户编码` for a reference; what stands before a comma or bracket: `Payment term, days`. */
function looseWords(name: string, field: Field): string[] {
  const { en, zh } = field.label
  const short = [en.split(',')[0] ?? en, zh.replace(/[（(].*/, '')]
  const codes = field.kind === 'reference' ? [`${name}code`, `${en} code`, `${zh}编码`, `${zh}编号`, `${name}id`] : []
  return [...short, ...codes].map(lettersOf)
}

/** What other systems and people call it. */
const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
  code: [
    'no',
    'customer code',
    'account code',
    'item code',
    'product code',
    'number',
    'customer no',
    'customer number',
    'account number',
    'sku',
    'item no',
    'part number',
    'article number',
    '编号',
    '代码',
    '客户编号',
    '物料编号',
    '料号',
  ],
  number: ['no', 'document no', '单号', '单据编号', '编号'],
  name: [
    'company',
    'company name',
    'customer name',
    'account name',
    'client',
    'full name',
    'product name',
    'item name',
    '公司名称',
    '客户名称',
    '单位名称',
    '产品名称',
    '物料名称',
    '品名',
    '姓名',
  ],
  taxNumber: ['vat', 'vat number', 'vat id', 'tax id', 'tin', '统一社会信用代码', '纳税人识别号', '信用代码'],
  email: ['mail', 'email address', 'e-mail address', '电子邮件', '电子邮箱', '邮件'],
  phone: ['tel', 'telephone', 'phone number', 'mobile', 'cell', '手机', '手机号', '联系电话', '电话号码'],
  currency: ['ccy', 'currency code', '货币', '币别'],
  paymentTermDays: ['payment days', 'net days', 'terms', '账期', '账期天数'],
  creditLimit: ['limit', 'credit', '信用额', '授信额度'],
  unit: ['uom', 'unit of measure', '计量单位', '基本单位'],
  unitPrice: ['price', 'list price', 'sales price', '价格', '售价'],
  category: ['group', 'series', 'product group', '分类', '系列', '类目'],
  barcode: ['ean', 'gtin', 'upc', '条形码'],
  postalCode: ['zip', 'zip code', 'postcode', '邮政编码'],
  line1: ['street', 'address', 'address line 1', '地址', '详细地址'],
  region: ['state', 'province', '省份', '省'],
  quantity: ['qty', 'amount', '数目', '数量'],
  standardCost: ['cost', 'unit cost', '成本', '成本价'],
}
