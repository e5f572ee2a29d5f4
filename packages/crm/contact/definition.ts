import { CUSTOM_VALUES } from '@tandem/db/definitions'
import { define, defineFields } from '@tandem/kernel'
import { CUSTOMER, optionalText, STATUS, text } from '../shared/fields.ts'

/** A person at a customer. */
export const contactFields = defineFields({
  customer: CUSTOMER,
  name: text('Name', '姓名'),
  email: optionalText('E-mail', '邮箱'),
  phone: optionalText('Phone', '电话', 40),
  role: optionalText('Role', '职务', 100),
  custom: CUSTOM_VALUES,
})

export const contact = define({
  name: 'contact',
  plural: 'contacts',
  label: { en: 'Contact', zh: '联系人' },
  table: 'crm.contact',
  title: ['name', 'role'],
  owner: 'customer',
  fields: { ...contactFields, status: STATUS },
})
