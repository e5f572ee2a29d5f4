import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { ME, useMay } from '../api/platform.ts'

export interface Setup {
  readonly state: 'open' | 'loading' | 'failed' | 'done'
}

export interface Answers {
  readonly name: string
  readonly baseCurrency: string
  readonly timeZone: string
  readonly startWith: 'empty' | 'demo'
}

const KEY = ['platform', 'setup'] as const
const LOOK_MS = 3_000

/** Whether the company is set up; asked while it is not, by who may do it. */
export function useSetup() {
  const may = useMay('platform.company.set-up')
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => call<Setup>('GET', '/platform/setup', { signal }),
    enabled: may,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state: { data } }) => (data?.state === 'loading' ? LOOK_MS : false),
  })
}

export function useSetUp() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (answers: Answers) => call<Setup>('POST', '/platform/setup', { body: answers }),
    onSuccess: async (setup) => {
      client.setQueryData(KEY, setup)
      await client.invalidateQueries({ queryKey: ME })
    },
  })
}
