import type { Id } from '@tandem/kernel'

/** The ids of what the demo company's steps name. */
export interface MasterIds {
  readonly items: ReadonlyMap<string, Id>
  readonly crmItems: ReadonlyMap<string, Id>
  readonly customers: ReadonlyMap<string, Id>
  readonly warehouses: ReadonlyMap<string, Id>
  /** Customer code -> days after the due date it usually pays. */
  readonly habits: ReadonlyMap<string, number>
}
