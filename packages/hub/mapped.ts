/** What the joint shows of mappings: they, the company's own fields, and dry runs. */
import { changeCustomField, createCustomField } from './custom/commands.ts'
import { customField } from './custom/definition.ts'
import { cancelDryRun, startDryRun } from './dry-run/commands.ts'
import { dryRun } from './dry-run/definition.ts'
import { activateMapping, changeMapping, createMapping, retireMapping } from './mapping/commands.ts'
import { mapping } from './mapping/definition.ts'
import { mappingFieldsQuery } from './mapping/queries.ts'

export const mappingDocuments = [mapping, customField, dryRun]

export const mappingCommands = [
  createMapping,
  changeMapping,
  activateMapping,
  retireMapping,
  createCustomField,
  changeCustomField,
  startDryRun,
  cancelDryRun,
]

export const mappingQueries = [mappingFieldsQuery]
