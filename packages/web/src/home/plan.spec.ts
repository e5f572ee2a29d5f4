import { describe, expect, it } from 'vitest'
import { FIGURES, planFor, TODOS } from './plan.ts'

describe('P5 home per role', () => {
  it('begins with what the role works on', () => {
    expect(planFor(['warehouse'])).toEqual({
      figures: ['toShip', 'shippedMonth', 'onTheRoad', 'arrivals', 'receivedMonth'],
      todos: ['waitingToShip', 'arrivalsNext'],
    })
    expect(planFor(['accountant']).figures[0]).toBe('overdue')
    expect(planFor(['integrator']).todos[0]).toBe('inbox')
  })

  it('puts several roles together, each thing once', () => {
    const { figures, todos } = planFor(['warehouse', 'buyer'])
    expect(figures).toEqual(['toShip', 'shippedMonth', 'onTheRoad', 'arrivals', 'receivedMonth'])
    expect(todos).toEqual(['waitingToShip', 'arrivalsNext'])
  })

  it('shows all that rights allow to a role of the company’s own, and nothing to who has none', () => {
    expect(planFor(['night-shift'])).toEqual({ figures: FIGURES, todos: TODOS })
    expect(planFor([])).toEqual({ figures: [], todos: [] })
  })
})
