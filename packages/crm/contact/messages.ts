import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const contactMessages: Messages = {
  ...storedMessages('contact', { en: 'contact', zh: '联系人' }),
  ...sharedMessages('contact', ['empty-field', 'unknown-reference']),
}
