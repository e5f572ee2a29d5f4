import { describe, expect, it } from 'vitest'
import { hubMessages } from '../messages.ts'
import { codesPage } from './codes-page.ts'
import { dependsOn, fieldAtFault, fixes, fixOf } from './fixes.ts'

/** Answers to questions, never causes in the inbox. */
const ANSWERS = new Set(['joint/no-money-chain'])
const isCause = (code: string) => code.startsWith('joint/') && !ANSWERS.has(code)

describe('I7 every cause of the joint', () => {
  it('is documented with its cause, what to do and an example, in both languages', () => {
    const codes = Object.keys(hubMessages).filter(isCause)
    expect(codes.length).toBeGreaterThan(5)
    const poor = codes.filter((code) => {
      const fix = fixes[code]
      return !fix || [fix.cause, fix.todo, fix.example].some(({ en, zh }) => en.length < 10 || zh.length < 5)
    })
    expect(poor).toEqual([])
  })

  it('stands in the manual as it is in the program', async () => {
    await expect(codesPage(hubMessages, 'en')).toMatchFileSnapshot('../../../docs/manual/en/joint-codes.md')
    await expect(codesPage(hubMessages, 'zh')).toMatchFileSnapshot('../../../docs/manual/zh/joint-codes.md')
  })

  it('names what it depends on: the missing document, the field whatever its line', () => {
    expect(dependsOn({ missingKind: 'customer', missing: 'C1' })).toBe('customer C1')
    expect(dependsOn({ field: 'lines[3].quantity', value: 'x' })).toBe('lines.quantity')
    expect(dependsOn({ limit: '100' })).toBe('')
    expect(fieldAtFault({ field: 'lines[3].quantity' })).toBe('lines')
    expect(fixOf('credit/exceeded').action).toBe('edit')
  })
})
