/** The parts of the joint's surface that come in groups: how it runs, mappings, data quality, watched folders. */

import type { Sealing } from './connections/commands.ts'
import { fileCommands, fileDocuments } from './files/commands.ts'
import { mappingCommands, mappingDocuments, mappingQueries } from './mapped.ts'
import { qualityCommands, qualityDocuments, qualityQueries } from './quality/parts.ts'
import { runningCommands, runningDocuments, runningQueries } from './running.ts'

export const partDocuments = [...runningDocuments, ...mappingDocuments, ...qualityDocuments, ...fileDocuments]
export function partCommands(sealing: Sealing) {
  return [...runningCommands(sealing), ...mappingCommands, ...qualityCommands, ...fileCommands(sealing)]
}
export const partQueries = [...runningQueries, ...mappingQueries, ...qualityQueries]
