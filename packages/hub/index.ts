/** The door of the joint. */
import type { Migrations } from '@tandem/db'

export { type Parcel, settleParcel, takeParcels } from './alerts/messages-queue.ts'
export type { AlertMessage } from './alerts/told.ts'
export { watchAlerts } from './alerts/watch.ts'
export type { ChainDocument, ChainState, Reason, Why as ChainWhy } from './chain/judge.ts'
export * from './chain/money.ts'
export type { ChainDetail, ChainItem, ChainList } from './chain/queries.ts'
export { checkSettings, typeOf as connectorTypeOf } from './connections/check.ts'
export { keepFound, type Sealing } from './connections/commands.ts'
export type { Connection } from './connections/definition.ts'
export {
  type ConnectorTypeItem,
  connectionsMark,
  type OpenConnection,
  openConnection,
  openConnections,
} from './connections/queries.ts'
export * from './connector.ts'
export * from './connector-type.ts'
export { type OwnField, type OwnFieldKind, takeInOwnFields, writeToOwnFields } from './custom/own-fields.ts'
export * from './definitions.ts'
export type { Hub, HubOptions, Limits, Progress } from './engine/options.ts'
export { activeFileSources, isKnownFile, keepFileRun } from './files/commands.ts'
export type { CheckWanted, Wanted } from './files/export-commands.ts'
export { type FileExport, fileExport } from './files/export-definition.ts'
export {
  fileExportsAtWork,
  keepExport,
  keepExportTrouble,
  keepSending,
  keepSent,
  stayAtExport,
  takeDueExport,
  takeSending,
} from './files/exporting.ts'
export { keepLook, openLook, type Seen } from './files/looks.ts'
export { type FlowState, flowStates, type InboxMoney, inboxMoney } from './flows/queries.ts'
export { createHub } from './hub.ts'
export { fixOf } from './inbox/fix-of.ts'
export type { Cause as InboxCause } from './inbox/queries.ts'
export { filled, moneyText } from './inbox/words.ts'
export * from './kinds.ts'
export { type FoundRecord, findRecords } from './lineage/find.ts'
export type { HistoryEntry, HistoryField } from './lineage/history.ts'
export type { ChangeItem, DeliveryItem, FieldLineage, LinkItem, RecordItem, RecordStory } from './lineage/queries.ts'
export type { Stamp } from './lineage/stamps.ts'
export type { FieldWhy, Why as WhySo } from './lineage/why.ts'
export type { LoadPreview, PreviewExample } from './load/previewed.ts'
export { type FirstLoad, firstLoads } from './load/progress.ts'
export { nativeOf } from './mapping/against.ts'
export { previewMapping } from './mapping/preview.ts'
export { hubMessages } from './messages.ts'
export { builtOf, hashOf, NOTHING, together } from './proof/digest.ts'
export type { Difference, KindProof, Proof, Why } from './proof/proof.ts'
export type { ProofRound } from './proof/round.ts'
export { askDueAudits, auditPage, scoreOf } from './quality/audit.ts'
export { loadBook } from './quality/book.ts'
export { type Check, type CheckName, checkNames, type Dictionaries } from './quality/checks.ts'
export { bookOf, type FieldRule, inspect, type QualityBook, type Verdict } from './quality/inspect.ts'
export { type Dictionary, dictionaryOf, lettersOf, likenessOf, type Suggestion, type Word } from './quality/likeness.ts'
export type { KindQuality } from './quality/queries.ts'
export { readCheck, readWords } from './quality/read-check.ts'
export * from './rules.ts'
export { type Connecting, hub, hubSurface } from './surface.ts'
export type { KindStatus, SystemStatus } from './systems/queries.ts'

export const hubMigrations: Migrations = { schema: 'hub', folder: new URL('./migrations/', import.meta.url) }
