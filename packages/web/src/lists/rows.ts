/** What a list hands to whatever draws its rows. */
import type { ReactNode } from 'react'
import type { AnyRow, DocumentType } from '../api/documents.ts'
import type { ShownColumn } from './columns.ts'

/** How some fields are drawn otherwise than their kind says, by their names: `customer` as the word for it. */
export type Drawn = Readonly<Record<string, (row: AnyRow) => ReactNode>>

/** A column that no field is, such as what is still open of an invoice. */
export interface ExtraColumn {
  readonly title: string
  readonly render: (row: AnyRow) => ReactNode
  readonly align?: 'end'
}

export interface RowsProps {
  readonly type: DocumentType
  readonly rows: readonly AnyRow[]
  readonly shown: readonly ShownColumn[]
  readonly extra: readonly ExtraColumn[]
  readonly drawn: Drawn
  /** The field sorted by, `-` before it for descending. */
  readonly sorted: string
  /** Left out: as the page sorts at first. */
  readonly onSort: (sort?: string) => void
  /** A list longer than its first page reads on while somebody scrolls. */
  readonly more: { readonly isLong: boolean; readonly read: () => void }
}
