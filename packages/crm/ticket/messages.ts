import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const ticketMessages: Messages = {
  ...storedMessages('ticket', { en: 'ticket', zh: '工单' }),
  ...sharedMessages('ticket', ['empty-field', 'unknown-reference', 'wrong-state']),
  'ticket/customer-archived': {
    en: 'The customer {code} is archived. Restore it first.',
    zh: '客户 {code} 已归档，请先恢复。',
  },
  'ticket/order-of-another': {
    en: 'Order {id} does not belong to this customer. Choose one of its orders.',
    zh: '订单 {id} 不属于该客户，请选择该客户的订单。',
  },
  'ticket/too-long': {
    en: 'A ticket holds at most {max} messages. Open a new one.',
    zh: '每个工单最多 {max} 条消息，请新建工单。',
  },
}
