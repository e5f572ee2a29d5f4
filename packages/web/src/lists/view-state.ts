import type { ViewState } from '../api/desk.ts'
import type { ListState } from './list-state.ts'

/** What a view keeps of a list's address. */
export function toView({ c, ...rest }: ListState): ViewState {
  return { ...rest, ...(c ? { columns: c.split(',') } : {}) }
}

/** The address a view leads to. */
export function fromView({ columns, ...rest }: ViewState): ListState {
  return { ...rest, ...(columns ? { c: columns.join() } : {}) }
}
