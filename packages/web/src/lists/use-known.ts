import { documents } from '../api/documents.ts'
import { useTitles } from '../api/titles.ts'
import { useWords } from '../i18n/use-words.ts'
import type { RowColumn } from './rows.ts'
import { type Known, type Said, textOf } from './said.ts'
import { titleOf } from './title.ts'

type Reference = Extract<Said, { readonly side: unknown }>

const isReference = (said: Said): said is Reference => said !== null && typeof said === 'object' && 'side' in said

/** What a row says in a column: what the column makes of it, else the words of what it draws. */
export function saidIn<R>({ says, render, title }: RowColumn<R>, row: R): Said {
  if (says) return says(row)
  // Without a heading there are buttons.
  return title === '' ? null : textOf(render(row))
}

/** The same, with the titles of the documents that are named. */
export function useKnown<R>(rows: readonly R[], columns: readonly RowColumn<R>[]): (column: RowColumn<R>, row: R) => Known {
  const { language } = useWords()
  const naming = columns.filter(({ says }) => says && rows.some((row) => isReference(says(row))))
  const titles = useTitles(naming.flatMap(({ says }) => rows.map((row) => says?.(row) ?? null).filter(isReference)))
  return (column, row) => {
    const said = saidIn(column, row)
    if (!isReference(said)) return said
    const named = titles.get(said.id)
    const definition = documents[said.side].get(said.name)?.definition
    return named && definition ? titleOf(definition, named, language) : null
  }
}
