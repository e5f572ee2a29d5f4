import { describe, expect, it } from 'vitest'
import { asvsFindings, asvsNumbers } from './asvs.ts'

const there = (ending: string) => ending === '/rates.spec.ts'
const row = (number: string, state = 'met', says = '`rates.spec.ts`') => `| ${number} | 2 | ${state} | ${says} |`
const page = (rows: readonly string[], open = '') => `**Open**: ${open}.\n${rows.join('\n')}\n`
const whats = (text: string) => asvsFindings(text, there).map(({ what }) => what)

describe('the rule of the security page', () => {
  it('asks for all 253 requirements of levels 1 and 2, each once', () => {
    const all = asvsNumbers()
    expect(all).toHaveLength(253)
    const good = all.map((number) => row(number))
    expect(whats(page(good))).toEqual([])
    expect(whats(page(good.slice(1)))).toEqual(['answers 1.1.1 0 times'])
    expect(whats(page([...good, row('1.1.1')]))).toEqual(['answers 1.1.1 2 times'])
    expect(whats(page([...good, row('1.5.3')]))).toEqual(['answers 1.5.3, which level 2 does not have'])
  })

  it('asks for an answer with a reason, for specs that are there, and for what is open to be said', () => {
    const rest = asvsNumbers()
      .slice(1)
      .map((number) => row(number))
    expect(whats(page([row('1.1.1', 'maybe'), ...rest]))).toEqual(['says maybe of 1.1.1'])
    expect(whats(page([row('1.1.1', 'met', ''), ...rest]))).toEqual(['gives no reason for 1.1.1'])
    expect(whats(page([row('1.1.1', 'met', 'by `gone.spec.ts`'), ...rest]))).toEqual(['names gone.spec.ts for 1.1.1'])
    const open = [row('1.1.1', 'open', 'not yet'), ...rest]
    expect(whats(page(open))).toEqual(['lists as open , but these are: 1.1.1'])
    expect(whats(page(open, '1.1.1'))).toEqual([])
  })
})
