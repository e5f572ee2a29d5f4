import { epochMs, type Instant, instantOf } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { type Doc, pollOf, type Source } from './poll.ts'

const START = Date.parse('2026-03-02T08:00:00Z')
const FAR = { overlapMs: 600_000, settledMs: 1_000, againMs: 600_000, everyMs: 0 }

/** A table whose rows are made at a time of choice, and which notes how far back each question went, in seconds. */
function world() {
  let now = START
  const docs: Doc[] = []
  const asked: number[] = []
  const source: Source = {
    tables: ['t'],
    newest: async () =>
      docs
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? null,
    touched: async (_table, from) => {
      asked.push(Math.round((now - epochMs(from)) / 1_000))
      return docs.filter(({ at }) => epochMs(at) >= epochMs(from)).map(({ externalId, at }) => ({ externalId, at }))
    },
    page: async (after, limit) => docs.filter(({ externalId }) => externalId > after).slice(0, limit),
    read: async (ids) => docs.filter(({ externalId }) => ids.includes(externalId)),
  }
  const commit = (externalId: string, msAgo = 0) => {
    const at = instantOf(now - msAgo) as Instant
    docs.push({ externalId, version: `${externalId}.1`, values: {}, at, actor: 'Ann' })
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { source, asked, commit, pass, now: () => instantOf(now) }
}

async function told(poll: ReturnType<typeof pollOf>, from: string): Promise<{ ids: string[]; cursor: string }> {
  const ids: string[] = []
  for (let cursor = from; ; ) {
    const { changes, next, more } = await poll.changesSince(cursor, 100)
    ids.push(...changes.map(({ externalId }) => externalId))
    if (!more && next === cursor) return { ids, cursor }
    cursor = next
  }
}

describe('I6 watching what was touched', () => {
  it('asks far back now and then only, and each time in between for what is near: what commits late is told by the next far look', async () => {
    const { source, asked, commit, pass, now } = world()
    const poll = pollOf(source, { ...FAR, now, near: { overlapMs: 30_000, farEveryMs: 60_000 } })
    commit('a')
    const first = await told(poll, '')
    expect(first.ids).toEqual(['a'])
    asked.length = 0
    pass(10_000)
    commit('b')
    commit('late', 300_000)
    const second = await told(poll, first.cursor)
    expect(second.ids).toEqual(['b'])
    expect(Math.max(...asked)).toBeLessThanOrEqual(60)
    pass(60_000)
    expect((await told(poll, second.cursor)).ids).toContain('late')
  })

  it('looks back from where the far look before it ended, however far the near ones have come since', async () => {
    const { source, commit, pass, now } = world()
    const poll = pollOf(source, { ...FAR, now, near: { overlapMs: 30_000, farEveryMs: 60_000 } })
    commit('a')
    let { cursor } = await told(poll, '')
    // A transaction that began before the far look, as long ago as is allowed for, and ends when the near looks are far ahead.
    const begun = epochMs(now()) - FAR.overlapMs + 1_000
    for (let i = 0; i < 5; i++) {
      pass(11_000)
      commit(`near${i}`)
      cursor = (await told(poll, cursor)).cursor
    }
    commit('late', epochMs(now()) - begun)
    pass(11_000)
    expect((await told(poll, cursor)).ids).toContain('late')
  })

  it('asks far back each time when nothing else is said, and at once after a start', async () => {
    const { source, asked, commit, pass, now } = world()
    const always = pollOf(source, { ...FAR, now })
    commit('a')
    const { cursor } = await told(always, '')
    asked.length = 0
    pass(5_000)
    await told(always, cursor)
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(600)
    asked.length = 0
    await told(pollOf(source, { ...FAR, now, near: { overlapMs: 30_000, farEveryMs: 60_000 } }), cursor)
    expect(asked[0]).toBeGreaterThanOrEqual(600)
  })
})
