import { ok, type Result, refuse } from '@tandem/kernel'
import { describe, expect, it } from 'vitest'
import { given } from './given.ts'

interface Order {
  readonly state: 'draft' | 'confirmed'
  readonly lines: number
}

function confirm(order: Order, by: string): Result<{ state: string; by: string }> {
  return order.lines === 0 ? refuse('order/no-lines', { state: order.state }) : ok({ state: 'confirmed', by })
}

const full: Order = { state: 'draft', lines: 2 }
const empty: Order = { state: 'draft', lines: 0 }

describe('given, when, then', () => {
  it('reads as a sentence', () => {
    given(full).when(confirm, 'ann').then({ state: 'confirmed' })
    given(full).when(confirm, 'ann').thenExactly({ state: 'confirmed', by: 'ann' })
    given(empty).when(confirm, 'ann').thenRefused('order/no-lines')
    given(empty).when(confirm, 'ann').thenRefused('order/no-lines', { state: 'draft' })
  })

  it('fails when the outcome is another', () => {
    expect(() => given(full).when(confirm, 'ann').then({ by: 'bob' })).toThrow()
    expect(() => given(full).when(confirm, 'ann').thenExactly({ state: 'confirmed', by: 'bob' })).toThrow()
    expect(() => given(full).when(confirm, 'ann').thenRefused('order/no-lines')).toThrow()
    expect(() => given(empty).when(confirm, 'ann').then({})).toThrow()
    expect(() => given(empty).when(confirm, 'ann').thenRefused('order/on-hold')).toThrow()
    expect(() => given(empty).when(confirm, 'ann').thenRefused('order/no-lines', { state: 'confirmed' })).toThrow()
  })

  it('tells who forgot to say what should come of it', async () => {
    await expect(Promise.resolve(given(full).when(confirm, 'ann'))).rejects.toThrow('say what should come of it')
  })
})
