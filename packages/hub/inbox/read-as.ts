/** What somebody most likely meant by a value of the wrong form. Nothing when it could mean two things. Pure. */
import { Decimal, type Field, isPlainDate, type Json } from '@tandem/kernel'

export function readAs(field: Field, said: Json): Json[] {
  const text = typeof said === 'number' ? String(said) : typeof said === 'string' ? halfWidth(said).trim() : ''
  switch (field.kind) {
    case 'date':
      return datesIn(text)
    case 'integer':
      return integersIn(text)
    case 'flag':
      return flagsIn(typeof said === 'boolean' ? String(said) : text)
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return decimalsIn(text)
    case 'text':
      return typeof said === 'number' || typeof said === 'boolean' ? [String(said)] : []
    default:
      return []
  }
}

function halfWidth(text: string): string {
  return text.normalize('NFKC')
}

/** A year first is clear. Day and month are clear when one of them is beyond twelve, or both are the same; else both ways. */
function datesIn(text: string): string[] {
  const [, y, m, d] = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ].*)?$/.exec(text) ?? []
  if (y && m && d) return plain(y, m, d)
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  if (year && month && day) return plain(year, month, day)
  const [, one, other, last] = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text) ?? []
  if (!one || !other || !last) return []
  return [...new Set([...plain(last, other, one), ...plain(last, one, other)])]
}

function plain(year: string, month: string, day: string): string[] {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isPlainDate(date) ? [date] : []
}

function integersIn(text: string): number[] {
  const [, digits] = /^(-?\d{1,9})(?:\.0+)?\s*(?:days?|天|日)?$/i.exec(text) ?? []
  return digits === undefined ? [] : [Number(digits)]
}

const YES = new Set(['true', 'yes', 'y', '1', '是', '对'])
const NO = new Set(['false', 'no', 'n', '0', '否', '不'])

function flagsIn(text: string): boolean[] {
  const word = text.toLowerCase()
  return YES.has(word) ? [true] : NO.has(word) ? [false] : []
}

/** Marks of currency and per cent fall away. `1,234.50` and `1.234,50` are clear; `1,234` may be either. */
function decimalsIn(text: string): string[] {
  const bare = text.replace(/[\s¥￥$€£%元]/g, '').replace(/^(CNY|RMB|USD|EUR)|(CNY|RMB|USD|EUR)$/gi, '')
  const readings = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)
    ? [bare.replaceAll(',', ''), ...(/^-?\d{1,3},\d{3}$/.test(bare) ? [bare.replace(',', '.')] : [])]
    : /^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare)
      ? [bare.replaceAll('.', '').replace(',', '.')]
      : /^-?\d+,\d+$/.test(bare)
        ? [bare.replace(',', '.')]
        : [bare]
  return readings.flatMap((reading) => Decimal.parse(reading)?.toString() ?? [])
}
