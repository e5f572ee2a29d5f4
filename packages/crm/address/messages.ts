import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const addressMessages: Messages = {
  ...storedMessages('address', { en: 'address', zh: '地址' }),
  ...sharedMessages('address', ['empty-field', 'not-a-country', 'unknown-reference']),
}
