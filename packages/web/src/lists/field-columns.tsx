import type { Definition, Field } from '@tandem/kernel'
import { Link } from '@tanstack/react-router'
import type { Side } from '../api/documents.ts'
import type { Words } from '../i18n/use-words.ts'
import { choiceIn } from './choice-in.ts'
import { FieldValue, isNumeric } from './field-value.tsx'
import { fieldOf, targetOf } from './fields.ts'
import { pageOf } from './pages.ts'
import type { RowColumn } from './rows.ts'
import type { Said } from './said.ts'

/** Columns for some fields of a definition. */
export function fieldColumns<R extends object>(
  side: Side,
  definition: Definition,
  names: readonly string[],
  words: Words,
): RowColumn<R>[] {
  return names.flatMap((name) => {
    const field = fieldOf(definition, name)
    return field ? [fieldColumn<R>(side, name, field, words)] : []
  })
}

/** The column of one field; `whole` makes of a row what names its currencies and units. */
export function fieldColumn<R extends object>(
  side: Side,
  name: string,
  field: Field,
  words: Words,
  whole: (row: R) => object = (row) => row,
): RowColumn<R> {
  const valueIn = (row: R) => row[name as keyof R]
  const isEmpty = (row: R) => (valueIn(row) ?? '') === ''
  return {
    key: name,
    title: words.label(field.label),
    align: isNumeric(field) ? 'end' : 'start',
    render: (row) => <FieldValue side={side} field={field} value={valueIn(row)} row={whole(row) as Given} />,
    says: (row) => (isEmpty(row) ? null : saidBy(side, field, valueIn(row), whole(row) as Given, words)),
    ...amongOf(field, valueIn, words),
    isEmpty,
  }
}

/** Choices, and yes or no, are filtered by. */
function amongOf<R>(field: Field, valueIn: (row: R) => unknown, { t, choice }: Words): Pick<RowColumn<R>, 'among'> {
  const one = (value: unknown, label: string) => [{ value: String(value), label }]
  if (field.kind === 'flag')
    return { among: (row) => one(valueIn(row) === true, t(valueIn(row) === true ? 'lists.yes' : 'lists.no')) }
  if (field.kind !== 'choice') return {}
  return { among: (row) => ((valueIn(row) ?? '') === '' ? [] : one(valueIn(row), choice(String(valueIn(row))))) }
}

type Given = Readonly<Record<string, unknown>>

/** A value that is given, as its definition means it. */
function saidBy(side: Side, field: Field, value: unknown, row: Given, words: Words): Said {
  const text = String(value)
  switch (field.kind) {
    case 'amount':
    case 'price':
      return { number: text, unit: textIn(row, field.currency) }
    case 'quantity':
      return { number: text, unit: textIn(row, field.unit) }
    case 'percent':
    case 'integer':
      return { number: text }
    case 'date':
    case 'instant':
      return { at: text }
    case 'choice':
      return choiceIn(field, text, words)
    case 'flag':
      return words.t(value === true ? 'lists.yes' : 'lists.no')
    case 'reference':
      return { side, name: targetOf(field.to, row), id: text }
    case 'json':
    case 'custom':
    case 'lines':
      return null
    default:
      return text
  }
}

function textIn(row: Given, name: string): string | undefined {
  return typeof row[name] === 'string' ? row[name] : undefined
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
