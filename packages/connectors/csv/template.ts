/** An empty file to be filled in: its header is what an import guesses without asking. */
import type { Field } from '@tandem/kernel'
import { csvLine } from '../csv-line.ts'
import { type ChoiceWords, choiceText, type WordLanguage } from './choice-words.ts'
import type { ImportTarget } from './target.ts'

/** The header, and below it one row that says what each column takes: leave it, and the import says it is no data. */
export function templateCsv(target: ImportTarget, language: 'en' | 'zh'): string {
  const fields = Object.entries(target.fields)
  const header = fields.map(([, field]) => field.label[language])
  const doubled = header.find((label, i) => header.indexOf(label) !== i)
  // Labels that two fields share would not be told apart: then the fields' names stand there.
  const named = doubled === undefined ? header : fields.map(([name]) => name)
  return `\uFEFF${csvLine(named)}`
}

export interface TemplateColumn {
  readonly field: string
  readonly header: string
  readonly isNeeded: boolean
  /** What may stand there: `company, person`, `2026-11-22`. */
  readonly takes: string
}

/** What the columns of a template take: for a page or a help text beside it. */
export function templateColumns(target: ImportTarget, language: 'en' | 'zh'): TemplateColumn[] {
  const needed = target.create?.input ?? {}
  return Object.entries(target.fields).map(([name, field]) => ({
    ...{ field: name, header: field.label[language], takes: takesOf(field, target.words, language) },
    isNeeded: name in needed && !needed[name]?.optional,
  }))
}

function takesOf(field: Field, words: ChoiceWords, language: WordLanguage): string {
  switch (field.kind) {
    case 'choice':
      return field.of.map((choice) => choiceText(choice, words, language)).join(', ')
    case 'flag':
      return 'yes, no / 是, 否'
    case 'integer':
      return '30'
    case 'date':
      return '2026-11-22'
    case 'instant':
      return '2026-11-22T15:38:00Z'
    case 'text':
      return field.max === undefined ? 'abc' : `≤ ${field.max}`
    case 'reference':
      return field.to
    default:
      return '1234.5'
  }
}
