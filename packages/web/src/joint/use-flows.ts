import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { useAnswer } from '../api/documents.ts'
import { useMay } from '../api/platform.ts'

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

/** What a flow carried or is to carry, the newest first: a change told by a system, or a delivery to one. */
export interface FlowItem {
  readonly id: string
  readonly seq: number
  readonly state: string
  readonly version: string | number
  readonly recordId: string | null
  readonly subject: string | null
  /** Of changes. */
  readonly externalId?: string
  readonly actor?: string
  readonly pulledAt?: string
  readonly waitsKind?: string | null
  /** Of deliveries. */
  readonly attempts?: number
  readonly changed?: readonly string[] | null
  readonly reason?: string | null
  readonly createdAt?: string
  readonly doneAt?: string | null
}

const NEWEST = 25
/** What the joint did is no news of the feed for everybody. */
export const LOOK_AGAIN_MS = 5_000

/** The last of what flowed, of one state or all. */
export function useFlowItems({ direction, system, kind }: Pick<FlowState, 'direction' | 'system' | 'kind'>, state?: string) {
  const name = direction === 'in' ? 'changes' : 'deliveries'
  const may = useMay(`joint.${name}.ask`)
  const query = { system, kind, limit: NEWEST, ...(state ? { state } : {}) }
  return useQuery({
    queryKey: ['joint', 'answer', name, query],
    queryFn: ({ signal }) => call<{ readonly items: readonly FlowItem[] }>('GET', `/joint/${name}`, { query, signal }),
    enabled: may,
    refetchInterval: LOOK_AGAIN_MS,
  })
}

export function useFlows() {
  return useAnswer<readonly FlowState[]>('joint', 'flow-states', {}, true, LOOK_AGAIN_MS)
}
