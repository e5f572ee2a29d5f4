/** What people can see and do in both systems of a story; each deed is kept in its ledger. */
import type { KindName, Values } from '@tandem/hub'
import type { MemorySystem } from '../memory-system.ts'
import type { Ledger } from './ledger.ts'
import type { Climate } from './weather.ts'

export interface Place {
  readonly crm: MemorySystem
  readonly erp: MemorySystem
  readonly random: () => number
  readonly ledger: Ledger
  readonly note: (line: string) => void
  /** Counts, so that no value is said twice: what is found in the end tells who said it. */
  readonly count: () => number
  /** Whether people remove documents in this story. */
  readonly removes: boolean
  /** The share of names that systems refuse. */
  readonly refusedNames: number
  /** Much is done at once, save where days are as usual. */
  readonly climate: Climate
  /** Whether people merge customers in this story. */
  readonly merges: boolean
  /** Told of each deed that may cause trouble, by its name. */
  readonly happened: (what: string) => void
}

export type Act = (place: Place, at: MemorySystem) => void

export type Acts = readonly (readonly [weight: number, act: Act])[]

export function one<T>({ random }: Place, list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)]
}

export function idOf(place: Place, at: MemorySystem, kind: KindName): string | undefined {
  const merged = at.merged(kind)
  return one(place, [...at.documents(kind).keys()].filter((id) => !merged.has(id)).sort())
}

/** Somebody makes a document. Answers its id. */
export function add(place: Place, at: MemorySystem, kind: KindName, values: Values): string {
  const id = at.add(kind, values)
  place.ledger.deeds.push({ system: at.system, kind, id, what: 'add', values, before: {} })
  place.note(`${at.system}: ${kind} ${id} is made, ${values.code ?? values.number ?? values.name}`)
  return id
}

export function edit(place: Place, at: MemorySystem, kind: KindName, id: string, values: Values): void {
  const now = at.documents(kind).get(id)
  if (!now) return
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, now[name] ?? null]))
  at.edit(kind, id, values)
  place.ledger.deeds.push({ system: at.system, kind, id, what: 'edit', values, before })
  place.note(`${at.system}: ${kind} ${id} ${JSON.stringify(values)}`)
}

export function removeOne(place: Place, at: MemorySystem, kind: KindName, id: string): void {
  at.remove(kind, id)
  place.ledger.deeds.push({ system: at.system, kind, id, what: 'remove', values: {}, before: {} })
  place.happened('a document is removed')
  place.note(`${at.system}: ${kind} ${id} is removed`)
}
