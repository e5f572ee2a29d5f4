import type { Messages } from '@tandem/kernel'
import { goodsMessages } from '../stock/lines.ts'

export const goodsReceiptMessages: Messages = {
  ...goodsMessages('goods-receipt'),
  'goods-receipt/no-such-vendor': {
    en: 'There is no vendor {party}. Create it first, or leave it empty.',
    zh: '没有供应商 {party}。请先新建，或留空。',
  },
  'goods-receipt/bad-cost': {
    en: 'The unit cost of line {line} cannot be {cost}. Give 0 or more, with at most 6 digits behind the point.',
    zh: '第 {line} 行的单位成本不能是 {cost}。请填 0 或更多，最多 6 位小数。',
  },
  'goods-receipt/not-expected': {
    en: 'Line {line} does not match an open expected receipt of its item and warehouse. Choose another one, or leave it empty.',
    zh: '第 {line} 行与该物料和仓库的未完成预计到货不符。请另选或留空。',
  },
}
