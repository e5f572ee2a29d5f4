import { describe, expect, it } from 'vitest'
import { detailsInWords } from './in-words.ts'

const systems = new Map([['tandem-erp', { en: 'Tandem ERP', zh: '双骑 ERP' }]])

describe('P4 I7 a case of the inbox names nothing as the code does', () => {
  const details = {
    kind: 'contact',
    missingKind: 'customer',
    missing: 'C-1',
    system: 'tandem-erp',
    field: 'lines[1].unitPrice',
    fields: ['creditLimit', 'x_studio_ref'],
    allowed: 'company, person',
    limit: '100',
    first: 7,
  }

  it('in English', () => {
    expect(detailsInWords(details, 'customer', systems, 'en')).toMatchObject({
      ...{ kind: 'contact', missingKind: 'customer', missing: 'C-1', system: 'Tandem ERP', limit: '100', first: 7 },
      ...{ field: 'lines[1].unitPrice', fields: 'Credit limit, x_studio_ref', allowed: 'Company, Person' },
    })
    expect(detailsInWords(details, 'order', systems, 'en')).toMatchObject({ field: 'Lines 2: Unit price' })
  })

  it('in Chinese', () => {
    expect(detailsInWords(details, 'customer', systems, 'zh')).toMatchObject({
      ...{ kind: '联系人', missingKind: '客户', missing: 'C-1', system: '双骑 ERP' },
      ...{ fields: '信用额度、x_studio_ref', allowed: '企业、个人' },
    })
    expect(detailsInWords(details, 'order', systems, 'zh')).toMatchObject({ field: '明细 2：单价' })
  })
})
