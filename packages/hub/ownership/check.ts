/** Whether a rule makes sense for what it is set for: told when it is saved, not when it fails at night. Pure. */
import { type Json, ok, type Result, refuse } from '@tandem/kernel'
import { type Kind, type KindName, kinds } from '../kinds.ts'
import type { Rule } from '../rules.ts'
import { createPoliciesOf, deletePoliciesOf } from '../travel.ts'

export const EVENTS = ['create', 'update', 'archive', 'delete'] as const
const SIZED = new Set(['integer', 'amount', 'price', 'quantity', 'percent', 'date', 'instant'])

/** `crm.delete` is an event of the CRM's documents. */
export function eventOf(name: string): { readonly side: 'crm' | 'erp'; readonly event: (typeof EVENTS)[number] } | undefined {
  const [side, event, more] = name.split('.')
  if (more !== undefined || (side !== 'crm' && side !== 'erp')) return undefined
  const known = EVENTS.find((one) => one === event)
  return known && { side, event: known }
}

export function choicesOf(kind: string, event: (typeof EVENTS)[number]): readonly string[] {
  if (event === 'create') return createPoliciesOf(kind)
  return event === 'delete' ? deletePoliciesOf(kind) : ['travel', 'put-back']
}

export function checkSetting(name: string, field: string, setting: Json): Result<Json> {
  const kind: Kind | undefined = name in kinds ? kinds[name as KindName] : undefined
  const event = eventOf(field)
  if (!kind || (field !== '*' && !event && !(field in kind.fields))) return refuse('rule/unknown-field', { kind: name, field })
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) return refuse('rule/not-a-rule', { field })
  const given = setting as { readonly does?: Json }
  if (event) {
    const allowed = choicesOf(name, event.event)
    const does = String(given.does)
    return allowed.includes(does)
      ? ok({ does })
      : refuse('rule/not-for-kind', { kind: name, field, does, allowed: allowed.join(', ') })
  }
  return checkRule(kind, field, setting as unknown as Rule)
}

function checkRule(kind: Kind, field: string, rule: Rule): Result<Json> {
  const isSide = (side: unknown) => side === 'crm' || side === 'erp'
  switch (rule.by) {
    case 'newest':
    case 'manual':
      return ok({ by: rule.by })
    case 'largest': {
      const is = kind.fields[field]?.kind ?? 'all fields'
      return SIZED.has(is) ? ok({ by: 'largest' }) : refuse('rule/no-size', { field, is })
    }
    case 'owner':
      return isSide(rule.side) ? ok({ by: 'owner', side: rule.side }) : refuse('rule/not-a-rule', { field })
    case 'phase': {
      const of = kind.fields[rule.field]
      const owners = Object.entries(rule.owners ?? {})
      const isSound =
        of?.kind === 'choice' &&
        rule.field !== field &&
        isSide(rule.otherwise) &&
        owners.every(([value, side]) => of.of.includes(value) && isSide(side))
      return isSound
        ? ok({ by: 'phase', field: rule.field, owners: Object.fromEntries(owners), otherwise: rule.otherwise })
        : refuse('rule/not-a-rule', { field })
    }
    default:
      return refuse('rule/not-a-rule', { field })
  }
}
