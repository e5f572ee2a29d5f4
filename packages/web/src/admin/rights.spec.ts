import { describe, expect, it } from 'vitest'
import { actionsOf, grantOf, groupedRights, rightOf, subjectsOf, verbOf } from './rights.ts'

describe('P3 rights in parts', () => {
  it.each(['*', 'crm.quote.read:own', 'crm.*.read', 'field.cost.change', 'erp.invoice.do:team', 'crm.order.read:customer'])(
    '%s is written as it was read',
    (grant) => {
      const right = rightOf(grant)
      expect(right && grantOf(right)).toBe(grant)
    },
  )

  it('knows the short scopes of keys, and what is no right', () => {
    expect(rightOf('crm:read')).toMatchObject({ area: 'crm', subject: '*', action: 'read', reach: 'all' })
    expect(rightOf('erp:write')).toMatchObject({ area: 'erp', action: 'do' })
    expect(rightOf('crm.quote')).toBeUndefined()
  })

  it('are put together by what they are about', () => {
    const groups = groupedRights(['crm.quote.read:own', 'field.cost.read', 'crm.quote.do:own', 'nonsense'])
    expect(groups.map(({ area, subject, rights }) => [area, subject, rights.length])).toEqual([
      ['crm', 'quote', 2],
      ['field', 'cost', 1],
    ])
  })

  it('are offered from what the server knows', () => {
    const known = new Map([
      ['crm.quote.read', { en: 'Quotes', zh: '报价单' }],
      ['crm.quote.send', { en: 'Quote: Send', zh: '报价单：发送' }],
      ['erp.stock.ask', { en: 'Stock', zh: '库存' }],
    ])
    expect(subjectsOf(known, 'crm')).toEqual(['quote'])
    expect(actionsOf(known, 'crm', 'quote')).toEqual(['read', 'send'])
    expect(verbOf(known.get('crm.quote.send'))).toEqual({ en: 'Send', zh: '发送' })
    expect(verbOf(undefined)).toBeUndefined()
  })
})
