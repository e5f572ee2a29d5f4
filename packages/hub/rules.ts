/** Who decides when two systems say different things of one field. Data: the merge reads it, people edit it. */
export type Side = 'crm' | 'erp'

export type Rule =
  /** One side's word counts; the other's change is overruled and put back. */
  | { readonly by: 'owner'; readonly side: Side }
  /** The owner depends on the value of another field, as it is agreed once that field itself is merged. */
  | { readonly by: 'phase'; readonly field: string; readonly owners: Readonly<Record<string, Side>>; readonly otherwise: Side }
  /** The later change counts; what one side did knowing the other's value counts as later whatever the clocks say. */
  | { readonly by: 'newest' }
  /** The larger amount, quantity or number counts, the later date; what was made smaller knowing the other's value counts. */
  | { readonly by: 'largest' }
  /** A person decides: the difference waits in the conflict queue. */
  | { readonly by: 'manual' }
