import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchDocument, naturalKeys } from './keys.ts'
import { nameLikeness, nameParts } from './names.ts'
import { isCreditCode, isGtin, normalEmail, normalGtin, normalise, normalPhone, normalTax, samePhone } from './normal.ts'

const alike = (a: string, b: string) => nameLikeness(nameParts(a), nameParts(b))

describe('J12 what people type in many ways', () => {
  it('is one whatever its case, width and spaces', () => {
    expect(normalise('  ＡＢＣ　１２ x ')).toBe('abc 12 x')
    expect(naturalKeys('customer', { code: ' c1', taxNumber: null, email: '' })).toEqual([{ field: 'code', value: 'c1' }])
  })

  it('is one phone with country, trunk zero, extension and width, and none when it is only a filler', () => {
    const ours = [
      '+86 571-8888 8899',
      '0086 (0)571 88888899',
      '0571-88888899转12',
      '０５７１８８８８８８９９ ext. 7',
      '+86 (0)571 88888899',
    ]
    for (const phone of ours) expect(normalPhone(phone)).toBe('57188888899')
    expect([normalPhone('+86 138 0013 8000'), normalPhone('13800138000'), normalPhone('8613800138000')]).toEqual(
      Array(3).fill('13800138000'),
    )
    expect(samePhone(normalPhone('+1 (415) 555-2671'), normalPhone('415.555.2671 x9'))).toBe(true)
    expect(samePhone('13800138000', '15800138000')).toBe(false)
    expect([normalPhone('5'), normalPhone('000000000'), normalPhone('12345678')]).toEqual(['', '', ''])
  })

  it('is one tax number without spaces and country, and its check character is known', () => {
    expect(normalTax('DE 123 456 780')).toBe('123456780')
    expect(normalTax(' 9133 0100-799655058b ')).toBe('91330100799655058B')
    expect(normalTax('CN91330100799655058B')).toBe('91330100799655058B')
    expect(['000000000', 'n/a', '无', '123456789'].map(normalTax)).toEqual(['', '', '', ''])
    expect(isCreditCode('91330100799655058B')).toBe(true)
    expect(isCreditCode('91330100799655058C')).toBe(false)
    expect(isCreditCode('9133010079965505IB')).toBe(false)
  })

  it('is one mailbox', () => {
    expect(normalEmail(' Ann+Crm@ACME.cn')).toBe('ann@acme.cn')
    expect(normalEmail('a.n.n@googlemail.com')).toBe('ann@gmail.com')
    expect(['noreply@acme.cn', 'ann', 'a@b', 'ann@example.com'].map(normalEmail)).toEqual(['', '', '', ''])
  })

  it('is one bar code in 8, 12, 13 and 14 digits, when its check digit is right', () => {
    expect(new Set(['036000291452', '0036000291452', '00036000291452', ' 0 36000-29145 2'].map(normalGtin))).toEqual(
      new Set(['00036000291452']),
    )
    expect([isGtin('96385074'), isGtin('96385075'), isGtin('6901234567892'), isGtin('690123456789')]).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect(normalGtin('690123456789-X')).toBe('690123456789-x')
  })
})

