import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const shipmentMessages: Messages = {
  ...storedMessages('shipment', { en: 'shipment', zh: '发货单' }),
  ...sharedMessages('shipment', ['empty-field', 'number-taken', 'unknown-reference']),
}
