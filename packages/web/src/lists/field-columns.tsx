import type { Definition } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import type { Side } from '../api/documents.ts'
import type { Words } from '../i18n/use-words.ts'
import { FieldValue, isNumeric } from './field-value.tsx'
import { fieldOf } from './fields.ts'
import { pageOf } from './pages.ts'
import type { RowColumn } from './row-list.tsx'

/** Columns for some fields of a definition. */
export function fieldColumns<R extends object>(
  side: Side,
  definition: Definition,
  names: readonly string[],
  { label }: Pick<Words, 'label'>,
): RowColumn<R>[] {
  return names.flatMap((name) => {
    const field = fieldOf(definition, name)
    if (!field) return []
    const render = (row: R) => (
      <FieldValue side={side} field={field} value={row[name as keyof R]} row={row as Readonly<Record<string, unknown>>} />
    )
    return [{ key: name, title: label(field.label), align: isNumeric(field) ? ('end' as const) : ('start' as const), render }]
  })
}

/** The same columns, the first a link to the document's page. */
export function linked<R extends { readonly id: string }>(
  side: Side,
  name: string,
  columns: readonly RowColumn<R>[],
): RowColumn<R>[] {
  return columns.map((column, at) =>
    at > 0 ? column : { ...column, render: (row) => <Link to={pageOf(side, name, row.id) ?? '.'}>{column.render(row)}</Link> },
  )
}
