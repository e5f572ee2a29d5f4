/** Which step takes an opportunity from one stage of the board to another: the transition table says, and nothing else. */
import { type OpportunityState, opportunityTransitions } from '@tandem/crm/definitions'
import { nextCommands } from '@tandem/kernel'

export type Move = keyof typeof opportunityTransitions

export interface Step {
  readonly command: Move
  readonly to: OpportunityState
}

/** All steps that may follow a stage. */
export function stepsFrom(state: OpportunityState): Step[] {
  return nextCommands(opportunityTransitions, state).map((command) => ({ command, to: opportunityTransitions[command].to }))
}

/** Undefined: no step leads there. */
export function stepTo(from: OpportunityState, to: OpportunityState): Step | undefined {
  return stepsFrom(from).find((step) => step.to === to)
}
