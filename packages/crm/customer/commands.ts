import { changeDocuments, createDocuments, stamp, type Tx, takenValues } from '@tandem/db'
import { type CreateCommand, type DocumentCommand, partial } from '@tandem/kernel'
import { archivedCustomer, type Customer, changedCustomer, newCustomer } from './customer.ts'
import { customer, customerFields } from './definition.ts'

export const createCustomer: CreateCommand<Tx, typeof customerFields, Customer> = {
  name: 'create',
  document: 'customer',
  on: 'new',
  label: { en: 'New customer', zh: '新建客户' },
  input: customerFields,
  async run(tx, by, inputs) {
    const taken = await takenValues(
      tx,
      customer,
      'code',
      inputs.map(({ code }) => code),
    )
    const decided = inputs.map((input) => {
      const result = newCustomer(input, stamp(by), taken.has(input.code))
      if (result.ok) taken.add(input.code)
      return result
    })
    return createDocuments(tx, by, customer, decided)
  },
}

const changeFields = partial(customerFields)

export const changeCustomer: DocumentCommand<Tx, typeof changeFields, Customer> = {
  name: 'change',
  document: 'customer',
  on: 'one',
  label: { en: 'Change', zh: '修改' },
  input: changeFields,
  run: (tx, by, inputs) => changeDocuments<Customer, Partial<Customer>>(tx, by, customer, inputs as never, changedCustomer),
}

export const archiveCustomer: DocumentCommand<Tx, Record<never, never>, Customer> = {
  name: 'archive',
  document: 'customer',
  on: 'one',
  label: { en: 'Archive', zh: '归档' },
  input: {},
  run: (tx, by, inputs) => changeDocuments<Customer, unknown>(tx, by, customer, inputs, archivedCustomer, 'customer-archived'),
}
