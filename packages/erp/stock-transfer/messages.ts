import type { Messages } from '@tandem/kernel'
import { goodsMessages } from '../stock/lines.ts'

export const stockTransferMessages: Messages = {
  ...goodsMessages('stock-transfer'),
  'stock-transfer/same-warehouse': {
    en: 'The goods are in that warehouse already. Choose another one to transfer to.',
    zh: '货物已在该仓库。请选择其他调入仓库。',
  },
  'stock-transfer/not-enough': {
    en: 'Only {free} {unit} of item {item} are free to transfer, not {quantity}. Transfer less, or release reservations first.',
    zh: '物料 {item} 可调拨 {free} {unit}，不足 {quantity}。请减少数量，或先释放锁库。',
  },
}
