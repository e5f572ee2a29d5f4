import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import * as hub from '@tandem/hub/definitions'
import type { Definition, Fields } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { chinese as chineseWords, english as englishWords } from './all-words.ts'
import { choices } from './choices.ts'

/** Every text by its path: `quotes.accept` -> `Accept`. */
function texts(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : texts(value as object, `${path}${key}.`),
  )
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').sort()
}

/** English counts by `_one` and `_other`; Chinese has `_other` alone. */
function withoutPlural(path: string): string {
  return path.replace(/_(one|other)$/, '')
}

function choicesOf(fields: Fields): string[] {
  return Object.values(fields).flatMap((field) =>
    field.kind === 'choice' ? [...field.of] : field.kind === 'lines' ? choicesOf(field.of) : [],
  )
}

function definitionsOf(): Definition[] {
  return [crm, erp, hub].flatMap((door) =>
    Object.values(door).filter((value): value is Definition => typeof value === 'object' && 'plural' in value),
  )
}

function choiceFields(where: string, fields: Fields): [string, readonly string[]][] {
  return Object.entries(fields).flatMap(([name, field]): [string, readonly string[]][] =>
    field.kind === 'choice'
      ? [[`${where}.${name}`, field.of]]
      : field.kind === 'lines'
        ? choiceFields(`${where}.${name}`, field.of)
        : [],
  )
}

describe('P4 both languages', () => {
  const [english, chinese] = [texts(englishWords), texts(chineseWords)]

  it('have the same texts', () => {
    expect(new Set(english.map(([path]) => withoutPlural(path)))).toEqual(new Set(chinese.map(([path]) => withoutPlural(path))))
  })

  it('leave none of them empty', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('write apostrophes that every font draws narrow', () => {
    expect(english.filter(([, text]) => text.includes('’'))).toEqual([])
  })

  it('put the same values into them', () => {
    const ofEnglish = new Map(english.map(([path, text]) => [withoutPlural(path), placeholders(text)]))
    const different = chinese.filter(
      ([path, text]) => placeholders(text).join() !== (ofEnglish.get(withoutPlural(path)) ?? []).join(),
    )
    expect(different).toEqual([])
  })

  it('call no two choices of a field by one word, so that a file in words is read as it was meant', () => {
    const all = definitionsOf().flatMap((definition) => [
      [definition.name, definition.states ?? []] as const,
      ...choiceFields(definition.name, definition.fields),
    ])
    const twice = all.flatMap(([where, of]) =>
      (['en', 'zh'] as const).flatMap((language) => {
        const said = of.map((choice) => choices[choice]?.[language] ?? choice)
        return said.filter((word, at) => said.indexOf(word) !== at).map((word) => `${where}: ${word}`)
      }),
    )
    expect(twice).toEqual([])
  })

  it('have words for every state and choice there is', () => {
    const definitions = definitionsOf()
    const used = definitions.flatMap((definition) => [...(definition.states ?? []), ...choicesOf(definition.fields)])
    expect(definitions.length).toBeGreaterThan(10)
    expect(used.filter((choice) => !(choice in choices))).toEqual([])
  })
})
