import { makeWorld, testDatabase } from '@tandem/testkit'
import { describe, expect, it } from 'vitest'
import { hubMigrations } from '../index.ts'
import { startProof } from './commands.ts'

const database = testDatabase([hubMigrations])

describe('I8 asking for a proof', () => {
  it('is refused for kinds that the joint does not carry', async () => {
    const world = await makeWorld(database.current, 1)
    const asked = await world.run((tx) =>
      startProof.run(tx, world.context(), [{ kinds: 'order,cars' }, { kinds: 'order,invoice' }]),
    )
    expect(asked).toMatchObject([
      { ok: false, refusal: { code: 'proof/unknown-kind', details: { kind: 'cars' } } },
      { ok: true, value: { state: 'waiting', kinds: 'order,invoice', repair: false } },
    ])
  })
})
