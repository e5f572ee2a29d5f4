import { Decimal, minorDigits } from '@tandem/kernel'

/** As people write it, with all digits of the minor unit and more where there are more: `27,210.40 CNY`, `1,200 JPY`. */
export function moneyText(amount: string, currency: string): string {
  const [whole = '0', part = ''] = `${Decimal.of(amount)}`.split('.')
  const digits = part.padEnd(minorDigits(currency), '0')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${digits === '' ? grouped : `${grouped}.${digits}`} ${currency}`
}
