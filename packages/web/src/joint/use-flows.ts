import { useAnswer } from '../api/documents.ts'

export interface FlowState {
  readonly id: string
  readonly version: number
  readonly system: string
  readonly side: 'crm' | 'erp'
  readonly kind: string
  readonly direction: 'in' | 'out'
  readonly state: 'active' | 'paused'
  readonly pauseReason: string | null
  readonly pausedBy: string | null
  readonly breakdown: { readonly failed: number; readonly tried: number; readonly seconds: number; readonly last: string } | null
  readonly pending: number
  readonly waiting: number
  readonly parked: number
  readonly lagMs: number
  readonly doneAMinute: number
  readonly failedAMinute: number
  readonly restMs: number | null
  readonly read: number | null
  readonly complete: boolean | null
  readonly heldBackSince: string | null
}

export function useFlows() {
  return useAnswer<readonly FlowState[]>('joint', 'flow-states', {})
}
