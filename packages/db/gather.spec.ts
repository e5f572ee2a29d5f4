import { describe, expect, it } from 'vitest'
import { gathered } from './gather.ts'

interface Call {
  readonly who: string
  readonly of?: string
}

/** Runs what is gathered when it is told to, and notes who ran together. */
function office(options: { most?: number; slowMs?: number } = {}) {
  const turns: string[][] = []
  const open: (() => void)[] = []
  const call = gathered<Call, string>({
    most: options.most ?? 100,
    lanes: 1,
    slowMs: options.slowMs ?? 60_000,
    groupOf: ({ who }) => who[0] as string,
    aloneOf: ({ of }) => (of ? [of] : []),
    async run(calls) {
      turns.push(calls.map(({ who }) => who))
      await new Promise<void>((resolve) => open.push(resolve))
      return calls.map(({ who }) => (who.endsWith('!') ? Promise.reject(new Error(who)) : `${who} done`))
    },
  })
  const finish = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    open.shift()?.()
  }
  return { turns, call, finish }
}

describe('calls that are gathered', () => {
  it('run at once when they come alone, and together with those that came while others ran', async () => {
    const { turns, call, finish } = office()
    const first = call({ who: 'a1' })
    await finish()
    expect(await first).toBe('a1 done')
    const second = call({ who: 'a2' })
    await new Promise((resolve) => setImmediate(resolve))
    const rest = ['a3', 'a4', 'a5'].map((who) => call({ who }))
    await finish()
    await finish()
    expect(await Promise.all([second, ...rest])).toEqual(['a2 done', 'a3 done', 'a4 done', 'a5 done'])
    expect(turns).toEqual([['a1'], ['a2'], ['a3', 'a4', 'a5']])
  })

  it('run with their own group only, each group for itself', async () => {
    const { turns, call, finish } = office()
    const all = ['a1', 'b1', 'a2', 'b2'].map((who) => call({ who }))
    await finish()
    await finish()
    await Promise.all(all)
    expect(turns).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ])
  })

  it('about the same thing follow each other in order, and never more than so many run as one', async () => {
    const { turns, call, finish } = office({ most: 2 })
    const all = [
      { who: 'a1', of: 'x' },
      { who: 'a2', of: 'x' },
      { who: 'a3', of: 'y' },
      { who: 'a4', of: 'x' },
      { who: 'a5' },
    ].map((one) => call(one))
    for (let turn = 0; turn < 3; turn++) await finish()
    await Promise.all(all)
    expect(turns).toEqual([['a1', 'a3'], ['a2', 'a5'], ['a4']])
  })

  it('fail each by itself, or all with what runs them', async () => {
    const { call, finish } = office()
    const [good, bad] = [call({ who: 'a1' }), call({ who: 'a2!' })]
    const refused = expect(bad).rejects.toThrow('a2!')
    await finish()
    expect(await good).toBe('a1 done')
    await refused
    const broken = gathered<string, string>({
      ...{ most: 9, lanes: 1, slowMs: 9, groupOf: () => '', aloneOf: () => [] },
      run: () => Promise.reject(new Error('away')),
    })
    const outcomes = await Promise.allSettled([broken('1'), broken('2')])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })

  it('do not wait behind a run that takes too long', async () => {
    const { turns, call, finish } = office({ slowMs: 5 })
    const slow = call({ who: 'a1' })
    await new Promise((resolve) => setImmediate(resolve))
    const next = call({ who: 'a2' })
    await expect.poll(() => turns).toEqual([['a1'], ['a2']])
    await finish()
    await finish()
    expect(await Promise.all([slow, next])).toEqual(['a1 done', 'a2 done'])
  })
})
