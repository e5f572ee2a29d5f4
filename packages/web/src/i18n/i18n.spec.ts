import * as crm from '@tandem/crm/definitions'
import * as erp from '@tandem/erp/definitions'
import * as hub from '@tandem/hub/definitions'
import type { Definition, Fields } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { adminEn } from './admin-en.ts'
import { adminZh } from './admin-zh.ts'
import { choices } from './choices.ts'
import { en } from './en.ts'
import { peopleEn } from './people-en.ts'
import { peopleZh } from './people-zh.ts'
import { proofEn } from './proof-en.ts'
import { proofZh } from './proof-zh.ts'
import { stepsEn } from './steps-en.ts'
import { stepsZh } from './steps-zh.ts'
import { firstRunEn, tourEn } from './tour-en.ts'
import { firstRunZh, tourZh } from './tour-zh.ts'
import { zh } from './zh.ts'

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

describe('P4 both languages', () => {
  const [english, chinese] = [
    texts({ ...en, people: peopleEn, admin: adminEn, tour: tourEn, firstRun: firstRunEn, chain: proofEn, steps: stepsEn }),
    texts({ ...zh, people: peopleZh, admin: adminZh, tour: tourZh, firstRun: firstRunZh, chain: proofZh, steps: stepsZh }),
  ]

  it('have the same texts', () => {
    expect(new Set(english.map(([path]) => withoutPlural(path)))).toEqual(new Set(chinese.map(([path]) => withoutPlural(path))))
  })

  it('leave none of them empty', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('put the same values into them', () => {
    const ofEnglish = new Map(english.map(([path, text]) => [withoutPlural(path), placeholders(text)]))
    const different = chinese.filter(
      ([path, text]) => placeholders(text).join() !== (ofEnglish.get(withoutPlural(path)) ?? []).join(),
    )
    expect(different).toEqual([])
  })

  it('have words for every state and choice there is', () => {
    const definitions = [crm, erp, hub].flatMap((door) =>
      Object.values(door).filter((value): value is Definition => typeof value === 'object' && 'plural' in value),
    )
    const used = definitions.flatMap((definition) => [...(definition.states ?? []), ...choicesOf(definition.fields)])
    expect(definitions.length).toBeGreaterThan(10)
    expect(used.filter((choice) => !(choice in choices))).toEqual([])
  })
})