describe('J12 names of companies', () => {
  it('are the same whatever their legal form, width, marks, accents and common abbreviations', () => {
    const same = [
      ['阿里巴巴（中国）有限公司', '阿里巴巴(中国)有限责任公司'],
      ['浙江省杭州市西湖家具有限公司', '杭州西湖家具股份有限公司'],
      ['廣東華龍貿易有限公司', '广东华龙贸易有限公司'],
      ['ＡＣＭＥ Ｉｎｔｌ． Co., Ltd.', 'Acme International'],
      ['Müller & Söhne GmbH', 'Mueller und Soehne'],
      ['Société Générale S.A.', 'Societe Generale SA'],
      ['Trading Acme (Shanghai) Inc.', 'Acme Trading Shanghai'],
    ] as const
    for (const [a, b] of same) expect([a, b, alike(a, b)]).toEqual([a, b, 1])
  })

  it('are not the same with another place, number, group or branch', () => {
    const other = [
      ['上海华为技术有限公司', '深圳华为技术有限公司'],
      ['杭州第一中学', '杭州第二中学'],
      ['Depot 12 GmbH', 'Depot 13 GmbH'],
      ['海尔集团有限公司', '海尔有限公司'],
      ['西湖家具有限公司上海分公司', '西湖家具有限公司'],
    ] as const
    for (const [a, b] of other) expect([a, b, alike(a, b) < 0.9]).toEqual([a, b, true])
  })

  it('are as alike one way as the other, and like themselves', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: fc.constantFrom(...'杭州西湖家具有限公司集团A 1分'), maxLength: 12 }),
    )
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(alike(a, a)).toBe(1)
        const there = alike(a, b)
        expect(there).toBeCloseTo(alike(b, a), 10)
        expect(there).toBeGreaterThanOrEqual(0)
        expect(there).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('give the same keys however often they are normalised', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const normal of [normalise, normalTax, normalEmail, normalGtin]) expect(normal(normal(text))).toBe(normal(text))
        expect(naturalKeys('customer', { name: text })).toEqual(naturalKeys('customer', { name: ` ${text} ` }))
      }),
    )
  })
})

const acme = { type: 'company', name: '西湖家具有限公司' }

describe('J12 which record a document is', () => {
  it('is sure by its tax number and name, even when code and e-mail differ', () => {
    const values = { ...acme, taxNumber: '91330100799655058B', code: 'C1', email: 'a@acme.cn' }
    const candidate = { recordId: 'r', values: { ...values, code: 'P9', email: 'b@acme.cn' } }
    expect(matchDocument('customer', values, [candidate])).toEqual({ is: 'same', recordId: 'r', by: 'taxNumber' })
  })

  it('is unsure when the code is the same and the tax number or the name is another', () => {
    const values = { ...acme, code: 'C1', taxNumber: '91330100799655058B' }
    const otherTax = { recordId: 'r', values: { ...values, taxNumber: '91440300708461136T' } }
    expect(matchDocument('customer', values, [otherTax])).toMatchObject({ is: 'unsure' })
    const otherName = { recordId: 'r', values: { ...acme, code: 'C1', name: '顺丰速运' } }
    expect(matchDocument('customer', { ...acme, code: 'C1' }, [otherName])).toMatchObject({
      is: 'unsure',
      suspects: [
        {
          recordId: 'r',
          reasons: [
            { field: 'code', is: 'same' },
            { field: 'name', is: 'different' },
          ],
        },
      ],
    })
  })

  it('is unsure when two records fit', () => {
    const values = { ...acme, code: 'C1', taxNumber: '91330100799655058B' }
    const two = [
      { recordId: 'r1', values: { ...acme, code: 'C1' } },
      { recordId: 'r2', values: { ...acme, taxNumber: '91330100799655058B' } },
    ]
    expect(matchDocument('customer', values, two)).toMatchObject({
      is: 'unsure',
      suspects: [{ recordId: 'r2' }, { recordId: 'r1' }],
    })
  })

  it('is new when nothing fits', () => {
    const other = { recordId: 'r', values: { ...acme, name: '顺丰速运', code: 'P1' } }
    expect(matchDocument('customer', { ...acme, code: 'C1' }, [other])).toEqual({ is: 'new' })
    expect(matchDocument('customer', acme, [])).toEqual({ is: 'new' })
  })

  it('is by its number when it is an order', () => {
    const [a, b] = [
      { number: 'O-1', total: '5' },
      { number: 'o-1 ', total: '6' },
    ]
    expect(matchDocument('order', a, [{ recordId: 'r', values: b }])).toEqual({ is: 'same', recordId: 'r', by: 'number' })
  })
})
