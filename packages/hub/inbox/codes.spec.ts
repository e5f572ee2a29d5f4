import { describe, expect, it } from 'vitest'
import { hubMessages } from '../messages.ts'
import { codesPage } from './codes-page.ts'
import { fixOf } from './fix-of.ts'
import { dependsOn, fieldAtFault, fixes } from './fixes.ts'
import { refusals } from './refusals.ts'

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

describe('I7 what a system refuses', () => {
  it('has a fix by the end of its code, whichever system says it, in both languages', () => {
    expect(fixOf('sales-order/credit-exceeded')).toMatchObject({
      action: 'retry',
      todo: { en: expect.stringMatching(/limit/), zh: expect.stringMatching(/额度/) },
    })
    expect(fixOf('abacus/credit-exceeded')).toBe(fixOf('sales-order/credit-exceeded'))
    expect(fixOf('odoo/unknown-unit').todo.en).toMatch(/Add the unit to the item/)
    expect(fixOf('custom/wrong-type').todo.zh).toMatch(/新建类型相符/)
    const poor = refusals.filter(({ cause, todo, example }) =>
      [cause, todo, example].some(({ en, zh }) => en.length < 10 || zh.length < 5),
    )
    expect(poor).toEqual([])
  })

  it('is told once: no ending has two fixes, and none is a cause of the joint', () => {
    const endings = refusals.flatMap((fix) => fix.endings)
    expect(endings.filter((ending, i) => endings.indexOf(ending) !== i)).toEqual([])
    expect(fixOf('joint/not-accepted')).toBe(fixes['joint/not-accepted'])
    expect(fixOf('joint/gone').action).toBe('edit')
  })
})
