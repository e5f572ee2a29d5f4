/**
 * Amounts, quantities and dates in the words of a language. Decimals stay text all the way: `Intl.NumberFormat` formats
 * decimal text exactly, a `number` would have lost the cents of large sums long before.
 */
import { Decimal, minorDigits } from '@tandem/kernel'

export type Language = 'en' | 'zh'

/** The BCP 47 tag that formats go by. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en-GB'
}

const formats = new Map<string, Intl.NumberFormat>()

/** Making a NumberFormat costs much more than using it, and a list uses a few of them a thousand times. */
function format(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.NumberFormat(localeOf(language), options)
  formats.set(key, known)
  return known
}

/** `¥1,234.50`; digits beyond the currency's minor unit are shown, never dropped. A currency nobody knows stands as its code. */
export function formatMoney(amount: string, currency: string, language: Language): string {
  const digits = Math.max(minorDigits(currency), scaleOf(amount))
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  if (!/^[A-Z]{3}$/.test(currency)) return `${exact(format(language, fraction), amount)} ${currency}`.trim()
  return exact(format(language, { style: 'currency', currency, ...fraction }), amount)
}

/** A number as it is, grouped: `12,345.5`. */
export function formatDecimal(value: string, language: Language): string {
  return exact(format(language, { maximumFractionDigits: scaleOf(value) }), value)
}

/** `12.5%`: 12.5 is twelve and a half percent. */
export function formatPercent(value: string, language: Language): string {
  return `${formatDecimal(value, language)}%`
}

/** `12.5 kg`; units are shown in the words of the language where we know them. */
export function formatQuantity(value: string, unit: string, language: Language): string {
  return `${formatDecimal(value, language)} ${unitWord(unit, language)}`.trim()
}

const UNITS_ZH: Readonly<Record<string, string>> = {
  pcs: '件',
  set: '套',
  box: '箱',
  dozen: '打',
  pair: '双',
  h: '小时',
  hour: '小时',
  day: '天',
  m: '米',
  m2: '平方米',
  m3: '立方米',
  kg: '千克',
  g: '克',
  t: '吨',
  l: '升',
}

export function unitWord(unit: string, language: Language): string {
  return language === 'zh' ? (UNITS_ZH[unit] ?? unit) : unit
}

/** How much of a whole, 0 to 100, for a progress bar: the only place where a decimal may become a number. */
export function percentOf(part: string, whole: string): number {
  const total = Decimal.of(whole)
  if (!total.isPositive()) return 0
  const percent = Decimal.of(part).times(Decimal.of(100)).over(total, 0, 'floor')
  return Number(percent.max(Decimal.zero).min(Decimal.of(100)).toString())
}

function scaleOf(text: string): number {
  return Math.min(Decimal.of(text).toString().split('.')[1]?.length ?? 0, 20)
}

function exact(by: Intl.NumberFormat, value: string): string {
  return by.format(Decimal.of(value).toString() as Intl.StringNumericLiteral)
}
