/** Where a company may be: its currency and its time zone follow, and can be chosen otherwise. */
export interface Country {
  readonly code: string
  readonly currency: string
  readonly timeZone: string
}

const at = (code: string, currency: string, timeZone: string): Country => ({ code, currency, timeZone })

/** Codes of ISO 3166 and ISO 4217; of several time zones that of the largest city. */
export const COUNTRIES: readonly Country[] = [
  at('CN', 'CNY', 'Asia/Shanghai'),
  at('HK', 'HKD', 'Asia/Hong_Kong'),
  at('TW', 'TWD', 'Asia/Taipei'),
  at('SG', 'SGD', 'Asia/Singapore'),
  at('MY', 'MYR', 'Asia/Kuala_Lumpur'),
  at('TH', 'THB', 'Asia/Bangkok'),
  at('VN', 'VND', 'Asia/Ho_Chi_Minh'),
  at('JP', 'JPY', 'Asia/Tokyo'),
  at('KR', 'KRW', 'Asia/Seoul'),
  at('IN', 'INR', 'Asia/Kolkata'),
  at('AE', 'AED', 'Asia/Dubai'),
  at('AU', 'AUD', 'Australia/Sydney'),
  at('NZ', 'NZD', 'Pacific/Auckland'),
  at('DE', 'EUR', 'Europe/Berlin'),
  at('AT', 'EUR', 'Europe/Vienna'),
  at('CH', 'CHF', 'Europe/Zurich'),
  at('FR', 'EUR', 'Europe/Paris'),
  at('IT', 'EUR', 'Europe/Rome'),
  at('ES', 'EUR', 'Europe/Madrid'),
  at('NL', 'EUR', 'Europe/Amsterdam'),
  at('BE', 'EUR', 'Europe/Brussels'),
  at('PL', 'PLN', 'Europe/Warsaw'),
  at('SE', 'SEK', 'Europe/Stockholm'),
  at('GB', 'GBP', 'Europe/London'),
  at('IE', 'EUR', 'Europe/Dublin'),
  at('US', 'USD', 'America/New_York'),
  at('CA', 'CAD', 'America/Toronto'),
  at('MX', 'MXN', 'America/Mexico_City'),
  at('BR', 'BRL', 'America/Sao_Paulo'),
  at('ZA', 'ZAR', 'Africa/Johannesburg'),
]

/** Names as the reader's language has them; an ISO code where the browser knows none. */
export function countryNames(locale: string): (code: string) => string {
  const names = new Intl.DisplayNames([locale], { type: 'region' })
  return (code) => names.of(code) ?? code
}

/** The country of a time zone of the browser; none is known for many. */
export function countryOfZone(timeZone: string): Country {
  return COUNTRIES.find((country) => country.timeZone === timeZone) ?? (COUNTRIES[0] as Country)
}
