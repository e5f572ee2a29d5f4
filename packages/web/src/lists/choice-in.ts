import type { Field } from '@tandem/kernel'
import type { Words } from '../i18n/use-words.ts'

/** A choice in words: the company's own for its custom fields, else ours. */
export function choiceIn(field: Extract<Field, { kind: 'choice' }>, value: string, { label, choice }: Words): string {
  const own = field.words?.[value]
  return own ? label(own) : choice(value)
}
