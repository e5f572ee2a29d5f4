import type { Messages } from '@tandem/kernel'
import { goodsMessages } from '../stock/lines.ts'

export const stockAdjustmentMessages: Messages = {
  ...goodsMessages('stock-adjustment'),
  'stock-adjustment/no-reason': { en: 'A count needs a reason. Give one.', zh: '盘点需要填写原因。' },
  'stock-adjustment/bad-cost': {
    en: 'The unit cost of line {line} cannot be {cost}. Give 0 or more, with at most 6 digits behind the point.',
    zh: '第 {line} 行的单位成本不能是 {cost}。请填 0 或更多，最多 6 位小数。',
  },
  'stock-adjustment/reserved': {
    en: 'Only {counted} of item {item} were counted, but {reserved} are reserved for orders. Change or cancel those orders first.',
    zh: '物料 {item} 实盘 {counted}，但已为订单锁库 {reserved}。请先修改或取消相关订单。',
  },
}
