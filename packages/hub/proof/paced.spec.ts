import { instantOf } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { paced } from './paced.ts'

describe('I8 the continuous proof', () => {
  it('rests twenty times as long as it worked', async () => {
    let clock = 0
    const beganAt: number[] = []
    const tick = paced(
      () => instantOf(clock),
      20,
      async () => {
        beganAt.push(clock)
        clock += beganAt.length === 1 ? 300 : 0
      },
    )
    for (clock = 0; clock < 7_000; clock += 100) await tick()
    // 300 ms of work, 6,000 ms of rest; what took no time is looked at again at once.
    expect(beganAt.slice(0, 3)).toEqual([0, 6_300, 6_400])
  })
})
