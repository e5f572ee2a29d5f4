import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { foresee, foreseen, withRow } from './optimistic.ts'

const task = { id: 't', version: 1, done: false }
const other = { id: 'o', version: 1, done: false }
const done = (row: object) => ({ ...row, done: true })

describe('P5 what is sure to happen', () => {
  it('is shown wherever the row stands', () => {
    expect(withRow(task, 't', done)).toEqual({ ...task, done: true })
    expect(withRow({ items: [task, other], next: null }, 't', done)).toEqual({
      items: [{ ...task, done: true }, other],
      next: null,
    })
    const pages = { pages: [{ items: [other] }, { items: [task] }], pageParams: [undefined, 'x'] }
    expect(withRow(pages, 't', done)).toEqual({ ...pages, pages: [{ items: [other] }, { items: [{ ...task, done: true }] }] })
    expect(withRow({ items: [task, other] }, 't', () => undefined)).toEqual({ items: [other] })
    const story = { customer: { id: 'c' }, activities: [null, task] }
    expect(withRow(story, 't', done)).toEqual({ ...story, activities: [null, { ...task, done: true }] })
    for (const shown of [null, 7, 'x', { answer: task.id }, { items: [other, null] }])
      expect(withRow(shown, 't', done)).toBe(shown)
  })

  it('is put back as it was when it does not, and nothing else is touched', async () => {
    const client = new QueryClient()
    client.setQueryData(['crm', 'activity', 'list', {}], { items: [task, other] })
    client.setQueryData(['crm', 'quote', 'one', 't'], task)
    const back = await foresee(client, ['crm', 'activity'], (shown) => withRow(shown, 't', done))
    expect(client.getQueryData(['crm', 'activity', 'list', {}])).toEqual({ items: [{ ...task, done: true }, other] })
    expect(client.getQueryData(['crm', 'quote', 'one', 't'])).toEqual(task)
    back()
    expect(client.getQueryData(['crm', 'activity', 'list', {}])).toEqual({ items: [task, other] })
  })

  it('does not give way to an answer that was under way', async () => {
    const client = new QueryClient()
    const queryKey = ['crm', 'activity', 'list', {}]
    client.setQueryData(queryKey, { items: [task] })
    let answer = (_: unknown) => {}
    const late = client
      .fetchQuery({ queryKey, queryFn: () => new Promise((resolve) => (answer = resolve)) })
      .catch(() => 'stopped')
    await foresee(client, ['crm', 'activity'], (shown) => withRow(shown, 't', done))
    answer({ items: [task] })
    await late
    expect(client.getQueryData(queryKey)).toEqual({ items: [{ ...task, done: true }] })
  })

  it('is known of few commands, and of none that is given more', () => {
    expect(foreseen('archive', {})).toEqual({ status: 'archived' })
    expect(foreseen('archive', { reason: 'x' })).toBeUndefined()
    expect(foreseen('confirm', {})).toBeUndefined()
  })
})
