import { describe, expect, it } from 'vitest'
import { eachOnce } from './stages.ts'

const of = (...rows: { id: string; version: number }[]) => ({ rows, hasMore: false })
const card = (id: string, version: number) => ({ id, version })

describe('C7 the stages of the board', () => {
  it('shows a card that moved while they were read where it is now, and nowhere else', () => {
    const [before, after] = [card('one', 1), card('one', 2)]
    const shown = { new: of(card('zero', 3)), qualified: of(after) }
    expect(eachOnce({ new: of(before, card('zero', 3)), qualified: of(after) })).toEqual(shown)
    expect(eachOnce({ qualified: of(after), new: of(before, card('zero', 3)) })).toEqual(shown)
  })

  it('changes nothing of cards that stand in one stage', () => {
    const stages = { new: { rows: [card('one', 1)], hasMore: true }, won: of(card('two', 7)) }
    expect(eachOnce(stages)).toEqual(stages)
  })
})
