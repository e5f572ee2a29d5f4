/** The joint's surface: its queues are documents with commands, everything else is read by queries. */
import type { Tx } from '@tandem/db'
import type { Messages, Surface } from '@tandem/kernel'
import { moneyChainQuery, moneyChainsQuery } from './chain/queries.ts'
import { decideConflict, undoDecision } from './conflicts/commands.ts'
import { conflict } from './conflicts/definition.ts'
import { connectionCommands, type Sealing } from './connections/commands.ts'
import { connection } from './connections/definition.ts'
import { connectorTypesQuery } from './connections/queries.ts'
import type { ConnectorType } from './connector-type.ts'
import { settleDeletion, undoDeletion } from './deletions/commands.ts'
import { deletion } from './deletions/definition.ts'
import type { CheckWanted } from './files/export-commands.ts'
import { keepApart, linkDuplicate } from './identity/commands.ts'
import { duplicate } from './identity/definition.ts'
import { lookAlikesQuery } from './identity/look-alikes.ts'
import { undoDuplicate } from './identity/undo.ts'
import { editAndRetry, ignoreEntry, retryEntry } from './inbox/commands.ts'
import { inboxEntry } from './inbox/definition.ts'
import { causesQuery } from './inbox/queries.ts'
import { historyQuery } from './lineage/history.ts'
import { changesQuery, deliveriesQuery, recordQuery, recordsQuery } from './lineage/queries.ts'
import { whyQuery } from './lineage/why.ts'
import { mergeDuplicate, undoMerge } from './merges/commands.ts'
import { merge } from './merges/definition.ts'
import { hubMessages } from './messages.ts'
import { resetRule, setRule, whoDecidesQuery } from './ownership/commands.ts'
import { rule } from './ownership/definition.ts'
import { partCommands, partDocuments, partQueries } from './parts.ts'
import { startProof } from './proof/commands.ts'
import { proof } from './proof/definition.ts'
import { repairDifference } from './proof/repair.ts'
import { repair } from './proof/repair-definition.ts'
import { proofRoundsQuery } from './proof/round.ts'
import { pauseSystem, resumeSystem, setLimits } from './systems/commands.ts'
import { system } from './systems/definition.ts'
import { systemsQuery } from './systems/queries.ts'

/** What can be connected here, and how its secrets are kept. Nothing can be, when left out. */
export interface Connecting {
  readonly types: readonly ConnectorType[]
  readonly sealing: Sealing
  /** Which lists can be exported to files; any name passes, when left out. */
  readonly lists?: CheckWanted
}

const NOTHING_TO_CONNECT: Connecting = { types: [], sealing: { seal: (text) => text, open: (text) => text } }

const identityCommands = [linkDuplicate, keepApart, undoDuplicate, mergeDuplicate, undoMerge]

/** `messages`: the words of the joined systems' refusals, for the inbox by cause. */
export function hubSurface(messages: Messages = {}, connecting: Connecting = NOTHING_TO_CONNECT): Surface<Tx> {
  const { types, sealing, lists = () => undefined } = connecting
  return {
    name: 'joint',
    label: { en: 'The joint', zh: '连接枢纽' },
    documents: [system, connection, inboxEntry, conflict, duplicate, merge, proof, repair, deletion, rule, ...partDocuments],
    commands: [
      pauseSystem,
      resumeSystem,
      setLimits,
      ...connectionCommands(types, sealing),
      ...partCommands(sealing, lists),
      retryEntry,
      editAndRetry,
      ignoreEntry,
      decideConflict,
      undoDecision,
      ...identityCommands,
      startProof,
      repairDifference,
      settleDeletion,
      undoDeletion,
      setRule,
      resetRule,
    ],
    queries: [
      systemsQuery,
      connectorTypesQuery(types),
      whoDecidesQuery,
      recordsQuery,
      recordQuery,
      moneyChainsQuery,
      proofRoundsQuery,
      moneyChainQuery,
      changesQuery,
      deliveriesQuery,
      ...partQueries,
      lookAlikesQuery,
      whyQuery,
      historyQuery,
      causesQuery({ ...messages, ...hubMessages }),
    ],
  }
}

export const hub: Surface<Tx> = hubSurface()
