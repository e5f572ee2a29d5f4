import { stepNames } from '@tandem/hub/definitions'
import { describe, expect, it } from 'vitest'
import { isWhole, newStep, PARTS, pairsOf, textOf, typedValue } from './step-parts.ts'

describe('J2 the steps of a mapping in a form', () => {
  it('are all there, and a new one asks for what it needs', () => {
    expect(Object.keys(PARTS).sort()).toEqual([...stepNames].sort())
    expect(isWhole(newStep('trim'))).toBe(true)
    expect(isWhole(newStep('scale'))).toBe(false)
    expect(isWhole({ ...newStep('scale'), factor: '0.01' })).toBe(true)
    expect(isWhole(newStep('lookup'))).toBe(false)
    expect(isWhole({ ...newStep('replace'), from: '-' })).toBe(true)
    expect(newStep('from-flag')).toEqual({ do: 'from-flag', yes: 'Y', no: 'N' })
  })

  it('hold tables as lines, and values in the kind of their field', () => {
    expect(pairsOf('1 = company\n2=person\n\nnothing')).toEqual([
      ['1', 'company'],
      ['2', 'person'],
    ])
    expect(pairsOf(textOf([['=', 'a = b']]))).toEqual([['', '= a = b']])
    expect(typedValue('30', 'integer')).toBe(30)
    expect(typedValue('30', 'text')).toBe('30')
    expect(typedValue('true', 'flag')).toBe(true)
  })
})
