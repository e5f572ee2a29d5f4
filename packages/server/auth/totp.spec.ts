import { describe, expect, it } from 'vitest'
import { base32, hotp, otpauthUri, stepAt, stepOf } from './totp.ts'

const SECRET = Buffer.from('12345678901234567890')

describe('S1 one-time codes', () => {
  it.each([
    [0, '755224'],
    [1, '287082'],
    [2, '359152'],
    [3, '969429'],
    [4, '338314'],
    [5, '254676'],
    [6, '287922'],
    [7, '162583'],
    [8, '399871'],
    [9, '520489'],
  ])('are those of RFC 4226, appendix D: count %d makes %s', (count, code) => {
    expect(hotp(SECRET, count)).toBe(code)
  })

  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('are those of RFC 6238, appendix B: second %d makes %s', (second, code) => {
    expect(hotp(SECRET, stepAt(second * 1000), 8)).toBe(code)
  })

  it('are taken a step early or late, and not twice', () => {
    const at = 1_234_567_890_000
    const step = stepAt(at)
    const code = hotp(SECRET, step)
    expect(stepOf(SECRET, code, at, null)).toBe(step)
    expect(stepOf(SECRET, `${code.slice(0, 3)} ${code.slice(3)}`, at, null)).toBe(step)
    expect(stepOf(SECRET, code, at + 30_000, null)).toBe(step)
    expect(stepOf(SECRET, code, at - 30_000, null)).toBe(step)
    expect(stepOf(SECRET, code, at + 60_000, null)).toBeUndefined()
    // Strictly: for its thirty seconds, and no more.
    const begins = step * 30_000
    for (const [ms, taken] of [
      [-1, undefined],
      [0, step],
      [29_999, step],
      [30_000, undefined],
    ] as const)
      expect(stepOf(SECRET, code, begins + ms, null, 0)).toBe(taken)
    expect(stepOf(SECRET, code, at, step)).toBeUndefined()
    for (const wrong of ['', '12345', `${code}0`, 'abcdef', '💥💥']) expect(stepOf(SECRET, wrong, at, null)).toBeUndefined()
  })

  it('RFC 4648 are told to apps in base 32', () => {
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
      '',
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ])
    expect(otpauthUri(SECRET, 'li@acme.example')).toBe(
      'otpauth://totp/Tandem:li%40acme.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Tandem&algorithm=SHA1&digits=6&period=30',
    )
  })
})
