import { define, defineFields } from '@tandem/kernel'
import { optionalText, reference, STATUS, text } from '../fields.ts'

export const addressFields = defineFields({
  party: reference('party', 'Party', '往来单位'),
  use: { kind: 'choice', of: ['billing', 'shipping', 'both'], label: { en: 'Use', zh: '用途' } },
  recipient: optionalText('Recipient', '收件人'),
  line1: text('Street', '街道'),
  line2: optionalText('More', '补充'),
  city: text('City', '城市'),
  region: optionalText('Region', '省/州'),
  postalCode: { kind: 'text', max: 20, optional: true, label: { en: 'Postal code', zh: '邮编' } },
  country: {
    kind: 'text',
    max: 2,
    label: { en: 'Country', zh: '国家' },
    help: { en: 'Two letters, ISO 3166: CN, DE.', zh: '两位国家代码（ISO 3166），如 CN、DE。' },
  },
})

export const address = define({
  name: 'address',
  plural: 'addresses',
  label: { en: 'Address', zh: '地址' },
  table: 'erp.address',
  title: ['line1', 'city'],
  fields: { ...addressFields, status: STATUS },
})
