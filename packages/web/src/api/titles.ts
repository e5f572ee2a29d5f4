/** The names of referenced documents: many cells of a list ask for one each, the server is asked once for all of them. */
import type { Access } from '@tandem/server/definitions'
import { useQueries, useQuery } from '@tanstack/react-query'
import { batched } from './batch.ts'
import { type AnyRow, type DocumentType, documents, fetchPage, type Side } from './documents.ts'
import { useRights } from './platform.ts'

const MOST_AT_ONCE = 100

type LoadRow = (id: string) => Promise<AnyRow | null>

const loaders = new Map<DocumentType, LoadRow>()

function loaderOf(type: DocumentType): LoadRow {
  const known = loaders.get(type) ?? batched(MOST_AT_ONCE, (ids: readonly string[]) => loadRows(type, ids))
  loaders.set(type, known)
  return known
}

async function loadRows(type: DocumentType, ids: readonly string[]): Promise<(AnyRow | null)[]> {
  const unique = [...new Set(ids)]
  const { items } = await fetchPage(type, { filter: { id: unique }, limit: unique.length })
  const byId = new Map<string, AnyRow>(items.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id) ?? null)
}

/**
 * The referenced document without its lines; null when there is none, or none for the reader. `name` is the definition's, within the side the
 * reference stands in.
 */
export function useReferenced(side: Side, name: string, id: string | null | undefined) {
  const { reach } = useRights()
  return useQuery(titleQuery(reach, side, name, id))
}

function titleQuery(reach: Access['reach'], side: Side, name: string, id: string | null | undefined) {
  const type = documents[side].get(name)
  const may = reach(`${side}.${name}.read`) !== undefined
  return {
    queryKey: ['titles', side, name, id, may],
    queryFn: () => (type && id && may ? loaderOf(type)(id) : null),
    enabled: Boolean(type && id),
    staleTime: 5 * 60_000,
  }
}

/** Of many documents, by their ids; those that are still asked for, or are none, are not among them. */
export function useTitles(named: readonly { readonly side: Side; readonly name: string; readonly id: string }[]) {
  const { reach } = useRights()
  const once = [...new Map(named.map((one) => [one.id, one])).values()]
  const found = useQueries({ queries: once.map(({ side, name, id }) => titleQuery(reach, side, name, id)) })
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])))
}
