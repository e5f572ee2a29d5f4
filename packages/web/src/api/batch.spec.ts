import { describe, expect, it } from 'vitest'
import { batched } from './batch.ts'

describe('P5 names and stock of a list', () => {
  it('are asked for together, so many at once, each answer to whoever asked', async () => {
    const asked: (readonly number[])[] = []
    const double = batched(2, async (keys: readonly number[]) => {
      asked.push(keys)
      return keys.map((key) => key * 2)
    })
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
    expect(asked).toEqual([[1, 2], [3]])
    expect(await double(4)).toBe(8)
  })

  it('fail for all who asked together, and only for them', async () => {
    const load = batched(1, async ([key]: readonly number[]) => {
      if (key === 1) throw new RangeError('no')
      return [key]
    })
    expect(await Promise.allSettled([load(1), load(2)])).toMatchObject([
      { status: 'rejected' },
      { status: 'fulfilled', value: 2 },
    ])
  })
})
