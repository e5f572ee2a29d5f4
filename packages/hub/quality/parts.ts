/** What the joint shows of data quality. */
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

export const qualityDocuments = [qualityDictionary, qualityRule, qualityAudit, qualitySchedule, qualityFinding]
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
]
export const qualityQueries = [qualityQuery, qualityTryQuery]
