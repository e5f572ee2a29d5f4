import { describe, expect, it } from 'vitest'
import { csvLine, guarded } from './csv-line.ts'

describe('I2 a line of an export', () => {
  it('quotes what would be read as something else', () => {
    expect(csvLine(['a', 'b,c', 'say "yes"', 'two\nlines', ' x'])).toBe('a,"b,c","say ""yes""","two\nlines"," x"\r\n')
    expect(csvLine(['a;b', 'c,d'], ';')).toBe('"a;b";c,d\r\n')
  })

  it('does not let a text become a formula', () => {
    expect(['=1+1', '@cmd', '-1+cmd', '+49 30 123', '-12.5', '家具'].map(guarded)).toEqual([
      "'=1+1",
      "'@cmd",
      "'-1+cmd",
      '+49 30 123',
      '-12.5',
      '家具',
    ])
  })
})
