/** Messages with their details filled in, the same way wherever a refusal is told. */
import { Decimal, type Details, minorDigits } from '@tandem/kernel'

/**
 * A message with its details: `{number}` is one as it is, `{total in currency}` money in the currency that another detail
 * names. A hole for which there is no detail stays.
 */
export function filled(text: string, details: Details): string {
  return text.replace(/\{(\w+)(?: in (\w+))?\}/g, (hole, name: string, currency: string | undefined) => {
    if (!Object.hasOwn(details, name)) return hole
    const value = said(details[name])
    return currency !== undefined && Decimal.parse(value) ? moneyText(value, said(details[currency])) : value
  })
}

function said(value: unknown): string {
  if (value === null || value === undefined) return '-'
  if (Array.isArray(value)) return value.map(said).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** As people write it, with all digits of the minor unit and more where there are more: `27,210.40 CNY`, `1,200 JPY`. */
export function moneyText(amount: string, currency: string): string {
  const [whole = '0', part = ''] = `${Decimal.of(amount)}`.split('.')
  const digits = part.padEnd(minorDigits(currency), '0')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${digits === '' ? grouped : `${grouped}.${digits}`} ${currency}`
}
