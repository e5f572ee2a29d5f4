import type { Messages } from '@tandem/kernel'
import { sharedMessages, storedMessages } from '../shared/messages.ts'

export const activityMessages: Messages = {
  ...storedMessages('activity', { en: 'activity', zh: '跟进' }),
  ...sharedMessages('activity', ['empty-field', 'unknown-reference']),
  'activity/contact-of-another': {
    en: 'Contact {id} does not belong to this customer. Choose one of its contacts.',
    zh: '联系人 {id} 不属于该客户，请选择该客户的联系人。',
  },
  'activity/already-done': { en: '"{subject}" is done already.', zh: '“{subject}”已经完成。' },
}
