/** Shown to fail when it is broken, and to hold its tongue when it is not. */
import type { Fields } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { sourceFile } from '../source.ts'
import { eventFindings, labelFindings } from './words.ts'

const LABEL = { en: 'Customer', zh: '客户' }

describe('the rule of names that people read', () => {
  const judge = (fields: object) =>
    labelFindings([{ name: 'customer', label: LABEL, fields: fields as Fields }]).map(({ where, what }) => `${where} ${what}`)
  const text = (en: string, zh: string) => ({ kind: 'text', label: { en, zh } })

  it('is content with words', () => {
    expect(
      judge({
        email: text('E-mail', '邮箱'),
        lines: { ...text('Lines', '明细'), kind: 'lines', of: { item: text('Item', '物料') } },
      }),
    ).toEqual([])
  })

  it.each([
    [{ taxNumber: text('taxNumber', '税号') }, 'customer.taxNumber "taxNumber" is no English word'],
    [{ name: text('sales-order', '名称') }, 'is no English word'],
    [{ name: text('', '名称') }, 'is no English word'],
    [{ name: text('Name', 'Name') }, 'is no Chinese word'],
    [
      { lines: { kind: 'lines', of: { item: text('Item', '') }, label: { en: 'Lines', zh: '明细' } } },
      'customer.lines.item "" is no Chinese word',
    ],
    [{ a: text('Source', '来源'), b: text('From', '来源') }, 'customer.b is called 来源, as a is'],
  ])('%j: %s', (fields, problem) => {
    expect(judge(fields)).toEqual([expect.stringContaining(problem)])
  })
})

describe('the rule of events', () => {
  const ALWAYS = {
    created: LABEL,
    changed: LABEL,
    archived: LABEL,
    restored: LABEL,
    merged: LABEL,
    unmerged: LABEL,
    repointed: LABEL,
  }
  const judge = (code: string, verbs = {}, names = {}) =>
    eventFindings([sourceFile('packages/crm/quote/a.ts', code)], ['quote', 'quote-line'], {
      verbs: { ...ALWAYS, ...verbs },
      names,
    }).map(({ where, what }) => `${where} ${what}`)

  it('is content with what has a verb or a name, and with what is no event', () => {
    expect(judge("told('quote-sent')", { sent: LABEL })).toEqual([])
    expect(judge("told('quote-sent')", {}, { 'quote-sent': LABEL })).toEqual([])
    expect(judge("told('quote-line', 'quote-story', { 'quote-sent': 1 })")).toEqual([])
  })

  it('finds the one that nobody has words for', () => {
    expect(judge("\ntold('quote-sent')")).toEqual([expect.stringMatching(/^packages\/crm\/quote\/a.ts:2 the event quote-sent/)])
  })
})
