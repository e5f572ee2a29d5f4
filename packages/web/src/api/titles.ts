/** The names of referenced documents: many cells of a list ask for one each, the server is asked once for all of them. */
import { useQuery } from '@tanstack/react-query'
import { type AnyRow, type DocumentType, documents, fetchPage, type Side } from './documents.ts'

const MOST_AT_ONCE = 100

interface Waiting {
  readonly id: string
  resolve(row: AnyRow | null): void
  reject(error: unknown): void
}

const queues = new Map<DocumentType, Waiting[]>()

/** Answers the row without its lines; null when there is none. Calls made within a moment travel together. */
function loadRow(type: DocumentType, id: string): Promise<AnyRow | null> {
  return new Promise((resolve, reject) => {
    const queue = queues.get(type)
    if (queue) queue.push({ id, resolve, reject })
    else {
      queues.set(type, [{ id, resolve, reject }])
      setTimeout(() => void flush(type), 5)
    }
  })
}

async function flush(type: DocumentType): Promise<void> {
  const waiting = queues.get(type) ?? []
  queues.delete(type)
  for (let at = 0; at < waiting.length; at += MOST_AT_ONCE) {
    const some = waiting.slice(at, at + MOST_AT_ONCE)
    try {
      const ids = [...new Set(some.map(({ id }) => id))]
      const { items } = await fetchPage(type, { filter: { id: ids }, limit: ids.length })
      const byId = new Map<string, AnyRow>(items.map((row) => [row.id, row]))
      for (const { id, resolve } of some) resolve(byId.get(id) ?? null)
    } catch (error) {
      for (const { reject } of some) reject(error)
    }
  }
}

/** The referenced document, without lines. `name` is the definition's, within the side the reference stands in. */
export function useReferenced(side: Side, name: string, id: string | null | undefined) {
  const type = documents[side].get(name)
  return useQuery({
    queryKey: ['titles', side, name, id],
    queryFn: () => (type && id ? loadRow(type, id) : null),
    enabled: Boolean(type && id),
    staleTime: 5 * 60_000,
  })
}
