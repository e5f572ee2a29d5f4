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

export interface RowChoice {
  readonly value: string
  /** In the reader's words. */
  readonly label: string
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
  /** What it is filtered by where that are choices: those the row has, by their codes. */
  readonly among?: (row: R) => readonly RowChoice[]
  /** Shown to who asks for it among the columns. */
  readonly isSpare?: boolean
  /** Left out of a card where it holds nothing. */
  readonly isEmpty?: (row: R) => boolean
}

export interface RowListProps<R> {
  readonly rows: readonly R[]
  readonly rowKey: (row: R) => string
  /** The first leads the card on a phone. */
  readonly columns: readonly RowColumn<R>[]
  /** What would stand here, and how it gets here. */
  readonly empty: ReactNode
  /** The natural first step, where nothing is here yet. */
  readonly action?: ReactNode
  /** Neither sorted, searched nor taken away: rows of a figure, or only the first of many. */
  readonly plain?: boolean
  /** A list in its own right, `platform/user`: filters, columns, views and files, as a list of documents has them. */
  readonly list?: string
  /** Draws those that fit instead of a table: what is decided one by one, each a card of its own. */
  readonly cards?: (rows: readonly R[]) => ReactNode
  /** What a file may bring into it. */
  readonly imported?: DocumentType | undefined
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
