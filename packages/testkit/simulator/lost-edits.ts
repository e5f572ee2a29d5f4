/**
 * Edits of people that are nowhere any more and were given up by nobody. Every value is said only once in a story, so
 * each one can be followed: it is what the record says, somebody who saw it said something else, or a conflict, open or
 * decided by a rule, keeps it.
 */
import type { Json } from '@tandem/kernel'
import { type Deed, madeThenOf, valueKey } from './ledger.ts'
import type { Joined, JointState } from './state.ts'
import type { Story } from './story.ts'

/** Of prices, payments and returns. */
const OF_MONEY = ['unitPrice', 'reference', 'reason', 'answer'] as const

const FOLLOWED = ['name', 'phone', 'creditLimit', 'category', 'customerReference', 'code', ...OF_MONEY] as const

export function lostEdits(story: Story, state: JointState): string[] {
  const records = new Map(state.records.map((record) => [record.id as string, record]))
  const { deeds } = story.ledger
  return deeds.flatMap((deed, i) => {
    const id = state.recordOf(deed.system, deed.kind, deed.id)
    const record = id && records.get(id)
    // What is said of a customer that is merged is kept in the history of whoever goes.
    if (!record || deed.what === 'remove' || state.merged.has(record.id)) return []
    return FOLLOWED.flatMap((field) => {
      const value = deed.values[field]
      if (value === undefined || value === null || isKept(story, state, record, field, value, deed, i)) return []
      return [`${deed.system} ${deed.kind} ${deed.id}: somebody's ${field} ${JSON.stringify(value)} is lost without a word`]
    })
  })
}

function isKept(story: Story, state: JointState, record: Joined, field: string, value: Json, deed: Deed, at: number): boolean {
  const { deeds, blind } = story.ledger
  const stillThere = story.systems[deed.system as 'crm' | 'erp'].system.documents(deed.kind).get(deed.id)?.[field]
  if (record.values[field] === value || stillThere === value || blind.has(valueKey(deed.system, deed.id, field, value)))
    return true
  const same = (other: Deed): boolean => other.system === deed.system && other.kind === deed.kind && other.id === deed.id
  // Said again, or removed, where it was said.
  if (deeds.slice(at + 1).some((later) => same(later) && (later.what === 'remove' || field in later.values))) return true
  // Replaced elsewhere by somebody who had it in front of them.
  const isOfRecord = (other: Deed): boolean =>
    (madeThenOf(story.ledger, other) ?? state.recordOf(other.system, other.kind, other.id)) === record.id
  if (deeds.some((later) => later.before[field] === value && isOfRecord(later))) return true
  return state.conflicts.some(
    (conflict) =>
      conflict.record === record.id && conflict.field === field && (conflict.kept === value || conflict.other === value),
  )
}
