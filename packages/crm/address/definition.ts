import { define, defineFields } from '@tandem/kernel'
import { CUSTOMER, optionalText, STATUS, text } from '../shared/fields.ts'

/** Where a customer gets goods or invoices. `country` is an ISO 3166-1 code of two letters. */
export const addressFields = defineFields({
  customer: CUSTOMER,
  use: { kind: 'choice', of: ['billing', 'shipping', 'both'], label: { en: 'Use', zh: '用途' } },
  recipient: optionalText('Recipient', '收件人'),
  line1: text('Street', '街道'),
  line2: optionalText('More', '补充'),
  city: text('City', '城市', 100),
  region: optionalText('Region', '省/州', 100),
  postalCode: optionalText('Postal code', '邮编', 20),
  country: { kind: 'text', max: 2, label: { en: 'Country', zh: '国家' } },
})

export const address = define({
  name: 'address',
  plural: 'addresses',
  label: { en: 'Address', zh: '地址' },
  table: 'crm.address',
  title: ['city', 'line1'],
  owner: 'customer',
  fields: { ...addressFields, status: STATUS },
})
