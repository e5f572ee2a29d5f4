/** Merging in a system in memory: what refers to a document goes along, and comes back as far as it is still there. */
import type { KindName, Values } from '@tandem/hub'

export interface Mergeable {
  values: Values
  version: number
  /** Differs from that of another document that has or had its id. */
  born: number
  gone?: true
  mergedInto?: string
  /** What went along when it was merged. */
  moves?: readonly { readonly kind: KindName; readonly id: string }[]
}

type Documents = ReadonlyMap<KindName, ReadonlyMap<string, Mergeable>>

/** `change` keeps a document that refers to it. Answers whether anything was done. */
export function mergeIn(
  stored: Documents,
  kind: KindName,
  id: string,
  into: string | null,
  change: (kind: KindName, id: string, values: Values) => void,
): boolean {
  const document = stored.get(kind)?.get(id) as Mergeable
  const was = document.mergedInto
  if (was === (into ?? undefined)) return false
  const moves = into === null ? (document.moves ?? []) : referring(stored, kind, id)
  for (const move of moves) {
    const values = stored.get(move.kind)?.get(move.id)?.values
    if (values && values[kind] === (was ?? id)) change(move.kind, move.id, { ...values, [kind]: into ?? id })
  }
  if (into === null) {
    delete document.mergedInto
    delete document.moves
  } else Object.assign(document, { mergedInto: into, moves })
  const status = into === null ? 'active' : 'archived'
  const values = 'status' in document.values ? { ...document.values, status } : document.values
  Object.assign(document, { values, version: document.version + 1 })
  return true
}

/** Whether a document that is there names this one, also in its lines. */
export function isNamed(stored: Documents, kind: KindName, id: string): boolean {
  const names = (values: Values) => values[kind] === id
  return [...stored.values()].some((documents) =>
    [...documents.values()].some(
      ({ values, gone }) =>
        !gone &&
        (names(values) || Object.values(values).some((inner) => Array.isArray(inner) && (inner as Values[]).some(names))),
    ),
  )
}

function referring(stored: Documents, kind: KindName, id: string): { kind: KindName; id: string }[] {
  return [...stored].flatMap(([other, documents]) =>
    [...documents].flatMap(([one, { values, gone }]) => (!gone && values[kind] === id ? [{ kind: other, id: one }] : [])),
  )
}
