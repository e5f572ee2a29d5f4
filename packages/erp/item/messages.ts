import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const itemMessages = {
  ...common('item', { en: 'item', zh: '物料' }),
  'item/no-code': { en: '{name} needs a code.', zh: '{name} 需要编码。' },
  'item/no-name': { en: 'Item {code} needs a name.', zh: '物料 {code} 需要名称。' },
  'item/no-unit': { en: 'Item {code} needs a base unit, like pcs or kg.', zh: '物料 {code} 需要基本单位，如 个、千克。' },
  'item/code-taken': {
    en: 'Another item has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他物料使用，请换一个。',
  },
  'item/bad-tax-rate': {
    en: 'The tax rate of item {code} cannot be {rate} %. Give 0 to 100.',
    zh: '物料 {code} 的税率不能是 {rate}%，请填 0 至 100。',
  },
  'item/bad-cost': {
    en: 'The standard cost of item {code} cannot be {cost}. Give 0 or more.',
    zh: '物料 {code} 的标准成本不能是 {cost}，请填 0 或更多。',
  },
  'item/bad-lead-time': {
    en: 'The lead time of item {code} cannot be {days} days. Give 0 or more.',
    zh: '物料 {code} 的提前期不能是 {days} 天，请填 0 或更多。',
  },
  'item/unit-twice': {
    en: 'Item {code} lists the unit "{unit}" twice or without a name. Give each unit once.',
    zh: '物料 {code} 的单位“{unit}”重复或为空，每个单位只填一次。',
  },
  'item/bad-factor': {
    en: 'The unit {unit} of item {code} needs a numerator and a denominator above 0.',
    zh: '物料 {code} 的单位 {unit} 需要大于 0 的分子和分母。',
  },
  'item/unit-in-use': {
    en: 'Item {code} has stock or orders counted in {unit}. Add another unit instead, or make a new item.',
    zh: '物料 {code} 已有以 {unit} 计的库存或订单。请添加其他单位，或新建物料。',
  },
  'item/type-in-use': {
    en: 'Item {code} has stock or orders as {type}. Goods cannot become a service, nor a service goods: make a new item.',
    zh: '物料 {code} 已作为 {type} 有库存或订单，货物与服务不能互换，请新建物料。',
  },
  'item/archived': {
    en: 'Item {code} is archived. Restore it before using or changing it.',
    zh: '物料 {code} 已归档，请先恢复再使用或修改。',
  },
} satisfies Messages
