import type { Definition, Field } from '@tandem/kernel'
import { documents } from '../api/documents.ts'
import type { TimelineEntry } from '../api/record.ts'
import { flattened } from '../custom/use-custom.ts'
import { choiceWord } from '../i18n/choices.ts'
import { eventFacts, eventNames, eventVerbs } from '../i18n/event-words.ts'
import type { Words } from '../i18n/use-words.ts'
import { fieldOf } from '../lists/fields.ts'

type Told = Pick<TimelineEntry, 'side' | 'document' | 'type'>

/** `customer-changed` -> `Customer: changed`. */
export function eventTitle({ side, document, type }: Told, { label, language }: Words): string {
  const named = eventNames[type]
  if (named) return label(named)
  const definition = definitionOf(side, document)
  const verb = type.startsWith(`${document}-`) ? type.slice(document.length + 1) : type
  const said = eventVerbs[verb]?.[language] ?? choiceWord(verb, language)
  return definition ? `${label(definition.label)}: ${said}` : said
}

export interface EventField {
  readonly name: string
  readonly text: string
  readonly value: unknown
  /** Undefined: of the event alone. */
  readonly field: Field | undefined
}

const NOT_TOLD = new Set(['id', 'version', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'tenantId'])
/** What only the joint reads: ids of its own rows, and what its page says in a sentence. */
const OF_THE_JOINT = new Set(['record', 'change', 'delivery', 'ownRecord', 'code', 'rule', 'loser', 'winner'])

/** What an event says that somebody can read in a line. What has no name in both languages is never shown. */
export function eventFields(
  { side, document, payload }: Pick<TimelineEntry, 'side' | 'document' | 'payload'>,
  words: Words,
  definition = definitionOf(side, document),
) {
  if (typeof payload !== 'object' || payload === null) return []
  return Object.entries(flattened(payload as Readonly<Record<string, unknown>>)).flatMap(([name, value]): EventField[] => {
    const isNews = !NOT_TOLD.has(name) && !(side === 'joint' && OF_THE_JOINT.has(name))
    // That a field of the company's own was emptied is told: it is named by nothing else.
    const isEmpty = (value === null && !name.startsWith('custom.')) || value === ''
    if (!isNews || isEmpty) return []
    const field = definition && fieldOf(definition, name)
    const named = field?.label ?? eventFacts[name]
    const isLong = field ? ['lines', 'json', 'custom'].includes(field.kind) : typeof value === 'object'
    return named && !isLong ? [{ name, text: words.label(named), value, field }] : []
  })
}

export function definitionOf(side: TimelineEntry['side'], document: string): Definition | undefined {
  return documents[side]?.get(document)?.definition
}
