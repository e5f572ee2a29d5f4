/** Guesses which column is which field by its header, in English or Chinese: a start for a mapping, never used unseen. */
import type { Field, Fields } from '@tandem/kernel'

/** Column -> field. Each field is given once, to the column that says it best. */
export function guessColumns(header: readonly string[], fields: Fields): Record<string, string> {
  const guesses: Record<string, string> = {}
  const taken = new Set<string>()
  for (const wordsOf of [exactWords, looseWords]) {
    for (const column of header) {
      if (column in guesses) continue
      const word = plain(column)
      const match = Object.entries(fields).find(([name, field]) => !taken.has(name) && wordsOf(name, field).includes(word))
      if (!match) continue
      guesses[column] = match[0]
      taken.add(match[0])
    }
  }
  return guesses
}

function exactWords(name: string, { label }: Field): string[] {
  return [name, label.en, label.zh].map(plain)
}

/** `Customer code` and `客户编码` for a reference; what stands before a comma or bracket: `Payment term, days`. */
function looseWords(name: string, field: Field): string[] {
  const { en, zh } = field.label
  const short = [en.split(',')[0] ?? en, zh.replace(/[（(].*/, '')]
  const codes = field.kind === 'reference' ? [`${name}code`, `${en} code`, `${zh}编码`, `${zh}编号`, `${name}id`] : []
  return [...short, ...codes].map(plain)
}

/** Case, width, spaces and separators do not matter in a header. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-./:*]/g, '')
}
