/** What a list shows is in the address, so that "back", a bookmark and a sent link all show the same. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { QueryValue } from '../api/client.ts'

export interface ListState {
  readonly q?: string
  readonly sort?: string
  /** Filters as the server takes them: `state`, `dueDate[to]`. */
  readonly f?: Readonly<Record<string, string>>
  /** Columns in order, with commas between; left out: those the page shows at first. */
  readonly c?: string
}

/** Reads the search part of an address; what makes no sense is left out rather than refused. */
export function readListState(search: Record<string, unknown>): ListState {
  const filters = Object.entries(typeof search.f === 'object' && search.f !== null ? search.f : {})
  const f = Object.fromEntries(filters.filter(([, value]) => typeof value === 'string' && value !== ''))
  return {
    ...(search.q ? { q: String(search.q) } : {}),
    ...(typeof search.sort === 'string' ? { sort: search.sort } : {}),
    ...(Object.keys(f).length > 0 ? { f } : {}),
    ...(typeof search.c === 'string' && search.c !== '' ? { c: search.c } : {}),
  }
}

/** The address part of a list that shows only this: `{ state: ['draft', 'sent'] }`. */
export function listSearch(filter: Readonly<Record<string, QueryValue>>, sort?: string): ListState {
  const f = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, [value ?? ''].flat().join()]))
  return { f, ...(sort ? { sort } : {}) }
}

/** Also a function of the state before changes it, for who does not know it. */
type Change = (next: ListState | ((before: ListState) => ListState)) => void

export function useListState(): readonly [ListState, Change] {
  const state = readListState(useSearch({ strict: false }) as Record<string, unknown>)
  const navigate = useNavigate()
  const change: Change = useCallback(
    (next) => {
      const search = (before: Record<string, unknown>) =>
        readListState({ ...(typeof next === 'function' ? next(readListState(before)) : next) })
      void navigate({ to: '.', search: search as never, replace: true })
    },
    [navigate],
  )
  return [state, change]
}
