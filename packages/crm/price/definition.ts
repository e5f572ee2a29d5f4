import { define, defineFields } from '@tandem/kernel'
import { CURRENCY, CUSTOMER, ITEM, optionalDate, PRICE_LIST, quantity, STATUS, UNIT, UNIT_PRICE } from '../shared/fields.ts'

/** The price list of those who name none. */
export const STANDARD_PRICE_LIST = 'standard'

/** One row of a price list: from a quantity, in a currency, for everybody or for one customer. */
export const priceFields = defineFields({
  item: ITEM,
  customer: {
    ...CUSTOMER,
    optional: true,
    help: { en: 'Only for this customer; empty: for all', zh: '仅限该客户；留空则适用于所有客户' },
  },
  priceList: PRICE_LIST,
  currency: CURRENCY,
  unit: UNIT,
  minimumQuantity: quantity('From quantity', '起订量'),
  unitPrice: UNIT_PRICE,
  validFrom: optionalDate('Valid from', '生效日期'),
  validTo: optionalDate('Valid to', '失效日期'),
})

export const price = define({
  name: 'price',
  plural: 'prices',
  label: { en: 'Price', zh: '价格' },
  table: 'crm.price',
  title: ['priceList', 'unitPrice', 'currency'],
  fields: { ...priceFields, status: STATUS },
})

/** The question "what does this cost?". */
export const priceQuestion = defineFields({
  item: ITEM,
  customer: { ...CUSTOMER, optional: true },
  quantity: quantity('Quantity', '数量'),
  unit: { ...UNIT, optional: true, help: { en: "The item's unit when left out", zh: '留空则用物料单位' } },
  date: optionalDate('Date', '日期'),
  currency: CURRENCY,
  priceList: { ...PRICE_LIST, optional: true },
})
