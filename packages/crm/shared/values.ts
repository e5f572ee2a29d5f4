/** Values as they are stored: decimals and moments in their shortest text, what was left out null, lines in order of fields. */
import { changesIn, Decimal, type Field, type Fields, type Values } from '@tandem/kernel'

type Given = Readonly<Record<string, unknown>>

/** All fields of a new document; what was left out becomes null. */
export function filled<F extends Fields>(fields: F, given: object): Values<F> {
  const value = ([name, field]: [string, Field]) => [name, stored(field, (given as Given)[name] ?? null)]
  return Object.fromEntries(Object.entries(fields).map(value)) as Values<F>
}

/** Which of the given fields really differ from the row's, as they are stored; lines count as one field. */
export function changesOf<R extends object>(fields: Fields, row: R, given: object): Partial<R> {
  const own = (values: object) =>
    Object.fromEntries(
      Object.entries(fields).flatMap(([name, field]) => {
        const value = (values as Given)[name]
        return (given as Given)[name] === undefined ? [] : [[name, stored(field, value ?? null)]]
      }),
    )
  return changesIn(own(row), own(given)) as Partial<R>
}

function stored(field: Field, value: unknown): unknown {
  if (value === null) return null
  switch (field.kind) {
    case 'amount':
    case 'price':
    case 'quantity':
    case 'percent':
      return Decimal.parse(String(value))?.toString() ?? value
    case 'instant':
      return String(value).replace(/\.(\d*?)0*Z$/, (_, digits: string) => (digits ? `.${digits}Z` : 'Z'))
    case 'lines':
      return (value as object[]).map((line) => filled(field.of, line))
    default:
      return value
  }
}
