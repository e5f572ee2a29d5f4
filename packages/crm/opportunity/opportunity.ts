/** Pure decisions on opportunities. */
import { follow, type Id, type Input, ok, type Refusal, type Result, type Row, refuse, type Stored } from '@tandem/kernel'
import { badValue } from '../shared/check.ts'
import { type Known, unknownReference } from '../shared/known.ts'
import { changesOf, filled } from '../shared/values.ts'
import {
  type OpportunityState,
  opportunity,
  opportunityFields,
  type opportunityInput,
  type opportunityRecord,
  opportunityTransitions,
} from './definition.ts'

export type Opportunity = Row<typeof opportunity>

/** How likely one of a stage usually is, in percent; people may say otherwise. */
const USUAL: Readonly<Record<OpportunityState, string>> = { new: '10', qualified: '30', proposition: '60', won: '100', lost: '0' }

export interface OpportunityWorld {
  readonly customers: ReadonlyMap<Id, { readonly code: string; readonly status: string; readonly currency: string }>
  readonly contacts: ReadonlyMap<Id, { readonly customer: Id }>
}

/** Without its number yet. */
export function newOpportunity(
  input: Input<typeof opportunityInput>,
  stamp: Stored,
  known: OpportunityWorld,
): Result<Omit<Opportunity, 'number'>> {
  const customer = input.customer ? known.customers.get(input.customer) : undefined
  if (customer?.status === 'archived') return refuse('opportunity/customer-archived', { code: customer.code })
  const state = input.state ?? 'new'
  const given = {
    ...input,
    state,
    currency: input.currency ?? customer?.currency ?? '',
    expectedRevenue: input.expectedRevenue ?? '0',
    probability: input.probability ?? USUAL[state],
    lostReason: state === 'lost' ? (input.lostReason ?? null) : null,
  }
  const refusal = badOpportunity(given, given, known)
  return refusal ? { ok: false, refusal } : ok({ ...filled(opportunity.fields, given), state, ...stamp })
}

export function changedOpportunity(row: Opportunity, input: object, known: OpportunityWorld): Result<Partial<Opportunity>> {
  const changes = changesOf<Opportunity>(opportunityFields, row, input)
  const refusal = badOpportunity(changes, { ...row, ...changes }, known)
  return refusal ? { ok: false, refusal } : ok(changes)
}

/** As another system tells it: its stage is that system's word, too. */
export function recordedOpportunity(
  row: Opportunity,
  { state, lostReason = row.lostReason, ...rest }: Input<typeof opportunityRecord>,
  known: OpportunityWorld,
): Result<Partial<Opportunity>> {
  const changed = changedOpportunity(row, rest, known)
  if (!changed.ok) return changed
  const next = state ?? row.state
  const told = { state: next, lostReason: next === 'lost' ? lostReason : null }
  const moved = Object.entries(told).filter(([name, value]) => row[name as keyof typeof told] !== value)
  return ok({ ...changed.value, ...Object.fromEntries(moved) })
}

/** A stage brings its usual probability along. */
export function steppedOpportunity(
  row: Opportunity,
  command: keyof typeof opportunityTransitions,
  reason: string | null = null,
): Result<Partial<Opportunity>> {
  const state = follow(opportunityTransitions, 'opportunity', row.state, command)
  if (!state.ok) return state
  const refusal = badValue('opportunity', { reason }, { filled: ['reason'] })
  if (refusal) return { ok: false, refusal }
  const probability = USUAL[state.value]
  return ok({
    state: state.value,
    ...(probability === row.probability ? {} : { probability }),
    ...(reason === row.lostReason ? {} : { lostReason: reason }),
  })
}

/** One of its quotes was accepted. What was lost meanwhile, or won, stays as people said. */
export function wonByQuote(row: Opportunity): Result<Partial<Opportunity>> {
  return isOpen(row) ? steppedOpportunity(row, 'win') : ok({})
}

export function isOpen({ state }: Pick<Opportunity, 'state'>): boolean {
  return state !== 'won' && state !== 'lost'
}

interface Whose {
  readonly customer?: Id | null | undefined
  readonly prospect?: string | null | undefined
  readonly contact?: Id | null | undefined
}

/** `said`: what is given or changed; `whole`: all of it as it would be. */
function badOpportunity(said: object, whole: Whose, { customers, contacts }: OpportunityWorld): Refusal | undefined {
  const { customer, prospect, contact } = whole
  if (!customer && !prospect) return refuse('opportunity/no-customer').refusal
  const bad =
    unknownReference('opportunity', said, { customer: customers as Known<unknown> }) ??
    badValue('opportunity', said, {
      filled: ['title', 'prospect'],
      notNegative: ['expectedRevenue'],
      percent: ['probability'],
    })
  if (bad) return bad
  const isNamedAnew = 'contact' in said || 'customer' in said
  if (!contact || !isNamedAnew || (customer && contacts.get(contact)?.customer === customer)) return undefined
  return refuse('opportunity/contact-of-another', { id: contact }).refusal
}
