/** The guards taken out, each told what is known to show it. All of them anew: `npm run simulate -- --mutations`. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { postgresUrl } from '../test-database.ts'
import { misfits } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'

interface Answer {
  /** How many mutations were tried. */
  readonly told: number
  readonly unnoticed: readonly string[]
}

function tellMutations(): Promise<Answer> {
  const child = fork(join(import.meta.dirname, 'tell-mutations.ts'), [postgresUrl()], { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as Answer))
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`who tells the mutations ended with ${code ?? signal} before the end`)))
  })
}

describe('I6 the simulator notices', () => {
  it('guards where they are: every mutation fits the source', () => {
    expect(misfits(MUTATIONS)).toEqual([])
  })

  it('each guard that is taken out, by the seed that is known to show it or by one of the next', {
    timeout: 600_000,
  }, async () => {
    expect(await tellMutations()).toEqual({ told: MUTATIONS.length, unnoticed: [] })
  })
})
