import { define, defineFields } from '@tandem/kernel'

export const exchangeRateFields = defineFields({
  fromCurrency: { kind: 'text', max: 3, label: { en: 'From', zh: '原币' } },
  toCurrency: { kind: 'text', max: 3, label: { en: 'To', zh: '目标币' } },
  rateDate: { kind: 'date', label: { en: 'From date on', zh: '起用日期' } },
  rate: {
    kind: 'price',
    currency: 'toCurrency',
    label: { en: 'Rate', zh: '汇率' },
    help: { en: 'Units of the second currency for one unit of the first.', zh: '一单位原币折合目标币的数额。' },
  },
})

export const exchangeRate = define({
  name: 'exchange-rate',
  plural: 'exchange-rates',
  label: { en: 'Exchange rate', zh: '汇率' },
  table: 'erp.exchange_rate',
  title: ['fromCurrency', 'toCurrency', 'rateDate'],
  fields: exchangeRateFields,
})
