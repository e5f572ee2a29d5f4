/** What a list hands to whatever draws its rows. */
import type { ReactNode } from 'react'
import type { AnyRow, DocumentType } from '../api/documents.ts'
import type { ShownColumn } from './columns.ts'
import type { Said } from './said.ts'

/** How some fields are drawn otherwise than their kind says, by their names: `customer` as the word for it. */
export type Drawn = Readonly<Record<string, (row: AnyRow) => ReactNode>>

/** A column that no field is, such as what is still open of an invoice. */
export interface ExtraColumn {
  readonly title: string
  readonly render: (row: AnyRow) => ReactNode
  readonly align?: 'end'
}

/** A column of rows that are all on the page already. */
export interface RowColumn<R> {
  readonly key: string
  /** Empty: a column of buttons. */
  readonly title: string
  readonly align?: 'start' | 'end'
  readonly render: (row: R) => ReactNode
  /** What it is sorted by and says in a file; left out: the words in what is drawn. */
  readonly says?: (row: R) => Said
  /** Left out of a card where it holds nothing. */
  readonly isEmpty?: (row: R) => boolean
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
