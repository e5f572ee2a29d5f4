/** Deciding many conflicts by one word. Pure. */
export type Taking = 'crm' | 'erp' | 'newest'

interface TwoValues {
  readonly system: string
  readonly otherAt: string
  readonly keptSystem: string | null
  readonly keptAt: string | null
}

/** Which of the two values that word means; undefined: neither is that side's, or both are. */
export function takenOf(row: TwoValues, taking: Taking, sides: ReadonlyMap<string, 'crm' | 'erp'>): 'kept' | 'other' | undefined {
  if (taking === 'newest') return row.keptAt !== null && Date.parse(row.keptAt) >= Date.parse(row.otherAt) ? 'kept' : 'other'
  const isKept = sides.get(row.keptSystem ?? '') === taking
  const isOther = sides.get(row.system) === taking
  if (isKept === isOther) return undefined
  return isKept ? 'kept' : 'other'
}
