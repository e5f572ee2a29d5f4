/** Some of the guards taken out, with the seed that shows it first. All of them: `npm run simulate -- --mutations`. */
import { hubMigrations } from '@tandem/hub'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../test-database.ts'
import { misfits, mutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'
import { firstToFail } from './run.ts'

const database = testDatabase([hubMigrations])

describe('I6 the simulator notices', () => {
  it('guards where they are: every mutation fits the source', () => {
    expect(misfits(MUTATIONS)).toEqual([])
  })

  const quick = [
    'a repeated write gets a new key',
    'all writes of a record have the same key',
    'the cursor is saved before what was read',
    'a write is sent though its lease has run out',
    'an unknown outcome counts as done',
    '"later" counts as refused',
  ]
  it.each(quick.map((name, i) => ({ name, i })))('that $name', { timeout: 60_000 }, async ({ name, i }) => {
    const mutation = MUTATIONS.find((one) => one.name === name)
    if (!mutation) throw new Error(`there is no mutation ${name}`)
    const { joint, remove } = await mutate(mutation)
    const seeds = Array.from({ length: 40 }, (_, n) => n + 1)
    const caught = await firstToFail(joint, database.current, seeds, (i + 1) * 1_000_000)
    remove()
    expect(caught?.found).toBeTruthy()
  })
})
