import { describe, expect, it } from 'vitest'
import type { Engine } from './engine.ts'
import { waitForRoom } from './fast-lane.ts'
import type { Leased } from './write-key.ts'

/** An engine with one system that takes so many writes at once, and has so many at hand. */
function engineWith(batch: number, atHand: number): Engine {
  const leased = Array.from({ length: atHand }, () => ({}) as Leased)
  const systems = new Map([['other', { capabilities: { batch } }]])
  return { systems, atHand: new Map([['other', leased]]), limits: { pullPage: 500 } } as unknown as Engine
}

/** Whether it goes on before any timer does. */
async function goesOnAtOnce(engine: Engine): Promise<boolean> {
  const turn = new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))
  return Promise.race([waitForRoom(engine).then(() => true), turn])
}

describe('I12 the next page of a first load', () => {
  it.each([
    ['is read at once when nothing is at hand', 500, 0, true],
    ['is read at once when nothing is at hand for a system that takes few at a time', 50, 0, true],
    ['waits while there is no room for it', 500, 501, false],
    ['waits while a system that takes few at a time has not caught up', 50, 1, false],
  ])('%s', async (_name, batch, atHand, expected) => {
    expect(await goesOnAtOnce(engineWith(batch, atHand))).toBe(expected)
  })
})
