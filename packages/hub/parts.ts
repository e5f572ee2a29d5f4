/** The parts of the joint's surface that come in groups: how it runs, mappings, data quality, watched folders. */

import type { Sealing } from './connections/commands.ts'
import { fileCommands, fileDocuments } from './files/commands.ts'
import { type CheckWanted, fileExportCommands } from './files/export-commands.ts'
import { fileExportDocuments } from './files/exporting.ts'
import { mappingCommands, mappingDocuments, mappingQueries } from './mapped.ts'
import { qualityCommands, qualityDocuments, qualityQueries } from './quality/parts.ts'
import { runningCommands, runningDocuments, runningQueries } from './running.ts'

export const partDocuments = [
  ...runningDocuments,
  ...mappingDocuments,
  ...qualityDocuments,
  ...fileDocuments,
  ...fileExportDocuments,
]
export function partCommands(sealing: Sealing, check: CheckWanted) {
  return [
    ...runningCommands(sealing),
    ...mappingCommands,
    ...qualityCommands,
    ...fileCommands(sealing),
    ...fileExportCommands(sealing, check),
  ]
}
export const partQueries = [...runningQueries, ...mappingQueries, ...qualityQueries]
