import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follow, nextCommands, type Transitions } from './transitions.ts'

type State = 'draft' | 'confirmed' | 'closed' | 'cancelled'
type Command = 'confirm' | 'close' | 'cancel'
const table: Transitions<State, Command> = {
  confirm: { from: ['draft'], to: 'confirmed' },
  close: { from: ['confirmed'], to: 'closed' },
  cancel: { from: ['draft', 'confirmed'], to: 'cancelled' },
}

describe('a transition table', () => {
  it('lets a document go exactly where its commands lead', () => {
    const states = fc.constantFrom<State>('draft', 'confirmed', 'closed', 'cancelled')
    const commands = fc.array(fc.constantFrom<Command>('confirm', 'close', 'cancel'), { maxLength: 8 })
    fc.assert(
      fc.property(states, commands, (start, steps) => {
        let state = start
        for (const command of steps) {
          const offered = nextCommands(table, state).includes(command)
          const result = follow(table, 'order', state, command)
          expect(result.ok).toBe(offered)
          if (result.ok) state = result.value
        }
        // Nothing leaves a final state.
        if (start === 'closed' || start === 'cancelled') expect(state).toBe(start)
      }),
    )
  })

  it('refuses what may not follow, and says what would be allowed', () => {
    expect(follow(table, 'sales-order', 'draft', 'confirm')).toEqual({ ok: true, value: 'confirmed' })
    expect(follow(table, 'sales-order', 'closed', 'cancel')).toEqual({
      ok: false,
      refusal: {
        code: 'sales-order/wrong-state',
        details: { command: 'cancel', state: 'closed', allowed: ['draft', 'confirmed'] },
      },
    })
    expect(nextCommands(table, 'draft')).toEqual(['confirm', 'cancel'])
    expect(nextCommands(table, 'closed')).toEqual([])
  })
})
