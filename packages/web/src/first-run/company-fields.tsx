import { Flex, Form, Input, Select } from 'antd'
import { localeOf } from '../format/decimal.ts'
import { useWords } from '../i18n/use-words.ts'
import { COUNTRIES, countryNames, countryOfZone } from './countries.ts'

/** What a company is asked for; the time zone follows the country and is not shown. */
export interface CompanyTyped {
  readonly name: string
  readonly country: string
  readonly baseCurrency: string
  readonly timeZone: string
}

const CURRENCIES = [...new Set(COUNTRIES.map(({ currency }) => currency))].sort()

/** As the browser's time zone suggests. */
export function companyHere(): Omit<CompanyTyped, 'name'> {
  const { code, currency, timeZone } = countryOfZone(Intl.DateTimeFormat().resolvedOptions().timeZone)
  return { country: code, baseCurrency: currency, timeZone }
}

/** Currency and time zone of a country. */
export function followingCountry(country: string): Partial<CompanyTyped> {
  const found = COUNTRIES.find(({ code }) => code === country)
  return found ? { baseCurrency: found.currency, timeZone: found.timeZone } : {}
}

/** Fields of a form: name, country, currency of the books. */
export function CompanyFields() {
  const { t, language } = useWords()
  const nameOf = countryNames(localeOf(language))
  const countries = COUNTRIES.map(({ code }) => ({ value: code, label: nameOf(code) }))
  return (
    <>
      <Form.Item
        name="name"
        label={t('firstRun.name')}
        rules={[{ required: true, whitespace: true, message: t('firstRun.nameNeeded') }]}
      >
        <Input autoFocus maxLength={200} autoComplete="organization" />
      </Form.Item>
      <Flex gap={12} wrap>
        <Form.Item name="country" label={t('firstRun.country')} style={{ flex: '2 1 180px' }}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={countries} />
        </Form.Item>
        <Form.Item
          name="baseCurrency"
          label={t('firstRun.currency')}
          extra={t('firstRun.currencyAbout')}
          style={{ flex: '1 1 140px' }}
        >
          <Select showSearch options={CURRENCIES.map((currency) => ({ value: currency, label: currency }))} />
        </Form.Item>
      </Flex>
      <Form.Item name="timeZone" hidden>
        <Input />
      </Form.Item>
    </>
  )
}
