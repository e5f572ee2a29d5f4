/** Tables and words of the story of `npm run demo`, in the language of the terminal. */
import { type Answer, moneyText } from '@tandem/hub'
import type { Label } from '@tandem/kernel'
import { type Language, table } from '../cli/terminal.ts'
import { type Said, said } from '../cli/words.ts'

type Availability = Extract<Answer, { readonly ask: 'availability' }>['lines'][number]
type Credit = Extract<Answer, { readonly ask: 'credit' }>

const REASONS: Said<Availability['reason']> = {
  'in-stock': { en: 'in stock', zh: '有库存' },
  incoming: { en: 'on its way', zh: '在途' },
  'lead-time': { en: 'to be bought or made', zh: '需采购或生产' },
  service: { en: 'service', zh: '服务' },
  unknown: { en: 'not known', zh: '未知' },
}

const CREDIT: Said<Credit['state']> = {
  good: { en: 'is fine', zh: '正常' },
  exceeded: { en: 'would be exceeded', zh: '超出额度' },
  'on-hold': { en: 'none, the customer is on hold', zh: '客户已冻结' },
  'no-limit': { en: 'has no limit', zh: '未设额度' },
}

const ORDER: Readonly<Record<string, Label>> = {
  requested: { en: 'requested', zh: '已下单' },
  placed: { en: 'taken by the ERP', zh: 'ERP 已接单' },
  closed: { en: 'closed', zh: '已完成' },
  cancelled: { en: 'cancelled', zh: '已取消' },
}

/** How far a write of the joint is. */
const WRITE: Readonly<Record<string, Label>> = {
  pending: { en: 'to be written', zh: '待写入' },
  sending: { en: 'being written', zh: '正在写入' },
  waiting: { en: 'waiting', zh: '等待中' },
  done: { en: 'written', zh: '已写入' },
  parked: { en: 'in the error inbox', zh: '在错误收件箱中' },
}

interface Wanted {
  readonly code: string
  readonly quantity: string
}

/** What the ERP says of each wanted line. */
export function availabilityTable(language: Language, wanted: readonly Wanted[], lines: readonly Availability[]): string {
  const head = language === 'zh' ? ['物料', '需要', '可用', '交期', '依据'] : ['item', 'wanted', 'available', 'promise', 'why']
  const rows = lines.map((line, i) => [
    wanted[i]?.code ?? '',
    wanted[i]?.quantity ?? '',
    line.available,
    line.date ?? '-',
    REASONS[line.reason][language],
  ])
  return table([head, ...rows])
}

/** `is fine, 50,000.00 CNY free` */
export function creditWords(language: Language, credit: Credit): string {
  const state = CREDIT[credit.state][language]
  if (credit.free === null) return state
  const free = moneyText(credit.free, credit.currency)
  return language === 'zh' ? `${state}，可用 ${free}` : `${state}, ${free} free`
}

export interface ProgressLine {
  readonly code: string
  readonly quantity: string
  readonly reserved: string
  readonly shipped: string
  readonly invoiced: string
}

export function progressTable(language: Language, lines: readonly ProgressLine[]): string {
  const head =
    language === 'zh' ? ['物料', '订购', '已锁库', '已发货', '已开票'] : ['item', 'ordered', 'reserved', 'shipped', 'invoiced']
  return table([head, ...lines.map((line) => [line.code, line.quantity, line.reserved, line.shipped, line.invoiced])])
}

export function orderState(language: Language, state: string): string {
  return said(ORDER, state, language)
}

export function writeState(language: Language, state: string): string {
  return said(WRITE, state, language)
}

/** A customer's documents, one row each: number, amount, what is paid of it. */
export function documentsTable(language: Language, rows: readonly (readonly string[])[]): string {
  return table([language === 'zh' ? ['单据', '金额', '已付'] : ['document', 'amount', 'paid'], ...rows])
}

export interface Proved {
  readonly one: boolean
  readonly proof: { readonly inSync: boolean }
  readonly balanced: boolean
}

/** The last line of the story. */
export function verdict(language: Language, { one, proof, balanced }: Proved): string {
  const good = one && proof.inSync && balanced
  if (language === 'zh') {
    const word = (holds: boolean) => (holds ? '是' : '否')
    const sides = proof.inSync ? '两侧一致' : '两侧不一致'
    const parts = `两侧各有且仅有一张订单：${word(one)}；${sides}；账目平衡：${word(balanced)}。`
    return `${good ? '核对通过' : '核对未通过'}：${parts}`
  }
  const word = (holds: boolean) => (holds ? 'yes' : 'no')
  const parts = `exactly one order on each side: ${word(one)}; both sides agree: ${word(proof.inSync)}; the books balance: ${word(balanced)}.`
  return `${good ? 'Proved' : 'NOT PROVED'}: ${parts}`
}
