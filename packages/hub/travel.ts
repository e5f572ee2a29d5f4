/** Which events of a side's documents do what on the others. Data: people edit it, the engine reads it. */
import type { DeletePolicy } from './deletions/definition.ts'
import { kindOf } from './kinds.ts'
import type { Side } from './rules.ts'

export type CreatePolicy = 'travel' | 'when-named' | 'stay'

export interface Travel {
  /**
   * A new document is made in the others. `stay`: it stays alone until somebody there makes it, too; `when-named`: until
   * something that travels names it, as an order names its customer.
   */
  readonly create: CreatePolicy
  /** Its changes go by the rules of the fields; `put-back`: the others' word counts, changes are put back. */
  readonly update: 'travel' | 'put-back'
  /** The same for being archived. */
  readonly archive: 'travel' | 'put-back'
  readonly delete: DeletePolicy
}

export type TravelOfKind = Readonly<Record<Side, Travel>>

const TRAVELS = { create: 'travel', update: 'travel', archive: 'travel' } as const

/**
 * What is deleted on one side is archived on the other, where the kind can be; otherwise a person is asked. Items and
 * prices are the ERP's: if the CRM deletes one, that is for a person, too.
 */
export function usualTravel(kind: string): TravelOfKind {
  const gone: DeletePolicy = hasStatus(kind) ? 'archive' : 'ask'
  const ofErpOnly = kind === 'item' || kind === 'price'
  return { crm: { ...TRAVELS, delete: ofErpOnly ? 'ask' : gone }, erp: { ...TRAVELS, delete: gone } }
}

export function hasStatus(kind: string): boolean {
  return 'status' in kindOf(kind).fields
}

/** The policies that a kind can follow. What was ordered, shipped, invoiced or paid is never deleted by a rule. */
export function deletePoliciesOf(kind: string): readonly DeletePolicy[] {
  return hasStatus(kind) ? ['archive', 'delete', 'ask', 'keep'] : ['ask', 'keep']
}

/** Kinds that something names which is no part of them: those may travel when they are named. */
const NAMED: ReadonlySet<string> = new Set(['customer', 'item', 'address'])

export function createPoliciesOf(kind: string): readonly CreatePolicy[] {
  return NAMED.has(kind) ? ['travel', 'when-named', 'stay'] : ['travel', 'stay']
}
