import type { Label } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { eventNames, eventVerbs } from '../i18n/event-words.ts'
import { eventOptions } from './event-options.ts'

const words = (language: 'en' | 'zh') => ({ language, label: (label: Label) => label[language] })

describe.each(['en', 'zh'] as const)('P3 what happened is chosen by words of the reader (%s)', (language) => {
  const all = eventOptions(undefined, words(language))
  const named = (label: Label | undefined, document?: string) =>
    eventOptions(document, words(language)).find((one) => one.label.toLowerCase() === label?.[language].toLowerCase())?.value

  it('offers everything that has words, each word once', () => {
    const asked = all.flatMap(({ value }) => value.split(','))
    expect(asked.sort()).toEqual([...Object.keys(eventVerbs).map((verb) => `*-${verb}`), ...Object.keys(eventNames)].sort())
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length)
  })

  it('shows nothing out of the code', () => {
    expect(all.filter(({ label }) => /^[a-z]+-[a-z-]+$|\*/.test(label))).toEqual([])
  })

  it('asks for what happened to any document, or to those of a kind', () => {
    expect(named(eventVerbs.sent)).toBe('*-sent')
    expect(named(eventVerbs.sent, 'quote')).toBe('quote-sent')
    expect(named(eventNames['user-signed-in'])).toBe('user-signed-in')
    expect(named(eventNames['user-signed-in'], 'quote')).toBeUndefined()
  })

  it('asks for all that are called by one word', () => {
    expect(named(eventVerbs.completed)?.split(',')).toEqual(['*-completed', '*-done'])
  })
})
