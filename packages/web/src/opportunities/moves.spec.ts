import { opportunityStates } from '@tandem/crm/definitions'
import { describe, expect, it } from 'vitest'
import { stepsFrom, stepTo } from './moves.ts'

describe('C7 the board of opportunities', () => {
  it('moves a card by the step that the transition table has between two stages', () => {
    expect(stepTo('new', 'qualified')).toEqual({ command: 'qualify', to: 'qualified' })
    expect(stepTo('proposition', 'qualified')).toEqual({ command: 'qualify', to: 'qualified' })
    expect(stepTo('qualified', 'lost')).toEqual({ command: 'lose', to: 'lost' })
    expect(stepTo('won', 'qualified')).toEqual({ command: 'reopen', to: 'qualified' })
  })

  it('has no step to the stage that a card is in, back to new, or from one end to the other', () => {
    expect(opportunityStates.filter((state) => stepTo(state, state))).toEqual([])
    expect(opportunityStates.filter((state) => stepTo(state, 'new'))).toEqual([])
    expect([stepTo('won', 'lost'), stepTo('lost', 'won')]).toEqual([undefined, undefined])
    expect(stepsFrom('won')).toEqual([{ command: 'reopen', to: 'qualified' }])
  })
})
