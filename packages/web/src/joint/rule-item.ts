import type { Rule } from '@tandem/hub/definitions'

/** One line of who decides: a field's rule, or what an event does. */
export interface RuleItem {
  readonly kind: string
  readonly name: string
  readonly setting: Rule | { readonly does: string }
  readonly usual: Rule | { readonly does: string }
  readonly id: string | null
  readonly version: number | null
  readonly by: string | null
  readonly at: string | null
  readonly choices: readonly string[] | null
}

/** Rules by field, chosen and not set. */
export type Tried = Readonly<Record<string, RuleItem['setting']>>
