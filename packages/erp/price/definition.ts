import { define, defineFields } from '@tandem/kernel'
import { CURRENCY, ITEM, optionalDate, optionalReference, quantity, STATUS, text, UNIT } from '../fields.ts'

/** One row of a price list: from a quantity, in a currency, for everybody or for one customer. */
export const priceFields = defineFields({
  item: ITEM,
  party: optionalReference('party', 'Customer', '客户'),
  priceList: text('Price list', '价目表'),
  currency: CURRENCY,
  unit: UNIT,
  minimumQuantity: quantity('From quantity', '起订量'),
  unitPrice: { kind: 'price', currency: 'currency', label: { en: 'Unit price', zh: '单价' } },
  validFrom: optionalDate('Valid from', '生效日期'),
  validTo: optionalDate('Valid to', '失效日期'),
})

export const price = define({
  name: 'price',
  plural: 'prices',
  label: { en: 'Price', zh: '价格' },
  table: 'erp.price',
  title: ['priceList', 'item'],
  fields: { ...priceFields, status: STATUS },
})
