import type { Messages } from '@tandem/kernel'
import { common } from '../messages.ts'

export const warehouseMessages = {
  ...common('warehouse', { en: 'warehouse', zh: '仓库' }),
  'warehouse/no-code': { en: 'Warehouse {name} needs a code.', zh: '仓库 {name} 需要编码。' },
  'warehouse/no-name': { en: 'Warehouse {code} needs a name.', zh: '仓库 {code} 需要名称。' },
  'warehouse/code-taken': {
    en: 'Another warehouse has the code {code}. Choose another code.',
    zh: '编码 {code} 已被其他仓库使用，请换一个。',
  },
  'warehouse/archived': { en: 'Warehouse {code} is archived. Use another one.', zh: '仓库 {code} 已归档，请使用其他仓库。' },
  'warehouse/not-empty': {
    en: 'Warehouse {code} still has stock or open orders. Transfer its stock and finish its orders first.',
    zh: '仓库 {code} 仍有库存或未完成订单，请先调拨库存并完成订单。',
  },
} satisfies Messages
