/** What the audit trail can be searched for, in the words that it is told in. */
import { eventNames, eventVerbs } from '../i18n/event-words.ts'
import type { Words } from '../i18n/use-words.ts'

export interface EventOption {
  /** As the API takes it: `*-sent,quote-accepted`. */
  readonly value: string
  readonly label: string
}

/** Such as `sent`, which follows a document where it happened: it begins a line here. */
const alone = (verb: string) => verb.charAt(0).toUpperCase() + verb.slice(1)

/**
 * One for each word: what two events are both called is one thing to whoever looks for it. With a kind of document, what
 * happens to that alone.
 */
export function eventOptions(
  document: string | undefined,
  { label, language }: Pick<Words, 'label' | 'language'>,
): EventOption[] {
  const verbs = Object.entries(eventVerbs).map(([verb, words]) => [`${document ?? '*'}-${verb}`, alone(label(words))] as const)
  const names = Object.entries(eventNames)
    .filter(([type]) => !document || type.startsWith(`${document}-`))
    .map(([type, words]) => [type, label(words)] as const)
  const types = new Map<string, string[]>()
  for (const [type, word] of [...verbs, ...names]) types.set(word, [...(types.get(word) ?? []), type])
  return [...types]
    .map(([word, all]) => ({ value: all.join(), label: word }))
    .sort((a, b) => a.label.localeCompare(b.label, language))
}
