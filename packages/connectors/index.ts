/** The connectors, and files in and out. */

export { onlyKinds } from './chosen.ts'
export * from './csv/index.ts'
export { csvLine, guarded } from './csv-line.ts'
export { connectorMessages } from './messages.ts'
export { connectorTypes, type JoinableSystem, joinableSystems } from './registry.ts'
export { draftDescription } from './rest-draft.ts'
export { readKinds as readSqlKinds } from './sql/describe.ts'
export { sqlScript } from './sql/script.ts'
export type { Connection } from './tandem/connect.ts'
export { connectTandemCrm, TANDEM_CRM } from './tandem-crm/index.ts'
export { connectTandemErp, TANDEM_ERP } from './tandem-erp/index.ts'
