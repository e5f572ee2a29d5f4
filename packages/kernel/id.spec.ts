import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asId, idSource, isId } from './id.ts'

describe('ids', () => {
  it('of one source strictly increase and never repeat, whatever the clock does', () => {
    const clock = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(clock, fc.integer({ min: 0, max: 255 }), (times, byte) => {
        let call = 0
        const newId = idSource(
          () => 1_790_000_000_000 + (times[call++ % times.length] ?? 0),
          (count) => new Uint8Array(count).fill(byte),
        )
        const ids = times.map(() => newId())
        expect(ids.every(isId)).toBe(true)
        expect([...new Set(ids)].sort()).toEqual(ids)
      }),
    )
  })

  it('go on increasing when a millisecond is asked for more than it has room for', () => {
    const newId = idSource(
      () => 1_790_000_000_000,
      (count) => new Uint8Array(count),
    )
    const ids = Array.from({ length: 10_000 }, newId)
    expect(new Set(ids).size).toBe(10_000)
    expect([...ids].sort()).toEqual(ids)
  })

  it('are UUIDs of version 7 that tell their time', () => {
    const id = idSource(
      () => 0x0123456789ab,
      (count) => new Uint8Array(count).fill(0xff),
    )()
    expect(id).toBe('01234567-89ab-7000-bfff-ffffffffffff')
  })

  it('are told from other texts', () => {
    expect(asId('01234567-89ab-7000-bfff-ffffffffffff')).toBe('01234567-89ab-7000-bfff-ffffffffffff')
    for (const text of ['', '01234567-89AB-7000-BFFF-FFFFFFFFFFFF', '01234567-89ab-7000-bfff-fffffffffff', "'; drop table", 7]) {
      expect(isId(text)).toBe(false)
    }
    expect(() => asId('7')).toThrow('not an id')
  })
})
