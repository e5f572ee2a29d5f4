import {
  type QualityFinding,
  qualityAudit,
  qualityDictionary,
  qualityFinding,
  qualityRule,
  qualitySchedule,
} from '@tandem/hub/definitions'
import { jointType, useAnswer } from '../../api/documents.ts'

export const RULES = jointType(qualityRule)
export const DICTIONARIES = jointType(qualityDictionary)
export const FINDINGS = jointType(qualityFinding)
export const AUDITS = jointType(qualityAudit)
export const SCHEDULES = jointType(qualitySchedule)
export type Finding = QualityFinding

export interface KindQuality {
  readonly kind: string
  readonly rules: number
  readonly open: number
  readonly suggested: number
  readonly everyHours: number | null
  readonly nextAt: string | null
  readonly underWay: boolean
  readonly trend: readonly {
    readonly at: string
    readonly score: string
    readonly records: number
    readonly byField: Readonly<Record<string, { readonly checked: number; readonly good: number }>>
  }[]
}

export function useQuality() {
  return useAnswer<readonly KindQuality[]>('joint', 'quality', {})
}
