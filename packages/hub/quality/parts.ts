/** What the joint shows of data quality and of watched folders. */
import { fileCommands, fileDocuments } from '../files/commands.ts'
import { startAudit } from './audit.ts'
import { applyFinding, ignoreFinding, reopenFinding, undoFinding } from './cleanse.ts'
import { qualityAudit, qualityDictionary, qualityFinding, qualityRule, qualitySchedule } from './definition.ts'
import { qualityQuery, qualityTryQuery } from './queries.ts'
import {
  changeDictionary,
  createDictionary,
  createQualityRule,
  createSchedule,
  removeQualityRule,
  removeSchedule,
} from './rules.ts'

export const qualityDocuments = [qualityDictionary, qualityRule, qualityAudit, qualitySchedule, qualityFinding, ...fileDocuments]
export const qualityCommands = [
  createDictionary,
  changeDictionary,
  createQualityRule,
  removeQualityRule,
  createSchedule,
  removeSchedule,
  startAudit,
  applyFinding,
  ignoreFinding,
  reopenFinding,
  undoFinding,
  ...fileCommands,
]
export const qualityQueries = [qualityQuery, qualityTryQuery]
