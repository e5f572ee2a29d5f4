/** Shown to fail when it is broken, and to hold its tongue when it is not. */
import { describe, expect, it } from 'vitest'
import { messagesIn } from '../messages.ts'
import { type Finding, sourceFile } from '../source.ts'
import { codesIn, mentionsIn, messageFindings } from './messages.ts'

const whats = (findings: readonly Finding[]) => findings.map(({ where, what }) => `${where} ${what}`)

describe('the rule of refusals', () => {
  const message = { en: 'Say {field}.', zh: '请填写 {field}。' }
  const judge = (code: string, messages: object, spec: string, other = '') => {
    const files = [sourceFile('packages/crm/a/a.ts', `${code}\n${other}`)]
    const specs = [sourceFile('packages/crm/a/a.spec.ts', spec)]
    return whats(
      messageFindings({ codes: codesIn(files), mentions: mentionsIn(files), ground: [], messages: messages as never, specs }),
    )
  }

  it('is content with a code that is told and provoked', () => {
    expect(judge("refuse('a/no-name', {})", { 'a/no-name': message }, "code: 'a/no-name'")).toEqual([])
    expect(judge('refuse(`$' + '{document}/no-name`)', { 'a/no-name': message, 'b/no-name': message }, "'b/no-name'")).toEqual([])
    expect(judge("follow(table, 'a', state, 'x')", { 'a/wrong-state': message }, "thenRefused('a/wrong-state')")).toEqual([])
    expect(judge("const C = { x: 'a/no-name' }", { 'a/no-name': message }, "'a/no-name'")).toEqual([])
    expect(judge("refuse(x ? 'a/b' : 'a/c')", { 'a/b': message, 'a/c': message }, "'a/b', 'a/c'")).toEqual([])
  })

  it.each([
    ["refuse('a/no-name')", {}, "'a/no-name'", 'a/no-name has no message'],
    ["refuse('a/no-name')", { 'a/no-name': message }, "'a/no-name-at-all'", 'a/no-name is provoked by no spec'],
    ["refuse(x ? 'a/b' : 'a/c')", { 'a/b': message, 'a/c': message }, "'a/b'", 'a/c is provoked by no spec'],
    ["follow(table, 'a', state, 'x')", {}, "'a/wrong-state'", 'a/wrong-state has no message'],
    ["refuse('No name')", {}, "'No name'", 'is no code'],
    ["refuse('a/b')", { 'a/b': { en: 'Text', zh: '' } }, "'a/b'", 'has no Chinese text'],
    ["refuse('a/b')", { 'a/b': { en: ' ', zh: '文' } }, "'a/b'", 'has no English text'],
    ["refuse('a/b')", { 'a/b': { en: 'Text', zh: 'Text' } }, "'a/b'", 'without Chinese characters'],
    ["refuse('a/b')", { 'a/b': { en: '{x}', zh: '文 {y}' } }, "'a/b'", 'names other {details}'],
    ['', { 'a/b': { en: 'Text', zh: '文' } }, '', 'is refused by nothing'],
    ["const C = ['a/b']", { 'a/b': { en: 'Text', zh: '文' } }, '', 'a/b is provoked by no spec'],
  ])('%s with %j and the spec %s: %s', (code, messages, spec, problem) => {
    expect(judge(code, messages, spec)).toEqual([expect.stringContaining(problem)])
  })

  it('finds messages among what a module exports', () => {
    expect(messagesIn({ one: { 'a/b': message }, other: { name: 'x' }, f: () => {}, n: null })).toEqual({ 'a/b': message })
  })
})
