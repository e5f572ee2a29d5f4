import { randomBytes } from 'node:crypto'
import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { keyFrom, sealingWith } from './sealing.ts'

describe('P3 secrets at rest', () => {
  it('are sealed with a key that is elsewhere, differently each time, and opened by it alone', () => {
    const sealing = sealingWith(randomBytes(32))
    const [one, two] = [sealing.seal('Pa$$wört'), sealing.seal('Pa$$wört')]
    expect(one).not.toBe(two)
    expect(one).not.toContain('Pa$$')
    expect(sealing.open(one)).toBe('Pa$$wört')
    expect(() => sealingWith(randomBytes(32)).open(one)).toThrow('sealed with another key: set TANDEM_KEY')
    const bytes = Buffer.from(one.slice('sealed:1:'.length), 'base64url')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    expect(() => sealing.open(`sealed:1:${bytes.toString('base64url')}`)).toThrow()
  })

  it('that were stored before there was a key are still read', () => {
    expect(sealingWith(randomBytes(32)).open('{"password":"x"}')).toBe('{"password":"x"}')
  })

  it('need a key of 32 bytes, from the environment or kept beside the data for its owner only', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'key-')), 'data')
    const key = keyFrom(undefined, folder)
    expect(keyFrom('', folder)).toEqual(key)
    expect(statSync(join(folder, 'key')).mode & 0o077).toBe(0)
    const given = randomBytes(32)
    expect(keyFrom(given.toString('base64'), folder)).toEqual(given)
    expect(keyFrom(given.toString('hex'), folder)).toEqual(given)
    expect(() => keyFrom('short', folder)).toThrow('TANDEM_KEY must be 32 bytes')
    writeFileSync(join(folder, 'key'), 'short')
    expect(() => keyFrom(undefined, folder)).toThrow('is no key')
    expect(() => sealingWith(randomBytes(16))).toThrow('must have 32 bytes')
  })
})
