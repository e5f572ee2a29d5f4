import { describe, expect, it } from 'vitest'
import { lineProblems } from './line-problems.ts'

describe('C8 a refusal at the quote desk', () => {
  it('stands at the line that it names', () => {
    const refused = { status: 422, detail: 'Line 2: item T is archived.', details: { lineNumber: 2 } }
    expect([...lineProblems(refused)]).toEqual([[1, 'Line 2: item T is archived.']])
  })

  it('stands at the line whose field is wrong, once', () => {
    const errors = [
      { pointer: '/lines/0/quantity', detail: 'Too many digits.' },
      { pointer: '/lines/0/unit', detail: 'Too long.' },
      { pointer: '/validUntil', detail: 'No date.' },
    ]
    expect([...lineProblems({ status: 422, errors })]).toEqual([[0, 'Too many digits.']])
  })

  it('stands at no line when it names none', () => {
    expect(lineProblems({ status: 409, detail: 'No.', details: {} }).size).toBe(0)
  })
})
