/** What the details of a case name in code (kinds, fields, systems, choices), as people call it. Pure. */
import type { Details, Label } from '@tandem/kernel'
import { kindChoices } from '../kind-choices.ts'
import { fieldWord, kindWord } from '../kind-words.ts'

type Language = keyof Label
type Said = string | undefined

/** Details that name one thing each, by what they name. */
const KIND = new Set(['kind', 'missingKind'])
const FIELD = new Set(['field', 'fields'])
const CHOICE = new Set(['allowed', 'choices'])
/** Some are told as one text already. */
const SEVERAL = new Set(['fields', ...CHOICE])

/** The details for a sentence in a language, of a case of a kind. What nobody has words for stays. */
export function detailsInWords(details: Details, kind: string, systems: ReadonlyMap<string, Label>, language: Language): Details {
  const said = (name: string, value: string): Said => {
    if (KIND.has(name)) return inside(kindWord(value), language)
    if (FIELD.has(name)) return fieldWord(kind, value)?.[language]
    if (CHOICE.has(name)) return kindChoices[value]?.[language]
    return systems.get(value)?.[language]
  }
  const all = Object.entries(details).map(([name, value]) => {
    const list = Array.isArray(value) ? value : SEVERAL.has(name) && typeof value === 'string' ? value.split(', ') : undefined
    if (!list) return [name, typeof value === 'string' ? (said(name, value) ?? value) : value]
    const words = list.map((one) => (typeof one === 'string' ? (said(name, one) ?? one) : JSON.stringify(one)))
    return [name, words.join(language === 'zh' ? '、' : ', ')]
  })
  return Object.fromEntries(all) as Details
}

/** In the middle of an English sentence a noun begins small. */
function inside(label: Label | undefined, language: Language): Said {
  if (!label || language === 'zh') return label?.zh
  return label.en.charAt(0).toLowerCase() + label.en.slice(1)
}
