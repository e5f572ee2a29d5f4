/** What goes wrong in a system in memory. */

/** How likely each mishap is, 0 to 1. */
export interface Faults {
  /** The write happened, the answer got lost. */
  readonly timeOutAfterCommit: number
  /** The call fails before anything happened. */
  readonly failBefore: number
  /** The connection breaks in the middle: the first writes happened, nobody is told of any. */
  readonly breakOff: number
  /** "Come back later." */
  readonly rateLimit: number
  /** Changes that were told are told again. */
  readonly repeat: number
  /** Changes of different documents come in another order. */
  readonly reorder: number
}

export const NO_FAULTS: Faults = { timeOutAfterCommit: 0, failBefore: 0, breakOff: 0, rateLimit: 0, repeat: 0, reorder: 0 }
