import { describe, expect, it } from 'vitest'
import { queryText } from '../api/client.ts'
import { listParameters } from '../api/documents.ts'
import { listSearch, ownSearch, readListState, searchWith } from './list-state.ts'
import { fromView, toView } from './view-state.ts'

describe('P5 a list', () => {
  it('is remembered by its address', () => {
    expect(readListState({ q: 'oak', sort: '-number', f: { state: 'open' }, other: 1 })).toEqual({
      q: 'oak',
      sort: '-number',
      f: { state: 'open' },
    })
  })

  it('is led to by a figure that counts a part of it', () => {
    const search = listSearch({ state: ['draft', 'sent'], type: 'invoice', 'dueDate[to]': '2026-01-01' }, 'dueDate')
    expect(search).toEqual({ f: { state: 'draft,sent', type: 'invoice', 'dueDate[to]': '2026-01-01' }, sort: 'dueDate' })
    expect(readListState({ ...search })).toEqual(search)
  })

  it('takes what makes no sense in an address as not said', () => {
    expect(readListState({ q: '', sort: 3, f: { state: '', n: 1 } })).toEqual({})
    expect(readListState({ f: 'x' })).toEqual({})
  })

  it('that is one of several on a page stands in its address under its name, and leaves the others alone', () => {
    const one = searchWith({ tab: 'x' }, 'alert-rule', { q: 'lag' })
    expect(one).toEqual({ tab: 'x', lists: { 'alert-rule': { q: 'lag' } } })
    const two = searchWith(one, 'alert-channel', { sort: 'name' })
    expect(readListState(ownSearch(two, 'alert-rule'))).toEqual({ q: 'lag' })
    expect(readListState(ownSearch(two, 'alert-channel'))).toEqual({ sort: 'name' })
    expect(searchWith(searchWith(two, 'alert-rule', {}), 'alert-channel', {})).toEqual({ tab: 'x' })
    expect(readListState(ownSearch({ lists: 'x' }, 'alert-rule'))).toEqual({})
  })

  it('asks the server for fields and their bounds', () => {
    expect(listParameters({ filter: { state: 'open', 'dueDate[to]': '2026-01-01' }, sort: 'number', limit: 5 })).toEqual({
      'filter[state]': 'open',
      'filter[dueDate][to]': '2026-01-01',
      q: undefined,
      sort: 'number',
      limit: 5,
    })
  })

  it('asks for any of several values by naming the field several times', () => {
    expect(queryText({ 'filter[state]': ['open', 'paid'], q: '', limit: 2, cursor: undefined })).toBe(
      '?filter%5Bstate%5D=open&filter%5Bstate%5D=paid&limit=2',
    )
  })

  it('is the same again when it was kept as a view', () => {
    const state = { q: 'oak', sort: '-code', f: { status: 'active' }, c: 'name,code' }
    expect(toView(state)).toEqual({ q: 'oak', sort: '-code', f: { status: 'active' }, columns: ['name', 'code'] })
    expect(fromView(toView(state))).toEqual(state)
    expect(fromView(toView({}))).toEqual({})
  })
})
