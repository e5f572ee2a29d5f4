/** Why values are so, and what happened to records, as the joint tells it. */
import type { Label } from '@tandem/kernel'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { useAnswer } from '../api/documents.ts'
import type { RecordAddress } from './joint-address.ts'

export interface FieldWhy {
  readonly field: string
  readonly label: Label
  readonly value: unknown
  readonly disputed: boolean
  readonly words: Label
  readonly losers: readonly { readonly words: Label; readonly at: string }[]
  readonly lines?: readonly LineWhy[]
}

export interface LineWhy {
  readonly line: number
  readonly fields: readonly { readonly field: string; readonly words: Label }[]
}

export interface Why {
  readonly record: string
  readonly fields: readonly FieldWhy[]
}

export interface HistoryEntry {
  readonly id: string
  readonly at: string
  readonly what: string
  readonly words: Label
  readonly fields: readonly { readonly field: string; readonly words: Label }[]
  readonly overruled: readonly { readonly field: string; readonly words: Label }[]
  readonly deliveries: readonly {
    readonly system: string
    readonly state: string
    readonly version: number
    readonly doneAt: string | null
  }[]
}

export function useWhy(address: RecordAddress, field: string | undefined, enabled: boolean) {
  return useAnswer<Why>('joint', 'why', { ...address, field }, enabled)
}

interface HistoryPage {
  readonly items: readonly HistoryEntry[]
  readonly next: string | null
}

export function useHistory(address: RecordAddress) {
  return useInfiniteQuery({
    queryKey: ['joint', 'answer', 'record-history', address],
    queryFn: ({ pageParam, signal }) =>
      call<HistoryPage>('GET', '/joint/record-history', { query: { ...address, after: pageParam, limit: 20 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}
