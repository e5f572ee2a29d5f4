/** The parts of the joint's surface that come in groups: how it runs, mappings, data quality. */

import type { Sealing } from './connections/commands.ts'
import { mappingCommands, mappingDocuments, mappingQueries } from './mapped.ts'
import { qualityCommands, qualityDocuments, qualityQueries } from './quality/parts.ts'
import { runningCommands, runningDocuments, runningQueries } from './running.ts'

export const partDocuments = [...runningDocuments, ...mappingDocuments, ...qualityDocuments]
export function partCommands(sealing: Sealing) {
  return [...runningCommands(sealing), ...mappingCommands, ...qualityCommands]
}
export const partQueries = [...runningQueries, ...mappingQueries, ...qualityQueries]
