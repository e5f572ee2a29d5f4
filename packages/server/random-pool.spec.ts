import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { pooled } from './random-pool.ts'

describe('P3 random bytes for ids', () => {
  it('P3 are random, and given out once', () => {
    const random = pooled(randomBytes)
    const given = Array.from({ length: 2_000 }, () => Buffer.from(random(8)).toString('hex'))
    expect(new Set(given).size).toBe(given.length)
    expect(given).not.toContain('0'.repeat(16))
  })

  it('P3 stay as they were given when others follow', () => {
    const random = pooled((count) => Buffer.alloc(count, 7))
    const first = random(8)
    random(8)
    expect([...first]).toEqual(Array(8).fill(7))
  })
})
