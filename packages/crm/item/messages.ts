import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const itemMessages: Messages = {
  ...storedMessages('item', { en: 'item', zh: '物料' }),
  ...sharedMessages('item', ['empty-field', 'not-a-percent', 'code-taken']),
}
