import { describe, expect, it } from 'vitest'
import type { Connector } from '../connector.ts'
import type { Engine, Joined } from './engine.ts'
import { askForFirst, pageAfter } from './next-page.ts'

const engine = () => ({ limits: { pullPage: 2 }, nextPages: new Map() }) as unknown as Engine

/** Tells pages `1` to `4`, each after the one before, and writes down what it was asked. */
function system(given: { readsAhead?: true; fails?: (cursor: string) => boolean } = {}) {
  const asked: string[] = []
  const connector = {
    async changesSince(_kind: string, cursor: string) {
      asked.push(cursor)
      if (given.fails?.(cursor)) throw new Error(`no answer after ${cursor}`)
      const next = String(Number(cursor) + 1)
      return { changes: [], next, more: next !== '4' }
    },
  }
  const { readsAhead } = given
  const joined = {
    connector: connector as unknown as Connector,
    system: 'other',
    capabilities: { ...(readsAhead && { readsAhead }) },
  }
  return { asked, joined: joined as unknown as Joined }
}

const FIRST = { cursor: '0', complete: false }

describe('I12 the next page of a first reading', () => {
  it('is asked for while the last is kept, and counts as read when it was asked for', async () => {
    const { asked, joined } = system({ readsAhead: true })
    const worker = engine()
    expect(await pageAfter(worker, joined, 'customer', FIRST, 7)).toMatchObject({ page: { next: '1' }, readMark: 7 })
    expect(asked).toEqual(['0', '1'])
    expect(await pageAfter(worker, joined, 'customer', { ...FIRST, cursor: '1' }, 9)).toMatchObject({
      page: { next: '2' },
      readMark: 7,
    })
    expect(await pageAfter(worker, joined, 'customer', { ...FIRST, cursor: '2' }, 11)).toMatchObject({
      page: { next: '3' },
      readMark: 9,
    })
    expect(await pageAfter(worker, joined, 'customer', { ...FIRST, cursor: '3' }, 12)).toMatchObject({ page: { more: false } })
    expect(asked).toEqual(['0', '1', '2', '3'])
  })

  it('is not asked for of systems that cannot be asked so, nor after the first reading', async () => {
    const plain = system()
    await pageAfter(engine(), plain.joined, 'customer', FIRST, 1)
    const read = system({ readsAhead: true })
    await pageAfter(engine(), read.joined, 'customer', { ...FIRST, complete: true }, 1)
    expect([plain.asked, read.asked]).toEqual([['0'], ['0']])
  })

  it('is asked for again when the last could not be kept, or another worker has read on', async () => {
    const { asked, joined } = system({ readsAhead: true })
    const worker = engine()
    await pageAfter(worker, joined, 'customer', FIRST, 1)
    expect(await pageAfter(worker, joined, 'customer', FIRST, 2)).toMatchObject({ page: { next: '1' }, readMark: 2 })
    expect(await pageAfter(worker, joined, 'customer', { ...FIRST, cursor: '3' }, 3)).toMatchObject({ page: { next: '4' } })
    expect(asked).toEqual(['0', '1', '0', '1', '3'])
  })

  it('fails where it is taken, once', async () => {
    let isDown = false
    const { joined } = system({ readsAhead: true, fails: (cursor) => cursor === '1' && isDown })
    const worker = engine()
    isDown = true
    await pageAfter(worker, joined, 'customer', FIRST, 1)
    await expect(pageAfter(worker, joined, 'customer', { ...FIRST, cursor: '1' }, 2)).rejects.toThrow('no answer')
    isDown = false
    expect(await pageAfter(worker, joined, 'customer', { ...FIRST, cursor: '1' }, 3)).toMatchObject({
      page: { next: '2' },
      readMark: 3,
    })
  })

  it('of a kind whose turn comes next is asked for, too, once, unless it has been read completely', async () => {
    const { asked, joined } = system({ readsAhead: true })
    const worker = engine()
    askForFirst(worker, joined, 'contact', FIRST, 3)
    askForFirst(worker, joined, 'contact', FIRST, 4)
    askForFirst(worker, joined, 'item', { ...FIRST, complete: true }, 4)
    askForFirst(worker, joined, 'price', undefined, 4)
    askForFirst(worker, system().joined, 'address', FIRST, 4)
    expect(asked).toEqual(['0'])
    expect(await pageAfter(worker, joined, 'contact', FIRST, 5)).toMatchObject({ page: { next: '1' }, readMark: 3 })
  })
})
