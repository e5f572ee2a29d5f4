import type { Migrations, Tx } from '@tandem/db'
import type { Messages, Surface } from '@tandem/kernel'
import { archiveCustomer, changeCustomer, createCustomer } from './customer/commands.ts'
import { customer } from './customer/definition.ts'
import { customerMessages } from './customer/messages.ts'

export const crmMigrations: Migrations = { schema: 'crm', folder: new URL('./migrations/', import.meta.url) }

export const crm: Surface<Tx> = {
  name: 'crm',
  label: { en: 'CRM', zh: '客户关系管理' },
  documents: [customer],
  commands: [createCustomer, changeCustomer, archiveCustomer],
  queries: [],
}

export const crmMessages = { ...customerMessages } satisfies Messages
