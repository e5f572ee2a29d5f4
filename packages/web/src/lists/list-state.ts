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

/**
 * Of a page that is a list the whole address; of one of several lists on a page what stands there under its name:
 * `?lists={"alert-rule":{"q":"lag"}}`.
 */
export function useListState(within?: string): readonly [ListState, Change] {
  const whole = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const change: Change = useCallback(
    (next) => {
      const changed = (before: Record<string, unknown>) =>
        readListState({ ...(typeof next === 'function' ? next(readListState(before)) : next) })
      const search = (before: Record<string, unknown>) =>
        within === undefined ? changed(before) : searchWith(before, within, changed(ownSearch(before, within)))
      void navigate({ to: '.', search: search as never, replace: true })
    },
    [navigate, within],
  )
  return [readListState(within === undefined ? whole : ownSearch(whole, within)), change]
}

function listsOf({ lists }: Record<string, unknown>): Record<string, unknown> {
  return typeof lists === 'object' && lists !== null ? (lists as Record<string, unknown>) : {}
}

/** What an address says of one of the lists on its page. */
export function ownSearch(search: Record<string, unknown>, within: string): Record<string, unknown> {
  const own = listsOf(search)[within]
  return typeof own === 'object' && own !== null ? (own as Record<string, unknown>) : {}
}

/** The address with that list as it is now; lists with nothing to say stand in none. */
export function searchWith(search: Record<string, unknown>, within: string, state: ListState): Record<string, unknown> {
  const { lists: _, ...others } = search
  const { [within]: __, ...rest } = listsOf(search)
  const lists = Object.keys(state).length > 0 ? { ...rest, [within]: state } : rest
  return Object.keys(lists).length > 0 ? { ...others, lists } : others
}
