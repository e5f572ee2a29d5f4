import { customFieldCommands } from '@tandem/db'
import { customField } from './definition.ts'

export const {
  create: createCustomField,
  change: changeCustomField,
  retire: retireCustomField,
  restore: restoreCustomField,
} = customFieldCommands(customField)
