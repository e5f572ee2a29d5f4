import { describe, expect, it } from 'vitest'
import { readEvent, sideOf } from './feed.ts'

describe('J5 the live feed', () => {
  it('takes CloudEvents and nothing else', () => {
    const event = { id: '1', source: '/api/v1/erp', type: 'sales-order-confirmed' }
    expect(readEvent(JSON.stringify(event))).toEqual(event)
    expect(readEvent('ping')).toBeUndefined()
    expect(readEvent('{"id":"1"}')).toBeUndefined()
  })

  it('says which side moved; whatever is neither is the joint', () => {
    const of = (source: string) => sideOf({ id: '1', source, type: 'x' })
    expect([of('/api/v1/crm'), of('erp'), of('/api/v1/joint'), of('tandem')]).toEqual(['crm', 'erp', 'joint', 'joint'])
  })
})
