/** What is sure to happen is shown before the server has said so, and taken back when it says no. Only for what nobody else decides. */
import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Changes what is shown at and below a key, and answers how to put it back. What is under way is stopped: its answer would be
 * older than what was done.
 */
export async function foresee(client: QueryClient, queryKey: QueryKey, change: (shown: unknown) => unknown): Promise<() => void> {
  await client.cancelQueries({ queryKey })
  const before = client.getQueriesData({ queryKey })
  client.setQueriesData({ queryKey }, (shown: unknown) => (shown === undefined ? undefined : change(shown)))
  return () => {
    for (const [key, shown] of before) client.setQueryData(key, shown)
  }
}

type Row = Readonly<Record<string, unknown>>

/** With a row changed wherever it stands, in lists and in answers; what does not hold it stays the very same. Undefined takes it out. */
export function withRow(shown: unknown, id: string, change: (row: Row) => Row | undefined): unknown {
  if (typeof shown !== 'object' || shown === null) return shown
  if ((shown as Row).id === id) return change(shown as Row)
  const parts = Object.entries(shown).map(([name, part]) => [name, part, withRow(part, id, change)] as const)
  if (parts.every(([, before, after]) => before === after)) return shown
  if (Array.isArray(shown)) return parts.flatMap(([, , after]) => (after === undefined ? [] : [after]))
  return Object.fromEntries(parts.map(([name, , after]) => [name, after]))
}

/** What some commands without input are sure to do to their document. */
const FORESEEN: Readonly<Record<string, Row>> = {
  archive: { status: 'archived' },
  restore: { status: 'active' },
  complete: { done: true },
}

export function foreseen(command: string, input: object): Row | undefined {
  return Object.keys(input).length === 0 ? FORESEEN[command] : undefined
}
