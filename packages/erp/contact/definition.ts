import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'
import { optionalText, reference, STATUS, text } from '../fields.ts'

export const contactFields = defineFields({
  party: reference('party', 'Party', '往来单位'),
  name: text('Name', '姓名'),
  email: optionalText('E-mail', '邮箱'),
  phone: { kind: 'text', max: 40, optional: true, label: { en: 'Phone', zh: '电话' } },
  role: optionalText('Role', '职务'),
  custom: CUSTOM_VALUES,
})

export const contact = define({
  name: 'contact',
  plural: 'contacts',
  label: { en: 'Contact', zh: '联系人' },
  table: 'erp.contact',
  title: ['name'],
  fields: { ...contactFields, status: STATUS },
})
