import { useQueries } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../api/client.ts'
import { useMay } from '../api/platform.ts'
import { valueText } from './words.ts'

interface Known {
  readonly values: unknown
}

/** What people call records of the joint, by their ids; a dash until it is here. Asked for once, also by what draws them. */
export function useRecordNames(records: readonly string[]): (record: string) => string {
  const may = useMay('joint.record.ask')
  const names = useQueries({
    queries: [...new Set(records)].map((id) => ({
      queryKey: ['joint', 'answer', 'record', { id }],
      queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
        call<Known & { readonly id: string }>('GET', '/joint/record', { query: { id }, signal }),
      enabled: may,
    })),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[data.id, valueText(data.values)] as const] : []))),
  })
  return useCallback((record) => names.get(record) ?? '–', [names])
}
