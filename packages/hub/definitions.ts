/** The data-only door of the joint: for pages, lists and forms. */
export { alert, alertChannel, alertRule } from './alerts/definition.ts'
export { conflict, conflictTransitions } from './conflicts/definition.ts'
export { connection, connectionTransitions } from './connections/definition.ts'
export { customField } from './custom/definition.ts'
export { DELETE_POLICIES, type DeletePolicy, deletion, deletionTransitions } from './deletions/definition.ts'
export { dryRun, dryRunTransitions } from './dry-run/definition.ts'
export { type FileRun, type FileSource, fileRun, fileSource, fileSourceTransitions } from './files/definition.ts'
export {
  type FileExport,
  type FileExportRun,
  fileExport,
  fileExportRun,
  fileExportTransitions,
} from './files/export-definition.ts'
export { type Breakdown, flow, flowTransitions } from './flows/definition.ts'
export { duplicate, duplicateTransitions } from './identity/definition.ts'
export { inboxEntry, inboxTransitions } from './inbox/definition.ts'
export { kindChoices } from './kind-choices.ts'
export { fieldWord, kindWord } from './kind-words.ts'
export { type Kind, type KindName, kindNames, kindOf, kinds } from './kinds.ts'
export { type MappingRow, mapping, mappingTransitions, type Step, stepNames } from './mapping/definition.ts'
export { type Merge, merge, mergeTransitions } from './merges/definition.ts'
export { rule, ruleTransitions } from './ownership/definition.ts'
export { proof } from './proof/definition.ts'
export { repair } from './proof/repair-definition.ts'
export {
  findingTransitions,
  type QualityFinding,
  qualityAudit,
  qualityDictionary,
  qualityFinding,
  qualityRule,
  qualitySchedule,
} from './quality/definition.ts'
export type { Rule, Side } from './rules.ts'
export { system, systemTransitions } from './systems/definition.ts'
