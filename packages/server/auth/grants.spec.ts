import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accessOf, both, grantsOfScopes, isGrant } from './grants.ts'

describe('P3 permissions', () => {
  const sales = accessOf(['crm.quote.do:own', 'crm.quote.read:team', 'crm.item.read', 'field.credit.read'])

  it('reach as far as the furthest of their grants', () => {
    expect(sales.reach('crm.quote.send')).toBe('own')
    expect(sales.reach('crm.quote.read')).toBe('team')
    expect(sales.reach('crm.item.read')).toBe('all')
    expect(sales.reach('crm.item.change')).toBeUndefined()
    expect(sales.reach('erp.quote.read')).toBeUndefined()
    expect(accessOf(['crm.*.read:own', 'crm.customer.*']).reach('crm.customer.read')).toBe('all')
  })

  it('hide the kinds of fields that nobody granted', () => {
    expect(sales.hidden).toEqual(['cost'])
    expect(accessOf(['*']).hidden).toEqual([])
    expect(accessOf([]).hidden).toEqual(['cost', 'credit'])
  })

  it('do not let `do` read or ask', () => {
    const doer = accessOf(['crm.*.do'])
    expect([doer.reach('crm.quote.read'), doer.reach('crm.price-of.ask'), doer.reach('crm.quote.send')]).toEqual([
      undefined,
      undefined,
      'all',
    ])
  })

  it('of a key are what its scopes and its owner both allow', () => {
    const key = accessOf(grantsOfScopes(['crm:read', 'crm:write']))
    const joined = both(key, sales)
    expect([joined.reach('crm.quote.send'), joined.reach('crm.customer.read')]).toEqual(['own', undefined])
    expect(both(accessOf(['*']), sales)).toBe(sales)
    expect(both(sales, accessOf(['*'])).key).toBe(sales.key)
    expect(both(key, sales).hidden).toEqual(['cost'])
  })

  it.each(['*', 'crm.quote.read', '*.*.read', 'crm.*.do:own', 'field.cost.read'])('%s is a grant', (text) => {
    expect(isGrant(text)).toBe(true)
  })

  it.each(['', 'crm', 'crm.quote', 'crm.quote.read:mine', 'crm.quote.read.x', 'crm..read', 'CRM.quote.read', '*:own'])(
    '%s is none, and grants nothing',
    (text) => {
      expect(isGrant(text)).toBe(false)
      expect(accessOf([text]).reach('crm.quote.read')).toBeUndefined()
    },
  )

  it('never become more by taking both', () => {
    const grant = fc.constantFrom(
      '*',
      'crm.*.*',
      'crm.quote.read:own',
      'crm.quote.do:team',
      'crm.quote.read:customer',
      '*.*.read',
      'field.*.read',
    )
    const lists = fc.array(grant, { maxLength: 4 })
    const asked = fc.constantFrom('crm.quote.read', 'crm.quote.send', 'erp.item.read', 'field.cost.read')
    const rank = { customer: 1, own: 2, team: 3, all: 4 } as const
    const far = (reach: keyof typeof rank | undefined) => (reach ? rank[reach] : 0)
    fc.assert(
      fc.property(lists, lists, asked, (a, b, permission) => {
        const [one, two] = [accessOf(a), accessOf(b)]
        const less = Math.min(far(one.reach(permission)), far(two.reach(permission)))
        expect(far(both(one, two).reach(permission))).toBe(less)
      }),
    )
  })
})
